// What is seen, as an SVG document that looks like Calque's other figures, in light and in dark.

const margin = 20;
const middleToBaseline = 0.35;

/** A button that saves a picture. */
function saveButton(subject, picture) {
  return button('Save SVG', () => save(picture()), {
    class: 'save', 'aria-label': `Save ${subject} as SVG`,
  });
}

/** Hands the browser a file: the picture under the name of its title. */
function save(picture) {
  const title = picture.getAttribute('aria-label');
  const name = [...title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')].slice(0, 80).join('')
    .replace(/^-|-$/g, '');
  const xml = new XMLSerializer().serializeToString(picture);
  const address = URL.createObjectURL(new Blob([xml], { type: 'image/svg+xml' }));
  element('a', { href: address, download: `${name}.svg` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * A document; its kind is a part of the file's name. It has the rules of style that all figures
 * share, and those that `rulesOf` makes of the looks on a paper.
 */
function figure(title, kind, width, height, contents, rulesOf = attentionRules) {
  const [right, bottom] = [Math.ceil(width), Math.ceil(height)];
  return drawn('svg', {
    class: 'calque-figure', width: right, height: bottom, viewBox: `0 0 ${right} ${bottom}`,
    role: 'img', 'aria-label': kind ? `${title}, as ${kind}` : title,
  },
    drawn('style', {}, figureStyle(rulesOf)),
    drawn('rect', { class: 'paper', width: right, height: bottom }),
    figureText(title, margin, margin + 13, 'title'), contents);
}

function figureStyle(rulesOf) {
  const scoped = rules => rules.map(rule => `.calque-figure ${rule}`).join('\n');
  const { type, light, dark } = data.looks;
  return `\n${scoped([...type, ...light.rules, ...rulesOf(light)])}\n`
    + `@media (prefers-color-scheme: dark) {\n${scoped([...dark.rules, ...rulesOf(dark)])}\n}\n`;
}

/** The colours of weights and heads. */
function attentionRules({ levels, series, reference }) {
  return [
    `.reference { fill: none; stroke: ${reference}; stroke-width: 1.5; }`,
    ...levels.map((color, level) => `.sequential-${level} { fill: ${color}; }`),
    ...[[mean, levels[44]], ...series.entries()].map(([head, color]) =>
      `.head-${head} { stroke: ${color}; fill: none; }`),
  ];
}

function figureText(text, x, y, name, attributes = {}) {
  const number = value => Number(value.toFixed(1));
  return drawn('text', { class: name, x: number(x), y: number(y), ...attributes }, text);
}

/** A title that says which model it is of. */
function figureTitle(text) {
  return (data.model ? `${legible(data.model)}: ` : '') + text;
}

/** Cells at a place. Small ones of the lowest level are one rectangle below the others. */
function figureCells(weights, cell, x, y) {
  const [width, height] = [weights[0].length * cell, weights.length * cell];
  const space = cell >= 18 ? 1 : 0;
  const least = space > 0 ? 0 : 1;
  const cells = weights
    .flatMap((row, i) => row.map((weight, j) => ({ level: levelOf(weight), i, j })))
    .filter(({ level }) => level >= least)
    .map(({ level, i, j }) => drawn('rect', {
      class: `sequential-${level}`, x: x + j * cell + space / 2, y: y + i * cell + space / 2,
      width: cell - space, height: cell - space,
    }));
  const ground = least > 0 ? [drawn('rect', { class: 'sequential-0', x, y, width, height })] : [];
  return drawn('g', { class: 'cells' }, ground, cells,
    drawn('rect', { class: 'hair', x: x - 0.5, y: y - 0.5, width: width + 1, height: height + 1 }));
}

/** Outlines around the cells that a reference alignment has. */
function figureReference({ queries, keys }, cell, x, y) {
  return queries.flatMap((query, i) => keys
    .map((key, j) => ({ key, j }))
    .filter(({ key }) => isReference(selection.site, query, key))
    .map(({ j }) => drawn('rect', {
      class: 'reference', x: x + j * cell + 1, y: y + i * cell + 1,
      width: cell - 2, height: cell - 2,
    })));
}

function figureRowLabels(axis, cell, size, x, y) {
  return axis.map(({ label }, i) => figureText(
    label, x - 6, y + (i + 0.5) * cell + size * middleToBaseline, size < 12 ? 'small' : 'label',
    { 'text-anchor': 'end' }));
}

/** Labels above columns, slanted where there is room for it. */
function figureColumnLabels(axis, cell, size, x, y) {
  const isSlanted = cell * 0.707 >= size * 1.2;
  return axis.map(({ label }, i) => {
    const middle = x + (i + 0.5) * cell + size * middleToBaseline * (isSlanted ? 0.7 : 1);
    return figureText(label, middle, y - 6, size < 12 ? 'small' : 'label', {
      transform: `rotate(${isSlanted ? -45 : -90} ${middle.toFixed(1)} ${(y - 6).toFixed(1)})`,
    });
  });
}

function figureAxisTitles(x, y) {
  const { queries, keys } = siteTexts[selection.site];
  return [
    figureText(`${keys} →`, x - 6, y - 20, 'note', { 'text-anchor': 'end' }),
    figureText(`${queries} ↓`, x - 6, y - 6, 'note', { 'text-anchor': 'end' }),
  ];
}

function figureLegend(x, y, title = 'attention weight') {
  const width = 130;
  const { levels } = data.looks.light;
  const step = width / levels.length;
  return [
    ...levels.map((_, level) => drawn('rect', {
      class: `sequential-${level}`, x: x + step * level, y, width: step + 0.4, height: 8,
    })),
    ...[0, 0.5, 1].map(value => figureText(
      value.toFixed(1), x + width * value, y + 21, 'tick', { 'text-anchor': 'middle' })),
    figureText(title, x + width + 12, y + 8, 'note'),
  ];
}

/** The room that labels take, with their type's size. */
function labelRoom({ queries, keys }, cell, size) {
  const widest = axis => Math.max(...axis.map(({ label }) => widthOf(label, size)));
  const isSlanted = cell * 0.707 >= size * 1.2;
  return {
    left: Math.max(widest(queries) + 6, widthOf('target so far →', 11) + 6),
    above: Math.max(34, 6 + (isSlanted ? (widest(keys) + size) * 0.707 : widest(keys))),
    overhang: isSlanted ? Math.max(0, ...keys.map(({ label }, i) =>
      cell * (i + 0.5) + (widthOf(label, size) + size) * 0.707 - cell * keys.length)) : 0,
  };
}

function pictureOfMatrix() {
  const axes = chosenAxes();
  const title = figureTitle(chosenTitle());
  const longer = Math.max(axes.queries.length, axes.keys.length);
  const cell = Math.min(26, Math.max(13, Math.round(624 / longer)));
  const room = labelRoom(axes, cell, 12);
  const [x, y] = [margin + room.left, margin + 30 + room.above];
  const bottom = y + axes.queries.length * cell + 20;
  const right = Math.max(
    x + axes.keys.length * cell + room.overhang, x + 240, margin + widthOf(title, 15, 600));
  return figure(title, 'matrix', right + margin, bottom + 24 + margin, [
    ...figureAxisTitles(x, y), ...figureColumnLabels(axes.keys, cell, 12, x, y),
    ...figureRowLabels(axes.queries, cell, 12, x, y),
    figureCells(chosenWeights(), cell, x, y), ...figureReference(axes, cell, x, y),
    ...figureLegend(x, bottom),
  ]);
}

function pictureOfHeads() {
  const axes = chosenAxes();
  const { site, unit } = selection;
  const title = figureTitle(`${siteTexts[site].title}, all layers and heads`);
  const [cell, gutter, size] = [10, 14, 9];
  const room = labelRoom(axes, cell, size);
  const [x, y] = [margin + 24 + room.left, margin + 52 + room.above];
  const [width, height] = [axes.keys.length * cell, axes.queries.length * cell];
  const left = head => x + head * (width + gutter);
  const top = layer => y + layer * (height + gutter);
  const layers = layersAt(site);
  const heads = headsOf(site);
  const contents = [
    ...heads.map(head => figureText(
      `Head ${head}`, left(head) + width / 2, y - room.above - 8, 'heading',
      { 'text-anchor': 'middle' })),
    ...heads.flatMap(head => figureColumnLabels(axes.keys, cell, size, left(head), y)),
    ...layers.flatMap((_, layer) => [
      figureText(`Layer ${layer}`, margin + 12, top(layer) + height / 2, 'heading', {
        'text-anchor': 'middle', transform: `rotate(-90 ${margin + 12} ${top(layer) + height / 2})`,
      }),
      ...figureRowLabels(axes.queries, cell, size, x, top(layer)),
      ...heads.map(head =>
        figureCells(weightsOf(site, layer, head, unit), cell, left(head), top(layer))),
    ]),
    ...figureAxisTitles(x, y), ...figureLegend(x, top(layers.length) - gutter + 18),
  ];
  const right = Math.max(left(heads.length) - gutter, x + 240, margin + widthOf(title, 15, 600));
  return figure(title, '', right + margin, top(layers.length) + 28 + margin, contents);
}

function pictureOfLines() {
  const { queries, keys } = chosenAxes();
  const { site, layer, isColored, query, key } = selection;
  const title = figureTitle(isColored
    ? `${siteTexts[site].title}, layer ${layer}, all ${headCount(site)} heads` : chosenTitle());
  const pitch = 24;
  const widest = axis => Math.max(...axis.map(({ label }) => widthOf(label)));
  const [left, width, top] = [margin + widest(queries) + 8, 220, margin + 40];
  const heads = shownHeads();
  const word = ({ label }, i, x, isChosen, anchor) => figureText(
    label, x, top + (i + 0.5) * pitch + 12 * middleToBaseline, isChosen ? 'heading' : 'label',
    { 'text-anchor': anchor });
  const lines = linesOf(heads, pitch, { query, key });
  for (const line of lines) line.removeAttribute('style');
  const longer = Math.max(queries.length, keys.length);
  const bottom = top + longer * pitch + 18;
  const right = Math.max(left + width + 8 + widest(keys), margin + widthOf(title, 15, 600));
  return figure(title, 'lines', right + margin, bottom + (isColored ? 30 : 0), [
    drawn('g', { transform: `translate(${left} ${top}) scale(${width / 100} 1)` }, lines),
    ...queries.map((place, i) => word(place, i, left - 8, i === query, 'end')),
    ...keys.map((place, i) => word(place, i, left + width + 8, i === key, 'start')),
    ...(isColored ? figureHeads(heads, left, bottom) : []),
  ]);
}

/** Which head has which colour. */
function figureHeads(heads, x, y) {
  return heads.flatMap((head, i) => [
    drawn('line', {
      class: `head-${head}`, x1: x + i * 44, x2: x + i * 44 + 14, y1: y, y2: y, 'stroke-width': 4,
    }),
    figureText(`${head}`, x + i * 44 + 20, y + 4, 'note'),
  ]);
}
