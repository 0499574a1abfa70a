// The worked example: a dictionary that mixes its answers, in three dimensions, to change by hand.

/**
 * Scaled dot-product attention of one query (Vaswani et al. 2017, equation 1), step by step:
 * softmax(q · k / √d_k) over the keys that it may see, and the mixture of the values that these
 * weights make.
 */
function attend(query, keys, values, { isScaled = true, seesKey = () => true } = {}) {
  const products = keys.map(key => dot(query, key));
  const divisor = isScaled ? Math.sqrt(query.length) : 1;
  const scores = products.map(product => product / divisor);
  const weights = softmax(scores.map((score, i) => seesKey(i) ? score : -Infinity));
  const output = values[0].map((_, i) => sum(values.map((value, j) => weights[j] * value[i])));
  return { products, scores, weights, output };
}

function dot(a, b) {
  return sum(a.map((number, i) => number * b[i]));
}

/** The softmax; the largest is taken off first, so that no exponential overflows. */
function softmax(scores) {
  const most = Math.max(...scores);
  const exponentials = scores.map(score => Math.exp(score - most));
  return exponentials.map(number => number / sum(exponentials));
}

/** Keys and values: the values are colours, as shares of red, green and blue. */
const firstEntries = [
  { name: 'sun', key: [3, 1, 0], value: [0.93, 0.66, 0.13] },
  { name: 'leaf', key: [1, 3, 1], value: [0.2, 0.6, 0.33] },
  { name: 'sea', key: [0, 1, 3], value: [0.16, 0.38, 0.78] },
];

class DictionaryView {
  constructor() {
    this.entries = structuredClone(firstEntries);
    this.query = [...this.entries[1].key];
    this.isScaled = true;
    this.turn = 35;
    this.node = element('div', { class: 'columns' },
      element('div', {}, this.introduction(), this.space()),
      element('div', {}, this.queryRow(), this.table(), this.answer()));
    this.update();
  }

  introduction() {
    return element('div', { class: 'prose' },
      element('p', {}, 'A dictionary compares a word with its keys, finds the one that is equal, '
        + 'and answers with its value. Attention does so softly: the query is compared with every '
        + 'key, the comparisons become weights that add up to 1, and the answer is the mixture of '
        + 'all values.'),
      element('p', { class: 'equation' }, 'answer = Σ', element('sub', {}, 'i'), ' softmax',
        element('sub', {}, 'i'), '( ', element('var', {}, 'q'), ' · ', element('var', {}, 'k'),
        element('sub', {}, 'i'), ' / √', element('var', {}, 'd'), element('sub', {}, 'k'), ' ) ',
        element('var', {}, 'v'), element('sub', {}, 'i')),
      element('p', {}, 'Here queries and keys have three numbers, and values are colours, so that '
        + 'a mixture can be seen. The query begins as the second key. Change any number.'));
  }

  // The query

  queryRow() {
    this.queryInputs = this.vector('query', this.query, 'query');
    const copies = this.entries.map((entry, i) => button(`= key of ${entry.name}`, () => {
      this.query = [...this.entries[i].key];
      this.update(true);
    }));
    const between = button('between the first two', () => {
      const [first, second] = this.entries;
      this.query = first.key.map((number, i) => (number + second.key[i]) / 2);
      this.update(true);
    });
    const scale = element('input', {
      type: 'checkbox', checked: '', change: () => {
        this.isScaled = scale.checked;
        this.update();
      },
    });
    return element('div', { class: 'query' },
      element('div', { class: 'labelled' },
        element('span', { class: 'name' }, 'query'), this.queryInputs),
      element('div', { class: 'buttons', role: 'group', 'aria-label': 'Set the query' },
        copies, between),
      element('label', { class: 'toggle' }, scale,
        element('span', {}, 'divide by √d', element('sub', {}, 'k'), ' = √3')));
  }

  /** Three numbers to change, in a list that is read with a name. */
  vector(name, numbers, kind) {
    const inputs = numbers.map((number, i) => element('input', {
      type: 'number', step: 0.5, min: -9, max: 9, value: number, inputmode: 'decimal',
      'aria-label': `${name}, number ${i + 1}`,
      input: event => {
        const value = event.target.valueAsNumber;
        if (!Number.isFinite(value)) return;
        if (kind === 'query') this.query[i] = value;
        else this.entries[kind].key[i] = value;
        this.update();
      },
    }));
    return element('span', { class: 'vector' }, inputs);
  }

  // The entries

  table() {
    const heads = ['entry', 'key', 'q · k', 'scaled', 'weight', 'value'];
    this.rows = this.entries.map((entry, i) => this.row(entry, i));
    return element('table', { class: 'entries' },
      element('thead', {}, element('tr', {}, heads.map(head =>
        element('th', { scope: 'col' }, head)))),
      element('tbody', {}, this.rows.map(row => row.node)));
  }

  row(entry, i) {
    const product = element('td', { class: 'number', 'data-title': 'q · k' });
    const score = element('td', { class: 'number', 'data-title': 'scaled' });
    const number = element('span', { class: 'number' });
    const bar = element('span', { class: 'bar', 'aria-hidden': 'true' }, element('i'));
    const color = element('input', {
      type: 'color', value: hexadecimal(entry.value), 'aria-label': `value of ${entry.name}`,
      input: () => {
        entry.value = components(color.value);
        this.update();
      },
    });
    const value = element('span', { class: 'number' });
    const node = element('tr', {},
      element('th', { scope: 'row' }, entry.name),
      element('td', { class: 'key', 'data-title': 'key' },
        this.vector(`key of ${entry.name}`, entry.key, i)),
      product, score,
      element('td', { class: 'weight', 'data-title': 'weight' }, number, bar),
      element('td', { class: 'value', 'data-title': 'value' }, color, value));
    return { node, product, score, number, bar: bar.firstChild, value };
  }

  answer() {
    this.swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
    this.sentence = element('p', { role: 'status', 'aria-atomic': 'true' });
    return element('div', { class: 'answer' }, this.swatch, this.sentence);
  }

  // Query and keys in space

  space() {
    this.picture = drawn('svg', {
      class: 'space', viewBox: '-120 -92 240 150', role: 'img',
      'aria-label': 'The query and the keys as arrows in three dimensions',
    });
    const turn = element('input', {
      type: 'range', min: 0, max: 90, value: this.turn, 'aria-label': 'Turn the picture',
      input: () => {
        this.turn = turn.valueAsNumber;
        this.drawSpace();
      },
    });
    return element('div', { class: 'turning' }, this.picture,
      element('label', {}, element('span', {}, 'turn'), turn));
  }

  drawSpace() {
    const vectors = [this.query, ...this.entries.map(({ key }) => key)];
    const longest = Math.max(3, ...vectors.flat().map(Math.abs));
    const at = place => projected(place.map(number => 76 * number / longest), this.turn);
    const axes = [[1, 0, 0], [0, 1, 0], [0, 0, 1]].flatMap((axis, i) => {
      const end = at(axis.map(number => number * longest));
      return [
        drawn('line', { class: 'axis', x2: end[0], y2: end[1] }),
        drawn('text', { class: 'axis-name', x: end[0] * 1.16, y: end[1] * 1.16 + 3 }, `${i + 1}`),
      ];
    });
    const arrow = (vector, name, color, label) => {
      const [x, y] = at(vector);
      const line = drawn('line', { class: name, x2: x, y2: y });
      const tip = drawn('circle', { class: name, cx: x, cy: y, r: name === 'query' ? 7 : 4.5 });
      if (color) {
        line.style.stroke = color;
        tip.style.fill = color;
      }
      const isLeft = x < -4;
      return [line, tip, drawn('text', {
        x: x + (isLeft ? -11 : 11), y: y + (name === 'query' ? -8 : isLeft ? 4 : 12),
        'text-anchor': isLeft ? 'end' : 'start',
      }, label)];
    };
    this.picture.replaceChildren(...axes,
      ...this.entries.flatMap(({ name, key, value }) =>
        arrow(key, 'key', hexadecimal(value), name)),
      ...arrow(this.query, 'query', null, 'query'));
  }

  update(showsQuery = false) {
    const { entries, query, isScaled } = this;
    if (showsQuery) {
      this.queryInputs.querySelectorAll('input').forEach((input, i) => { input.value = query[i]; });
    }
    const { products, scores, weights, output } = attend(
      query, entries.map(({ key }) => key), entries.map(({ value }) => value), { isScaled });
    this.rows.forEach((row, i) => {
      row.product.textContent = numberText(products[i]);
      row.score.textContent = numberText(scores[i]);
      row.number.textContent = numberText(weights[i], 3);
      row.bar.style.width = `${100 * weights[i]}%`;
      row.bar.style.backgroundColor = hexadecimal(entries[i].value);
      row.value.textContent = entries[i].value.map(number => numberText(number)).join(' ');
    });
    this.swatch.style.backgroundColor = hexadecimal(output);
    this.sentence.textContent = 'The answer: '
      + entries.map(({ name }, i) => `${numberText(weights[i], 2)} of ${name}`).join(', ')
      + ` = (${output.map(number => numberText(number)).join(', ')})`;
    this.drawSpace();
  }
}

sectionKinds.dictionary = {
  title: 'A fuzzy dictionary',
  draw: () => ({ nodes: [new DictionaryView().node] }),
};

/** A point of space on the screen, seen from above and from the side that is turned there. */
function projected([x, y, z], degrees) {
  const turn = degrees * Math.PI / 180;
  const rise = Math.PI / 7;
  const across = x * Math.cos(turn) - y * Math.sin(turn);
  const depth = x * Math.sin(turn) + y * Math.cos(turn);
  return [across, depth * Math.sin(rise) - z * Math.cos(rise)];
}

/** A colour as CSS writes it, of shares of red, green and blue. */
function hexadecimal(shares) {
  return '#' + shares
    .map(share => Math.round(255 * Math.min(Math.max(share, 0), 1)).toString(16).padStart(2, '0'))
    .join('');
}

/** The shares of red, green and blue of a colour that CSS writes. */
function components(color) {
  return channels(color).map(value => Math.round(value / 2.55) / 100);
}
