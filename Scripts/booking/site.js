// What a page does: toys begin, pages in it open when a reader comes to them.

for (const stage of document.querySelectorAll('[data-toy]')) {
  const data = JSON.parse(stage.querySelector('script').textContent);
  toys[stage.dataset.toy](stage, data);
}

const watcher = new IntersectionObserver(entries => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    open(target);
  }
}, { rootMargin: '400px' });

for (const frame of document.querySelectorAll('.frame')) watcher.observe(frame);

/** Opens the page of a frame, as high as it is. */
function open(frame) {
  const page = document.createElement('iframe');
  page.title = frame.dataset.title;
  page.srcdoc = frame.querySelector('template').content.textContent;
  page.addEventListener('load', () => {
    const body = page.contentDocument.body;
    const fit = () => { page.style.height = `${body.scrollHeight}px`; };
    new ResizeObserver(fit).observe(body);
    fit();
  });
  frame.append(page);
}

// What is wider than the window can be scrolled with keys, too.
for (const part of document.querySelectorAll('.scroll')) {
  if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
}

// On a wide window the chapters are always seen.
const chapters = document.querySelector('.chapters details');
const wide = matchMedia('(min-width: 1180px)');
const showChapters = () => { chapters.open = wide.matches; };
wide.addEventListener('change', showChapters);
showChapters();
