// What the reader has chosen, and who wants to know of it.

const selection = {
  site: data.opening.site,
  layer: data.opening.layer,
  /** A number, or `mean`. */
  head: data.opening.head ?? mean,
  /** `words` or `pieces`. */
  unit: 'words',
  /** Whether lines show every head in its colour. */
  isColored: false,
  /** The word that looks, and the one that is looked at: either may be null. */
  query: null,
  key: null,
};

/** What draws itself again when another picture is chosen, and marks what is pointed at. */
const views = [];

/** Chooses another picture, or another part of it. */
function choose(change) {
  const isOther = name => name in change && change[name] !== selection[name];
  const isOtherText = isOther('site') || isOther('unit');
  Object.assign(selection, change);
  if (isOtherText) {
    const { site, layer, head } = selection;
    selection.layer = Math.min(layer, layersAt(site).length - 1);
    if (headCount(site) === 1) selection.head = 0;
    else if (head >= headCount(site)) selection.head = mean;
    Object.assign(selection, { query: tellingQuery(), key: null });
  }
  for (const view of views) view.draw();
  mark();
}

/** Points at a word that looks, at one that is looked at, or with both at a weight. */
function point(query, key) {
  if (query === selection.query && key === selection.key) return;
  Object.assign(selection, { query, key });
  mark();
}

function mark() {
  for (const view of views) view.mark();
}

/** The axes of what is chosen. */
function chosenAxes() {
  return axesOf(selection.site, selection.unit);
}

/** The weights of what is chosen. */
function chosenWeights(head = selection.head) {
  return weightsOf(selection.site, selection.layer, head, selection.unit);
}

/** What the picture that is chosen is called. */
function chosenTitle() {
  const { site, layer } = selection;
  return `${siteTexts[site].title}, layer ${layer}, ${headText(selection.head)}`;
}

function headText(head) {
  const count = headCount(selection.site);
  if (head !== mean) return `head ${head}`;
  return count === 1 ? 'its one head' : `mean of ${count} heads`;
}

/**
 * The word to begin with: the one that looks most clearly at another word.
 *
 * The ends of sentences do not count, nor what stands at the same place of the same text.
 */
function tellingQuery() {
  const { queries, keys } = chosenAxes();
  let [best, largest] = [0, -1];
  chosenWeights().forEach((row, query) => row.forEach((weight, key) => {
    const isSelf = selection.site === 'encoder' && query === key;
    const isOfMark = isMark(queries[query].label) || isMark(keys[key].label);
    if (!isSelf && !isOfMark && weight > largest) [best, largest] = [query, weight];
  }));
  return best;
}

/** What is pointed at, to be read or heard: "it → chicken 0.82". */
function pointed() {
  const { queries, keys } = chosenAxes();
  const { query, key } = selection;
  const weights = chosenWeights();
  if (query !== null && key !== null) {
    return [words(queries[query].label), ' → ', ...weighed(keys[key], weights[query][key])];
  }
  if (query !== null) {
    return [words(queries[query].label), ' → ', ...largest(keys, key => weights[query][key])];
  }
  if (key !== null) {
    return [words(keys[key].label), ' ← ', ...largest(queries, query => weights[query][key])];
  }
  return ['Point at a word, or at a cell.'];
}

function weighed({ label }, weight) {
  return [words(label), ' ', element('strong', {}, weightText(weight))];
}

/** The three with the largest weights, without those that have hardly any. */
function largest(axis, weightAt) {
  return axis
    .map((place, i) => ({ place, weight: weightAt(i) }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 3)
    .filter(({ weight }, i) => i === 0 || weight >= 0.01)
    .flatMap(({ place, weight }, i) => [i ? '; ' : '', ...weighed(place, weight)]);
}
