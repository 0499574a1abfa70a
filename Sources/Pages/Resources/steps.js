// One attention step by step, with the model's own numbers: for any layer, head and token.

class StepsView {
  /** Where the softmax stands among key, q · k, scaled, softmax, value, weighted value. */
  static weightColumn = 3;
  static columnCount = 6;
  /** How long a pointer rests on a word before its steps are shown, in milliseconds. */
  static rest = 80;

  constructor({ layers }) {
    this.layerAt = (site, layer) => layers.find(one => one.site === site && one.layer === layer);
    /** `[heads · tokens][d_k]` */
    this.vectorsOf = remembered((site, layer, part) => {
      const found = this.layerAt(site, layer);
      return rowsOf(numbersOf(found[part]), found.width);
    });
    /** The places of the piece that looks, of the key and of the number that are pointed at. */
    [this.token, this.key, this.number] = [0, 0, 0];
    this.status = statusLine();
    this.host = wide('numbers');
    this.agreement = element('p', { class: 'explanation' });
    this.nodes = [
      element('p', { class: 'explanation' }, 'A token’s query meets every key. Their product, '
        + 'divided by the root of their width, goes through the softmax, and what comes out weighs '
        + 'the values. Their sum is what the head hands on.'),
      this.choices(), this.tokenList(), this.note, this.status, this.host, this.oneNumber(),
      this.agreement,
    ];
  }

  /** The attention that is shown, which is that of the pictures above. */
  choices() {
    this.site = choice('Attention', 'site of steps',
      sites.map(site => [site, siteTexts[site].short]), site => choose({ site }));
    this.layer = menu('Layer', layer => choose({ layer: Number(layer) }));
    this.head = menu('Head', head => choose({ head: Number(head) }));
    this.site.node.hidden = sites.length === 1;
    this.note = element('p', { class: 'explanation' },
      'The mean of all heads has no steps of its own: these are those of head 0.');
    return element('div', { class: 'place' }, this.site.node, this.layer.node, this.head.node);
  }

  tokenList() {
    const chosen = event => this.chooseToken(event.target);
    this.tokens = element('div', {
      role: 'listbox', class: 'tokens', 'aria-label': 'The token that looks',
      'aria-orientation': 'horizontal', keydown: event => this.moveToken(event), focusin: chosen,
      click: chosen,
    });
    return this.tokens;
  }

  oneNumber() {
    this.sentence = element('p');
    this.slider = element('input', {
      type: 'range', min: 1, 'aria-label': 'Which number of the vectors',
      input: () => this.pointAtNumber(this.slider.valueAsNumber - 1),
    });
    return element('div', { class: 'one-number' },
      element('label', {}, element('span', {}, 'number'), this.slider), this.sentence);
  }

  // What is shown

  get shownHead() { return selection.head === mean ? 0 : selection.head; }

  get title() {
    const { site, layer } = selection;
    return `${siteTexts[site].title}, layer ${layer}, head ${this.shownHead}, token ${this.token} `
      + `“${this.labels.queries[this.token]}”, step by step`;
  }

  /** The parts of the head, `[tokens][d_k]` each, and the weights that the model itself used. */
  findParts() {
    const { site, layer } = selection;
    const head = this.shownHead;
    const part = name => {
      const rows = this.vectorsOf(site, layer, name);
      const count = rows.length / headCount(site);
      return rows.slice(head * count, (head + 1) * count);
    };
    const { isScaled, isCausal } = this.layerAt(site, layer);
    return {
      queries: part('queries'), keys: part('keys'), values: part('values'), isScaled, isCausal,
      weights: weightsOf(site, layer, head, 'pieces'),
    };
  }

  /** The steps of the token, from its scores to what comes out. */
  count() {
    this.parts = this.findParts();
    const { queries, keys, values, isScaled, isCausal } = this.parts;
    this.query = queries[this.token];
    this.seen = keys.map((_, key) => !isCausal || key <= this.token);
    const seesKey = key => this.seen[key];
    this.steps = attend(this.query, keys, values, { isScaled, seesKey });
    const { weights, output } = this.steps;
    this.weighted = values.map((value, key) => value.map(number => weights[key] * number));
    this.reaches = {
      key: reachOf([...this.query, ...keys.flat()]), value: reachOf(values.flat()),
      weighted: reachOf([...this.weighted.flat(), ...output]),
    };
  }

  /** The heads of the columns, each with a note. */
  heads() {
    const width = this.query.length;
    const numbers = `${width} numbers`;
    const scaled = this.parts.isScaled ? [`÷ √${width}`, 'scaled'] : ['÷ 1', 'not scaled'];
    return [['key k', numbers], ['q · k', 'score'], scaled, ['softmax', 'weight'],
      ['value v', numbers], ['weight · v', numbers]];
  }

  draw() {
    const { site, layer } = selection;
    const places = count => Array.from({ length: count }, (_, i) => [`${i}`, `${i}`]);
    this.site.show(site);
    this.layer.show(places(layersAt(site).length), `${layer}`);
    this.head.show(places(headCount(site)), `${this.shownHead}`);
    this.layer.node.hidden = layersAt(site).length === 1;
    this.head.node.hidden = headCount(site) === 1;
    this.note.hidden = selection.head !== mean;
    const labels = axis => axis.map(({ label }) => label);
    const { queries, keys } = axesOf(site, 'pieces');
    this.labels = { queries: labels(queries), keys: labels(keys) };
    this.token = Math.min(this.token, queries.length - 1);
    const hadFocus = this.tokens.contains(document.activeElement);
    this.tokens.replaceChildren(...this.labels.queries.map((label, token) =>
      element('span', { role: 'option', tabindex: -1, 'data-token': token }, words(label))));
    this.isDrawn = false;
    if (hadFocus) this.tokens.children[this.token].focus();
  }

  /** Follows the word that looks, elsewhere on the page, too. */
  mark() {
    const { query } = selection;
    const pieces = query === null ? null : chosenAxes().queries[query].pieces;
    const isOther = pieces !== null && !overlap(pieces, [this.token, this.token + 1]);
    const follow = () => this.show(isOther ? pieces[0] : this.token);
    clearTimeout(this.waiting);
    if (!this.isDrawn) follow();
    else if (isOther) this.waiting = setTimeout(follow, StepsView.rest);
  }

  /** Shows the steps of a token. */
  show(token) {
    clearTimeout(this.waiting);
    this.token = token;
    this.isDrawn = true;
    [...this.tokens.children].forEach((option, token) => {
      option.setAttribute('aria-selected', `${token === this.token}`);
      option.tabIndex = token === this.token ? 0 : -1;
    });
    this.count();
    this.drawTable();
    this.drawAgreement();
    this.slider.max = this.query.length;
    this.pointAtNumber(Math.min(this.number, this.query.length - 1));
    // Not what is chosen: who moves through a matrix above hears what is there.
    this.status.textContent = 'Point at a number.';
  }

  // The token that looks

  chooseToken(target) {
    const option = target.closest('[role=option]');
    if (!option || Number(option.dataset.token) === this.token) return;
    this.show(Number(option.dataset.token));
    const place = [this.token, this.token + 1];
    point(chosenAxes().queries.findIndex(({ pieces }) => overlap(pieces, place)), null);
  }

  moveToken(event) {
    const last = this.tokens.children.length - 1;
    const next = {
      ArrowLeft: this.token - 1, ArrowUp: this.token - 1, ArrowRight: this.token + 1,
      ArrowDown: this.token + 1, Home: 0, End: last,
    }[event.key];
    if (next === undefined || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.tokens.children[Math.min(Math.max(next, 0), last)].focus();
  }

  // The table

  drawTable() {
    const hadFocus = this.host.contains(document.activeElement);
    const heads = this.heads().map(([name, note]) =>
      element('th', { scope: 'col' }, name, element('small', {}, note)));
    this.cells = this.parts.keys.map((_, key) => this.cellsOf(key));
    this.rows = this.cells.map((cells, key) => {
      const label = this.labels.keys[key];
      return element('tr', { class: !this.seen[key] && 'is-masked' },
        element('th', { scope: 'row', title: label }, words(label)), cells);
    });
    this.table = element('table', {
      role: 'grid', 'aria-label': this.title, keydown: event => this.moveByKeys(event),
      ...pointing((target, event) => this.pointAt(target, event)),
    },
      element('thead', {}, element('tr', {}, element('td'), heads)),
      element('tbody', {}, this.queryRow(), this.rows, this.sumRow()));
    this.table.style.setProperty('--count', this.query.length);
    this.host.replaceChildren(this.table);
    this.stop = null;
    this.choose(placeOfLargest(this.steps.weights), StepsView.weightColumn);
    if (hadFocus) this.stop.focus();
  }

  queryRow() {
    return element('tr', { class: 'end' }, element('th', { scope: 'row' }, 'query q'),
      element('td', { class: 'strips' }, strip(this.query, this.reaches.key)),
      element('td', { colspan: 5 }));
  }

  sumRow() {
    const { weights, output } = this.steps;
    return element('tr', { class: 'end' }, element('th', { scope: 'row' }, 'sum'),
      element('td', { colspan: 3 }),
      element('td', { class: 'number' }, numberText(sum(weights))), element('td'),
      element('td', { class: 'strips' }, strip(output, this.reaches.weighted)));
  }

  cellsOf(key) {
    const { keys, values } = this.parts;
    const { products, scores, weights } = this.steps;
    const { reaches } = this;
    const weight = this.seen[key] ? weightText(weights[key]) : 'masked';
    return [
      strip(keys[key], reaches.key), numberText(products[key]), numberText(scores[key]),
      amount(weights[key], weight), strip(values[key], reaches.value),
      strip(this.weighted[key], reaches.weighted),
    ].map((contents, column) => element('td', {
      tabindex: -1, class: [0, 4, 5].includes(column) ? 'strips' : 'number', 'data-row': key,
      'data-column': column, 'aria-label': this.text(key, column),
    }, contents));
  }

  /** A cell in words: "chicken: q · k = 12.31". */
  text(key, column) {
    const { products, scores, weights } = this.steps;
    const recorded = weightText(this.parts.weights[this.token][key]);
    const length = vector => shortText(Math.hypot(...vector));
    return `${this.labels.keys[key]}: ` + [
      `key of length ${length(this.parts.keys[key])}`, `q · k = ${numberText(products[key])}`,
      `scaled ${numberText(scores[key])}`,
      this.seen[key] ? `weight ${weightText(weights[key])}, the model’s own ${recorded}` : 'masked',
      `value of length ${length(this.parts.values[key])}`,
      `weighted value of length ${length(this.weighted[key])}`,
    ][column];
  }

  pointAt(target, event) {
    const cell = target.closest('td[data-row]');
    if (!cell) return;
    this.choose(Number(cell.dataset.row), Number(cell.dataset.column));
    this.status.replaceChildren(words(this.labels.queries[this.token]), ' → ',
      words(this.text(this.key, this.column)));
    const picture = target.closest('.strip');
    this.pointAtNumber(picture ? this.numberAt(event.clientX, picture) : this.number);
  }

  /** The number of a strip that a place is over. */
  numberAt(x, picture) {
    const { left, width } = picture.getBoundingClientRect();
    const count = this.query.length;
    return Math.min(Math.max(Math.floor((x - left) / width * count), 0), count - 1);
  }

  /** The cell that Tab goes to, and that keys move from. */
  choose(row, column) {
    this.stop?.setAttribute('tabindex', -1);
    this.stop = this.cells[row][column];
    this.stop.tabIndex = 0;
    [this.key, this.column] = [row, column];
    this.rows.forEach((row, key) => row.classList.toggle('is-chosen', key === this.key));
  }

  moveByKeys(event) {
    movedByKeys(event, {
      row: this.key, column: this.column, rows: this.cells.length, columns: StepsView.columnCount,
    }, (row, column) => this.cells[row][column].focus());
  }

  // One number of the vectors

  pointAtNumber(number) {
    this.number = number;
    const { keys, values } = this.parts;
    const { products, weights, output } = this.steps;
    const [q, k, v] = [this.query, keys[this.key], values[this.key]].map(vector => vector[number]);
    const weight = weights[this.key];
    const text = `Number ${number + 1} of ${this.query.length}: `
      + `q ${shortText(q)} · k ${shortText(k)} = ${shortText(q * k)}, of `
      + `q · k = ${numberText(products[this.key])} in all. `
      + `Weight ${weightText(weight)} · v ${shortText(v)} = ${shortText(weight * v)}, of `
      + `${shortText(output[number])} in the sum.`;
    this.table.style.setProperty('--number', number);
    this.sentence.textContent = text;
    this.slider.value = number + 1;
    this.slider.setAttribute('aria-valuetext', text);
  }

  /** How far what was counted here is from what the model counted. */
  drawAgreement() {
    const recorded = this.parts.weights[this.token];
    const distance = reachOf(this.steps.weights.map((weight, key) => weight - recorded[key]));
    const found = distance < 0.01 ? 'the same, up to' : 'others, by up to';
    this.agreement.textContent = 'All of this is counted here, from queries, keys and values. The '
      + `weights that the model itself used are ${found} ${shortText(distance)}.`;
  }

  // The picture

  picture() {
    const title = figureTitle(this.title);
    const { keys, values } = this.parts;
    const { products, scores, weights, output } = this.steps;
    const labels = ['query q', ...this.labels.keys, 'sum'].map(label => clipped(label, 150));
    const room = Math.min(Math.max(4 * this.query.length, 120), 320);
    const columns = [room, 46, 46, 58, room, room];
    const left = margin + Math.max(...labels.map(label => widthOf(label))) + 8;
    const places = columns.map((_, i) => left + sum(columns.slice(0, i)) + 16 * i);
    const [pitch, top] = [20, margin + 58];
    const vector = (numbers, reach, column, row) =>
      figureStrip(numbers, reach, places[column], top + pitch * row + 2, room, pitch - 4);
    const atEnd = { 'text-anchor': 'end' };
    const number = (text, column, row) =>
      figureText(text, places[column] + columns[column], top + pitch * row + 14, 'label', atEnd);
    const end = keys.length + 1;
    const { key: keyReach, value: valueReach, weighted: weightedReach } = this.reaches;
    return figure(title, '', Math.max(places[5] + room, margin + widthOf(title, 15, 600)) + margin,
      top + pitch * (end + 1) + margin, [
        ...this.heads().map(([name], i) => figureText(name, places[i], top - 10, 'heading')),
        ...labels.map((label, row) =>
          figureText(label, left - 8, top + pitch * row + 14, 'label', atEnd)),
        vector(this.query, keyReach, 0, 0),
        ...keys.flatMap((key, i) => [
          vector(key, keyReach, 0, i + 1), number(numberText(products[i]), 1, i + 1),
          number(numberText(scores[i]), 2, i + 1),
          number(this.seen[i] ? weightText(weights[i]) : 'masked', 3, i + 1),
          vector(values[i], valueReach, 4, i + 1),
          vector(this.weighted[i], weightedReach, 5, i + 1),
        ]),
        number(numberText(sum(weights)), 3, end), vector(output, weightedReach, 5, end),
      ], signedRules);
  }
}

sectionKinds.steps = {
  title: 'One attention, step by step',
  draw: value => {
    const view = new StepsView(value);
    views.push(view);
    return { nodes: view.nodes, picture: () => view.picture() };
  },
};
