// Keeps a page up to date: the server says which row of the class it has come to, the page fetches
// the parts that depend on it. Without this script every page works by being loaded again.
import { Chart } from "./map.js";
import { bulletin, countdown, dropIn, film } from "./stage.js";

const root = document.querySelector("[data-events]");
const announce = document.querySelector("#announce");
// Names keep apart on maps that stand still; those of a film move.
const dress = (part) => {
  part.querySelectorAll("figure:not([data-film]) .chart").forEach((svg) => new Chart(svg));
  part.querySelectorAll(".film").forEach(film);
  part.querySelectorAll(".bulletin").forEach(bulletin);
  countdown(part);
};
const named = (details) => details.dataset.keep ?? details.querySelector("summary").textContent;
const known = new WeakMap();
// A form that is on its way brings the next page: nothing else may take its place.
let leaving = false;
addEventListener("submit", () => { leaving = true; });
addEventListener("pageshow", () => { leaving = false; });

function reload() {
  if (!leaving) location.reload();
}

// Whoever looks at a class while it is forgotten is told so: its pages are not there any more.
function forgotten() {
  if (leaving) return;
  const title = document.createElement("h1"), says = document.createElement("p");
  title.textContent = "Forgotten";
  says.textContent = "The teacher has deleted all that this class did. Its links open nothing any more.";
  says.className = "big";
  says.setAttribute("role", "alert");
  document.querySelector("main")?.replaceChildren(title, says);
}

async function refresh(part) {
  const answer = await fetch(part.dataset.part, { cache: "no-store" });
  if (!answer.ok) return reload();
  const text = await answer.text();
  if (known.get(part) === text) return;
  known.set(part, text);
  const open = [...part.querySelectorAll("details[open]")].map(named), focused = part.contains(document.activeElement);
  const names = new Set([...part.querySelectorAll(".chip")].map((chip) => chip.textContent));
  part.innerHTML = text;
  dropIn(part, names);
  // what somebody had opened stays open, and a keyboard does not start again from the top
  part.querySelectorAll("details").forEach((details) => { details.open ||= open.includes(named(details)); });
  const title = part.querySelector("h2");
  if (focused && title) { title.tabIndex = -1; title.focus(); }
  dress(part);
  const say = part.querySelector("[data-announce]");
  if (say && announce && announce.textContent !== say.dataset.announce) {
    announce.textContent = say.dataset.announce;
  }
}

function refreshAll(on) {
  for (const part of document.querySelectorAll(`[data-part][data-on="${on}"]`)) {
    refresh(part).catch(() => {});
  }
}

if (root) {
  let source = null;
  let row = root.dataset.row;
  const noted = (event) => { if (event.lastEventId) row = event.lastEventId; };
  const open = () => {
    source = new EventSource(`${root.dataset.events}?since=${row}`);
    source.addEventListener("turn", (event) => { noted(event); refreshAll("turn"); refreshAll("row"); });
    source.addEventListener("row", (event) => { noted(event); refreshAll("row"); });
    source.addEventListener("gone", () => { source.close(); forgotten(); });
    source.onopen = () => document.body.classList.remove("lost");
    source.onerror = () => document.body.classList.add("lost");
  };
  // a browser opens six streams to one machine at most: hidden tabs give theirs back
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { source?.close(); source = null; } else if (!source) { open(); }
  });
  open();
}

// what is still being worked out is asked for again
for (const part of document.querySelectorAll("[data-poll]")) {
  const again = setInterval(async () => {
    await refresh(part).catch(() => {});
    if (!part.querySelector("[data-pending]")) clearInterval(again);
  }, 3000);
}

document.documentElement.classList.add("js");
dress(document);
document.querySelector("#print")?.addEventListener("click", () => print());
