// The hypotheses of a search as a tree: steps across, those of a step by rank down.

class BeamView {
  static pitch = 22;
  /** From the left edge of a node to its label. */
  static labelStart = 16;
  /** Between the columns, where lines change their rows. */
  static gap = 42;
  static longestLabel = 120;

  constructor({ beamSize, nodes, reference, translations, caption, hiddenCount }) {
    Object.assign(this, { beamSize, nodes, reference, translations, hiddenCount });
    this.steps = [];
    this.children = nodes.map(() => []);
    nodes.forEach(({ step, parent }, place) => {
      (this.steps[step] ??= []).push(place);
      if (parent !== undefined) this.children[parent].push(place);
    });
    this.best = Math.max(0, nodes.findIndex(({ fate }) =>
      fate.kind === 'finished' && fate.rank === 1));
    this.chosen = this.best;
    this.status = statusLine();
    this.status.textContent = 'Point at a hypothesis.';
    this.host = wide('tree');
    const said = [this.explanation(), caption, this.hidden()].filter(text => text !== '');
    this.below = [
      ...said.map(text => element('p', { class: 'explanation' }, words(legible(text)))),
      this.status, this.host, ...this.table(),
    ];
  }

  explanation() {
    const { beamSize } = this;
    const kept = beamSize === 1 ? 'the best one is kept' : `the best ${beamSize} are kept`;
    return `Every step adds a token to the hypotheses; of all continuations, ${kept}. A line is as `
      + 'wide as its token is probable. Beside a translation that is finished stands its rank.';
  }

  hidden() {
    const count = this.hiddenCount;
    return count ? `Not shown: ${count} more, which came later or fell out at once.` : '';
  }

  // Nodes in words

  label({ piece, fate }) {
    const text = legible(piece);
    return fate.kind === 'finished' ? `${text} ${fate.rank}.` : text;
  }

  /** The places of the hypotheses on the way to one, from its first token to its last. */
  path(place) {
    const { parent } = this.nodes[place];
    return parent === undefined ? [] : [...this.path(parent), place];
  }

  text(place) {
    return this.path(place).map(place => {
      const { piece, beginsWord } = this.nodes[place];
      return (beginsWord ? ' ' : '') + (beginsWord && piece === spaceMark ? '' : legible(piece));
    }).join('').trim();
  }

  /** What the search knows of a node: "log P −0.06, sum −0.31, step 6, rank 1, kept". */
  numbers(place) {
    const { parent, logProbability, sum, step, rank, fate } = this.nodes[place];
    if (parent === undefined) return 'where every translation begins';
    return [
      `log P ${shortText(logProbability)}`, `probability ${weightText(Math.exp(logProbability))}`,
      `sum ${shortText(sum)}`, rank === undefined ? `step ${step}` : `step ${step}, rank ${rank}`,
      BeamView.fate(fate, step),
    ].join(', ');
  }

  static fate({ kind, step, rank, score, isCutOff }, ownStep) {
    const withRank = rank === undefined ? '' : ` with rank ${rank}`;
    return {
      kept: () => 'kept',
      open: () => 'in the beam when the search ended',
      finished: () =>
        `finished${withRank}, score ${shortText(score)}${isCutOff ? ', cut off' : ''}`,
      pruned: () => step === ownStep
        ? 'fell out of the beam' : `fell out of the beam in step ${step}${withRank}`,
    }[kind]();
  }

  // The tree

  /** Where columns and nodes are; the right edge and the lower one. */
  layout(left, top) {
    this.widths = this.nodes.map(node =>
      BeamView.labelStart + Math.min(widthOf(this.label(node), 12, 600), BeamView.longestLabel));
    let x = left;
    this.columns = this.steps.map(places => {
      const column = { x, width: Math.max(...places.map(place => this.widths[place])) };
      x += column.width + BeamView.gap;
      return column;
    });
    this.places = this.nodes.map((node, place) => ({
      x: this.columns[node.step].x,
      y: top + (this.steps[node.step].indexOf(place) + 0.5) * BeamView.pitch,
    }));
    const rows = Math.max(...this.steps.map(places => places.length));
    return { right: x - BeamView.gap, bottom: top + rows * BeamView.pitch };
  }

  /** From the end of the parent's label to a node: level as far as the labels of its step reach. */
  line(place) {
    const { parent, step } = this.nodes[place];
    const [start, end] = [this.places[parent], this.places[place]];
    const from = start.x + this.widths[parent] + 5;
    const column = this.columns[step - 1];
    const level = Math.max(column.x + column.width + 5, from);
    const middle = (level + end.x) / 2;
    return `M${from.toFixed(1)} ${start.y}H${level.toFixed(1)}C${middle.toFixed(1)} ${start.y} `
      + `${middle.toFixed(1)} ${end.y} ${end.x.toFixed(1)} ${end.y}`;
  }

  edge(place) {
    const { fate, logProbability } = this.nodes[place];
    return drawn('path', {
      class: `edge edge-${fate.kind}`, d: this.line(place),
      'stroke-width': Number(Math.max(0.6, 6 * Math.exp(logProbability)).toFixed(1)),
    });
  }

  marker(kind, x, y) {
    const name = `marker marker-${kind}`;
    if (kind === 'finished') {
      return drawn('rect', { class: name, x: x - 4, y: y - 4, width: 8, height: 8 });
    }
    if (kind === 'pruned') {
      const d = `M${x - 3} ${y - 3}L${x + 3} ${y + 3}M${x - 3} ${y + 3}L${x + 3} ${y - 3}`;
      return drawn('path', { class: name, d });
    }
    return drawn('circle', { class: name, cx: x, cy: y, r: 4 });
  }

  /** What outlines a node of the reference and the line to it. */
  halo(place) {
    const { x, y } = this.places[place];
    return drawn('rect', {
      class: 'outline', x: x - 2, y: y - 9, width: this.widths[place] + 6, height: 18, rx: 4,
    });
  }

  group(place, attributes = {}) {
    const node = this.nodes[place];
    const { x, y } = this.places[place];
    const label = clipped(this.label(node), BeamView.longestLabel, 600);
    return drawn('g', attributes, this.marker(node.fate.kind, Math.round(x) + 6, y),
      figureText(label, x + BeamView.labelStart, y + 4,
        node.fate.kind === 'pruned' ? 'label left' : 'label'));
  }

  /** The numbers of the steps. */
  stepNumbers(top) {
    return [
      figureText('step →', this.columns[0].x, top - 8, 'note'),
      ...this.columns.slice(1).map(({ x }, i) =>
        figureText(`${i + 1}`, x + 6, top - 8, 'tick', { 'text-anchor': 'middle' })),
    ];
  }

  /** What was pruned comes first, so that the others lie over it. */
  get order() {
    const places = this.nodes.map((_, place) => place);
    const isPruned = place => this.nodes[place].fate.kind === 'pruned';
    return [...places.filter(isPruned), ...places.filter(place => !isPruned(place))];
  }

  get edges() { return this.order.filter(place => this.nodes[place].parent !== undefined); }

  legend(x, y) {
    const there = new Set(this.edges.map(place => this.nodes[place].fate.kind));
    const kinds = ['kept', 'pruned', 'finished', 'open'].filter(kind => there.has(kind));
    const parts = [];
    for (const kind of kinds) {
      parts.push(
        drawn('line', {
          class: `edge edge-${kind}`, x1: x, x2: x + 20, y1: y, y2: y, 'stroke-width': 2,
        }),
        this.marker(kind, x + 26, y), figureText(kind, x + 36, y + 4, 'note'));
      x += 36 + widthOf(kind, 11) + 16;
    }
    if (this.reference.length) {
      parts.push(drawn('rect', { class: 'outline', x, y: y - 7, width: 20, height: 14, rx: 4 }),
        figureText('reference', x + 26, y + 4, 'note'));
      x += 26 + widthOf('reference', 11);
    }
    return { parts, right: x };
  }

  draw() {
    const { right, bottom } = this.layout(6, 24);
    const legend = this.legend(6, bottom + 22);
    const [width, height] = [Math.max(right, legend.right) + 16, bottom + 36];
    this.groups = [];
    for (const place of this.order) this.groups[place] = this.item(place);
    this.lines = [];
    for (const place of this.edges) this.lines[place] = this.edge(place);
    const hadFocus = this.host.contains(document.activeElement);
    this.host.replaceChildren(drawn('svg', {
      role: 'tree', 'aria-label': this.title(), width, height, viewBox: `0 0 ${width} ${height}`,
      keydown: event => this.moveByKeys(event), ...pointing(target => this.pointAt(target)),
    },
      drawn('style', {}, beamRules(paper()).map(rule => `.tree ${rule}`).join('\n')),
      drawn('g', { 'aria-hidden': 'true' }, this.stepNumbers(24),
        this.reference.map(place => this.halo(place)), this.edges.map(place => this.lines[place])),
      this.order.map(place => this.groups[place]),
      drawn('g', { 'aria-hidden': 'true' }, legend.parts)));
    this.choose(this.chosen);
    if (hadFocus) this.groups[this.chosen].focus();
  }

  mark() {}

  /** A node that can be pointed at: all of its label and marker, and what is between. */
  item(place) {
    const { x, y } = this.places[place];
    const item = this.group(place, {
      role: 'treeitem', tabindex: -1, 'aria-level': this.nodes[place].step + 1, 'data-place': place,
      'aria-label': `${this.label(this.nodes[place])}: ${this.numbers(place)}`,
    });
    item.prepend(drawn('rect', {
      class: 'ground', x: x - 1, y: y - 10, width: this.widths[place] + 4, height: 20, rx: 4,
    }));
    return item;
  }

  title() {
    const sentence = data.attention.source.words.map(({ text }) => legible(text))
      .filter(text => text !== endMark).join(' ');
    return `${this.beamSize === 1 ? 'Greedy search' : `Beam of ${this.beamSize}`}: ${sentence}`;
  }

  // What is pointed at

  pointAt(target) {
    const item = target.closest('[data-place]');
    if (!item) return;
    this.choose(Number(item.dataset.place));
    const text = this.text(this.chosen) || legible(this.nodes[this.chosen].piece);
    const numbers = element('strong', {}, this.numbers(this.chosen));
    this.status.replaceChildren(numbers, ': ', words(text));
  }

  /** Marks the way to a node. */
  choose(place) {
    this.groups[this.chosen].setAttribute('tabindex', -1);
    this.chosen = place;
    this.groups[place].setAttribute('tabindex', 0);
    const path = new Set([0, ...this.path(place)]);
    this.groups.forEach((group, i) => {
      group.classList.toggle('is-chosen', path.has(i));
      group.setAttribute('aria-selected', `${i === place}`);
    });
    this.lines.forEach((line, i) => line.classList.toggle('is-chosen', path.has(i)));
  }

  /** Left to the hypothesis before, right to the best that follows; up and down in a step. */
  moveByKeys(event) {
    const { parent, step } = this.nodes[this.chosen];
    const row = this.steps[step].indexOf(this.chosen);
    const next = {
      ArrowLeft: parent, ArrowRight: this.children[this.chosen][0], Home: 0, End: this.best,
      ArrowUp: this.steps[step][row - 1], ArrowDown: this.steps[step][row + 1],
    };
    if (!(event.key in next) || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.groups[next[event.key]]?.focus();
  }

  // What was found

  table() {
    if (!this.translations.length) return [];
    const head = tableHead(['rank', 'translation', 'log P', 'score']);
    const row = ({ text, logProbability, score, isCutOff }, i) => element('tr', {},
      element('td', { class: 'number' }, `${i + 1}`),
      element('td', {}, words(legible(text)), isCutOff ? ' (cut off)' : ''),
      element('td', { class: 'number' }, shortText(logProbability)),
      element('td', { class: 'number' }, shortText(score)));
    return [wide('found', element('table', {},
      element('caption', {}, 'What finished'), head,
      element('tbody', {}, this.translations.map(row))))];
  }

  picture() {
    const title = figureTitle(this.title());
    const top = margin + 58;
    const { right, bottom } = this.layout(margin, top);
    const legend = this.legend(margin, bottom + 22);
    const widest = Math.max(right, legend.right, margin + widthOf(title, 15, 600));
    const picture = figure(title, '', widest + margin, bottom + 36 + margin, [
      ...this.stepNumbers(top), ...this.reference.map(place => this.halo(place)),
      ...this.edges.map(place => this.edge(place)), ...this.order.map(place => this.group(place)),
      ...legend.parts,
    ], beamRules);
    this.layout(6, 24);
    return picture;
  }
}

/** The looks of a tree; what became of a hypothesis is told by line and marker, too. */
function beamRules({ series, reference, rules }) {
  const muted = rules.find(rule => rule.startsWith('.note')).match(/#[0-9a-f]{6}/)[0];
  const colors = { kept: series[0], pruned: muted, finished: series[2], open: series[1] };
  return [
    '.edge, .outline, .marker { fill: none; }', '.marker, .outline { stroke-width: 1.6; }',
    '.edge-pruned { stroke-dasharray: 5 3; }', '.edge-open { stroke-dasharray: 1.5 3; }',
    `.outline { stroke: ${reference}; }`, `.left { fill: ${muted}; }`,
    ...Object.entries(colors).map(([kind, color]) =>
      `.edge-${kind}, .marker-${kind} { stroke: ${color}; }`),
    ...['kept', 'finished'].map(kind => `.marker-${kind} { fill: ${colors[kind]}; }`),
  ];
}

sectionKinds.beam = {
  title: 'The search',
  draw: value => {
    const view = new BeamView(value);
    views.push(view);
    return { nodes: view.below, picture: () => view.picture() };
  },
};
