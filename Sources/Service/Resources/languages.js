// The language pickers.

import * as calls from "./calls.js";

const source = document.getElementById("source");
const target = document.getElementById("target");
const swap = document.getElementById("swap");
const note = document.getElementById("detected");
const kept = "calque.languages";

let all = [];
/** Whether somebody chose the target: else it follows what is typed. */
let isTargetChosen = false;

export const chosen = () => ({ source: source.value, target: target.value });

/** What a language is called in English. */
export const name = (code) => all.find((language) => language.code === code)?.name ?? code;

/** What a language can be translated into; itself is no translation. */
const others = ({ code, targets }) => targets.filter((target) => target !== code);

/** Whether a language can be translated from. */
const isSource = (code) => all.some((language) => language.code === code && others(language).length);

function option(code, text) {
  const element = document.createElement("option");
  element.value = code;
  element.textContent = element.dataset.name = text;
  return element;
}

/** The targets of a source; where it is to be detected, those of any. */
function targets() {
  const from = all.filter(({ code }) => source.value === "auto" || code === source.value);
  const codes = new Set(from.flatMap(others));
  return [...codes].map((code) => option(code, name(code)))
    .sort((one, other) => one.dataset.name.localeCompare(other.dataset.name));
}

function fillTargets(wanted) {
  const options = targets();
  target.replaceChildren(...options);
  target.value = (options.find(({ value }) => value === wanted) ?? options[0])?.value ?? "";
  swap.disabled = !isSource(target.value);
}

function keep() {
  try {
    localStorage.setItem(kept, JSON.stringify(chosen()));
  } catch {
    // A browser that keeps nothing still translates.
  }
}

/** The languages of the address, or those of the last time. */
function wanted() {
  const given = Object.fromEntries(new URLSearchParams(location.search));
  if (given.source || given.target) return given;
  try {
    return JSON.parse(localStorage.getItem(kept)) ?? {};
  } catch {
    return {};
  }
}

/** Says what a text was taken for, and which language was in between. */
export function tell({ source: found, target: into, detected, via } = {}) {
  const automatic = source.options[0];
  automatic.textContent = detected ? `${name(found)} (detected)` : automatic.dataset.name;
  const parts = [];
  if (detected && found === into) parts.push(`This is ${name(into)} already`);
  else if (detected && detected.confidence < 50) parts.push(`Perhaps ${name(found)}`);
  if (via) parts.push(`By way of ${name(via)}`);
  note.textContent = parts.join(". ");
}

/** Chooses another target for a text that is in the target's language; whether there is one. */
export function turn({ source: found, target: into, detected }) {
  if (isTargetChosen || !detected || found !== into) return false;
  const other = all.find(({ code }) => code === found)?.targets.find((code) => code !== found);
  if (!other) return false;
  target.value = other;
  swap.disabled = !isSource(other);
  return true;
}

/** Exchanges the languages; `found` is what a detected source is. */
export function exchange(found) {
  const from = source.value === "auto" ? found : source.value;
  source.value = target.value;
  fillTargets(from);
  isTargetChosen = true;
  keep();
}

/** Fills the pickers, and calls `changed` whenever something else is chosen. */
export async function begin(settings, changed) {
  all = await calls.languages();
  source.replaceChildren(
    option("auto", "Detect language"),
    ...all.filter(({ code }) => isSource(code)).map(({ code, name }) => option(code, name)));
  const { source: from, target: into } = wanted();
  source.value = isSource(from) ? from : settings.language.source.code;
  fillTargets(into ?? settings.language.target.code);
  isTargetChosen = into === target.value;
  source.onchange = () => {
    fillTargets(target.value);
    keep();
    changed();
  };
  target.onchange = () => {
    isTargetChosen = true;
    swap.disabled = !isSource(target.value);
    keep();
    changed();
  };
}
