// The pane of the translation: sentences of words to point at and to change.

import { markSource, sentencesOf, wordsOf } from "./alignment.js";
import * as calls from "./calls.js";
import * as doubts from "./doubts.js";
import * as words from "./words.js";

const input = document.getElementById("input");
const output = document.getElementById("output");
const alternatives = document.getElementById("alternatives");
const said = document.getElementById("said");

/** What is shown: sentences, languages, and warnings; null for nothing. */
let shown = null;
/** The place of the sentence at hand. */
let hand = 0;
let asking = null;
let fail = () => {};
let announcing = 0;

/** Begins; `onProblem` takes what goes wrong when a word is changed. */
export function begin(onProblem) {
  fail = onProblem;
  output.addEventListener("keydown", move);
}

export const text = () =>
  shown ? shown.sentences.map(({ before, text }) => before + text).join("") + shown.tail : "";

/** The sentence at hand with its languages; null where there is none. */
export function atHand() {
  const line = shown?.sentences[hand]?.line;
  return line ? { text: line, source: shown.source, target: shown.target, via: shown.via } : null;
}

export function clear() {
  stop();
  shown = null;
  for (const part of [output, said]) part.replaceChildren();
  doubts.show([], []);
  showOthers([]);
  output.classList.remove("is-old");
}

/** What is shown is not of the text any more. */
export function age() {
  stop();
  if (shown) output.classList.add("is-old");
}

const isOld = () => output.classList.contains("is-old");

function stop() {
  asking?.abort();
  words.close();
  markSource(input.value);
}

/** Shows the translation of a text. */
export function show(answer, source) {
  shown = { ...answer, ...sentencesOf(answer, source) };
  hand = 0;
  draw();
  showOthers(shown.sentences.length === 1 ? answer.alternatives : []);
}

function draw() {
  output.classList.remove("is-old");
  output.lang = shown.target;
  output.replaceChildren(...shown.sentences.flatMap(drawn), shown.tail);
  output.querySelector(".word")?.setAttribute("tabindex", "0");
  doubts.show(shown.sentences, shown.warnings);
  clearTimeout(announcing);
  announcing = setTimeout(() => { said.lang = shown?.target ?? ""; said.textContent = text(); }, 800);
}

function drawn(sentence, place) {
  const element = document.createElement("span");
  element.className = "sentence";
  doubts.mark(element, sentence, place);
  let end = 0;
  for (const word of wordsOf(sentence, shown.target)) {
    element.append(sentence.text.slice(end, word.start), drawnWord(word, sentence, place));
    end = word.end;
  }
  element.append(sentence.text.slice(end));
  return [sentence.before, element];
}

function drawnWord(word, sentence, place) {
  const element = document.createElement("span");
  element.className = "word";
  element.textContent = sentence.text.slice(word.start, word.end);
  if (sentence.line === null) return element;
  element.role = "button";
  element.tabIndex = -1;
  element.ariaHasPopup = "listbox";
  element.dataset.start = word.start;
  const light = () => markSource(input.value, isOld() ? [] : word.sources);
  const dark = () => markSource(input.value);
  element.addEventListener("pointerenter", light);
  element.addEventListener("pointerleave", dark);
  element.addEventListener("focus", () => {
    output.querySelector(".word[tabindex='0']")?.setAttribute("tabindex", "-1");
    element.tabIndex = 0;
    hand = place;
    light();
  });
  element.addEventListener("blur", dark);
  element.addEventListener("click", () => open(element, word, sentence, place));
  return element;
}

/** Arrow keys go through the words, Enter opens one. */
function move(event) {
  const all = [...output.querySelectorAll(".word[role]")];
  const place = all.indexOf(event.target);
  if (place < 0) return;
  const isLeftward = getComputedStyle(event.target).direction === "rtl";
  const to = {
    ArrowRight: place + (isLeftward ? -1 : 1), ArrowLeft: place + (isLeftward ? 1 : -1),
    ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: all.length - 1,
  }[event.key];
  if (event.key === "Enter" || event.key === " ") event.target.click();
  else if (to === undefined) return;
  else all[to]?.focus();
  event.preventDefault();
}

/** Offers other words in the place of one, and other translations of its sentence. */
function open(element, word, { text, line }, place) {
  if (isOld()) return;
  hand = place;
  const request = { text: line, source: shown.source, target: shown.target };
  const after = text.slice(0, word.start);
  words.open(element, { ...request, after }, text.slice(word.start), (prefix) =>
    change(place, prefix, word.start));
  if (shown.sentences.length === 1) return;
  calls.translate({ ...request, alternatives: 3 })
    .then((found) => { if (hand === place) showOthers(found.alternatives); }, () => {});
}

/** Translates a sentence again, with a beginning that somebody chose. */
async function change(place, prefix, start) {
  asking?.abort();
  const own = (asking = new AbortController());
  const { line, before, text: old } = shown.sentences[place];
  output.classList.add("is-old");
  try {
    const request = { text: line, source: shown.source, target: shown.target, prefix };
    const answer = await calls.translate(request, own.signal);
    const from = sourcePlace(place);
    const { sentences } = sentencesOf(answer, line);
    for (const { pieces } of sentences) {
      for (const piece of pieces) piece.source = piece.source.map((each) => each + from);
    }
    sentences[0].before = before;
    shown.sentences.splice(place, 1, ...sentences);
    draw();
    focusWord(place, start);
    const others = [...alternatives.querySelectorAll("button")].map((button) => button.textContent);
    showOthers([old, ...others]);
  } catch (error) {
    output.classList.remove("is-old");
    fail(error);
  }
}

/** Where the source of a sentence begins: sentences stand in the order of their sources. */
function sourcePlace(place) {
  let end = 0;
  for (const { line } of shown.sentences.slice(0, place)) {
    if (line !== null) end = Math.max(end, input.value.indexOf(line, end)) + line.length;
  }
  return Math.max(0, input.value.indexOf(shown.sentences[place].line, end));
}

function focusWord(place, start) {
  const found = [...output.querySelectorAll(".sentence")[place].querySelectorAll(".word")];
  (found.find((word) => Number(word.dataset.start) >= start) ?? found.at(-1))?.focus();
}

/** Other translations of the sentence at hand. */
function showOthers(texts) {
  const now = shown?.sentences[hand]?.text;
  const others = [...new Set(texts)].filter((text) => text && text !== now).slice(0, 4);
  alternatives.hidden = others.length === 0;
  alternatives.querySelector("h2").textContent = shown?.sentences.length > 1
    ? "Other translations of the sentence" : "Other translations";
  const place = hand;
  alternatives.querySelector("ul").replaceChildren(...others.map((text) => {
    const [item, button] = [document.createElement("li"), document.createElement("button")];
    Object.assign(button, { textContent: text, lang: shown.target, dir: "auto" });
    button.addEventListener("click", () => change(place, text, 0));
    item.append(button);
    return item;
  }));
}
