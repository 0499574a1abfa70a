// What the page asks of the server. Nothing else is asked of anyone.

/** What went wrong, in a sentence for people. */
export class Problem extends Error {
  /** The status of the answer; 0 when there was none. */
  status = 0;
  /** After how many seconds it may be tried again. */
  wait = 0;

  constructor(message, values = {}) {
    super(message);
    Object.assign(this, values);
  }
}

const keyName = "calque.key";

/** The key that somebody gave, in the address or in the page's field; kept for the session. */
let key = givenKey();

export const hasKey = () => Boolean(key);

export function useKey(text) {
  key = text;
  try {
    sessionStorage.setItem(keyName, text);
  } catch {
    // It is used all the same, until the page is left.
  }
}

function givenKey() {
  const address = new URL(location.href);
  const given = address.searchParams.get("api_key");
  try {
    if (!given) return sessionStorage.getItem(keyName);
    sessionStorage.setItem(keyName, given);
    // Addresses are copied and kept in histories.
    address.searchParams.delete("api_key");
    history.replaceState(null, "", address);
  } catch {
    // A browser that keeps nothing still translates.
  }
  return given;
}

async function ask(path, options = {}) {
  const headers = { ...options.headers, ...(key && { Authorization: `Bearer ${key}` }) };
  let response;
  try {
    response = await fetch(path, { ...options, headers });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem("The server does not answer.");
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  throw new Problem(body.error ?? `The server answers ${response.status}.`, {
    status: response.status,
    wait: Number(response.headers.get("Retry-After")) || 0,
  });
}

const post = (path, body, signal) => ask(path, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
  signal,
});

export const languages = () => ask("languages");
export const settings = () => ask("frontend/settings");

/** Whether the server is there. */
export const isThere = () => fetch("health").then(({ ok }) => ok, () => false);

/** A text's translation, with what goes together and what a reader should look at. */
export async function translate({ text, source, target, prefix, alternatives = 0 }, signal) {
  const body = { texts: [text], source, target, alternatives, alignment: true };
  if (prefix) body.prefix = prefix;
  const { translations, ...rest } = await post("v1/translate", body, signal);
  return { ...translations[0], ...rest };
}

/** How the translation of a sentence may go on after its beginning. */
export async function continuations({ text, source, target, after }, signal) {
  const body = { text, source, target, after, count: 6 };
  return (await post("v1/continuations", body, signal)).continuations;
}

/** Where a document's translation can be fetched. */
export async function translateFile(file, { source, target }, signal) {
  const body = new FormData();
  for (const [name, value] of Object.entries({ file, source, target })) body.set(name, value);
  const { translatedFileUrl } = await ask("translate_file", { method: "POST", body, signal });
  // A server behind another one may not know its own address.
  return `download_file/${translatedFileUrl.split("/").at(-1)}`;
}

/** The address of the page that looks inside the model with a sentence. */
export function inspectionAddress({ text, source, target }) {
  const parameters = new URLSearchParams({ q: text, source, target });
  // A frame sends no header of ours.
  if (key) parameters.set("api_key", key);
  return `v1/inspect?${parameters}`.replaceAll("+", "%20");
}

/** Why the page at an address could not be shown. */
export const inspectionProblem = (address) => ask(address).then(() => null, (error) => error);
