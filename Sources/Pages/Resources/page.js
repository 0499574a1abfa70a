// The page, from top to bottom.

/** The sentence and its translation; what is pointed at is marked in them. */
class SentenceView {
  constructor() {
    const { source, target } = data.attention;
    const isLong = source.words.length + target.words.length > 80;
    this.source = this.parts(source);
    this.target = this.parts(target);
    const model = data.model ? legible(data.model) : 'the model';
    this.node = element('header', { class: 'top' },
      element('p', { class: 'model' }, `Inside ${model}`),
      element('h1', { class: isLong && 'is-long' },
        this.line('Source: ', this.source), this.line('Translation: ', this.target)));
  }

  /** The words of a side without the end, which nobody wrote. */
  parts(text) {
    const isEnd = (word, i) => i === text.words.length - 1 && legible(word.text) === endMark;
    return text.words.filter((word, i) => !isEnd(word, i)).map(({ text, pieces }) => {
      const part = { pieces };
      part.node = element('span', { class: 'part', pointerover: () => this.pointAt(part) },
        words(legible(text)));
      return part;
    });
  }

  line(name, parts) {
    return element('span', { class: 'line', dir: 'auto' },
      element('span', { class: 'unseen' }, name),
      parts.flatMap(({ node }, i) => i ? [' ', node] : [node]));
  }

  /** The parts that look, those that are looked at, and how much later these are among the keys. */
  sides() {
    const { site } = selection;
    return {
      queries: site === 'encoder' ? this.source : this.target,
      keys: site === 'decoder' ? this.target : this.source,
      // What the decoder reads is what it said, one place later, after the start.
      shift: site === 'decoder' ? 1 : 0,
    };
  }

  pointAt(part) {
    const { queries, keys, shift } = this.sides();
    const axes = chosenAxes();
    const place = (axis, pieces) => axis.findIndex(place => overlap(place.pieces, pieces));
    if (queries.includes(part)) point(place(axes.queries, part.pieces), null);
    else if (keys.includes(part)) point(null, place(axes.keys, shifted(part.pieces, shift)));
  }

  draw() {}

  mark() {
    const { query, key } = selection;
    const { queries, keys, shift } = this.sides();
    const axes = chosenAxes();
    const weights = chosenWeights();
    for (const { node } of [...this.source, ...this.target]) {
      node.classList.remove('is-marked');
      node.style.setProperty('--weight', 0);
    }
    const show = (parts, shift, axis, marked, weightAt) => parts.forEach(({ node, pieces }) => {
      const places = axis.map((_, i) => i)
        .filter(i => overlap(axis[i].pieces, shifted(pieces, shift)));
      if (places.includes(marked)) node.classList.add('is-marked');
      if (weightAt) node.style.setProperty('--weight', Math.min(1, sum(places.map(weightAt))));
    });
    show(queries, 0, axes.queries, query, query === null && key !== null && (i => weights[i][key]));
    show(keys, shift, axes.keys, key, query !== null && (i => weights[query][i]));
  }
}

function shifted(pieces, shift) {
  return pieces.map(place => place + shift);
}

/** What is shown: which attention, layer and head, in words or in pieces. */
class ControlsView {
  constructor() {
    const number = text => text === mean ? mean : Number(text);
    this.site = choice('Attention', 'site', sites.map(site => [site, siteTexts[site].short]),
      site => choose({ site }));
    this.layer = menu('Layer', layer => choose({ layer: number(layer) }));
    this.head = menu('Head', head => choose({ head: number(head) }));
    this.unit = choice('By', 'unit', [['words', 'words'], ['pieces', 'pieces']],
      unit => choose({ unit }));
    this.site.node.hidden = sites.length === 1;
    const { source, target } = data.attention;
    this.unit.node.hidden = [source, target].every(text =>
      text.words.length === text.pieces.length);
    this.node = element('nav', { class: 'controls', 'aria-label': 'What is shown' },
      this.site.node, this.layer.node, this.head.node, this.unit.node);
  }

  draw() {
    const { site, layer, head, unit } = selection;
    const heads = headsOf(site).map(head => [`${head}`, `${head}`]);
    this.site.show(site);
    this.unit.show(unit);
    this.layer.show(layersAt(site).map((_, layer) => [`${layer}`, `${layer}`]), `${layer}`);
    this.head.show(heads.length > 1 ? [[mean, mean], ...heads] : heads, `${head}`);
    this.layer.node.hidden = layersAt(site).length === 1;
    this.head.node.hidden = heads.length === 1;
  }

  mark() {}
}

function help() {
  const keys = [
    ['Tab', 'from part to part'],
    ['← ↑ → ↓', 'through cells, words, layers and heads, and hypotheses'],
    ['Home, End', 'to the first and last of a row; with Ctrl, of all'],
    ['Escape', 'points at nothing'],
  ];
  return element('details', {}, element('summary', {}, 'Keys'),
    element('dl', {}, keys.flatMap(([key, text]) =>
      [element('dt', {}, element('kbd', {}, key)), element('dd', {}, text)])));
}

function drawPage() {
  if (headCount(selection.site) === 1) selection.head = 0;
  selection.query = tellingQuery();
  const [sentence, controls, matrix, lines, overview] = [
    new SentenceView(), new ControlsView(), new MatrixView(), new LinesView(), new OverviewView(),
  ];
  views.push(sentence, controls, matrix, lines, overview);
  document.body.append(element('main', {},
    sentence.node, controls.node,
    element('div', { class: 'pictures' }, matrix.node, lines.node, overview.node),
    furtherSections(),
    element('footer', {}, help(),
      element('p', {}, 'Made by Calque. All of it is in this one file.'))));
  choose({});
  darkness.addEventListener('change', () => choose({}));
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') point(null, null);
  });
}

drawPage();
