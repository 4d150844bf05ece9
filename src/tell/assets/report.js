// The report: time, the chronicle, and the memorandum at the chosen moment.
import { Chart, kindAt, where } from "./map.js";

const story = JSON.parse(document.getElementById("story").textContent);
const $ = (id) => document.getElementById(id);
const slider = $("time"), play = $("toggle"), pace = $("pace"), clock = $("clock"), say = $("say");
const log = document.querySelector(".log");
const lines = [...log.querySelectorAll("[data-t]")].map((line) => ({ line, t: Number(line.dataset.t), entry: line.classList.contains("entry") }));
const stops = [...new Set(lines.filter((l) => l.entry && l.line.classList.contains("marked")).map((l) => l.t))];
const states = [...document.querySelectorAll(".states")].map((all) => [...all.querySelectorAll(".state")].map((state) => ({ state, t: Number(state.dataset.t) })));
const steps = [...document.querySelectorAll(".step")].map((step) => ({ step, t: Number(step.dataset.t) }));
const moments = [...document.querySelectorAll(".at-clock")];
const charts = [...document.querySelectorAll(".chart")].map((svg) => new Chart(svg, story));
const still = matchMedia("(prefers-reduced-motion: reduce)");
const shown = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: story.zone });
let now = 0, running = false, before = 0, current = null;

document.documentElement.classList.add("js");
log.classList.add("running");

function words(t) {
  const part = Object.fromEntries(shown.formatToParts(new Date((story.start + t * 3600) * 1000)).map((p) => [p.type, p.value]));
  return `${part.weekday} ${part.day} ${part.month} ${part.year}, ${part.hour}:${part.minute}`;
}

const dated = (tell) => {
  const at = words(now);
  clock.textContent = at;
  slider.setAttribute("aria-valuetext", at);
  moments.forEach((moment) => { moment.textContent = at; });
  if (tell) say.textContent = `${at}. ${current ? current.querySelector("a, .text").textContent : ""}`;
};

function show(t, tell) {
  now = Math.min(story.hours, Math.max(0, t));
  slider.value = now;
  let latest = null;
  for (const { line, t: at, entry } of lines) {
    line.classList.toggle("future", at > now);
    if (entry && at <= now) latest = line;
  }
  if (latest !== current) {
    current?.classList.remove("current");
    latest?.classList.add("current");
    current = latest;
    if (latest) log.scrollTop = latest.offsetTop - log.offsetTop - log.clientHeight + latest.offsetHeight + 12;
  }
  for (const all of states) all.forEach(({ state, t: at }, i) => state.classList.toggle("now", at <= now && !(all[i + 1] && all[i + 1].t <= now)));
  for (const { step, t: at } of steps) step.classList.toggle("later", at > now);
  charts.forEach((chart) => chart.show(now));
  dated(tell);
}

function tick(at) {
  if (!running) return;
  const passed = Math.min(0.1, (at - before) / 1000);
  before = at;
  show(now + passed * Number(pace.value));
  if (now >= story.hours) stop(); else requestAnimationFrame(tick);
}

function stop() {
  running = false;
  play.textContent = "Play";
  play.setAttribute("aria-pressed", "false");
  table();
  dated(true);
}

function start() {
  if (now >= story.hours) show(0);
  if (still.matches) return step(1);
  running = true;
  before = performance.now();
  play.textContent = "Pause";
  play.setAttribute("aria-pressed", "true");
  requestAnimationFrame(tick);
}

function step(way) {
  if (running) stop();
  const next = way > 0 ? stops.find((t) => t > now + 1e-6) : [...stops].reverse().find((t) => t < now - 1e-6);
  show(next ?? (way > 0 ? story.hours : 0), true);
  table();
}

// The table of positions follows when time stands still.
function table() {
  const body = document.querySelector(".positions tbody");
  if (!body || !document.querySelector(".tabled").open) return;
  const rows = [];
  const side = (value, plus, minus) => `${Math.abs(value).toFixed(1)}° ${value < 0 ? minus : plus}`;
  for (const line of story.lines) {
    const states = line.states.filter(([t]) => t <= now), status = (states.at(-1) ?? line.states[0])[2];
    rows.push([line.name, "line at sea", status, line.place]);
  }
  for (const mark of story.marks) {
    const kind = kindAt(mark, now), at = where(mark, 0, now);
    if (!at || kind === "site" || kind === "struck") continue;
    const [lat, lon] = mark.at[at.i];
    rows.push([mark.name, `${story.kinds[kind]}, ${mark.whose}`, mark.way, `${side(lat, "N", "S")}, ${side(lon, "E", "W")}`]);
  }
  body.replaceChildren(...rows.map((cells) => {
    const row = document.createElement("tr");
    cells.forEach((text, i) => {
      const cell = document.createElement(i ? "td" : "th");
      if (!i) cell.scope = "row";
      cell.textContent = text;
      row.append(cell);
    });
    return row;
  }));
}

play.addEventListener("click", () => (running ? stop() : start()));
$("next").addEventListener("click", () => step(1));
$("back").addEventListener("click", () => step(-1));
slider.addEventListener("input", () => { if (running) stop(); show(slider.valueAsNumber); });
slider.addEventListener("change", () => { table(); dated(true); });
document.querySelector(".tabled")?.addEventListener("toggle", table);
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("dialog, input, select, textarea, button, summary, a")) return;
  const act = { " ": () => (running ? stop() : start()), ArrowRight: () => step(1), ArrowLeft: () => step(-1), Home: () => show(0, true), End: () => show(story.hours, true) }[event.key];
  if (act) { event.preventDefault(); act(); }
});
document.querySelectorAll(".sheets button").forEach((button, i, all) => button.addEventListener("click", () => {
  all.forEach((other, j) => other.setAttribute("aria-pressed", i === j));
  document.querySelectorAll(".sheet-map").forEach((sheet, j) => { sheet.hidden = i !== j; });
  charts[i].fit();
}));
document.querySelectorAll(".sheet-map").forEach((sheet, i) => { sheet.hidden = i > 0; });
// The key waits until it is asked for, but is never left off paper.
const key = document.querySelector(".keyed");
if (key) key.open = false;
let kept = false;
addEventListener("beforeprint", () => { kept = key?.open; if (key) key.open = true; });
addEventListener("afterprint", () => { if (key) key.open = kept; });
const asked = Number(new URLSearchParams(location.hash.slice(1)).get("t"));
show(asked || 0);
