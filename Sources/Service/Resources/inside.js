// What the model does with the sentence at hand, behind a tab.

import * as calls from "./calls.js";
import { name } from "./languages.js";
import { atHand } from "./output.js";

const frame = document.getElementById("frame");
const note = document.getElementById("inside-note");

/** Shows the inspection of the sentence at hand, if it is another one than before. */
export function show() {
  const sentence = atHand();
  if (!sentence) return tell("Translate a sentence, and see here what the model does with it.");
  if (sentence.via) {
    return tell(`Two models translate this, by way of ${name(sentence.via)}. Only one can be looked into.`);
  }
  const address = calls.inspectionAddress(sentence);
  if (frame.dataset.address === address) return;
  tell("Looking inside …");
  frame.dataset.address = address;
  frame.src = address;
}

function tell(sentence) {
  note.textContent = sentence;
  note.hidden = !sentence;
  frame.hidden = true;
  delete frame.dataset.address;
}

frame.addEventListener("load", async () => {
  const { address } = frame.dataset;
  if (!address) return;
  // Of what is not the page one sees nothing: neither the server's problem nor the browser's.
  const isPage = frame.contentDocument?.contentType === "text/html"
    && frame.contentDocument.URL.includes("/v1/inspect");
  const problem = isPage ? null : await calls.inspectionProblem(address);
  if (frame.dataset.address !== address) return;
  if (!isPage) return tell(problem?.message ?? "The page could not be shown.");
  note.hidden = true;
  frame.hidden = false;
});
