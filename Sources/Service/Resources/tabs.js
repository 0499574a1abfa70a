// The three parts of the page, one of which is shown.

const tabs = [...document.querySelectorAll("[role=tab]")];
const panel = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

let opened = () => {};

/** Calls `use` with the name of a part that is opened. */
export const begin = (use) => { opened = use; };

export const isOpen = (id) => !document.getElementById(id).hidden;

export function open(id) {
  for (const tab of tabs) {
    const isChosen = panel(tab).id === id;
    tab.ariaSelected = String(isChosen);
    tab.tabIndex = isChosen ? 0 : -1;
    panel(tab).hidden = !isChosen;
  }
  opened(id);
}

for (const [place, tab] of tabs.entries()) {
  tab.addEventListener("click", () => open(panel(tab).id));
  tab.addEventListener("keydown", (event) => {
    const last = tabs.length - 1;
    const to = {
      ArrowRight: place === last ? 0 : place + 1, ArrowLeft: place === 0 ? last : place - 1,
      Home: 0, End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    tabs[to].click();
    tabs[to].focus();
  });
}
