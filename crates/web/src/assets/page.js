// Keeps a page up to date: the server says which row of the class it has come to, the page fetches
// the parts that depend on it. Without this script every page works by being loaded again.
import { listen } from "./live.js";
import { Chart } from "./map.js";
import { bulletin, countdown, dropIn, film } from "./stage.js";
import { goBack, place, putBack } from "./typed.js";

const root = document.querySelector("[data-events]");
const announce = document.querySelector("#announce");
// Names keep apart on maps that stand still; those of a film move.
const dress = (part) => {
  part.querySelectorAll("figure:not([data-film]) .chart").forEach((svg) => new Chart(svg));
  part.querySelectorAll(".film").forEach(film);
  part.querySelectorAll(".bulletin").forEach(bulletin);
  countdown(part);
};
// The window says where the class stands, and whose page it is.
const entitle = () => {
  const says = document.querySelector("[data-title]");
  if (says) document.title = says.dataset.title;
};
const named = (details) => details.dataset.keep ?? details.querySelector("summary").textContent;
const known = new WeakMap();
// After an act the whole page comes anew: a keyboard goes on at what came of it.
const acted = {
  remember() { try { sessionStorage.setItem("excomm-acted", "yes"); } catch { /* then it starts from the top */ } },
  goOn() {
    try {
      if (!sessionStorage.getItem("excomm-acted")) return;
      sessionStorage.removeItem("excomm-acted");
    } catch { return; }
    const title = document.querySelector("[data-part] h2");
    if (title && document.activeElement === document.body) { title.tabIndex = -1; title.focus(); }
  },
};
// A form that is on its way brings the next page: nothing else may take its place.
let leaving = false;
addEventListener("submit", () => { leaving = true; acted.remember(); });
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
  // whoever stands between, as a network that asks for a password, may answer in the server's place
  if (!answer.headers.has("x-excomm") || answer.status >= 500) throw new Error(`${answer.status} is no page of a class`);
  if (!answer.ok) return reload();
  const text = await answer.text();
  if (known.get(part) === text) return;
  known.set(part, text);
  const open = [...part.querySelectorAll("details[open]")].map(named), focused = part.contains(document.activeElement), was = place(part);
  const names = new Set([...part.querySelectorAll(".chip")].map((chip) => chip.textContent));
  part.innerHTML = text;
  dropIn(part, names);
  // what somebody had opened stays open, and a keyboard does not start again from the top
  part.querySelectorAll("details").forEach((details) => { details.open ||= open.includes(named(details)); });
  putBack(part);
  const title = part.querySelector("h2");
  if (was && goBack(part, was)) { /* whoever is typing goes on */ } else if (focused && title) { title.tabIndex = -1; title.focus(); }
  dress(part);
  entitle();
  const say = part.querySelector("[data-announce]");
  if (say && announce && announce.textContent !== say.dataset.announce) {
    announce.textContent = say.dataset.announce;
  }
}

// A turn changes every part, a row only those that show each act.
function refreshAll(kind) {
  const parts = document.querySelectorAll(kind === "turn" ? "[data-part][data-on]" : "[data-part][data-on=row]");
  return Promise.all([...parts].map(refresh));
}

if (root) listen(root, refreshAll, forgotten);

// what is still being worked out is asked for again
for (const part of document.querySelectorAll("[data-poll]")) {
  const again = setInterval(async () => {
    await refresh(part).catch(() => {});
    if (!part.querySelector("[data-pending]")) clearInterval(again);
  }, 3000);
}

document.documentElement.classList.add("js");
dress(document);
entitle();
putBack(document);
acted.goOn();
document.querySelector("#print")?.addEventListener("click", () => print());
