// The weights as a matrix: what looks down the side, what is looked at across.

/** From here on a matrix is painted on a canvas: so many elements would be slow. */
const mostElements = 64;

/** How cells and labels share the room that there is. */
class MatrixLayout {
  static largestCell = 34;
  static smallestCell = 11;
  static longestLabel = 132;
  static gap = 8;

  constructor({ queries, keys }, room) {
    this.rows = queries.length;
    this.columns = keys.length;
    this.isPainted = Math.max(this.rows, this.columns) > mostElements;
    const width = ({ label }) => Math.min(widthOf(label), MatrixLayout.longestLabel);
    this.keyWidths = keys.map(width);
    this.labelWidth = Math.max(
      Math.min(Math.max(...queries.map(width)), room * 0.34) + MatrixLayout.gap,
      widthOf('target so far →', 11) + MatrixLayout.gap);
    if (this.isPainted) this.choosePaintedCell(room);
    else this.chooseCell(room);
  }

  /** The largest cells with which everything fits. */
  chooseCell(room) {
    this.cell = MatrixLayout.largestCell;
    while (this.cell > MatrixLayout.smallestCell && this.width > room) this.cell -= 1;
  }

  choosePaintedCell(room) {
    const fitting = Math.floor(room / this.columns);
    this.cell = Math.min(Math.max(fitting, this.columns > 300 ? 2 : 4), 10);
  }

  /** Labels stand slanted where neighbours then keep clear of each other, else upright. */
  get isSlanted() { return this.cell * 0.707 >= 14; }

  /** How far slanted labels reach beyond the cells. */
  get overhang() {
    if (!this.isSlanted) return 0;
    const ends = this.keyWidths.map((width, i) => this.cell * (i + 0.5) + (width + 14) * 0.707);
    return Math.max(0, Math.max(...ends) - this.columns * this.cell);
  }

  get width() { return this.labelWidth + this.columns * this.cell + this.overhang; }

  get labelHeight() {
    const widest = Math.max(...this.keyWidths);
    return Math.max(36, MatrixLayout.gap + (this.isSlanted ? (widest + 12) * 0.707 : widest));
  }
}

class MatrixView {
  constructor() {
    this.title = element('h2', { id: 'matrix-title' });
    this.explanation = element('p', { class: 'explanation', id: 'matrix-explanation' });
    this.status = element('p', { class: 'readout', role: 'status', 'aria-atomic': 'true' });
    this.bubble = element('div', { class: 'bubble', 'aria-hidden': 'true' });
    this.host = element('div', { class: 'matrix' });
    this.node = element('section', { class: 'card', 'aria-labelledby': 'matrix-title' },
      element('header', {}, this.title, saveButton('matrix', pictureOfMatrix)),
      this.explanation, this.status, this.host, legend());
    new ResizeObserver(() => this.fit()).observe(this.host);
  }

  /** Draws the matrix again when there is another width for it. */
  fit() {
    if (this.room === this.host.clientWidth) return;
    this.room = this.host.clientWidth;
    this.draw();
    this.mark();
  }

  draw() {
    if (!this.room) return;
    const { site, layer, head } = selection;
    const name = siteTexts[site].title;
    this.title.textContent = layersAt(site).length * headCount(site) === 1
      ? name : `${name} · layer ${layer} · ${headText(head)}`;
    this.explanation.textContent = siteTexts[site].explanation;
    this.axes = chosenAxes();
    this.weights = chosenWeights();
    this.layout = new MatrixLayout(this.axes, this.room);
    const hadFocus = this.host.contains(document.activeElement);
    this.host.replaceChildren(this.layout.isPainted ? this.canvas() : this.table(), this.bubble);
    if (hadFocus) this.focus(...this.place());
  }

  // Elements

  table() {
    const { queries, keys } = this.axes;
    const { cell, labelHeight, labelWidth, overhang, isSlanted } = this.layout;
    this.cells = queries.map((query, row) => keys.map((key, column) => this.cell(row, column)));
    this.columnHeads = keys.map(({ label }) =>
      element('th', { scope: 'col', title: label }, element('span', {}, words(label))));
    this.rowHeads = queries.map(({ label }) =>
      element('th', { scope: 'row', title: label }, words(label)));
    const table = element('table', {
      role: 'grid', class: isSlanted ? 'slanted' : 'upright', 'aria-label': chosenTitle(),
      'aria-describedby': 'matrix-explanation',
      keydown: event => this.moveByKeys(event),
      focusin: event => this.pointAt(event.target),
      pointerover: event => this.pointAt(event.target),
    },
      element('thead', {}, element('tr', {}, element('td', {}, this.corner()), this.columnHeads)),
      element('tbody', {}, this.rowHeads.map((head, row) =>
        element('tr', {}, head, this.cells[row]))));
    for (const [name, value] of Object.entries({ cell, labelHeight, labelWidth, overhang })) {
      table.style.setProperty(`--${name}`, `${value}px`);
    }
    return table;
  }

  /** What is across and what is down. */
  corner() {
    const { queries, keys } = siteTexts[selection.site];
    return element('div', { class: 'corner', 'aria-hidden': 'true' },
      element('span', {}, `${keys} →`), element('span', {}, `${queries} ↓`));
  }

  cell(row, column) {
    const query = this.axes.queries[row];
    const key = this.axes.keys[column];
    const weight = this.weights[row][column];
    const isKnown = isReference(selection.site, query, key);
    const cell = element('td', {
      tabindex: -1, class: isKnown && 'is-reference', 'data-row': row, 'data-column': column,
      'aria-label': `${query.label} → ${key.label} ${weightText(weight)}`
        + (isKnown ? ', in the reference' : ''),
    });
    cell.style.backgroundColor = colorOf(weight);
    return cell;
  }

  pointAt(target) {
    const cell = target.closest('td[data-row]');
    if (cell) point(Number(cell.dataset.row), Number(cell.dataset.column));
  }

  // A canvas

  canvas() {
    const { cell, rows, columns } = this.layout;
    const [width, height] = [columns * cell, rows * cell];
    const scale = window.devicePixelRatio || 1;
    this.picture = element('canvas', {
      width: Math.round(width * scale), height: Math.round(height * scale), tabindex: 0,
      role: 'application', 'aria-roledescription': 'matrix',
      'aria-label': `${chosenTitle()}: ${rows} rows, ${columns} columns; arrow keys move`,
      keydown: event => this.moveByKeys(event),
      pointermove: event => this.pointAtPixel(event),
      pointerdown: event => this.pointAtPixel(event),
    });
    this.picture.style.width = `${width}px`;
    this.picture.style.height = `${height}px`;
    const pen = this.picture.getContext('2d');
    pen.scale(scale, scale);
    this.weights.forEach((row, y) => row.forEach((weight, x) => {
      pen.fillStyle = colorOf(weight);
      pen.fillRect(x * cell, y * cell, cell, cell);
      if (!isReference(selection.site, this.axes.queries[y], this.axes.keys[x])) return;
      pen.strokeStyle = paper().reference;
      pen.strokeRect(x * cell + 0.5, y * cell + 0.5, cell - 1, cell - 1);
    }));
    this.ring = element('div', { class: 'ring' });
    return element('div', { class: 'painted' }, this.corner(),
      element('div', {}, this.picture, this.ring));
  }

  pointAtPixel(event) {
    const { cell, rows, columns } = this.layout;
    const row = Math.min(Math.max(Math.floor(event.offsetY / cell), 0), rows - 1);
    const column = Math.min(Math.max(Math.floor(event.offsetX / cell), 0), columns - 1);
    point(row, column);
  }

  // Both

  /** The cell that keys move from: the one pointed at, or the largest of its row or column. */
  place() {
    const { query, key } = selection;
    if (query !== null) return [query, key ?? placeOfLargest(this.weights[query])];
    if (key !== null) return [placeOfLargest(this.weights.map(row => row[key])), key];
    return [0, 0];
  }

  moveByKeys(event) {
    const [row, column] = this.place();
    movedByKeys(event, { ...this.layout, row, column }, (row, column) => this.focus(row, column));
  }

  focus(row, column) {
    if (this.layout.isPainted) {
      this.picture.focus();
      point(row, column);
    } else {
      this.cells[row][column].focus();
    }
  }

  mark() {
    if (!this.room) return;
    this.status.replaceChildren(...pointed());
    if (this.layout.isPainted) this.markOnCanvas();
    else this.markInTable();
    this.showBubble();
  }

  markInTable() {
    const { query, key } = selection;
    this.rowHeads.forEach((head, row) => head.classList.toggle('is-marked', row === query));
    this.columnHeads.forEach((head, column) => head.classList.toggle('is-marked', column === key));
    this.cells.forEach((cells, row) => cells.forEach((cell, column) => {
      cell.classList.toggle('is-pointed', row === query && column === key);
      cell.classList.toggle('is-marked',
        key === null && row === query || query === null && column === key);
    }));
    if (this.stop) this.stop.tabIndex = -1;
    const [row, column] = this.place();
    this.stop = this.cells[row][column];
    this.stop.tabIndex = 0;
  }

  markOnCanvas() {
    const { query, key } = selection;
    const { cell, rows, columns } = this.layout;
    const [top, height] = query === null ? [0, rows] : [query, 1];
    const [left, width] = key === null ? [0, columns] : [key, 1];
    this.ring.hidden = query === null && key === null;
    Object.assign(this.ring.style, {
      left: `${left * cell}px`, top: `${top * cell}px`,
      width: `${width * cell}px`, height: `${height * cell}px`,
    });
  }

  /** The number beside the cell that is pointed at. */
  showBubble() {
    const { query, key } = selection;
    this.bubble.hidden = query === null || key === null;
    if (this.bubble.hidden) return;
    const { cell } = this.layout;
    const place = this.layout.isPainted ? this.ring : this.cells[query][key];
    this.bubble.replaceChildren(...pointed());
    const origin = this.layout.isPainted ? this.ring.parentNode : { offsetLeft: 0, offsetTop: 0 };
    const middle = origin.offsetLeft + place.offsetLeft + cell / 2;
    const half = this.bubble.offsetWidth / 2;
    const left = Math.min(Math.max(middle, half), this.host.scrollWidth - half);
    // Above the cell, where it hides no label; below it in the first rows.
    const isBelow = place.offsetTop - 36 < (this.layout.isPainted ? 0 : this.layout.labelHeight);
    this.bubble.classList.toggle('is-below', isBelow);
    this.bubble.style.left = `${left}px`;
    this.bubble.style.top = `${origin.offsetTop + place.offsetTop + (isBelow ? cell : 0)}px`;
  }
}

function placeOfLargest(numbers) {
  return numbers.reduce((best, number, i) => number > numbers[best] ? i : best, 0);
}

/** The colours of weights from 0 to 1, and what outlines are. */
function legend() {
  const bar = element('span', { class: 'ramp' });
  const reference = element('span', { class: 'key' },
    element('i', { class: 'is-reference' }), 'reference alignment');
  const paint = () => {
    bar.style.background = `linear-gradient(to right, ${paper().levels.join(', ')})`;
    document.documentElement.style.setProperty('--reference', paper().reference);
    reference.hidden = !data.reference || selection.site !== 'encoder-decoder';
  };
  views.push({ draw: paint, mark() {} });
  return element('p', { class: 'legend' },
    'attention weight', element('span', {}, '0'), bar, element('span', {}, '1'),
    reference);
}
