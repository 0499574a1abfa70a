// How elements are made, here and in the book's site. Text is written as text, never as markup: no
// sentence that somebody translates can become a part of the page.

/**
 * An element with attributes and children; a string among them is text.
 *
 * An attribute that is a function listens to the event of its name; one that is false
 * or undefined is left out.
 */
function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** An element of a picture. */
function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value !== false && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat());
  return node;
}
