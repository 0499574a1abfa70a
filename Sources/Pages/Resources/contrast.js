// Two translations of one sentence: which source words speak for which.

class ContrastView {
  static measures = [['gradientTimesInput', 'gradient × input'], ['occlusion', 'occlusion']];

  constructor(value) {
    this.value = value;
    this.labels = data.attention.source.words.map(({ text }) => legible(text));
    this.reaches = Object.fromEntries(
      ContrastView.measures.map(([name]) => [name, reachOf(value[name])]));
    this.host = wide('measures');
    this.nodes = [
      element('p', { class: 'explanation' }, 'Why the model prefers one translation: what its '
        + 'log-probability, in nats, owes to every word of the source. Gradient × input is how '
        + 'fast the difference changes with the word; occlusion is what it loses without it.'),
      element('div', { class: 'translations' },
        this.translation('first', value.first), this.translation('second', value.second)),
      element('p', { class: 'verdict' }, ...this.verdict()), this.host,
    ];
  }

  /** The words of a translation, each with its log P; those that the other has not are marked. */
  translation(name, { words: texts, logProbabilities, differingWords, logProbability }) {
    return element('div', {},
      element('h3', {}, `The ${name} translation`,
        element('small', {}, `log P ${shortText(logProbability)}`)),
      element('ol', {}, texts.map((text, i) => element('li', {
        class: differingWords.includes(i) && `is-${name}`,
      }, words(legible(text)), ' ', element('small', {}, numberText(logProbabilities[i]))))));
  }

  /** The words in which a translation differs; all of it where it only lacks some. */
  differing({ words: texts, differingWords }) {
    const shown = differingWords.length
      ? differingWords.map(i => texts[i]) : texts.filter(text => text !== endMark);
    return clipped(shown.map(legible).join(' '), 260);
  }

  verdict() {
    const { difference } = this.value;
    const [better, other] = difference < 0 ? ['second', 'first'] : ['first', 'second'];
    if (difference === 0) return ['Both translations are as probable.'];
    const times = Math.exp(Math.abs(difference));
    const text = Number.isFinite(times) && times < 1e6
      ? `, or ${times < 100 ? shortText(times) : Math.round(times)} times as probable` : '';
    return [`The ${better} translation is `,
      element('strong', {}, `${shortText(Math.abs(difference))} nats`),
      ` more probable than the ${other}${text}.`];
  }

  draw() {
    const { first, second } = this.value;
    const measures = ContrastView.measures;
    this.host.replaceChildren(element('table', {},
      element('caption', {},
        element('span', { class: 'is-second' }, '← for ', words(this.differing(second))),
        element('span', { class: 'is-first' }, 'for ', words(this.differing(first)), ' →')),
      tableHead(['source', ...measures.map(([, title]) => title)]),
      element('tbody', {}, this.labels.map((label, i) => element('tr', {},
        element('th', { scope: 'row', title: label }, words(label)),
        measures.map(([name]) => this.cell(this.value[name][i], this.reaches[name])))))));
    for (const [name, color] of [['first', signColor(1)], ['second', signColor(-1)]]) {
      this.host.parentNode.style.setProperty(`--${name}`, color);
    }
  }

  mark() {}

  /** A bar to the right for the first translation, to the left for the second, and its number. */
  cell(value, reach) {
    const fill = element('i');
    const share = reach > 0 ? 50 * Math.abs(value) / reach : 0;
    fill.style.width = `${share}%`;
    fill.style.left = `${value < 0 ? 50 - share : 50}%`;
    fill.style.backgroundColor = signColor(value);
    return element('td', { class: 'number' },
      element('span', { class: 'signed', 'aria-hidden': 'true' }, fill), numberText(value));
  }

  picture() {
    const { first, second } = this.value;
    const [forFirst, forSecond] = [first, second].map(text => this.differing(text));
    const title = figureTitle(`“${forFirst}” rather than “${forSecond}”, by source word`);
    const [room, pitch, top] = [200, 22, margin + 84];
    const labels = this.labels.map(label => clipped(label, 150));
    const left = margin + Math.max(...labels.map(label => widthOf(label)), 40) + 10;
    const columns = ContrastView.measures.map((_, i) => left + i * (room + 80));
    const legend = [[`← for ${forSecond}`, 'for-second'], [`for ${forFirst} →`, 'for-first']];
    const bottom = top + pitch * labels.length;
    const right = Math.max(columns[1] + room + 50, margin + widthOf(title, 15, 600),
      margin + sum(legend.map(([text]) => widthOf(text) + 36)));
    return figure(title, '', right + margin, bottom + margin, [
      ...legend.flatMap(([text, name], i) => {
        const x = margin + (i ? widthOf(legend[0][0]) + 36 : 0);
        return [
          drawn('rect', { class: name, x: x.toFixed(1), y: margin + 30, width: 10, height: 10 }),
          figureText(text, x + 16, margin + 39, 'label'),
        ];
      }),
      ...labels.map((label, i) =>
        figureText(label, left - 10, top + i * pitch + 15, 'label', { 'text-anchor': 'end' })),
      ...ContrastView.measures.flatMap((measure, i) =>
        this.figureMeasure(measure, { x: columns[i], top, room, pitch })),
    ], ({ diverging }) => [
      `.for-first { fill: ${diverging[diverging.length - 5]}; }`,
      `.for-second { fill: ${diverging[4]}; }`,
    ]);
  }

  figureMeasure([name, title], { x, top, room, pitch }) {
    const middle = x + room / 2;
    const values = this.value[name];
    return [
      figureText(title, x, top - 10, 'heading'),
      ...values.flatMap((value, i) => {
        const y = top + i * pitch;
        const width = room / 2 * Math.abs(value) / (this.reaches[name] || 1);
        return [
          drawn('rect', {
            class: value < 0 ? 'for-second' : 'for-first', y: y + 5, height: 12,
            x: (value < 0 ? middle - width : middle).toFixed(1), width: width.toFixed(1),
          }),
          figureText(numberText(value), x + room + 50, y + 15, 'tick', { 'text-anchor': 'end' }),
        ];
      }),
      drawn('line', {
        class: 'axis', x1: middle, x2: middle, y1: top, y2: top + pitch * values.length,
      }),
    ];
  }
}

/** The colour of what speaks for the first translation, above 0, or for the second. */
function signColor(value) {
  const { diverging } = paper();
  return diverging[value < 0 ? 4 : diverging.length - 5];
}

sectionKinds.contrast = {
  title: 'Two translations',
  draw: value => {
    const view = new ContrastView(value);
    views.push(view);
    return { nodes: view.nodes, picture: () => view.picture() };
  },
};
