// The page: text in one pane, its translation in the other.

import { markSource } from "./alignment.js";
import * as calls from "./calls.js";
import * as documents from "./documents.js";
import * as inside from "./inside.js";
import * as languages from "./languages.js";
import * as output from "./output.js";
import * as problems from "./problems.js";
import * as tabs from "./tabs.js";

const byId = (id) => document.getElementById(id);
const input = byId("input");
const state = byId("state");

/** Of a text up to this length further translations are asked for at once. */
const shortLength = 300;

let settings = { charLimit: -1, frontendTimeout: 500 };
let running = null;
let timer = 0;
let translated = null;

/** Translates what is typed, once nothing has been typed for a moment; what is under way ends. */
function changed() {
  clearTimeout(timer);
  running?.abort();
  problems.settle();
  showCount();
  output.age();
  if (!input.value.trim()) return empty();
  if (isTooLong()) return refuse();
  timer = setTimeout(translate, settings.frontendTimeout);
}

const length = () => [...input.value].length;
// A key may allow more than everybody may have: then the server says what is too long.
const isTooLong = () =>
  settings.charLimit > 0 && length() > settings.charLimit && !calls.hasKey();

function showCount() {
  const count = length().toLocaleString("en");
  const isLimited = settings.charLimit > 0;
  byId("count").textContent = isLimited
    ? `${count} / ${settings.charLimit.toLocaleString("en")}` : length() ? count : "";
  byId("count").classList.toggle("failed", isTooLong());
  byId("clear").hidden = !input.value;
}

function empty() {
  output.clear();
  languages.tell();
  translated = null;
  state.textContent = "";
  byId("copy").hidden = true;
  if (tabs.isOpen("inside")) inside.show();
}

function refuse() {
  state.textContent = "";
  problems.say(
    `The text has ${length()} characters. Allowed are ${settings.charLimit}.`);
}

async function translate() {
  clearTimeout(timer);
  running?.abort();
  if (!input.value.trim() || isTooLong()) return;
  const own = (running = new AbortController());
  const text = input.value;
  const alternatives = text.length <= shortLength ? 3 : 0;
  const slow = setTimeout(() => { state.textContent = "Translating …"; }, 300);
  const start = performance.now();
  try {
    const found = await calls.translate(
      { text, ...languages.chosen(), alternatives }, own.signal);
    if (languages.turn(found)) return translate();
    problems.settle();
    translated = found;
    output.show(found, text);
    languages.tell(found);
    state.textContent = `${Math.max(1, Math.round(performance.now() - start))} ms`;
    byId("copy").hidden = false;
    if (tabs.isOpen("inside")) inside.show();
  } catch (error) {
    if (error.name !== "AbortError") state.textContent = "";
    problems.tell(error, translate);
  } finally {
    clearTimeout(slow);
  }
}

async function copy() {
  try {
    await navigator.clipboard.writeText(output.text());
    state.textContent = byId("said").textContent = "Copied";
  } catch {
    // Browsers keep the clipboard from pages without TLS: then it is marked for the reader's own keys.
    getSelection().selectAllChildren(byId("output"));
    state.textContent = byId("said").textContent = "Marked, to be copied";
  }
}

function swap() {
  languages.exchange(translated?.source);
  if (translated) input.value = output.text();
  changed();
}

function clear() {
  input.value = "";
  changed();
  input.focus();
}

input.addEventListener("input", changed);
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) translate();
});
byId("clear").addEventListener("click", clear);
byId("copy").addEventListener("click", copy);
byId("swap").addEventListener("click", swap);

async function begin() {
  try {
    settings = await calls.settings();
    await languages.begin(settings, changed);
  } catch (error) {
    return problems.tell(error, begin);
  }
  problems.begin(settings, translate);
  documents.begin(settings, () => tabs.open("documents"));
  showCount();
  translate();
}

output.begin(problems.tell);
tabs.begin((id) => { if (id === "inside") inside.show(); });
// What a browser kept while it loaded the page again stands.
input.value ||= new URLSearchParams(location.search).get("q") ?? "";
markSource(input.value);
begin();
