// All layers and heads of an attention at a glance; the one that is chosen is shown large.

class OverviewView {
  constructor() {
    this.title = element('h2', { id: 'overview-title' }, 'All layers and heads');
    this.host = element('div', { class: 'overview' });
    this.status = element('p', { class: 'unseen', role: 'status' });
    this.node = element('section', { class: 'card', 'aria-labelledby': 'overview-title' },
      element('header', {}, this.title, saveButton('all heads', pictureOfHeads)),
      element('p', { class: 'explanation' },
        'Each square is a matrix in small. Choose one to see it.'),
      this.host, this.status);
  }

  draw() {
    const { site } = selection;
    const count = headCount(site);
    this.heads = [...(count > 1 ? [mean] : []), ...headsOf(site)];
    this.node.hidden = layersAt(site).length * count === 1;
    const hadFocus = this.host.contains(document.activeElement);
    this.tiles = layersAt(site).map((_, layer) => this.heads.map(head => this.tile(layer, head)));
    const headings = this.heads.map(head => element('th', { scope: 'col' }, `${head}`));
    this.host.replaceChildren(element('table', {
      role: 'grid', 'aria-label': `${siteTexts[site].title}: all layers and heads`,
      keydown: event => this.moveByKeys(event), click: event => this.choose(event.target),
    },
      element('thead', {}, element('tr', {}, element('td'), headings)),
      element('tbody', {}, this.tiles.map((tiles, layer) =>
        element('tr', {}, element('th', { scope: 'row' }, `${layer}`), tiles)))));
    this.host.style.setProperty('--columns', this.heads.length);
    if (hadFocus) this.chosen?.focus();
  }

  tile(layer, head) {
    const isChosen = layer === selection.layer && head === selection.head;
    const name = `layer ${layer}, ${headText(head)}`;
    const tile = element('td', {
      tabindex: isChosen ? 0 : -1, 'aria-selected': `${isChosen}`,
      'data-layer': layer, 'data-head': head, 'aria-label': name, title: name,
    }, thumbnail(weightsOf(selection.site, layer, head, selection.unit)));
    if (isChosen) this.chosen = tile;
    return tile;
  }

  choose(target) {
    const tile = target.closest('td[data-head]');
    if (!tile) return;
    const head = tile.dataset.head === mean ? mean : Number(tile.dataset.head);
    choose({ layer: Number(tile.dataset.layer), head });
    this.chosen.focus();
    this.status.textContent = `layer ${selection.layer}, ${headText(head)}`;
  }

  /** What has the focus is chosen, as among radio buttons. */
  moveByKeys(event) {
    movedByKeys(event, {
      row: selection.layer, column: this.heads.indexOf(selection.head),
      rows: this.tiles.length, columns: this.heads.length,
    }, (row, column) => this.choose(this.tiles[row][column]));
  }

  mark() {}
}

/** A matrix with a pixel for each weight. */
function thumbnail(weights) {
  const [height, width] = [weights.length, weights[0].length];
  const canvas = element('canvas', { width, height, 'aria-hidden': 'true' });
  canvas.style.aspectRatio = `${width} / ${height}`;
  const pen = canvas.getContext('2d');
  const image = pen.createImageData(width, height);
  const colors = paper().levels.map(channels);
  weights.flat().forEach((weight, i) => image.data.set([...colors[levelOf(weight)], 255], 4 * i));
  pen.putImageData(image, 0, 0);
  return canvas;
}

/** Red, green and blue, from 0 to 255, of a colour as CSS writes it. */
function channels(color) {
  return [1, 3, 5].map(i => parseInt(color.slice(i, i + 2), 16));
}
