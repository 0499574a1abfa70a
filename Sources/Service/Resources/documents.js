// Documents that are dropped or chosen.

import * as calls from "./calls.js";
import { chosen, name } from "./languages.js";

const jobs = document.getElementById("jobs");
const chooser = document.getElementById("files");
const formats = document.getElementById("formats");

let waiting = Promise.resolve();

/** Takes files wherever they are dropped; `open` shows the documents. */
export function begin(settings, open) {
  const isOn = settings.filesTranslation;
  formats.textContent = isOn
    ? settings.supportedFilesFormat.map((ending) => ending.slice(1)).join(", ")
    : "This server translates no documents.";
  chooser.disabled = !isOn;
  if (!isOn) return;
  chooser.accept = settings.supportedFilesFormat.join(",");
  chooser.onchange = () => {
    for (const file of chooser.files) add(file);
    chooser.value = "";
  };
  takeDrops((files) => {
    open();
    for (const file of files) add(file);
  });
}

function takeDrops(take) {
  let depth = 0;
  const enter = (step) => {
    depth = Math.max(0, depth + step);
    document.body.classList.toggle("is-over", depth > 0);
  };
  const listen = (type, use) => addEventListener(type, (event) => {
    if (event.dataTransfer?.types.includes("Files")) use(event);
  });
  listen("dragenter", () => enter(1));
  listen("dragleave", () => enter(-1));
  listen("dragover", (event) => event.preventDefault());
  listen("drop", (event) => {
    event.preventDefault();
    enter(-depth);
    take(event.dataTransfer.files);
  });
}

/** Documents are translated one after the other, so that each has the whole machine. */
function add(file) {
  const languages = chosen();
  const job = new Job(file, languages);
  waiting = waiting.then(() => job.run());
}

/** A document in the list. */
class Job {
  #file;
  #languages;
  #state = element("span", "note");
  #bar = document.createElement("progress");
  #button = element("button", "quiet", "Stop");
  #stopping = new AbortController();
  #item = element("li");

  constructor(file, languages) {
    this.#file = file;
    this.#languages = languages;
    this.#state.role = "status";
    this.#state.textContent = "Waits";
    this.#bar.ariaLabel = `${file.name}: at work`;
    this.#bar.hidden = true;
    this.#button.ariaLabel = `Stop ${file.name}`;
    this.#button.addEventListener("click", () => this.#stopping.abort());
    const title = element("span", "title", file.name);
    title.append(element("small", "note", `into ${name(languages.target)}`));
    this.#item.append(title, this.#state, this.#button, this.#bar);
    jobs.prepend(this.#item);
  }

  async run() {
    this.#bar.hidden = false;
    this.#state.textContent = "Is being translated …";
    const start = performance.now();
    try {
      const signal = this.#stopping.signal;
      signal.throwIfAborted();
      const address = await calls.translateFile(this.#file, this.#languages, signal);
      const seconds = (performance.now() - start) / 1000;
      this.#state.textContent = `Done in ${Math.max(0.1, seconds).toFixed(1)} s`;
      this.#button.replaceWith(link(address, this.#file.name));
    } catch (error) {
      const isStopped = error.name === "AbortError";
      this.#state.textContent = isStopped ? "Stopped" : error.message;
      this.#item.classList.toggle("failed", !isStopped);
      this.#button.remove();
    }
    this.#bar.remove();
  }
}

function link(address, name) {
  const link = element("a", "save", "Save");
  Object.assign(link, { href: address, download: name, ariaLabel: `Save the translation of ${name}` });
  return link;
}

function element(tag, className = "", text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}
