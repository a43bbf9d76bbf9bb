// @ts-check
// Lines to be put in order: with the mouse or a finger, with keys, or with buttons.
// To the rest of the page it is an editor.
import { button, el, icon, painted } from "./dom.js";
import { DEEPEST, cut, read, written } from "../exercise/pieces.js";
import { highlight } from "../py/lexer.js";
import { T } from "../text.js";

/** So far the pointer goes before a line is dragged. */
const SLACK = 5;

/** @typedef {{el: HTMLLIElement, grip: HTMLElement, line: HTMLButtonElement, piece: number, level: number}} Row */

/**
 * @param {HTMLElement} pre  its place is taken
 * @param {string} counts  of how many lines each piece is
 * @param {import("./codeedit.js").EditorOptions} options
 * @param {(text: string) => void} say
 * @returns {import("./codeedit.js").Editor}
 */
export function makePuzzle(pre, counts, options, say) {
  const pieces = cut(pre.textContent ?? "", counts);
  const list = el("ol", { class: "cr-puzzle", "aria-label": options.label });
  /** @type {Row[]} */
  let rows = pieces.map((text, piece) => makeRow(text, piece));
  if (pre.id) list.id = pre.id; // what links here leads to what is shown
  pre.parentElement?.querySelector(":scope > .cr-puzzle")?.remove(); // the server's, which does not move
  pre.replaceWith(list);
  /** The row whose buttons are shown. @type {Row | undefined} */
  let chosen;

  /** @param {string} text @param {number} piece @returns {Row} */
  function makeRow(text, piece) {
    const lines = highlight(text);
    const code = el("code", {}, ...lines.flatMap((spans, i) => [...(i ? ["\n"] : []), ...painted(spans)]));
    const line = el("button", { class: "cr-piece-line", type: "button" }, code);
    const grip = el("span", { class: "cr-grip", "aria-hidden": "true" }, icon("grip"));
    const move = (/** @type {import("./dom.js").Symbol} */ symbol, /** @type {string} */ words, /** @type {() => void} */ action) => {
      const b = button(symbol, words, action);
      b.classList.add("cr-square");
      b.setAttribute("aria-label", words);
      b.title = words;
      b.querySelector("span")?.remove();
      return b;
    };
    const moves = el("div", { class: "cr-moves", role: "group", "aria-label": T.parsons.moves },
      move("out", T.parsons.outdent, () => shift(row, -1)), move("in", T.parsons.indent, () => shift(row, 1)),
      move("up", T.parsons.up, () => step(row, -1)), move("down", T.parsons.down, () => step(row, 1)));
    const li = el("li", { class: "cr-piece" }, grip, line, moves);
    /** @type {Row} */
    const row = { el: li, grip, line, piece, level: 0 };
    li.addEventListener("focusin", () => choose(row));
    line.addEventListener("keydown", (e) => key(row, e));
    li.addEventListener("pointerdown", (e) => drag(row, e));
    return row;
  }

  /** @param {Row} row */
  function choose(row) {
    chosen?.el.classList.remove("cr-chosen");
    chosen = row;
    row.el.classList.add("cr-chosen");
  }

  function draw() {
    for (const row of rows) row.el.style.setProperty("--cr-level", String(row.level));
    // only what is in another place is put in: what has the focus keeps it
    rows.forEach((row, i) => list.children[i] !== row.el && list.insertBefore(row.el, list.children[i] ?? null));
  }

  /** Something has been moved. */
  function changed() {
    mark(0);
    options.onChange(get());
  }

  /** @param {Row} row */
  const tell = (row) => say(T.parsons.at(rows.indexOf(row) + 1, rows.length, row.level));

  /** @param {Row} row @param {number} by */
  function step(row, by) {
    const from = rows.indexOf(row);
    const to = Math.max(0, Math.min(rows.length - 1, from + by));
    if (to !== from) {
      const held = document.activeElement;
      rows.splice(to, 0, ...rows.splice(from, 1));
      draw();
      if (held instanceof HTMLElement && row.el.contains(held)) held.focus({ preventScroll: true });
      row.el.scrollIntoView({ block: "nearest" });
      changed();
    }
    tell(row);
  }

  /** @param {Row} row @param {number} by */
  function shift(row, by) {
    const level = Math.max(0, Math.min(DEEPEST, row.level + by));
    if (level !== row.level) {
      row.level = level;
      draw();
      changed();
    }
    tell(row);
  }

  /** @param {Row} row @param {KeyboardEvent} e */
  function key(row, e) {
    if (options.onKey(e) || e.ctrlKey || e.metaKey) return;
    const by = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (!by) return;
    const sideways = e.key === "ArrowLeft" || e.key === "ArrowRight";
    const moves = e.shiftKey || e.altKey;
    if (!moves && sideways) return;
    e.preventDefault();
    if (!moves) rows[rows.indexOf(row) + by]?.line.focus();
    else if (sideways) shift(row, by);
    else step(row, by);
  }

  /** @param {Row} row @param {PointerEvent} down */
  function drag(row, down) {
    const target = /** @type {Element} */ (down.target);
    // a finger on the line scrolls the page; on the grip it drags
    if (down.button !== 0 || target.closest(".cr-moves") || (down.pointerType !== "mouse" && !row.grip.contains(target))) return;
    const before = { text: get(), level: row.level };
    const width = parseFloat(getComputedStyle(row.el).getPropertyValue("--cr-step")) || 32;
    let going = false;
    /** @param {PointerEvent} e */
    const onMove = (e) => {
      if (e.pointerId !== down.pointerId) return;
      if (!going && Math.hypot(e.clientX - down.clientX, e.clientY - down.clientY) < SLACK) return;
      going = true;
      row.el.classList.add("cr-dragged");
      getSelection()?.removeAllRanges();
      row.level = Math.max(0, Math.min(DEEPEST, before.level + Math.round((e.clientX - down.clientX) / width)));
      const others = rows.filter((r) => r !== row);
      const above = others.filter((r) => {
        const { top, bottom } = r.el.getBoundingClientRect();
        return (top + bottom) / 2 < e.clientY;
      });
      // the others go round it, so that the pointer keeps what it holds
      rows = [...above, row, ...others.slice(above.length)];
      row.el.style.setProperty("--cr-level", String(row.level));
      for (const r of above) if (row.el.compareDocumentPosition(r.el) & Node.DOCUMENT_POSITION_FOLLOWING) row.el.before(r.el);
      for (const r of others.slice(above.length).reverse()) if (row.el.compareDocumentPosition(r.el) & Node.DOCUMENT_POSITION_PRECEDING) row.el.after(r.el);
    };
    /** @param {Event} e */
    const onEnd = (e) => {
      for (const type of ["pointermove", "pointerup", "pointercancel", "keydown"]) document.removeEventListener(type, /** @type {any} */ (type === "pointermove" ? onMove : onEnd));
      row.el.classList.remove("cr-dragged");
      if (!going) return;
      draw();
      if (e.type === "pointerup") row.line.focus({ preventScroll: true });
      if (get() !== before.text) changed();
      tell(row);
    };
    document.addEventListener("pointermove", onMove);
    for (const type of ["pointerup", "pointercancel", "keydown"]) document.addEventListener(type, onEnd);
  }

  const get = () => written(pieces, rows);

  /** @param {number} line @param {string} [message] */
  function mark(line, message = "") {
    let n = line;
    for (const row of rows) {
      const count = pieces[row.piece].split("\n").length;
      const here = n > 0 && n <= count;
      n -= count;
      row.el.classList.toggle("cr-wrong", here);
      row.line.title = here ? message : "";
    }
  }

  /** @param {number} line */
  function goTo(line) {
    let n = line;
    (rows.find((row) => (n -= pieces[row.piece].split("\n").length) <= 0) ?? rows[0])?.line.focus();
  }

  draw();
  return {
    el: list,
    get,
    set(text) {
      if (text === get()) return;
      const byPiece = new Map(rows.map((row) => [row.piece, row]));
      rows = read(pieces, text).flatMap(({ piece, level }) => {
        const row = byPiece.get(piece);
        if (row) row.level = level;
        return row ? [row] : [];
      });
      draw();
      changed();
    },
    focus: () => (chosen ?? rows[0])?.line.focus(),
    mark,
    goTo,
    format: async () => false,
    hide: async () => {},
  };
}
