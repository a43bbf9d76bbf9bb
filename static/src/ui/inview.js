// @ts-check
// The line that one types on stays in the window when what grows above it would
// push it out; not when the reader has scrolled away from it.

/**
 * @param {HTMLElement} line
 * @param {HTMLElement} above  what grows
 * @param {() => boolean} wanted  whether somebody types there
 */
export function keepInView(line, above, wanted) {
  /** Where the line was on the page. */
  let before = { top: 0, bottom: 0 };
  const page = new ResizeObserver((changes) => {
    const { top, bottom } = line.getBoundingClientRect();
    // as far as one has scrolled by now it would still be seen
    const seen = before.top - scrollY < innerHeight && before.bottom - scrollY > 0;
    before = { top: top + scrollY, bottom: bottom + scrollY };
    if (seen && wanted() && changes.some((c) => c.target === above)) line.scrollIntoView({ block: "nearest", behavior: "instant" });
  });
  page.observe(above);
  page.observe(document.body);
}
