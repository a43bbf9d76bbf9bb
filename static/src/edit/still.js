// @ts-check
// Code that only stands there: the <pre> that the server sent, coloured anew
// when its text is another.
import { el, painted } from "../ui/dom.js";
import { parted } from "../exercise/gaps.js";
import { countHidden, hiddenLines } from "../py/hidden.js";
import { highlight } from "../py/lexer.js";
import { T } from "../text.js";

/** @typedef {ReturnType<typeof makeStill>} Still */

/**
 * @param {HTMLElement} pre
 * @param {{gaps?: boolean, hidden?: boolean}} [how]  gaps: are shown; hidden: lines that say so are folded away
 */
export function makeStill(pre, { gaps = false, hidden = false } = {}) {
  const code = pre.querySelector("code") ?? pre;
  const start = Number(pre.dataset.start ?? 1);
  let text = code.textContent ?? "";

  return {
    pre,
    /** Number of the first line, 0 when lines have none. */
    numbers: pre.classList.contains("cr-lines") ? start : 0,
    get: () => text,

    /**
     * @param {string} now
     * @param {number} marked  line, 0 for none
     */
    draw(now, marked) {
      text = now;
      const lines = highlight(text);
      /** @type {HTMLElement[]} */
      const rows = lines.map((spans, i) => {
        const attrs = { class: i + 1 === marked ? "cr-ln cr-mark" : "cr-ln", "data-n": String(start + i) };
        return el("span", attrs, ...(gaps ? spans.flatMap(gapped) : painted(spans)), ...(i < lines.length - 1 ? ["\n"] : []));
      });
      code.replaceChildren(...rows);
      if (hidden) tuck(rows, text, marked);
    },

    /** What is selected in there, as offsets in the text. @returns {[number, number] | undefined} */
    selection() {
      const s = getSelection();
      if (!s?.anchorNode || !s.focusNode || !code.contains(s.anchorNode) || !code.contains(s.focusNode)) return undefined;
      return [offset(code, s.anchorNode, s.anchorOffset), offset(code, s.focusNode, s.focusOffset)];
    },

    /**
     * The offset in the text that is shown at a point of the window.
     * @param {number} x
     * @param {number} y
     */
    at(x, y) {
      const d = /** @type {any} */ (document);
      const p = d.caretPositionFromPoint?.(x, y);
      if (p) return code.contains(p.offsetNode) ? offset(code, p.offsetNode, p.offset) : text.length;
      const r = d.caretRangeFromPoint?.(x, y);
      return r && code.contains(r.startContainer) ? offset(code, r.startContainer, r.startOffset) : text.length;
    },
  };
}

/**
 * Folds lines away as the server does, but where one is marked.
 * @param {HTMLElement[]} rows
 * @param {string} text
 * @param {number} marked
 */
function tuck(rows, text, marked) {
  for (const lines of hiddenLines(text.split("\n"))) {
    const label = T.hiddenLines(countHidden(lines));
    const details = el("details", { class: "cr-tuck", open: marked > lines[0] && marked <= lines[1] + 1 }, el("summary", { "aria-label": label, "data-label": label }));
    rows[lines[0]].before(details);
    details.append(...rows.slice(lines[0], lines[1] + 1));
  }
}

/** A part of a line in which gaps are seen. @param {import("../py/lexer.js").Span} span */
const gapped = ({ cls, text }) => parted(text).flatMap(({ text, gap }) => (gap ? [el("span", { class: "cr-gap" }, text)] : painted([{ cls, text }])));

/**
 * @param {Node} within
 * @param {Node} node
 * @param {number} at
 */
function offset(within, node, at) {
  const range = document.createRange();
  range.setStart(within, 0);
  range.setEnd(node, at);
  return range.toString().length;
}
