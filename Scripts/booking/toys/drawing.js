// What all toys share, beside what pages share (elements.js).

/** Toys by their names: functions of the element that they fill and of their data. */
const toys = {};

/** A number with a true minus sign, and digits enough to say something. */
function numberText(value, digits) {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const shown = digits ?? (size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2);
  const isTiny = size > 0 && size < 0.5 * 10 ** -shown;
  const text = isTiny ? powerText(value) : value.toLocaleString('en-US', {
    minimumFractionDigits: shown, maximumFractionDigits: shown,
  });
  return text.replace('-', '−');
}

/** A number too small for digits after a point: as in 3×10⁻⁵. */
function powerText(value) {
  const [digits, power] = value.toExponential(0).split('e');
  const raised = [...power.replace('+', '')]
    .map(each => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(each)]);
  return `${digits}×10${raised.join('')}`;
}

/** The colour of a series. */
function colorOf(series) {
  return `var(--series-${series % 6})`;
}

/** Its dashes, so that lines differ without colours, too, and where colours come again. */
function dashesOf(series) {
  return ['none', '7 4', '2 4', '10 4 2 4', '1 5', '14 4'][(series + Math.floor(series / 6)) % 6];
}

/**
 * A slider over whole numbers: `say` makes the text beside it, `change` hears of every new value.
 *
 * `tell` says what follows from its place, for those who hear the page.
 */
function slider({ title, minimum = 0, maximum, value = minimum, say, change }) {
  const output = element('output');
  const input = element('input', {
    type: 'range', min: minimum, max: maximum, step: 1, value,
    input: () => move(Number(input.value)),
  });
  const move = to => {
    input.value = to;
    output.textContent = say(to);
    change(to);
  };
  output.textContent = say(value);
  return {
    node: element('label', { class: 'slider' }, element('span', {}, title), input, output),
    move,
    tell: text => input.setAttribute('aria-valuetext', `${output.textContent}: ${text}`),
  };
}

/** A box to tick, with a mark that says what for. */
function box(title, isTicked, change, mark) {
  const input = element('input', {
    type: 'checkbox', checked: isTicked && '', change: () => change(input.checked),
  });
  return element('label', { class: 'box' }, input, mark, element('span', {}, title));
}

/** A piece of the line of a series. */
function stroke(series) {
  return drawn('svg', { class: 'swatch', viewBox: '0 0 24 8', 'aria-hidden': 'true' },
    drawn('path', {
      d: 'M0 4h24', stroke: colorOf(series), 'stroke-width': 3,
      'stroke-dasharray': dashesOf(series),
    }));
}

/** The colour of bars of a series. */
function square(series) {
  return element('i', { class: 'square', style: `background: ${colorOf(series)}` });
}

function button(title, click) {
  return element('button', { type: 'button', click }, title);
}

/** Calls back with the width of an element whenever that changes. */
function whenWide(node, draw) {
  let width = 0;
  new ResizeObserver(() => {
    const now = Math.floor(node.clientWidth);
    if (now !== width && now > 0) draw(width = now);
  }).observe(node);
}

/**
 * A coordinate system: axes with ticks, and functions from values to places.
 *
 * An axis has `least`, `most`, `title`, and may be `logarithmic`, or have `names` at 0, 1, 2, ….
 */
function chart(width, height, x, y, description) {
  const [right, top, bottom] = [14, 26, 44];
  const heights = ticks(y, 5).map(value => [value, numberText(value, tickDigits(y))]);
  const left = Math.max(48, ...heights.map(([, label]) => widthOf(label) + 12));
  const place = (axis, start, end) => value => {
    const [a, b, v] = [axis.least, axis.most, value]
      .map(each => axis.logarithmic ? Math.log(each) : each);
    return start + (end - start) * (b === a ? 0.5 : (v - a) / (b - a));
  };
  const across = place(x, left, width - right);
  const up = place(y, height - bottom, top);
  const text = (content, at, kind) => drawn('text', { ...at, class: kind }, content);
  const horizontals = heights.map(([value, label]) => [
    drawn('path', { class: 'hair', d: `M${left} ${up(value)}H${width - right}` }),
    text(label, { x: left - 8, y: up(value) + 4, 'text-anchor': 'end' }, 'tick'),
  ]).flat();
  const longest = x.names ? Math.max(...x.names.map(name => name.length)) : 0;
  const room = Math.max(2, Math.floor((width - left) / Math.max(64, 7 * longest + 12)));
  const verticals = ticks(x, room).map(value => {
    const label = x.names ? x.names[value] : numberText(value, tickDigits(x));
    // The last one would be cut off where it is wider than the margin.
    const middle = Math.min(across(value), width - widthOf(label) / 2);
    return text(label, { x: middle, y: height - bottom + 18, 'text-anchor': 'middle' }, 'tick');
  });
  const svg = drawn('svg', {
    class: 'chart', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img',
    'aria-label': description,
  },
  horizontals, verticals,
  drawn('path', { class: 'axis', d: `M${left} ${height - bottom}H${width - right}` }),
  text(y.title, { x: 8, y: 14 }, 'axis-title'),
  text(x.title, { x: width - right, y: height - 6, 'text-anchor': 'end' }, 'axis-title'));
  return { svg, across, up, bottom: height - bottom, top, left, right: width - right };
}

/** At most so many round values of an axis, with its ends. */
function ticks(axis, most) {
  if (axis.names) {
    const step = Math.ceil(axis.names.length / most);
    return axis.names.map((_, i) => i).filter(i => i % step === 0);
  }
  if (axis.logarithmic) return powers(axis, most);
  const step = roundStep((axis.most - axis.least) / most);
  const first = Math.ceil(axis.least / step - 1e-9);
  const count = Math.floor(axis.most / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, i) => (first + i) * step);
}

/** About how wide the label of a tick is. */
function widthOf(label) {
  return 7.5 * label.length;
}

/**
 * The values of a logarithmic axis: powers of two of whole numbers; otherwise 1, 2 and 5 times a
 * power of ten, or powers of ten alone where these are too many.
 */
function powers(axis, most) {
  const isOfTwo = axis.least >= 1 && axis.most / axis.least <= 2000;
  const fine = isOfTwo ? [] : decades(axis);
  if (fine.length > 1 && fine.length <= most + 1) return fine;
  const base = isOfTwo ? 2 : 10;
  const exponent = value => Math.log(value) / Math.log(base);
  const first = Math.ceil(exponent(axis.least) - 1e-9);
  const last = Math.floor(exponent(axis.most) + 1e-9);
  const step = Math.max(1, Math.ceil((last - first + 1) / most));
  return Array.from({ length: last - first + 1 }, (_, i) => base ** (first + i))
    .filter((_, i) => i % step === 0);
}

/** 1, 2 and 5 times the powers of ten of an axis. */
function decades({ least, most }) {
  const [first, last] = [least, most].map(value => Math.floor(Math.log10(value)));
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i))
    .flatMap(power => [power, 2 * power, 5 * power])
    .filter(value => value >= least * (1 - 1e-9) && value <= most * (1 + 1e-9));
}

function roundStep(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  return power * [1, 2, 5, 10].find(each => each * power >= step * (1 - 1e-9));
}

function tickDigits(axis) {
  if (axis.logarithmic) return undefined;
  const step = roundStep((axis.most - axis.least) / 5);
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
}

/** A path through places; none through none. */
function lineThrough(places) {
  const points = places.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  return points.length ? `M${points.join('L')}` : '';
}

/** Numbers between 0 and 1 that are the same at every visit (mulberry32). */
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Normally distributed numbers with variance 1 (Box and Muller 1958). */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The place of a slider in a picture. */
function cursor({ top, bottom }, x) {
  return drawn('path', { class: 'cursor', d: `M${x} ${top}V${bottom}` });
}

/** A point of a line that is spoken of. */
function dot(cx, cy, series) {
  return drawn('circle', { class: 'dot', cx, cy, r: 5, fill: colorOf(series) });
}

/** A line of a series through places; those that are nowhere are left out. */
function line(places, series) {
  return drawn('path', {
    class: 'line', stroke: colorOf(series), 'stroke-dasharray': dashesOf(series),
    d: lineThrough(places.filter(([, y]) => Number.isFinite(y))),
  });
}

/** A row of cells as dark as their values between 0 and 1. */
function cells(values, say, marked = -1) {
  return element('div', { class: 'cells', role: 'img', 'aria-label': values.map(say).join(', ') },
    values.map((value, i) => element('i', {
      style: `--weight: ${Math.min(Math.max(value, 0), 1)}`, title: say(value, i),
      class: i === marked ? 'is-marked' : '',
    })));
}
