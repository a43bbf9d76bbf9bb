// @ts-check
// Where the numbers of lines are, for whoever clicks on them.

/**
 * The number of the line whose own number is at a point of the window, or 0.
 * @param {MouseEvent} e
 * @param {HTMLElement} box  in which the lines scroll
 */
export function numberAt(e, box) {
  const line = e.target instanceof Element ? /** @type {HTMLElement | null} */ (e.target.closest(".cr-lines .cr-ln")) : null;
  if (!line || e.button !== 0) return 0;
  const left = Math.max(line.getBoundingClientRect().left, box.getBoundingClientRect().left);
  const inside = e.clientX < left + parseFloat(getComputedStyle(line).paddingLeft) * 0.75; // the rest belongs to the text
  return inside ? Number(line.dataset.n) : 0;
}
