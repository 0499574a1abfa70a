// What goes wrong is said where it is seen, and tried again where that helps.

import * as calls from "./calls.js";

const problem = document.getElementById("problem");
const form = document.getElementById("key");
const field = document.getElementById("key-field");
const opener = document.getElementById("use-key");

/** Milliseconds between questions whether the server is back. */
const patience = 2000;

let timer = 0;
let again = () => {};
let isKeyRequired = false;

/** Begins with the server's settings; asks for a key where nothing goes without one. */
export function begin({ apiKeys, keyRequired }, retry) {
  again = retry;
  isKeyRequired = keyRequired;
  opener.hidden = !apiKeys;
  form.hidden = !lacksKey();
}

const lacksKey = () => isKeyRequired && !calls.hasKey();

/** Says what went wrong; `retry` is done when that may be over. */
export function tell(error, retry = again) {
  if (error.name === "AbortError") return;
  clearTimeout(timer);
  again = retry;
  if (!(error instanceof calls.Problem)) {
    say("The page failed. Load it again.");
    throw error;
  }
  if (error.status === 0) lookOut(error.message);
  else if (error.status === 429) count(error.message, error.wait || 5);
  else {
    say(error.message);
    if (/API key/u.test(error.message)) form.hidden = false;
  }
}

/** All is well again. */
export function settle() {
  clearTimeout(timer);
  problem.hidden = true;
  form.hidden = !lacksKey();
}

export function say(sentence) {
  // What is said again is not read aloud again.
  if (problem.textContent !== sentence) problem.textContent = sentence;
  problem.hidden = false;
}

function lookOut(sentence) {
  const why = navigator.onLine ? sentence : "You are offline.";
  say(`${why} This page goes on as soon as it can.`);
  timer = setTimeout(async () => {
    if (await calls.isThere()) retry();
    else lookOut(sentence);
  }, patience);
}

function count(sentence, seconds) {
  const end = sentence.replace(/[.]$/u, "");
  say(`${end}. This page tries again in ${seconds} s.`);
  timer = setTimeout(retry, 1000 * seconds);
}

function retry() {
  problem.hidden = true;
  again();
}

opener.addEventListener("click", () => {
  form.hidden = false;
  field.focus();
});
addEventListener("online", () => {
  if (problem.hidden) return;
  clearTimeout(timer);
  retry();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  calls.useKey(field.value.trim());
  field.value = "";
  settle();
  again();
});
