// What the softmax makes of products of longer and longer vectors, scaled and as they are.

const keyCount = 8;
const mostDimensions = 10;

toys.softmax = stage => {
  let power = 6;
  let seed = 1;
  let width = 0;
  const picture = element('div', { class: 'plot' });
  const figures = element('table', { class: 'figures' });
  const dimensions = slider({
    title: 'Width of queries and keys, d_k', maximum: mostDimensions, value: power,
    say: value => numberText(2 ** value), change: value => { power = value; draw(); },
  });
  stage.append(
    dimensions.node, picture, figures,
    button('Other random vectors', () => { seed += 1; draw(); }));
  whenWide(picture, now => { width = now; draw(); });

  function draw() {
    const products = productsOf(seed, 2 ** power);
    const rows = [
      { name: 'with 1/√d_k', scores: products.map(product => product / Math.sqrt(2 ** power)) },
      { name: 'without', scores: products },
    ].map(({ name, scores }) => ({ name, scores, weights: softmax(scores) }));
    picture.replaceChildren(weightsPicture(rows, width));
    figures.replaceChildren(...figuresTable(rows));
    dimensions.tell(rows.map(({ name, weights }) =>
      `${name}: largest weight ${numberText(Math.max(...weights), 2)}`).join('; '));
  }
};

/** Products of a query and keys of independent numbers with mean 0 and variance 1. */
function productsOf(seed, width) {
  return Array.from({ length: keyCount }, (_, key) => {
    const random = seeded(seed * 1000 + key);
    let product = 0;
    for (let i = 0; i < width; i += 1) product += normal(random) * normal(random);
    return product;
  });
}

/** The softmax; the largest is taken off first, so that no exponential overflows. */
function softmax(scores) {
  const most = Math.max(...scores);
  const exponentials = scores.map(score => Math.exp(score - most));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map(number => number / sum);
}

/** How spread the weights are, in nats, as in the text. */
function entropyOf(weights) {
  return -weights.reduce((sum, weight) => sum + (weight > 0 ? weight * Math.log(weight) : 0), 0);
}

/** How much the weights follow the scores: the norm of ∂w_i/∂s_j = w_i (δ_ij − w_j). */
function gradientOf(weights) {
  const squares = weights.flatMap((a, i) =>
    weights.map((b, j) => (a * ((i === j ? 1 : 0) - b)) ** 2));
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
}

function weightsPicture(rows, width) {
  const names = Array.from({ length: keyCount }, (_, key) => `${key + 1}`);
  const { svg, across, up, bottom } = chart(
    width, 260, { title: 'key', names, least: -0.5, most: keyCount - 0.5 },
    { title: 'weight', least: 0, most: 1 },
    rows.map(({ name, weights }) =>
      `${name}: ${weights.map(weight => numberText(weight, 2)).join(', ')}`).join('; '));
  const each = Math.min(30, (across(1) - across(0)) * 0.38);
  rows.forEach(({ weights }, row) => weights.forEach((weight, key) => svg.append(drawn('rect', {
    x: across(key) + (row - 1) * each + 1, width: each - 2, y: up(weight),
    height: bottom - up(weight), fill: colorOf(row),
  }))));
  return svg;
}

function figuresTable(rows) {
  const spread = scores => {
    const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
    return Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length);
  };
  const cell = value => element('td', {}, numberText(value, 2));
  const head = ['', 'spread of the scores', 'largest weight', 'entropy, nats', 'gradient'];
  return [
    element('thead', {}, element('tr', {},
      head.map(title => element('th', { scope: 'col' }, title)))),
    element('tbody', {}, rows.map(({ name, scores, weights }, row) => element('tr', {},
      element('th', { scope: 'row' }, square(row), name),
      cell(spread(scores)), cell(Math.max(...weights)), cell(entropyOf(weights)),
      cell(gradientOf(weights))))),
  ];
}
