// The report: the chronicle and the memorandum at the chosen moment, and its keys.
import { Film } from "./film.js";

const story = JSON.parse(document.getElementById("story").textContent);
const clock = document.getElementById("clock");
const log = document.querySelector(".log");
const lines = [...log.querySelectorAll("[data-t]")].map((line) => ({ line, t: Number(line.dataset.t), entry: line.classList.contains("entry"), marked: line.classList.contains("marked") }));
const states = [...document.querySelectorAll(".states")].map((all) => [...all.querySelectorAll(".state")].map((state) => ({ state, t: Number(state.dataset.t) })));
const steps = [...document.querySelectorAll(".step")].map((step) => ({ step, t: Number(step.dataset.t) }));
const moments = [...document.querySelectorAll(".at-clock")];
let current = null;

document.documentElement.classList.add("js");
log.classList.add("running");

// Shows the chronicle and the memorandum up to a moment; returns its newest entry: of one moment, the last that is marked.
function told(now, at) {
  let best = null;
  for (const { line, t, entry, marked } of lines) {
    line.classList.toggle("future", t > now);
    if (entry && t <= now && !(best?.t === t && best.marked && !marked)) best = { line, t, marked };
  }
  const latest = best?.line ?? null;
  if (latest !== current) {
    current?.classList.remove("current");
    latest?.classList.add("current");
    current = latest;
    if (latest) log.scrollTop = latest.offsetTop - log.offsetTop - log.clientHeight + latest.offsetHeight + 12;
  }
  for (const all of states) all.forEach(({ state, t }, i) => state.classList.toggle("now", t <= now && !(all[i + 1] && all[i + 1].t <= now)));
  for (const { step, t } of steps) step.classList.toggle("later", t > now);
  clock.textContent = at;
  moments.forEach((moment) => { moment.textContent = at; });
  return current?.querySelector("a, .text").textContent;
}

const film = new Film(document.getElementById("play"), story, told);
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("dialog, input, select, textarea, button, summary, a")) return;
  const to = (t) => { film.show(t); film.stop(); };
  const act = { " ": () => film.turn(), ArrowRight: () => film.step(1), ArrowLeft: () => film.step(-1), Home: () => to(0), End: () => to(story.hours) }[event.key];
  if (act) { event.preventDefault(); act(); }
});
document.querySelectorAll(".sheets button").forEach((button, i, all) => button.addEventListener("click", () => {
  all.forEach((other, j) => other.setAttribute("aria-pressed", i === j));
  document.querySelectorAll(".sheet-map").forEach((sheet, j) => { sheet.hidden = i !== j; });
}));
document.querySelectorAll(".sheet-map").forEach((sheet, i) => { sheet.hidden = i > 0; });
// The key waits until it is asked for, but is never left off paper.
const key = document.querySelector(".keyed");
if (key) key.open = false;
let kept = false;
addEventListener("beforeprint", () => { kept = key?.open; if (key) key.open = true; });
addEventListener("afterprint", () => { if (key) key.open = kept; });
film.show(Number(new URLSearchParams(location.hash.slice(1)).get("t")) || 0);
