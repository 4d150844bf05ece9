// What moves on a stage: a bulletin that is told line by line, a countdown, names that drop in.
import { Film, timeOf } from "./film.js";
import { Chart } from "./map.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");
const TRAVEL = 1200, READ = 1800, WHOLE = 40000;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// The bulletins that have been told on this page: one that comes again stands there whole.
const told = new Set();

export function bulletin(section) {
  const data = section.querySelector("script");
  const lines = [...section.querySelectorAll("[data-h]")], moment = section.querySelector(".moment");
  const story = data && JSON.parse(data.textContent);
  const charts = story ? [...section.querySelectorAll("[data-film] .chart")].map((svg) => new Chart(svg, story.moving.moves)) : [];
  const at = story && timeOf(story);
  const show = (t) => {
    charts.forEach((chart) => chart.show(t));
    if (at) moment.textContent = at(t);
  };
  const end = story?.hours ?? 0, number = section.dataset.bulletin;
  if (told.has(number) || still.matches || !story) return show(end);
  told.add(number);
  lines.forEach((line) => line.classList.add("yet"));
  tell(section, lines, show, end);
}

async function tell(section, lines, show, end) {
  const pace = Math.min(1, WHOLE / Math.max(1, lines.length * (TRAVEL + READ)));
  let from = Number(section.dataset.from);
  show(from);
  for (const line of lines) {
    const to = Number(line.dataset.h);
    await travel(from, to, TRAVEL * pace, show);
    from = to;
    line.classList.remove("yet");
    section.querySelector(".now")?.classList.remove("now");
    line.classList.add("now");
    line.parentElement.scrollTop = line.parentElement.scrollHeight;
    await pause(READ * pace);
    if (!section.isConnected) return;
  }
  section.querySelector(".now")?.classList.remove("now");
  await travel(from, end, TRAVEL * pace, show);
}

function travel(from, to, ms, show) {
  return new Promise((done) => {
    const begin = performance.now();
    const tick = (now) => {
      const share = Math.min(1, (now - begin) / ms);
      show(from + (to - from) * share);
      if (share < 1) requestAnimationFrame(tick); else done();
    };
    requestAnimationFrame(tick);
  });
}

// The film of a class that has ended, from its beginning, with the words of what happens beside it.
export function film(root) {
  const story = JSON.parse(root.querySelector("script").textContent);
  const lines = [...root.querySelectorAll("[data-h]")], hours = lines.map((line) => Number(line.dataset.h));
  const shown = (t) => {
    const past = hours.filter((hour) => hour <= t + 1e-6).length;
    lines.forEach((line, i) => line.classList.toggle("yet", i >= past || i < past - 4));
    return lines[past - 1]?.textContent ?? "";
  };
  new Film(root, story, shown).show(0);
}

// A countdown runs from what the server said was left.
export function countdown(part) {
  for (const text of part.querySelectorAll("[data-left]")) {
    const end = performance.now() + 1000 * Number(text.dataset.left);
    const tick = () => {
      if (!text.isConnected) return;
      const left = Math.max(0, Math.round((end - performance.now()) / 1000));
      text.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      text.classList.toggle("over", left === 0);
      if (left > 0) setTimeout(tick, 250);
    };
    tick();
  }
}

// Names that were not there before drop in.
export function dropIn(part, before) {
  for (const chip of part.querySelectorAll(".chip")) {
    if (before.size && !before.has(chip.textContent)) chip.classList.add("drops");
  }
}
