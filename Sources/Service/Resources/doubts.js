// Where a reader should look: sentences that are marked, and a list that says why.

const list = document.getElementById("warnings");
const most = 5;

const sentencesFor = {
  improbable: "The model is not sure of it.",
  untranslated: "Most of it was left as it was.",
  uncovered: "A part of its source may be missing.",
  repetitive: "It repeats itself.",
  tooShort: "It is far shorter than its source.",
  tooLong: "It is far longer than its source.",
  unknownText: "Its source has characters that the model does not know.",
  cutOff: "It was cut off where it became too long.",
  protectedText: "Something to be left as it is was lost, and put back.",
};

const why = ({ reasons }) => reasons.map((reason) => sentencesFor[reason] ?? reason).join(" ");

/** Underlines a sentence that should be looked at. */
export function mark(element, sentence, place) {
  if (!sentence.reasons.length) return;
  element.classList.add("doubtful");
  element.title = why(sentence);
  element.role = "group";
  element.setAttribute("aria-describedby", `doubt-${place}`);
}

/** Lists the sentences that should be looked at, and what else the server warns of. */
export function show(sentences, warnings) {
  const doubtful = [...sentences.entries()].filter(([, { reasons }]) => reasons.length);
  const items = [
    ...doubtful.map(([place, sentence]) => item(why(sentence), sentence.text, place)),
    ...[...new Set(warnings)].map((text) => item(text)),
  ];
  const rest = items.length - most;
  list.replaceChildren(...items.slice(0, most));
  if (rest > 0) list.append(item(`${rest} more, as marked above.`));
}

function item(text, sentence, place) {
  const element = document.createElement("li");
  if (sentence) {
    element.id = `doubt-${place}`;
    const quote = document.createElement("q");
    quote.textContent = sentence.length > 60 ? `${sentence.slice(0, 58).trimEnd()} …` : sentence;
    element.append(quote, " ");
  }
  element.append(text);
  return element;
}
