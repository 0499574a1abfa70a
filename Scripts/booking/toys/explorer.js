// Series over one axis: tick those to see, move along the axis, read the numbers.

/** So many series are seen at first. */
const mostShown = 6;

/**
 * `series`: [{ name, points: [[x, y], …] }], where an x may be a word. `axes`: the titles of x and
 * y. `kind`: "lines" or "bars", by default bars where an x is a word. `logarithmic`: ["x"], ["y"]
 * or both.
 */
toys.explorer = (stage, { axes, series, kind, logarithmic = [] }) => {
  const places = placesOf(series);
  const isRow = kind === 'bars' || places.some(place => typeof place === 'string');
  const isBars = isRow && kind !== 'lines';
  const names = places.map(place => typeof place === 'string' ? place : numberText(place));
  const positions = places.map((place, i) => isRow ? i : place);
  const values = series.map(({ points }) =>
    places.map(place => points.find(([x]) => x === place)?.[1] ?? NaN));
  // More lines than colours are a tangle: the others are a tick away.
  const shown = new Set([...series.keys()].filter(i => i < mostShown));
  const picture = element('div', { class: 'plot', pointermove: pointed, pointerdown: pointed });
  const readings = series.map(() => element('b'));
  let current = 0;
  let width = 0;
  let system;

  const place = slider({
    title: axes[0], maximum: places.length - 1, say: i => names[i],
    change: i => { current = i; draw(); },
  });
  const legend = series.map(({ name }, i) => element('div', { class: 'entry' },
    box(name, shown.has(i), isTicked => { shown[isTicked ? 'add' : 'delete'](i); draw(); },
      isBars ? square(i) : stroke(i)),
    readings[i]));
  stage.append(place.node, picture, element('div', { class: 'legend' }, legend));
  whenWide(picture, now => { width = now; draw(); });

  function draw() {
    const told = [...shown]
      .map(i => `${series[i].name} ${numberText(values[i][current])}`).join('; ');
    place.tell(told);
    system = chart(
      width, 320, horizontal(), vertical(),
      `${axes[1]} by ${axes[0]}; at ${names[current]}: ${told}`);
    (isBars ? drawBars : drawLines)();
    picture.replaceChildren(system.svg);
    readings.forEach((reading, i) => { reading.textContent = numberText(values[i][current]); });
  }

  function horizontal() {
    const margin = isRow ? 0.5 : 0;
    return {
      title: axes[0], names: isRow && names, logarithmic: logarithmic.includes('x') && !isRow,
      least: Math.min(...positions) - margin, most: Math.max(...positions) + margin,
    };
  }

  /** From zero, unless something is below it, or zero has no place. */
  function vertical() {
    const isLogarithmic = logarithmic.includes('y');
    const all = [...shown].flatMap(i => values[i])
      .filter(value => isLogarithmic ? value > 0 : Number.isFinite(value));
    const least = Math.min(...all, isLogarithmic ? Infinity : 0);
    const most = Math.max(...all);
    return all.length && most > least
      ? { title: axes[1], logarithmic: isLogarithmic, least, most }
      : { title: axes[1], least: 0, most: 1 };
  }

  function drawLines() {
    const { svg, across, up } = system;
    svg.append(cursor(system, across(positions[current])));
    for (const i of shown) {
      const points = values[i].map((value, at) => [across(positions[at]), up(value)]);
      const [x, y] = points[current];
      svg.append(line(points, i), ...Number.isFinite(y) ? [dot(x, y, i)] : []);
    }
  }

  function drawBars() {
    const { svg, across, up, top, bottom, left, right } = system;
    const room = across(1) - across(0);
    const each = Math.min(44, (room * 0.76) / Math.max(shown.size, 1));
    const base = vertical().logarithmic ? bottom : up(0);
    svg.append(drawn('path', { class: 'axis', d: `M${left} ${base}H${right}` }));
    svg.prepend(drawn('rect', {
      class: 'column', rx: 6,
      x: across(current) - room / 2, y: top, width: room, height: bottom - top,
    }));
    [...shown].sort((a, b) => a - b).forEach((i, order) => values[i].forEach((value, at) => {
      const end = up(value);
      if (!Number.isFinite(end)) return;
      svg.append(drawn('rect', {
        x: across(at) + (order - shown.size / 2) * each + 1, width: Math.max(each - 2, 1),
        y: Math.min(base, end), height: Math.max(Math.abs(end - base), 1),
        fill: colorOf(i), opacity: at === current ? 1 : 0.65,
      }));
    }));
  }

  /** Moves to the place that is nearest to the pointer. */
  function pointed(event) {
    const x = event.clientX - picture.getBoundingClientRect().left;
    const distances = positions.map(position => Math.abs(system.across(position) - x));
    const nearest = distances.indexOf(Math.min(...distances));
    if (nearest !== current) place.move(nearest);
  }
};

/** All x of all series: numbers in their order, words in the order of their appearance. */
function placesOf(series) {
  const places = [...new Set(series.flatMap(({ points }) => points.map(([x]) => x)))];
  return places.every(place => typeof place === 'number') ? places.sort((a, b) => a - b) : places;
}
