// What every layer of the decoder would say were it the last, and what every sublayer adds.

class LayersView {
  constructor({ predictions, sublayers }) {
    this.predictions = predictions;
    this.sublayers = sublayers;
    this.labels = data.attention.target.pieces.map(legible);
    /** The layer that is pointed at, after the input, and the place in the translation. */
    [this.layer, this.token] = [predictions.length - 1, 0];
    this.longest = reachOf(
      sublayers.flatMap(({ residualNorm, addedNorm }) => [residualNorm, addedNorm]));
    this.status = statusLine();
    this.status.textContent = 'Point at a token.';
    this.host = wide('said');
    this.best = element('tbody');
    this.nodes = [
      element('p', { class: 'explanation' }, 'The decoder’s state after each layer, read by the '
        + 'output layer as if it were the last (“logit lens”): the most probable token, in the '
        + 'colour of its probability. The last row is what the model says.'),
      this.status,
      element('div', { class: 'lens' }, this.host, element('table', { class: 'best' },
        element('caption', {}, 'The five best'), this.best)),
      ...this.partOfSublayers(),
    ];
  }

  partOfSublayers() {
    return [
      element('header', { class: 'below' }, element('h3', {}, 'What every sublayer adds'),
        saveButton('sublayers', () => this.pictureOfSublayers())),
      element('p', { class: 'explanation' }, 'Every sublayer adds to what goes through the stack: '
        + 'x + Sublayer(x). The bars are the mean lengths of both over all tokens; a cosine below '
        + '0 takes away from x.'),
      element('div', { class: 'stacks' },
        ['encoder', 'decoder'].flatMap(stack => this.tableOf(stack))),
    ];
  }

  rowName(layer) { return layer === 0 ? 'input' : `layer ${layer - 1}`; }

  // What layers would say

  draw() {
    const hadFocus = this.host.contains(document.activeElement);
    this.cells = this.predictions.map((row, layer) =>
      row.map((_, token) => this.cell(layer, token)));
    this.host.replaceChildren(element('table', {
      role: 'grid', 'aria-label': 'What each decoder layer would say',
      keydown: event => this.moveByKeys(event), ...pointing(target => this.pointAt(target)),
    },
      element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'after'),
        this.labels.map(label => element('th', { scope: 'col', title: label }, words(label))))),
      element('tbody', {}, this.cells.map((cells, layer) => element('tr', {},
        element('th', { scope: 'row' }, this.rowName(layer)), cells)))));
    this.stop = null;
    this.choose(this.layer, this.token);
    if (hadFocus) this.stop.focus();
  }

  mark() {}

  cell(layer, token) {
    const [{ piece, probability }] = this.predictions[layer][token].best;
    const label = legible(piece);
    const cell = element('td', {
      tabindex: -1, 'data-row': layer, 'data-column': token,
      'aria-label': `${this.rowName(layer)}: ${label} ${weightText(probability)}`,
    }, words(label));
    cell.style.backgroundColor = colorOf(probability);
    cell.style.color = inkOn(colorOf(probability));
    return cell;
  }

  pointAt(target) {
    const cell = target.closest('td[data-row]');
    if (!cell) return;
    this.choose(Number(cell.dataset.row), Number(cell.dataset.column));
    const { best, finalRank, targetRank } = this.predictions[this.layer][this.token];
    this.status.replaceChildren(`${this.rowName(this.layer)}, token ${this.token}: `,
      words(legible(best[0].piece)), ' ', element('strong', {}, weightText(best[0].probability)),
      `; the last layer’s token has rank ${finalRank}, `, words(this.labels[this.token]),
      ` ${targetRank}`);
  }

  choose(layer, token) {
    this.stop?.setAttribute('tabindex', -1);
    this.stop?.classList.remove('is-chosen');
    [this.layer, this.token] = [layer, token];
    this.stop = this.cells[layer][token];
    this.stop.tabIndex = 0;
    this.stop.classList.add('is-chosen');
    this.best.replaceChildren(...this.predictions[layer][token].best.map(({ piece, probability }) =>
      element('tr', {}, element('th', { scope: 'row' }, words(legible(piece))),
        element('td', { class: 'number' }, amount(probability, weightText(probability))))));
  }

  moveByKeys(event) {
    movedByKeys(event, {
      row: this.layer, column: this.token, rows: this.cells.length, columns: this.labels.length,
    }, (row, column) => this.cells[row][column].focus());
  }

  picture() {
    const title = figureTitle('What each decoder layer would say');
    const names = this.predictions.map((_, layer) => this.rowName(layer));
    const [cell, pitch, top] = [66, 24, margin + 64];
    const left = margin + Math.max(...names.map(name => widthOf(name))) + 8;
    const middle = token => left + (token + 0.5) * cell;
    const text = (text, x, y, name, attributes = {}) =>
      figureText(clipped(text, cell - 6), x, y, name, { 'text-anchor': 'middle', ...attributes });
    const square = ({ best: [{ piece, probability }] }, layer, token) => {
      const level = levelOf(probability);
      const y = top + layer * pitch;
      return [
        drawn('rect', {
          class: `sequential-${level}`, x: left + token * cell + 0.5, y: y + 0.5, width: cell - 1,
          height: pitch - 1,
        }),
        text(legible(piece), middle(token), y + 16, `label ink-${level}`),
      ];
    };
    const bottom = top + pitch * names.length;
    const right = Math.max(
      left + cell * this.labels.length, margin + widthOf(title, 15, 600), left + 320);
    return figure(title, '', right + margin, bottom + 44 + margin, [
      figureText('target token →', left, top - 26, 'note'),
      ...this.labels.map((label, token) => text(label, middle(token), top - 8, 'label')),
      ...names.map((name, layer) =>
        figureText(name, left - 8, top + layer * pitch + 16, 'label', { 'text-anchor': 'end' })),
      ...this.predictions.flatMap((row, layer) =>
        row.flatMap((prediction, token) => square(prediction, layer, token))),
      ...figureLegend(left, bottom + 20, 'probability of the best token'),
    ], looks => [...attentionRules(looks),
      ...looks.levels.map((color, level) => `.ink-${level} { fill: ${inkOn(color)}; }`)]);
  }

  // What sublayers add

  sublayersOf(stack) { return this.sublayers.filter(sublayer => sublayer.stack === stack); }

  tableOf(stack) {
    const sublayers = this.sublayersOf(stack);
    if (!sublayers.length) return [];
    const cell = contents => element('td', { class: 'number' }, contents);
    const norm = (value, name) => cell(amount(value / this.longest, shortText(value), name));
    // The first of a layer has its number, for all of them.
    const number = ({ layer }, i) => sublayers[i - 1]?.layer === layer ? [] : element('th', {
      scope: 'rowgroup', rowspan: sublayers.filter(other => other.layer === layer).length,
    }, `${layer}`);
    const row = (sublayer, i) => element('tr', {},
      number(sublayer, i), element('th', { scope: 'row' }, sublayer.kind),
      norm(sublayer.residualNorm, 'is-pale'), norm(sublayer.addedNorm),
      cell(numberText(ratioOf(sublayer))), cell(numberText(sublayer.cosine)));
    return [wide('sublayers', element('table', {},
      element('caption', {}, stack === 'encoder' ? 'Encoder' : 'Decoder'),
      tableHead(['layer', 'sublayer', '|x|', '|Sublayer(x)|', 'ratio', 'cosine']),
      element('tbody', {}, sublayers.map(row))))];
  }

  pictureOfSublayers() {
    const title = figureTitle('What every sublayer adds to the residual stream');
    const names = this.sublayers.map(({ layer, kind }) => `layer ${layer} ${kind}`);
    const [room, pitch] = [150, 22];
    const left = margin + Math.max(...names.map(name => widthOf(name))) + 10;
    const [residual, added, ratio, cosine] = [0, room + 56, 2 * room + 112, 2 * room + 172]
      .map(x => left + x);
    const heads = [
      ['|x|', residual], ['|Sublayer(x)|', added], ['ratio', ratio], ['cosine', cosine],
    ];
    let y = margin + 62;
    const contents = heads.map(([text, x]) => figureText(text, x, y - 12, 'heading'));
    this.sublayers.forEach((sublayer, i) => {
      if (sublayer.stack !== this.sublayers[i - 1]?.stack) {
        contents.push(figureText(sublayer.stack, margin, y + 15, 'heading'));
        y += pitch;
      }
      contents.push(
        figureText(names[i], left - 10, y + 15, 'label', { 'text-anchor': 'end' }),
        ...this.figureNorm(sublayer.residualNorm, residual, y, room, 'sequential-16'),
        ...this.figureNorm(sublayer.addedNorm, added, y, room, 'sequential-44'),
        figureText(numberText(ratioOf(sublayer)), ratio, y + 15, 'tick'),
        figureText(numberText(sublayer.cosine), cosine, y + 15, 'tick'));
      y += pitch;
    });
    const right = Math.max(cosine + 50, margin + widthOf(title, 15, 600));
    return figure(title, '', right + margin, y + margin, contents);
  }

  figureNorm(value, x, y, room, name) {
    const width = Math.max(1, room * value / this.longest);
    return [
      drawn('rect', {
        class: name, x: x.toFixed(1), y: y + 5, width: width.toFixed(1), height: 12,
      }),
      figureText(shortText(value), x + width + 6, y + 15, 'tick'),
    ];
  }
}

/** |Sublayer(x)| / |x|. */
function ratioOf({ addedNorm, residualNorm }) {
  return residualNorm > 0 ? addedNorm / residualNorm : 0;
}

sectionKinds.layers = {
  title: 'What each layer would say',
  draw: value => {
    const view = new LayersView(value);
    views.push(view);
    return { nodes: view.nodes, picture: () => view.picture() };
  },
};
