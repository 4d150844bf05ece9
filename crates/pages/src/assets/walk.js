// Opens the walk of an event's causes from the list of all events on the page.
const dialog = document.getElementById("walk");
const inside = dialog?.querySelector(".inside");
const title = dialog?.querySelector("h2");

function node(id, depth, seen) {
  const event = document.getElementById(id), item = document.createElement("li");
  if (!event) return item;
  item.className = event.classList.contains("marked") ? "marked" : "";
  const says = document.createElement("p");
  says.className = "says";
  says.textContent = event.querySelector("h3").textContent;
  const when = event.querySelector(".when").cloneNode(true);
  item.append(says, when);
  if (seen.has(id)) {
    when.append(", as above");
    return item;
  }
  seen.add(id);
  const behind = event.querySelector(".behind");
  if (behind) item.append(behind.cloneNode(true));
  const causes = [...event.querySelectorAll(".causes a")].map((a) => a.getAttribute("href").slice(1));
  if (!causes.length) return item;
  const list = document.createElement("ul");
  const fill = () => causes.forEach((cause) => list.append(node(cause, depth + 1, seen)));
  if (depth < 3) {
    fill();
    item.append(list);
  } else {
    const more = document.createElement("details"), summary = document.createElement("summary");
    summary.textContent = causes.length === 1 ? "One cause behind it" : `${causes.length} causes behind it`;
    more.append(summary, list);
    more.addEventListener("toggle", fill, { once: true });
    item.append(more);
  }
  return item;
}

// Shows why these events happened.
export function openWalk(ids) {
  if (!dialog || !ids.some((id) => document.getElementById(id))) return false;
  const seen = new Set(), list = document.createElement("ul");
  list.className = "walk";
  ids.forEach((id) => list.append(node(id, 0, seen)));
  title.textContent = ids.length > 1 ? "Why these happened" : "Why this happened";
  inside.replaceChildren(list);
  inside.scrollTop = 0;
  if (!dialog.open) dialog.showModal();
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-why]");
  if (link && openWalk(link.dataset.why.split(" "))) event.preventDefault();
});
dialog?.querySelector("button").addEventListener("click", () => dialog.close());
dialog?.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
// a link out of the walk leads to the page behind it
dialog?.addEventListener("click", (event) => {
  if (event.target.closest("a:not([data-why])")) dialog.close();
});
