// What of a translation goes with what of its source.

/**
 * The sentences of an answer, and what stands behind the last. Each has its translation (`text`),
 * what stands before it (`before`), what it translates (`line`, null where nobody knows), what goes
 * together (`pieces`, of places in `text` and in the whole source), and `reasons` to look at it.
 */
export function sentencesOf(answer, source) {
  const sentences = [];
  const done = { source: 0, text: 0 };
  const add = (sentence, start) => {
    sentences.push({ ...sentence, before: answer.text.slice(done.text, start) });
    done.text = start + sentence.text.length;
  };
  for (const segment of answer.segments) {
    const start = answer.text.indexOf(segment.text, done.text);
    if (start < 0) continue;
    const { alignment, quality } = segment;
    const from = alignment ? source.indexOf(alignment.line, done.source) : -1;
    if (from < 0) {
      add(unaligned(segment.text, quality), start);
      continue;
    }
    const reasons = quality?.sentences.length === alignment.sentences.length
      ? quality.sentences.map((sentence) => sentence.reasons) : [];
    aligned(alignment, from).forEach((sentence, place) => {
      add({ ...sentence, reasons: reasons[place] ?? [] }, start + sentence.start);
    });
    done.source = from + alignment.line.length;
  }
  if (!sentences.length) add(unaligned(answer.text), 0);
  return { sentences, tail: answer.text.slice(done.text) };
}

function unaligned(text, quality) {
  return { text, line: null, pieces: [], reasons: quality?.reasons ?? [] };
}

/** The sentences of a segment; `from` is where it stands in the source. */
function aligned({ line, text, pieces, sentences }, from) {
  const [inLine, inText] = [units(line), units(text)];
  return sentences.map(({ source, target }) => {
    const [start, end] = target.map(inText);
    const own = pieces.filter((piece) => piece.source && overlap(piece.target, target));
    return {
      start,
      text: text.slice(start, end),
      line: line.slice(...source.map(inLine)),
      pieces: own.map((piece) => ({
        source: piece.source.map((place) => from + inLine(place)),
        target: piece.target.map((place) => inText(place) - start),
      })),
    };
  });
}

const overlap = ([start, end], [otherStart, otherEnd]) => start < otherEnd && end > otherStart;

/** Places that count Unicode scalars, as places that count JavaScript's units. */
function units(text) {
  const places = [0];
  for (const scalar of text) places.push(places.at(-1) + scalar.length);
  return (place) => places[Math.min(place, places.length - 1)];
}

const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Mymr}]/u;

/** The words of a sentence: where each is, and where what it comes from is in the source. */
export function wordsOf({ text, pieces }, language) {
  const words = [];
  for (const { 0: chunk, index } of text.matchAll(/\S+/gu)) {
    const parts = unspaced.test(chunk) && Intl.Segmenter
      ? [...new Intl.Segmenter(language, { granularity: "word" }).segment(chunk)]
      : [{ index: 0, segment: chunk }];
    for (const part of parts) {
      const start = index + part.index;
      const place = [start, start + part.segment.length];
      const sources = pieces.filter(({ target }) => overlap(target, place));
      words.push({ start, end: place[1], sources: sources.map(({ source }) => source) });
    }
  }
  return words;
}

const mirror = document.getElementById("mirror");

/** Puts the source below the field where it is typed, with parts of it lit up. */
export function markSource(source, ranges = []) {
  const parts = [];
  let end = 0;
  for (const [from, to] of merged(ranges.map((range) => wholeWords(source, range)))) {
    parts.push(source.slice(end, from));
    const mark = document.createElement("mark");
    mark.textContent = source.slice(from, to);
    parts.push(mark);
    end = to;
  }
  // A line break at the very end has no height of its own.
  parts.push(source.slice(end), "\u200b");
  mirror.replaceChildren(...parts);
  bringIntoView(mirror.querySelector("mark"));
}

/** Scrolls the field to a mark, where the field is a small one, and nothing else. */
function bringIntoView(mark) {
  const paper = mirror.closest(".paper");
  if (!mark || paper.scrollHeight <= paper.clientHeight) return;
  const [box, part] = [paper.getBoundingClientRect(), mark.getBoundingClientRect()];
  if (part.top < box.top) paper.scrollTop += part.top - box.top - 12;
  else if (part.bottom > box.bottom) paper.scrollTop += part.bottom - box.bottom + 12;
}

function wholeWords(source, [from, to]) {
  const isInside = (place) => /^[\p{L}\p{M}\p{N}]{2}$/u.test(source.slice(place - 1, place + 1))
    && !unspaced.test(source[place]);
  while (from > 0 && isInside(from)) from--;
  while (to < source.length && isInside(to)) to++;
  return [from, to];
}

/** Ranges in order, those that touch as one. */
function merged(ranges) {
  const result = [];
  for (const [from, to] of ranges.sort((one, other) => one[0] - other[0])) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
