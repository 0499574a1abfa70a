// How things come onto the page.

/** Words of any language and direction, which turn nothing around them. */
function words(text) {
  return element('bdi', { lang: '' }, text);
}

/** A button of words. */
function button(text, onclick, attributes = {}) {
  return element('button', { type: 'button', click: onclick, ...attributes }, text);
}

/** A choice of one among few, all of them seen: `options` are values with their texts. */
function choice(title, name, options, onchange) {
  const radios = options.map(([value, text]) =>
    element('label', {},
      element('input', { type: 'radio', name, value, change: () => onchange(value) }),
      element('span', {}, text)));
  const node = element('fieldset', { class: 'choice' },
    element('legend', {}, title), element('div', { class: 'options' }, radios));
  const show = value => {
    for (const radio of node.querySelectorAll('input')) radio.checked = radio.value === value;
  };
  return { node, show };
}

/** A choice of one among many. */
function menu(title, onchange) {
  const select = element('select', { change: () => onchange(select.value) });
  const node = element('label', { class: 'menu' }, element('span', {}, title), select);
  const show = (options, value) => {
    select.replaceChildren(...options.map(([value, text]) => element('option', { value }, text)));
    select.value = value;
  };
  return { node, show };
}

const darkness = matchMedia('(prefers-color-scheme: dark)');

/** The colours of figures on the paper that the reader has. */
function paper() {
  return darkness.matches ? data.looks.dark : data.looks.light;
}

/** The colour of a weight between 0 and 1. */
function colorOf(weight) {
  return paper().levels[levelOf(weight)];
}

function levelOf(weight) {
  const last = data.looks.light.levels.length - 1;
  return Math.round(Math.min(Math.max(weight, 0), 1) * last) || 0;
}

/** The colour of a head; the mean of all has that of a full weight. */
function colorOfHead(head) {
  return head === mean ? paper().levels[darkness.matches ? 44 : 48] : paper().series[head];
}

const ruler = document.createElement('canvas').getContext('2d');

/** How wide words are, in pixels. */
function widthOf(text, size = 12, weight = 400) {
  ruler.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  return ruler.measureText(text).width;
}

/**
 * Arrow keys, Home and End in a grid of places: `move(row, column)` gets the new place.
 *
 * With Control, Home and End go to the first and last place of all.
 */
function movedByKeys(event, { row, column, rows, columns }, move) {
  const lastRow = rows - 1;
  const lastColumn = columns - 1;
  const places = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: [event.ctrlKey ? 0 : row, 0],
    End: [event.ctrlKey ? lastRow : row, lastColumn],
  };
  const place = places[event.key];
  if (!place || event.altKey || event.metaKey) return;
  event.preventDefault();
  move(Math.min(Math.max(place[0], 0), lastRow), Math.min(Math.max(place[1], 0), lastColumn));
}
