// What the page shows: the data that is written in it, and what follows from that by arithmetic.

const data = JSON.parse(document.getElementById('data').textContent);

/** What people read for the start of a translation and for the end of a sentence. */
const startMark = '[start]';
const endMark = '[end]';
/** And for a space that stands alone. */
const spaceMark = '␣';

function isMark(label) {
  return label === startMark || label === endMark;
}

/** The name of a head that is none: the mean of all. */
const mean = 'mean';

/** What is said of each of the paper's three attentions (Vaswani et al. 2017, section 3.2.3). */
const siteTexts = {
  encoder: {
    short: 'Encoder',
    title: 'Encoder self-attention',
    queries: 'source',
    keys: 'source',
    explanation: 'Every word of the source looks at all words of the source.',
  },
  decoder: {
    short: 'Decoder',
    title: 'Masked decoder self-attention',
    queries: 'target',
    keys: 'target so far',
    explanation:
      'Every word of the translation looks at what was said before it, from [start] on. '
      + 'What is still to come is masked: to the right of the diagonal all weights are 0.',
  },
  'encoder-decoder': {
    short: 'Encoder–decoder',
    title: 'Encoder-decoder attention',
    queries: 'target',
    keys: 'source',
    explanation: 'Every word of the translation looks at the words of the source.',
  },
};

for (const layer of data.attention.layers) {
  const width = textsOf(layer.site).keys.pieces.length;
  layer.heads = layer.heads.map(text => rowsOf(numbersOf(text), width));
}

// A model of a study may have been made without the mask.
if (layersAt('decoder').some(({ heads }) => heads.some(seesAhead))) {
  Object.assign(siteTexts.decoder, {
    title: 'Decoder self-attention without a mask',
    keys: 'target, one place later',
    explanation:
      'Every word of the translation looks at all of it, from [start] on: this model has no mask, '
      + 'and sees what is still to come, to the right of the diagonal.',
  });
}

const sites = Object.keys(siteTexts).filter(site => layersAt(site).length > 0);

/** The numbers of a text: 16-bit floating point, the lower byte first, in base64. */
function numbersOf(text) {
  const bytes = atob(text);
  return Array.from({ length: bytes.length / 2 }, (_, i) =>
    numberOf(bytes.charCodeAt(2 * i) | bytes.charCodeAt(2 * i + 1) << 8));
}

/** The number of 16 bits: a sign, five of exponent, ten of fraction (IEEE 754 binary16). */
function numberOf(bits) {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, bits >> 10 & 31, bits & 1023];
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24);
}

/** A matrix of numbers that stand row by row. */
function rowsOf(numbers, width) {
  return Array.from({ length: numbers.length / width }, (_, row) =>
    numbers.slice(row * width, (row + 1) * width));
}

/** Whether some row has weight behind its own place. */
function seesAhead(rows) {
  return rows.some((row, place) => row.some((weight, key) => key > place && weight > 0));
}

function layersAt(site) {
  return data.attention.layers.filter(layer => layer.site === site);
}

function headCount(site) {
  return Math.max(...layersAt(site).map(layer => layer.heads.length));
}

function headsOf(site) {
  return Array.from({ length: headCount(site) }, (_, head) => head);
}

/** What looks, and what is looked at. */
function textsOf(site) {
  const { source, target } = data.attention;
  return {
    queries: site === 'encoder' ? source : target,
    keys: site === 'decoder' ? data.decoderKeys : source,
  };
}

/** The labels of both sides, and for each the places of its pieces: one, or those of a word. */
function axesOf(site, unit) {
  const axis = text => unit === 'words'
    ? text.words.map(word => ({ label: legible(word.text), pieces: word.pieces }))
    : text.pieces.map((piece, i) => ({ label: legible(piece), pieces: [i, i + 1] }));
  const { queries, keys } = textsOf(site);
  return { queries: axis(queries), keys: axis(keys) };
}

/** The weights of a head or of the mean, as rows of numbers. */
const weightsOf = remembered((site, layer, head, unit) => {
  const heads = layersAt(site)[layer].heads;
  const pieces = head === mean ? meanOf(heads) : heads[head];
  if (unit === 'pieces') return pieces;
  // A word's attention to a word is the mean over its pieces of the sum over the other's.
  const { queries, keys } = axesOf(site, unit);
  return queries.map(({ pieces: [first, end] }) => keys.map(({ pieces: [left, right] }) =>
    sum(pieces.slice(first, end).map(row => sum(row.slice(left, right)))) / (end - first)));
});

/** Whether a reference alignment links a query to a key; only those of both sides are known. */
function isReference(site, query, key) {
  if (!data.reference || site !== 'encoder-decoder') return false;
  const { source, target } = data.attention;
  return data.reference.some(([s, t]) =>
    overlap(target.words[t]?.pieces, query.pieces) && overlap(source.words[s]?.pieces, key.pieces));
}

function overlap(a, b) {
  return a !== undefined && a[0] < b[1] && b[0] < a[1];
}

function meanOf(heads) {
  return heads[0].map((row, i) =>
    row.map((_, j) => sum(heads.map(head => head[i][j])) / heads.length));
}

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}

/** A weight as it is read: two digits behind the point, three for small ones. */
function weightText(weight) {
  if (!Number.isFinite(weight)) return '–';
  if (weight === 0) return '0';
  if (weight < 0.001) return '< 0.001';
  return weight.toFixed(weight < 0.01 ? 3 : 2);
}

/** A number with a true minus sign. */
function numberText(value, digits = 2) {
  return value.toFixed(digits).replace(/^-(?=.*[1-9])/, '−').replace(/^-/, '');
}

/** A number with about three digits that matter, however small it is: 12.3, −0.0525, 2.5×10⁻⁵. */
function shortText(value) {
  if (value === 0 || !Number.isFinite(value)) return `${value}`;
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  if (exponent >= -3) return numberText(value, Math.max(0, Math.min(2 - exponent, 4)));
  const power = [...`${-exponent}`].map(digit => '⁰¹²³⁴⁵⁶⁷⁸⁹'[digit]).join('');
  return `${numberText(value / 10 ** exponent, 1)}×10⁻${power}`;
}

/** A text in which every character has a look: nothing that steers printers, nothing unseen. */
function legible(text) {
  if (/^[\p{Z}\p{Cf}]*$/u.test(text)) return spaceMark;
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/g, '\ufffd');
}

/** A function that computes each of its results once. */
function remembered(compute) {
  const results = new Map();
  return (...parts) => {
    const name = parts.join(' ');
    if (!results.has(name)) results.set(name, compute(...parts));
    return results.get(name);
  };
}
