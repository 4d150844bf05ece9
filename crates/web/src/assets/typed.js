// What somebody types stays while the page is kept up to date or loaded again: it is remembered for this tab,
// and put back into the form that is for the same thing.
const NAME = "typed";
let all = {};
try { all = JSON.parse(sessionStorage.getItem(NAME)) ?? {}; } catch { /* then it is remembered for this page */ }
const keep = () => { try { sessionStorage.setItem(NAME, JSON.stringify(all)); } catch { /* as above */ } };

// A form is for the same thing if it is sent to the same place, whatever the step, about the same.
const hidden = (form) => [...form.querySelectorAll("[type=hidden]")].map((field) => field.value).join(" ");
const key = (form) => `${form.getAttribute("action").replace(/\/at\/\d+/, "")} ${form.dataset.for ?? hidden(form)}`;
const isTyped = (form) => form?.closest("[data-part]") && !form.querySelector(".danger");
const fields = (form) => [...form.elements].filter((field) => field.name && !/hidden|submit|button/.test(field.type));
const isTick = (field) => field.type === "radio" || field.type === "checkbox";
const id = (field) => (isTick(field) ? `${field.name}=${field.value}` : field.name);
const value = (field) => (isTick(field) ? field.checked : field.value);
const shown = (field) => {
  if (isTick(field)) return field.defaultChecked;
  if (field.options) return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value;
  return field.defaultValue;
};

function note(form) {
  const changed = fields(form).filter((field) => value(field) !== shown(field));
  if (changed.length) all[key(form)] = Object.fromEntries(changed.map((field) => [id(field), value(field)]));
  else delete all[key(form)];
  keep();
}

// Puts back what was typed into the forms of a part.
export function putBack(part) {
  for (const form of part.querySelectorAll("form")) {
    const typed = all[key(form)] ?? {};
    for (const field of fields(form)) {
      if (!(id(field) in typed) || field.disabled) continue;
      if (isTick(field)) field.checked = typed[id(field)]; else field.value = typed[id(field)];
    }
  }
}

// Returns the field that somebody is in, to find it again in a part that is made anew.
export function place(part) {
  const field = document.activeElement;
  if (!field?.form || !part.contains(field)) return null;
  return { form: key(field.form), field: id(field), from: field.selectionStart, to: field.selectionEnd };
}

// Goes back to that field; returns whether it is still there.
export function goBack(part, place) {
  const form = [...part.querySelectorAll("form")].find((form) => key(form) === place.form);
  const field = form && fields(form).find((field) => id(field) === place.field);
  if (!field || field.disabled) return false;
  field.focus({ preventScroll: true });
  if (place.from != null) field.setSelectionRange(place.from, place.to);
  return true;
}

for (const kind of ["input", "change"]) {
  addEventListener(kind, ({ target }) => { if (isTyped(target.form)) note(target.form); });
}
// What was sent is remembered until the next page shows whether it was taken.
addEventListener("submit", ({ target }) => {
  if (!isTyped(target)) return;
  all = { ...all, sent: { key: key(target), typed: all[key(target)], again: "again" in target.dataset } };
  delete all[key(target)];
  keep();
});
if (all.sent && document.querySelector("[data-refused]")) {
  all.sent.again = false;
} else if (all.sent) {
  const { key, typed, again } = all.sent;
  // a form that is gone has been taken; one that can be sent again and again is there all the same
  if (typed && !again) all[key] ??= typed;
  delete all.sent;
}
keep();
