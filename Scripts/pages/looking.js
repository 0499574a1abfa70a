// What a reader would see, asked of an open page by check.py.

/** What is wider than the window, or reaches out of it, and cannot be scrolled to in a box of its own. */
function outside() {
  const width = document.documentElement.clientWidth;
  const isInBox = node => {
    for (let box = node.parentElement; box && box !== document.body; box = box.parentElement) {
      if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  return [...document.body.querySelectorAll('*')]
    .filter(node => {
      const { left, right, width: own } = node.getBoundingClientRect();
      return own > 0 && (left < -0.5 || right > width + 0.5) && !isInBox(node);
    })
    .map(node => `${node.tagName.toLowerCase()}.${node.className}`);
}

/** Texts that stand out too little from what is behind them (WCAG 2.2, criterion 1.4.3). */
function paleTexts() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const channels = (color, behind) => {
    canvas.fillStyle = behind;
    canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const css = ([r, g, b]) => `rgb(${r} ${g} ${b})`;
  const luminance = rgb => rgb
    .map(value => value / 255)
    .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((total, value, i) => total + value * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = node => {
    if (!node) return 'rgb(255 255 255)';
    return css(channels(getComputedStyle(node).backgroundColor, behind(node.parentElement)));
  };
  const contrast = (a, b) => {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const pale = new Set();
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    const isSeen = text.data.trim() && node.checkVisibility() && !node.closest('svg, option, .unseen, .mirror');
    if (!isSeen) continue;
    const ground = behind(node);
    const color = channels(getComputedStyle(node).color, ground);
    const found = contrast(color, channels(ground, 'white'));
    if (found < 4.5) pale.add(`${text.data.trim().slice(0, 30)} ${found.toFixed(1)}`);
  }
  return [...pale];
}

/** What has the focus: a name for it, whether that can be seen, and where it is. */
function focused() {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const isOutlined = shown => parseFloat(getComputedStyle(shown).outlineWidth) >= 1.5
    && getComputedStyle(shown).outlineStyle !== 'none';
  const shown = node.matches('.options input') ? node.nextElementSibling
    : node.matches('textarea') ? node.closest('.paper')
    : node.matches('.unseen') ? node.parentElement : node;
  const part = node.closest('.controls, .card, footer');
  return {
    part: part ? part.getAttribute('aria-labelledby') ?? part.className ?? part.tagName : '',
    name: node.getAttribute('aria-label') || node.name || node.tagName,
    tag: node.tagName.toLowerCase(),
    isSeen: isOutlined(shown),
  };
}
