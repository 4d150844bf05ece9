// Time on maps: it runs, steps and is chosen; whoever gives `shown` hears of every moment.
import { Chart, state, where } from "./map.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

// Says a moment, counted in hours from the start of a story, by the clock of its scenario.
export function timeOf({ start, zone }) {
  const words = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  return (t) => {
    const part = Object.fromEntries(words.formatToParts(new Date((start + t * 3600) * 1000)).map((p) => [p.type, p.value]));
    return `${part.weekday} ${part.day} ${part.month} ${part.year}, ${part.hour}:${part.minute}`;
  };
}

export class Film {
  constructor(root, story, shown = () => "") {
    this.story = story;
    this.shown = shown;
    this.running = false;
    const pick = (id) => root.querySelector(id);
    this.slider = pick("#time");
    this.toggle = pick("#toggle");
    this.pace = pick("#pace");
    this.said = pick("#said");
    this.moments = [...root.querySelectorAll(".moment")];
    this.figures = [...root.querySelectorAll("[data-film]")].map((figure) => {
      const moving = story.moving[figure.dataset.film], table = figure.querySelector(".positions tbody");
      table?.closest("details").addEventListener("toggle", () => this.table());
      return { moving, table, charts: [...figure.querySelectorAll(".chart")].map((svg) => new Chart(svg, moving)) };
    });
    this.at = timeOf(story);
    this.toggle.addEventListener("click", () => this.turn());
    pick("#next").addEventListener("click", () => this.step(1));
    pick("#back").addEventListener("click", () => this.step(-1));
    this.slider.addEventListener("input", () => { if (this.running) this.stop(); this.show(this.slider.valueAsNumber); });
    this.slider.addEventListener("change", () => this.rest());
  }

  show(t) {
    this.now = Math.min(this.story.hours, Math.max(0, t));
    this.slider.value = this.now;
    for (const { charts } of this.figures) charts.forEach((chart) => chart.show(this.now));
    const at = this.at(this.now);
    this.slider.setAttribute("aria-valuetext", at);
    this.moments.forEach((moment) => { moment.textContent = at; });
    this.more = this.shown(this.now, at);
  }

  // What costs too much while time runs: tables, and words for those who do not see.
  rest() {
    this.table();
    this.said.textContent = `${this.at(this.now)}. ${this.more ?? ""}`;
  }

  turn() {
    if (this.running) this.stop(); else this.start();
  }

  start() {
    if (this.now >= this.story.hours) this.show(0);
    if (still.matches) return this.step(1);
    this.running = true;
    this.label("Pause", true);
    let before = performance.now();
    const tick = (at) => {
      // a page may have put another in its place
      if (!this.running || !this.slider.isConnected) return;
      const passed = Math.min(0.1, (at - before) / 1000);
      before = at;
      this.show(this.now + passed * Number(this.pace.value));
      if (this.now >= this.story.hours) this.stop(); else requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  stop() {
    this.running = false;
    this.label("Play", false);
    this.rest();
  }

  label(says, pressed) {
    this.toggle.textContent = says;
    this.toggle.setAttribute("aria-pressed", pressed);
  }

  step(way) {
    const { stops, hours } = this.story;
    if (way > 0 && this.now >= hours) this.show(0);
    const next = way > 0 ? stops.find((t) => t > this.now + 1e-6) : stops.filter((t) => t < this.now - 1e-6).at(-1);
    this.show(next ?? (way > 0 ? hours : 0));
    this.stop();
  }

  table() {
    for (const { moving, table } of this.figures) {
      if (table?.closest("details").open) table.replaceChildren(...this.rows(moving).map(row));
    }
  }

  rows(moving) {
    const side = (value, plus, minus) => `${Math.abs(value).toFixed(1)}\u00b0 ${value < 0 ? minus : plus}`;
    const cells = (of, place) => [of.name, ...state(of, this.now)[1], place];
    const lines = moving.lines.map((line) => cells(line, line.place));
    const marks = moving.marks.filter((mark) => !mark.crowd).flatMap((mark) => {
      const at = where(mark, moving.charts.indexOf("globe"), this.now);
      return at ? [cells(mark, `${side(at.x, "N", "S")}, ${side(at.y, "E", "W")}`)] : [];
    });
    return [...lines, ...marks];
  }
}

function row(cells) {
  const made = document.createElement("tr");
  cells.forEach((text, i) => {
    const cell = document.createElement(i ? "td" : "th");
    if (!i) cell.scope = "row";
    cell.textContent = text;
    made.append(cell);
  });
  return made;
}
