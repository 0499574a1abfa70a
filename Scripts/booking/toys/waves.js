// The positional encoding: a position's numbers, the waves that they are on, and their products.

const encodingWidth = 64;
const positionCount = 100;

toys.waves = stage => {
  const state = { position: 20, pair: 4 };
  const all = Array.from({ length: positionCount }, (_, position) => position);
  let width = 0;
  const pictures = ['The waves of the two dimensions', 'The product with every other position']
    .map(title =>
      [element('p', { class: 'plot-title' }, title), element('div', { class: 'plot' })]);
  const [waves, products] = pictures.map(([, plot]) => plot);
  const numbers = element('div');
  const position = slider({
    title: 'Position', maximum: positionCount - 1, value: state.position, say: value => `${value}`,
    change: value => { state.position = value; draw(); },
  });
  const pair = slider({
    title: 'Dimensions', maximum: encodingWidth / 2 - 1, value: state.pair,
    say: value => `${2 * value} and ${2 * value + 1}`,
    change: value => { state.pair = value; draw(); },
  });
  stage.append(
    position.node, pair.node, ...pictures.flat(),
    element('p', { class: 'plot-title' }, `All ${encodingWidth} numbers of the position`), numbers);
  whenWide(waves, now => { width = now; draw(); });

  function draw() {
    const own = encoding(state.position);
    const [sine, cosine] = own.slice(2 * state.pair, 2 * state.pair + 2);
    const told = `sine ${numberText(sine, 2)}, cosine ${numberText(cosine, 2)}`;
    const length = 2 * Math.PI / frequency(state.pair);
    const alike = all.map(other => product(own, encoding(other)));
    position.tell(told);
    pair.tell(`${told}; a wave is ${numberText(length)} positions long`);
    waves.replaceChildren(curves(
      [0, 1].map(k => all.map(each => encoding(each)[2 * state.pair + k])), [-1, 1], 'value',
      `Waves ${numberText(length)} positions long; at ${state.position}: ${told}`));
    products.replaceChildren(curves(
      [alike], [Math.min(0, ...alike), encodingWidth / 2], 'product',
      `The product with position ${state.position}, by position: largest with itself`));
    numbers.replaceChildren(cells(
      own.map(value => (value + 1) / 2),
      (_, i) => `${i}: ${numberText(own[i], 2)}`, 2 * state.pair));
  }

  function curves(series, [least, most], title, description) {
    const system = chart(
      width, 210, { title: 'position', least: 0, most: positionCount - 1 },
      { title, least, most }, description);
    const { svg, across, up } = system;
    const x = across(state.position);
    svg.append(cursor(system, x));
    series.forEach((values, i) => svg.append(
      line(values.map((value, at) => [across(at), up(value)]), i),
      dot(x, up(values[state.position]), i)));
    return svg;
  }
};

/** The angle by which a pair of dimensions turns from a position to the next: 1 / 10000^(2i/d). */
function frequency(pair) {
  return 10000 ** (-2 * pair / encodingWidth);
}

/** Vaswani et al. 2017, section 3.5: a sine and a cosine for every pair of dimensions. */
function encoding(position) {
  return Array.from({ length: encodingWidth / 2 }, (_, pair) => position * frequency(pair))
    .flatMap(angle => [Math.sin(angle), Math.cos(angle)]);
}

function product(a, b) {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
