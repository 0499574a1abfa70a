// What stands below the pictures of attention, and what these sections share.

/**
 * Sections that a page may have beside attention, by their names in `data.sections`, in the order
 * in which they stand. Each has a `title` and `draw(value)`, which returns the `nodes` that stand
 * below it and, if there is a picture to be saved, `picture`, which makes the document of it.
 */
const sectionKinds = {};

function furtherSections() {
  const names = Object.keys(sectionKinds).filter(name => name in data.sections);
  return names.map(name => {
    const { title, draw } = sectionKinds[name];
    const { nodes, picture } = draw(data.sections[name]);
    return element('section', { class: `card ${name}`, 'aria-labelledby': `${name}-title` },
      element('header', {}, element('h2', { id: `${name}-title` }, title),
        picture ? saveButton(name, picture) : []),
      nodes);
  });
}

/** A box of its own for what may be wider than the page. */
function wide(name, ...children) {
  return element('div', { class: `wide ${name}` }, ...children);
}

/**
 * Listeners for what is pointed at, by pointer, finger or focus. What comes under a pointer that
 * rests, because keys scroll, is not pointed at.
 */
function pointing(point) {
  const listen = event => point(event.target, event);
  return { focusin: listen, pointermove: listen, pointerdown: listen };
}

/** What is pointed at in a section, to be read and heard. */
function statusLine() {
  return element('p', { class: 'readout', role: 'status', 'aria-atomic': 'true' });
}

// Signed numbers

/** The place in the colours from the lowest number, −`reach`, through 0 to the highest. */
function signedLevel(value, reach) {
  const last = data.looks.light.diverging.length - 1;
  const share = reach > 0 ? Math.min(Math.max(value / reach, -1), 1) : 0;
  return Math.round((share + 1) / 2 * last) || 0;
}

/** The size of the largest of some numbers. */
function reachOf(numbers) {
  return numbers.reduce((reach, number) => Math.max(reach, Math.abs(number)), 0);
}

/** A vector as a strip of colours, a pixel for each number. */
function strip(numbers, reach) {
  const canvas = element('canvas', { width: numbers.length, height: 1, 'aria-hidden': 'true' });
  const pen = canvas.getContext('2d');
  const image = pen.createImageData(numbers.length, 1);
  const colors = signedChannels(darkness.matches ? 'dark' : 'light');
  numbers.forEach((number, i) => image.data.set(colors[signedLevel(number, reach)], 4 * i));
  pen.putImageData(image, 0, 0);
  return element('span', { class: 'strip' }, canvas);
}

/** The colours of signed numbers as a canvas has them. */
const signedChannels = remembered(paper =>
  data.looks[paper].diverging.map(color => [...channels(color), 255]));

/** A strip as rectangles of a figure. */
function figureStrip(numbers, reach, x, y, width, height) {
  const cell = width / numbers.length;
  return drawn('g', { class: 'cells' }, numbers.map((number, i) => drawn('rect', {
    class: `diverging-${signedLevel(number, reach)}`, x: Number((x + i * cell).toFixed(2)), y,
    width: Number(cell.toFixed(2)), height,
  })));
}

function signedRules({ diverging }) {
  return diverging.map((color, level) => `.diverging-${level} { fill: ${color}; }`);
}

/** Black or white, whichever stands out more from a colour (WCAG 2.2). */
function inkOn(color) {
  const [red, green, blue] = channels(color).map(value => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff';
}

/** A number after a bar from 0 to a share of the room that there is. */
function amount(share, text, name = '') {
  const fill = element('i', { class: name });
  fill.style.width = `${100 * Math.min(Math.max(share, 0), 1)}%`;
  return [
    element('span', { class: 'amount', 'aria-hidden': 'true' }, fill),
    element('span', { class: 'figures' }, text),
  ];
}

/** A table's row of heads. */
function tableHead(heads) {
  return element('thead', {}, element('tr', {}, heads.map(head =>
    element('th', { scope: 'col' }, head))));
}

/** A text with its end left out where it is wider than a room. */
function clipped(text, room, weight = 400) {
  if (widthOf(text, 12, weight) <= room) return text;
  const characters = [...text];
  const shown = () => `${characters.join('')}…`;
  while (characters.length > 1 && widthOf(shown(), 12, weight) > room) characters.pop();
  return shown();
}
