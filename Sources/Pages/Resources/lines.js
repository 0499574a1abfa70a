// The weights as lines between words: what looks on the left, what is looked at on the right.

class LinesView {
  /** Lines that nobody points at are drawn in pale up to so many. */
  static mostPaleLines = 64 * 64;

  constructor() {
    this.title = element('h2', { id: 'lines-title' });
    this.toggle = element('input', {
      type: 'checkbox', change: () => choose({ isColored: this.toggle.checked }),
    });
    this.colors = element('label', { class: 'toggle' }, this.toggle, 'every head in its colour');
    this.heads = element('ul', { class: 'heads' });
    this.host = element('div', { class: 'lines' });
    this.node = element('section', { class: 'card', 'aria-labelledby': 'lines-title' },
      element('header', {}, this.title, saveButton('lines', pictureOfLines)),
      this.colors, this.heads, this.host);
  }

  draw() {
    this.axes = chosenAxes();
    const { queries, keys } = this.axes;
    const longer = Math.max(queries.length, keys.length);
    this.pitch = longer > 40 ? 20 : 27;
    this.shown = shownHeads();
    this.colors.hidden = headCount(selection.site) === 1;
    this.toggle.checked = selection.isColored;
    this.drawHeads();
    const hadFocus = this.host.contains(document.activeElement);
    const text = siteTexts[selection.site];
    this.left = queries.map(({ label }, i) => this.word(label, 0, i));
    this.right = keys.map(({ label }, i) => this.word(label, 1, i));
    this.pale = drawn('g', { class: 'pale' }, this.paleLines());
    this.active = drawn('g');
    const height = longer * this.pitch;
    const picture = drawn('svg', {
      viewBox: `0 0 100 ${height}`, height, preserveAspectRatio: 'none', 'aria-hidden': 'true',
    }, this.pale, this.active);
    this.host.classList.toggle('is-colored', selection.isColored);
    this.host.style.setProperty('--pitch', `${this.pitch}px`);
    this.host.replaceChildren(
      this.list(this.left, `What looks: ${text.queries}`), picture,
      this.list(this.right, `What is looked at: ${text.keys}`));
    if (hadFocus) this.focus(...this.place());
  }

  drawHeads() {
    this.heads.hidden = !selection.isColored;
    this.heads.replaceChildren(...this.shown.map(head => {
      const spot = element('span', { class: 'spot' });
      spot.style.backgroundColor = colorOfHead(head);
      return element('li', {}, spot, `${head}`);
    }));
  }

  list(options, label) {
    return element('div', {
      role: 'listbox', 'aria-label': label,
      keydown: event => this.moveByKeys(event),
      focusin: event => this.pointAt(event.target),
      pointerover: event => this.pointAt(event.target),
    }, options.map(({ node }) => node));
  }

  word(label, column, row) {
    const number = element('span', { class: 'number' });
    const bars = element('span', { class: 'bars', 'aria-hidden': 'true' });
    const node = element('div', {
      role: 'option', tabindex: -1, 'data-column': column, 'data-row': row, title: label,
    }, bars, element('span', { class: 'word' }, words(label)), number);
    return { node, number, bars };
  }

  paleLines() {
    const { queries, keys } = this.axes;
    if (queries.length * keys.length > LinesView.mostPaleLines) return [];
    return linesOf([selection.isColored ? mean : selection.head], this.pitch);
  }

  pointAt(target) {
    const word = target.closest('[role=option]');
    if (!word) return;
    const row = Number(word.dataset.row);
    if (word.dataset.column === '0') point(row, null);
    else point(null, row);
  }

  /** The word that keys move from, as row and column. */
  place() {
    const { query, key } = selection;
    return query !== null ? [query, 0] : key !== null ? [key, 1] : [0, 0];
  }

  /** Up and down along a side; left and right to where most of the weight is. */
  moveByKeys(event) {
    const column = Number(event.target.closest('[role=option]')?.dataset.column ?? 0);
    const row = Number(event.target.closest('[role=option]')?.dataset.row ?? 0);
    const sides = [this.left, this.right];
    const weights = chosenWeights();
    const across = column === 0
      ? placeOfLargest(weights[row]) : placeOfLargest(weights.map(line => line[row]));
    if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      this.focus(event.key === 'Home' ? 0 : sides[column].length - 1, column);
      return;
    }
    movedByKeys(event, { row, column, rows: sides[column].length, columns: 2 }, (next, side) =>
      this.focus(side === column ? next : across, side));
  }

  focus(row, column) {
    [this.left, this.right][column][row].node.focus();
  }

  mark() {
    const { query, key } = selection;
    this.title.replaceChildren(...this.question());
    this.active.replaceChildren(...linesOf(this.shown, this.pitch, { query, key }));
    const weights = chosenWeights(selection.isColored ? mean : selection.head);
    const heads = this.shown.map(head => chosenWeights(head));
    const [stopRow, stopColumn] = this.place();
    [this.left, this.right].forEach((side, column) => side.forEach((word, row) => {
      const isChosen = row === (column === 0 ? query : key);
      const cell = column === 1 && query !== null ? [query, row]
        : column === 0 && query === null && key !== null ? [row, key] : null;
      word.node.setAttribute('aria-selected', isChosen);
      if (isChosen) this.reveal(word.node);
      word.node.tabIndex = row === stopRow && column === stopColumn ? 0 : -1;
      const weight = cell ? weights[cell[0]][cell[1]] : 0;
      word.number.textContent = weight >= 0.01 ? weightText(weight) : '';
      this.fillBars(word.bars, cell ? heads.map(rows => rows[cell[0]][cell[1]]) : []);
    }));
  }

  /** Scrolls the words, and not the page, so that one is seen. */
  reveal(word) {
    const { host } = this;
    const [top, bottom] = [word.offsetTop, word.offsetTop + word.offsetHeight];
    const seen = host.scrollTop + host.clientHeight;
    if (top < host.scrollTop) host.scrollTop = top;
    else if (bottom > seen) host.scrollTop = bottom - host.clientHeight;
  }

  /** The question that the lines answer. */
  question() {
    const { query, key } = selection;
    const name = ({ label }) => element('em', {}, words(label));
    if (query !== null) return ['Which words does ', name(this.axes.queries[query]), ' look at?'];
    if (key !== null) return ['Which words look at ', name(this.axes.keys[key]), '?'];
    return ['Which words look at which?'];
  }

  /** What a word gets from each head that is shown, as bars above each other. */
  fillBars(bars, weights) {
    bars.replaceChildren(...weights.map((weight, i) => {
      const bar = element('i');
      bar.style.width = `${Math.min(weight, 1) * 100}%`;
      bar.style.backgroundColor = colorOfHead(this.shown[i]);
      return bar;
    }));
  }
}

/** The heads that lines are drawn of. */
function shownHeads() {
  return selection.isColored ? headsOf(selection.site) : [selection.head];
}

/**
 * The lines of heads, as paths between 0 and 100 across: from a query, to a key, or all.
 * Where both are pointed at, they are those of the query, and pale but for the one to the key.
 */
function linesOf(heads, pitch, { query = null, key = null } = {}) {
  const { queries, keys } = chosenAxes();
  const least = query === null && key === null ? 0.05 : 0.01;
  return heads.flatMap((head, place) => {
    const weights = chosenWeights(head);
    const shift = (place - (heads.length - 1) / 2) * Math.min(2.4, pitch / heads.length);
    const rows = query !== null ? [query] : queries.map((_, i) => i);
    const columns = query === null && key !== null ? [key] : keys.map((_, i) => i);
    return rows.flatMap(row => columns
      .filter(column => weights[row][column] >= least)
      .map(column => lineOf(weights[row][column], head, {
        from: (row + 0.5) * pitch + shift, to: (column + 0.5) * pitch + shift,
        isFaint: query !== null && key !== null && column !== key,
        width: heads.length > 1 ? 2.4 : 6,
      })));
  });
}

function lineOf(weight, head, { from, to, isFaint, width }) {
  const number = value => Number(value.toFixed(1));
  const path = drawn('path', {
    d: `M0 ${number(from)}C45 ${number(from)} 55 ${number(to)} 100 ${number(to)}`,
    class: `line head-${head}`, 'stroke-width': number(0.6 + width * weight),
    'stroke-opacity': number(Math.min(1, 0.25 + 0.7 * weight) * (isFaint ? 0.35 : 1)),
    'vector-effect': 'non-scaling-stroke',
  });
  path.style.stroke = colorOfHead(head);
  return path;
}
