// @ts-check
// Slides with keys and on the whole screen. Which slide is shown is a matter of
// the address and the style sheet, and the links of the bar lead to the others.

/** What needs the keys itself. */
const BUSY = "input, textarea, select, [contenteditable], [role='slider'], [role='textbox'], dialog, .cr-cell, .cr-menu, .cr-tools";
/** The link that a key stands for. @type {Record<string, string>} */
const KEYS = { ArrowRight: "next", PageDown: "next", ArrowLeft: "prev", PageUp: "prev" };

export function slideShow() {
  const slides = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".cr-slide")]);
  if (!slides.length) return;
  const bar = () => slides.map((s) => /** @type {HTMLElement} */ (s.querySelector(":scope > .cr-slidebar"))).find((b) => b.getClientRects().length);
  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
    if (/** @type {Element} */ (e.target).closest?.(BUSY)) return;
    const here = bar();
    if (!here) return; // all are shown
    const link = here.querySelector(e.key in KEYS ? `a[rel="${KEYS[e.key]}"][href]` : e.key === "f" ? 'button[data-do="present"]:enabled' : ":not(*)");
    if (!(link instanceof HTMLElement)) return;
    e.preventDefault();
    link.click();
  });
  for (const b of document.querySelectorAll('button[data-do="present"]')) {
    const button = /** @type {HTMLButtonElement} */ (b);
    button.disabled = !document.fullscreenEnabled;
    button.addEventListener("click", () => {
      const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
      done.catch(() => {}); // the browser does not want to
    });
  }
}
