// The list of other words, below the word that was opened.

import * as calls from "./calls.js";

const box = document.getElementById("words");
const list = box.querySelector("[role=listbox]");
const note = box.querySelector("p");

let opener = null;
let asking = null;

/**
 * Asks how a sentence may go on after a beginning, and offers that below an element.
 *
 * `rest` is how it goes on now; `choose` takes the beginning that is chosen.
 */
export async function open(element, request, rest, choose) {
  close();
  const own = (asking = new AbortController());
  opener = element;
  opener.ariaExpanded = "true";
  tell("Looking for other words …");
  try {
    const found = await calls.continuations(request, own.signal);
    const now = found.find(({ word }) => rest.startsWith(word))?.word;
    if (found.every(({ word }) => word === now)) return tell("The model knows no other word here.");
    list.replaceChildren(...found.map((each) => option(each, request, each.word === now, choose)));
    list.hidden = false;
    note.hidden = true;
    place();
    list.querySelector("button")?.focus({ preventScroll: true });
  } catch (error) {
    if (error.name !== "AbortError") tell(error.message);
  }
}

/** Closes the list; `focusing` gives the focus back to the word. */
export function close(focusing = false) {
  asking?.abort();
  if (box.hidden) return;
  box.hidden = true;
  opener.ariaExpanded = "false";
  if (focusing) opener.focus();
}

function tell(sentence) {
  list.hidden = true;
  list.replaceChildren();
  note.hidden = false;
  note.textContent = sentence;
  box.hidden = false;
  place();
}

/** Puts the list below its word, or above where there is no room, within the window. */
function place() {
  const word = opener.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const isAbove = word.bottom + height + 12 > innerHeight && word.top > height + 12;
  const top = isAbove ? word.top - height - 6 : word.bottom + 6;
  const left = Math.max(12, Math.min(word.left, document.documentElement.clientWidth - width - 12));
  box.style.top = `${top + scrollY}px`;
  box.style.left = `${left + scrollX}px`;
}

function option({ word, text }, { after, target }, isNow, choose) {
  const end = text.indexOf(word, after.length) + word.length;
  const button = document.createElement("button");
  button.role = "option";
  button.ariaSelected = String(isNow);
  button.lang = target;
  button.dir = "auto";
  const rest = document.createElement("small");
  rest.textContent = text.slice(end);
  button.append(word, rest);
  // One is at hand, whether by pointer or by keys.
  button.addEventListener("pointermove", () => button.focus({ preventScroll: true }));
  button.addEventListener("click", () => {
    close(true);
    // The space behind a word says that it ends there.
    if (!isNow) choose(text.slice(0, end) + (/^\s/u.exec(text.slice(end))?.[0] ?? ""));
  });
  return button;
}

function move(event) {
  const options = [...list.querySelectorAll("button")];
  const place = options.indexOf(document.activeElement);
  const to = {
    ArrowDown: (place + 1) % options.length,
    ArrowUp: (place - 1 + options.length) % options.length,
    Home: 0, End: options.length - 1,
  }[event.key];
  if (event.key === "Tab") close(true);
  if (to === undefined) return;
  event.preventDefault();
  options[to]?.focus();
}

list.addEventListener("keydown", move);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !box.hidden) close(true);
});
document.addEventListener("pointerdown", (event) => {
  if (!box.contains(event.target) && !opener?.contains(event.target)) close();
});
addEventListener("resize", () => { if (!box.hidden) place(); });
