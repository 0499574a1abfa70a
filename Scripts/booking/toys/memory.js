// Step by step through what a Neural Turing Machine is shown, answers, writes and reads.

/** `trace`: what `calque ntm … --json` says of one sequence. */
toys.memory = (stage, { trace }) => {
  const { inputs, targets, outputs, heads } = trace;
  const silence = inputs.length - targets.length;
  const bits = element('div', { class: 'parts' });
  const slots = element('div', { class: 'parts' });
  const step = slider({
    title: 'Step', maximum: inputs.length - 1, say: value => `${value}`, change: draw,
  });
  const told = element('p', { class: 'told' });
  stage.append(step.node, told, bits, slots);
  draw(0);

  function draw(now) {
    const isAsked = now >= silence;
    const sentence = [happening(now), ...heads.map(head => doing(head, now))].join(' ');
    told.textContent = sentence;
    step.tell(sentence);
    bits.replaceChildren(
      part('Input', cells(inputs[now], bit)),
      part('Asked for', isAsked ? cells(targets[now - silence], bit) : '–'),
      part('Answer', isAsked ? cells(outputs[now - silence], bit) : '–'));
    slots.replaceChildren(
      ...heads.map(head => part(
        `${verb(head)} (rows: slots, columns: steps)`, overTime(head, now))));
  }

  function happening(now) {
    if (now >= silence) return `Vector ${now - silence + 1} is asked for.`;
    if (now === silence - 1) return 'The machine is shown the sign that the sequence is over.';
    return `The machine is shown vector ${now + 1}.`;
  }

  function part(title, content) {
    return element('div', { class: 'part' }, element('p', { class: 'plot-title' }, title), content);
  }

  function verb(head) {
    const isOnly = heads.filter(({ kind }) => kind === head.kind).length === 1;
    const name = head.kind === 'write' ? 'Writing' : 'Reading';
    return isOnly ? name : `${name}, head ${head.head}`;
  }

  /** Where a head mostly is at a step. */
  function doing(head, now) {
    const weights = head.weights[now];
    const most = Math.max(...weights);
    const does = head.kind === 'write' ? 'writes to' : 'reads';
    if (!(most > 0)) return `It ${does} none of the slots below.`;
    return `It ${does} slot ${head.slots[weights.indexOf(most)]} (${numberText(most, 2)}).`;
  }
};

function bit(value) {
  return numberText(value, Number.isInteger(value) ? 0 : 2);
}

/** The weights of a head: a row a slot, a column a step, one step marked. */
function overTime({ slots, weights }, now) {
  const [cell, left, bottom] = [14, 34, 20];
  const [width, height] = [left + weights.length * cell + 4, slots.length * cell + bottom];
  const rectangles = weights.flatMap((step, x) => step.map((weight, y) => drawn('rect', {
    class: 'weight', x: left + x * cell, y: y * cell, width: cell - 1, height: cell - 1,
    style: `--weight: ${weight}`,
  }, drawn('title', {}, `step ${x}, slot ${slots[y]}: ${numberText(weight, 2)}`))));
  const text = (content, x, y, anchor) =>
    drawn('text', { class: 'tick', x, y, 'text-anchor': anchor }, `${content}`);
  return element('div', { class: 'scroll' }, drawn('svg', {
    class: 'chart', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img',
    'aria-label': 'The weights of all slots, step by step',
  },
  rectangles,
  slots.map((slot, y) => text(slot, left - 6, y * cell + 11, 'end')),
  weights.flatMap((_, x) =>
    x % 5 === 0 ? [text(x, left + x * cell + 6, height - 5, 'middle')] : []),
  drawn('rect', {
    class: 'frame-of-step', x: left + now * cell - 1.5, y: 0.5, width: cell + 2,
    height: slots.length * cell - 1, rx: 3,
  })));
}
