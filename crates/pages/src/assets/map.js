// Moves what is on a map, and keeps names apart and readable at any width.
const SIDES = [[11, 4.5, "start"], [-11, 4.5, "end"], [8, -8, "start"], [8, 17, "start"], [-8, -8, "end"], [-8, 17, "end"]];
const SVG = "http://www.w3.org/2000/svg";

function element(name, attributes, parent) {
  const made = document.createElementNS(SVG, name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  if (parent) parent.append(made);
  return made;
}

// The last place in a sorted list that is not after t; -1 if all are.
function last(list, t) {
  let low = -1, high = list.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (list[middle] <= t) low = middle; else high = middle;
  }
  return low;
}

// Where a mark is at an hour: its coordinates, its course and its last fix; or nothing, before its
// time and when that is over. What has only one fix stays there.
export function where(mark, chart, t) {
  const { t: hours, xy } = mark, at = xy[chart], i = last(hours, t), n = hours.length - 1;
  if (i < 0 || (i === n && n > 0)) return null;
  if (n === 0) return { x: at[0], y: at[1], i, course: null };
  const f = (t - hours[i]) / (hours[i + 1] - hours[i]);
  const dx = at[2 * i + 2] - at[2 * i], dy = at[2 * i + 3] - at[2 * i + 1];
  return { x: at[2 * i] + dx * f, y: at[2 * i + 1] + dy * f, i, course: mark.met ?? Math.atan2(dx, -dy) * 180 / Math.PI };
}

// As what a mark or a line is shown at an hour: a class of the style sheet, and cells of the table.
export function state({ states }, t) {
  return states[Math.max(0, last(states.map(([since]) => since), t))][1];
}

const overlap = (a, b) => Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));

export class Chart {
  constructor(svg, moving) {
    this.svg = svg;
    this.moving = moving;
    if (moving) {
      this.index = moving.charts.indexOf(svg.dataset.chart);
      this.wide = svg.dataset.chart === "wide";
      this.marks = svg.querySelector(".marks");
      this.wakes = svg.querySelector(".wakes");
      this.marks.replaceChildren();
      this.wakes.replaceChildren();
      this.shown = new Map();
    } else {
      this.still = [...svg.querySelectorAll(".mark")].reverse().map((g) => this.at(g));
    }
    [, , this.width, this.height] = svg.getAttribute("viewBox").split(" ").map(Number);
    this.lines = new Map([...svg.querySelectorAll(".line")].map((line) => [line.dataset.line, line]));
    this.places = [...svg.querySelectorAll(".place")].map((g) => this.at(g));
    this.fixed = [...svg.querySelectorAll(".fixed")].map((g) => ({ g, size: Number(g.querySelector("text").getAttribute("font-size")), wide: g.classList.contains("land") ? 0.78 : 0.54, ...this.at(g) }));
    this.degrees = [...svg.querySelectorAll(".grid > g")].map((g) => this.at(g));
    this.ways = [...this.lines.values()].map((line) => {
      const way = line.querySelector(".way"), end = way.getPointAtLength(way.getTotalLength()), begin = way.getPointAtLength(0);
      return [begin.x, begin.y, end.x, end.y];
    });
    this.k = 1;
    this.t = 0;
    new ResizeObserver(() => this.fit()).observe(svg);
  }

  at(g) {
    const [x, y, turn = 0] = g.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
    const text = g.querySelector("text");
    return { x, y, turn: turn * Math.PI / 180, text, letters: text?.textContent.length ?? 0, minor: g.classList.contains("minor"), side: 0 };
  }

  fit() {
    const wide = this.svg.clientWidth;
    if (!wide) return;
    // a wall is read from the last row
    const far = document.body.classList.contains("wall") ? 1.5 : 1;
    this.k = Math.min(3.2, Math.max(0.8, this.width / wide)) * far;
    this.svg.style.setProperty("--k", this.k.toFixed(3));
    this.svg.classList.toggle("small", wide < 600);
    this.show(this.t);
  }

  make(mark) {
    const g = element("g", { "data-id": mark.id }), title = element("title", {}, g), k = element("g", { class: "k" }, g);
    const turn = element("g", {}, k), use = element("use", {}, turn), text = element("text", {}, k);
    const wake = element("path", { class: `wake ${mark.own ? "own" : "other"}` });
    return { g, title, turn, use, text, wake, mark, side: 0 };
  }

  // Without what moves, only names keep apart at this width.
  show(t) {
    this.t = t;
    if (!this.moving) {
      for (const line of this.lines.values()) this.name(line);
      return this.letter(this.still);
    }
    const groups = new Set(), names = [];
    for (const mark of this.moving.marks) {
      const at = where(mark, this.index, t);
      let item = this.shown.get(mark);
      const on = at && !(this.wide && mark.crowd) && at.x > -10 && at.y > -10 && at.x < this.width + 10 && at.y < this.height + 10;
      if (!on) {
        if (item) { item.g.remove(); item.wake.remove(); this.shown.delete(mark); }
        continue;
      }
      if (!item) {
        item = this.make(mark);
        this.shown.set(mark, item);
        this.marks.prepend(item.g);
      }
      const [kind, cells] = state(mark, t);
      item.g.setAttribute("class", `mark ${kind} ${mark.own ? "own" : "other"}${mark.minor ? " minor" : ""}${mark.met === null ? "" : " met"}`);
      item.g.setAttribute("transform", `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`);
      if (item.kind !== kind) {
        item.use.setAttribute("href", `#m-${kind}`);
        item.title.textContent = `${mark.name}: ${cells.filter(Boolean).join(", ")}`;
      }
      item.kind = kind;
      if (at.course !== null) item.turn.setAttribute("transform", `rotate(${at.course.toFixed(0)})`);
      const named = !mark.crowd && !groups.has(mark.group);
      groups.add(mark.group);
      item.x = at.x; item.y = at.y;
      item.letters = named ? mark.name.length : 0;
      item.minor = mark.minor;
      if (item.text.textContent !== (named ? mark.name : "")) item.text.textContent = named ? mark.name : "";
      if (mark.wake_h) this.trail(item, at, t);
      names.push(item);
    }
    this.standing(t);
    this.letter(names);
  }

  trail(item, at, t) {
    const { t: hours, xy } = item.mark, all = xy[this.index];
    const from = where(item.mark, this.index, Math.max(t - item.mark.wake_h, hours[0]));
    let path = `M${from.x.toFixed(1)} ${from.y.toFixed(1)}`;
    for (let i = from.i + 1; i <= at.i; i++) path += `L${all[2 * i]} ${all[2 * i + 1]}`;
    item.wake.setAttribute("d", `${path}L${at.x.toFixed(1)} ${at.y.toFixed(1)}`);
    if (!item.wake.parentNode) this.wakes.append(item.wake);
  }

  standing(t) {
    for (const line of this.moving.lines) {
      const shown = this.lines.get(line.id);
      if (!shown) continue;
      const [standing, [, words]] = state(line, t);
      shown.setAttribute("class", `line ${standing}`);
      shown.querySelector(".status").textContent = words;
      this.name(shown);
    }
  }

  name(line) {
    const name = line.querySelector(".name"), long = line.querySelector(".way").getTotalLength();
    name.classList.toggle("gone", name.textContent.length * 8 * this.k > long);
  }

  // Places names, the important ones first; a side once taken is kept while it is free.
  letter(marks) {
    const k = this.k, taken = [];
    const small = this.svg.classList.contains("small");
    const along = (ax, ay, bx, by, size) => {
      const pieces = Math.max(1, Math.ceil(Math.max(Math.abs(bx - ax), Math.abs(by - ay)) / size));
      for (let i = 0; i <= pieces; i++) {
        const x = ax + (bx - ax) * i / pieces, y = ay + (by - ay) * i / pieces;
        taken.push([x - size / 2, y - size * 0.7, x + size / 2, y + size * 0.3]);
      }
    };
    const degree = ({ x, y, letters }) => {
      const tall = Math.min(k, 2.6);
      return [x, y - 9 * tall, x + letters * 7.5 * tall, y + 3 * tall];
    };
    taken.push(...this.degrees.map(degree));
    for (const { x, y, turn, letters, size, wide, minor, text } of this.fixed) {
      const tall = size * Math.min(k, 1.9), half = letters * tall * wide / 2;
      text.classList.toggle("gone", small && minor);
      if (!(small && minor)) along(x - Math.cos(turn) * half, y - Math.sin(turn) * half, x + Math.cos(turn) * half, y + Math.sin(turn) * half, tall);
    }
    for (const [ax, ay, bx, by] of this.ways) {
      // the name of a line stands above it
      const long = Math.hypot(bx - ax, by - ay) || 1, up = 9 * k, rise = [(by - ay) / long * up, -(bx - ax) / long * up];
      along(ax, ay, bx, by, 9 * k);
      along(ax + (bx - ax) * 0.2 + rise[0], ay + (by - ay) * 0.2 + rise[1], bx - (bx - ax) * 0.2 + rise[0], by - (by - ay) * 0.2 + rise[1], 13 * k);
    }
    const half = 7 * k;
    const own = (item) => [item.x - half, item.y - half, item.x + half, item.y + half];
    for (const item of marks) { item.own = own(item); taken.push(item.own); }
    const order = [...this.places.filter((p) => !p.minor), ...marks.filter((m) => !m.minor), ...marks.filter((m) => m.minor), ...this.places.filter((p) => p.minor)];
    const placed = [];
    for (const item of order) {
      if (!item.letters) continue;
      const wide = item.letters * 7.3 * k;
      let best = Infinity, chosen = null, rect = null;
      SIDES.forEach(([dx, dy, anchor], side) => {
        const x = item.x + dx * k, y = item.y + dy * k, left = anchor === "end" ? x - wide : x;
        const box = [left, y - 12 * k, left + wide, y + 4 * k];
        let cost = side + (side === item.side ? -8 * k : 0);
        cost += 60 * (Math.max(0, -box[0]) + Math.max(0, box[2] - this.width) + Math.max(0, -box[1]) + Math.max(0, box[3] - this.height));
        for (const other of taken) if (other !== item.own) cost += overlap(box, other);
        if (cost < best) { best = cost; chosen = side; rect = box; }
      });
      const crowded = best > 14 * k && (item.minor || small) || best > 400 * k * k;
      item.text.classList.toggle("gone", crowded);
      if (crowded) continue;
      item.side = chosen;
      const [dx, dy, anchor] = SIDES[chosen];
      item.text.setAttribute("x", dx);
      item.text.setAttribute("y", dy);
      item.text.setAttribute("text-anchor", anchor);
      taken.push(rect);
      placed.push(rect);
    }
    // a degree can be read elsewhere
    for (const item of this.degrees) item.text.classList.toggle("gone", placed.some((rect) => overlap(degree(item), rect) > 0));
  }
}
