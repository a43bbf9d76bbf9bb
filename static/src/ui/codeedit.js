// @ts-check
// The code editor. It begins as the coloured <pre> that the server sent; when
// that comes near to what is seen, CodeMirror takes its place, of the very same
// size. Who types before that has arrived types in a textarea, and goes on in
// CodeMirror without noticing. All that the rest of the page knows of an editor
// is what this returns.
import { el } from "./dom.js";
import { numberAt } from "../edit/number.js";
import { forget, whenNear } from "../edit/near.js";
import { makePlain } from "../edit/plain.js";
import { makeStill } from "../edit/still.js";
import { T } from "../text.js";

/**
 * @typedef {{start: number, end: number, matches: {text: string, kind?: string}[]}} Completion
 * @typedef {{found: boolean, signature?: string, doc?: string}} Inspection
 * @typedef {{
 *   label: string,
 *   onChange: (text: string) => void,
 *   onKey: (e: KeyboardEvent) => boolean,
 *   complete?: (code: string, cursor: number) => Promise<Completion>,
 *   inspect?: (code: string, cursor: number) => Promise<Inspection>,
 *   format?: (code: string) => Promise<string>,
 *   gaps?: boolean,
 *   hidden?: boolean,
 *   breaks?: {lines: number[], changed: (lines: number[], line: number) => void},
 * }} EditorOptions  onKey sees each key first and says whether it was its own;
 *   cursor, start and end count characters, not UTF-16 units. What complete and
 *   inspect refuse is nothing to tell anybody; what format refuses is for the
 *   caller to tell; gaps: long runs of underscores are shown as gaps;
 *   hidden: lines between the comments that say so are folded away; breaks: lines can
 *   have breakpoints, at first these; changed tells of all, and of the one that has come
 *   or gone, 0 for none.
 * @typedef {{
 *   el: HTMLElement,
 *   get: () => string,
 *   set: (text: string) => void,
 *   focus: () => void,
 *   mark: (line: number, message?: string, show?: boolean) => void,
 *   goTo: (line: number) => void,
 *   format: () => Promise<boolean>,
 *   hide: (yes: boolean) => Promise<void>,
 *   breakAt?: (line?: number) => Promise<void>,
 * }} Editor  set: can be undone in the editor; mark: line 0 takes the mark away,
 *   and so does editing the line; show: it is to be seen in a box that scrolls; goTo: puts the cursor on a line; format: says whether the text is now the
 *   formatter's, which can be undone; breakAt: sets a breakpoint, or takes it away, where the cursor is if no line is given
 */

/** @typedef {typeof import("../edit/codemirror.js")} Chunk */

/** @type {Chunk | null | undefined} null: it cannot be had */
let chunk;
/** @type {Promise<Chunk | null> | undefined} */
let coming;
let boxes = 0;

/** Fetches CodeMirror, once. */
function fetchChunk() {
  return (coming ??= import("../edit/codemirror.js").catch(() => null).then((m) => (chunk = m)));
}

/**
 * @param {HTMLElement} pre  is taken into the editor
 * @param {EditorOptions} options
 * @returns {Editor}
 */
export function createEditor(pre, options) {
  const still = makeStill(pre, options);
  const n = ++boxes;
  const hint = el("span", { class: "cr-sr", id: `cr-hint-${n}` }, T.leaveHint);
  const note = el("span", { class: "cr-sr", id: `cr-note-${n}` });
  const describedBy = `${hint.id} ${note.id}`;
  const inner = el("div", { class: "cr-edit-in" });
  const outer = el("div", { class: "cr-edit" }, inner, hint, note);
  pre.replaceWith(outer);
  inner.append(pre);
  if (pre.id) outer.id = pre.id; // what links here leads to what is shown
  pre.removeAttribute("id");
  if (!still.get() || options.gaps) still.draw(still.get(), 0);

  /** @type {ReturnType<typeof makePlain> | undefined} */
  let plain;
  /** @type {ReturnType<Chunk["makeView"]> | undefined} */
  let view;
  let marked = 0;
  let message = "";
  /** Whether the static code is not what the editor holds. */
  let stale = false;

  const get = () => view?.get() ?? plain?.get() ?? still.get();

  /** @param {number} line @param {string} [why] @param {boolean} [show] */
  function mark(line, why = "", show = false) {
    const other = line !== marked;
    marked = line;
    message = line ? why : "";
    note.textContent = message && T.markedLine(line, message);
    if (view) view.mark(line, message);
    else if (plain) plain.draw();
    else if (other) still.draw(still.get(), line);
    if (line && show) reveal(line);
  }

  /** The box is scrolled, and not the page. @param {number} line */
  function reveal(line) {
    if (view) return view.reveal(line);
    const row = /** @type {HTMLElement | undefined} */ (pre.querySelectorAll(".cr-ln")[line - 1]);
    if (!row) return;
    const { top, bottom } = row.getBoundingClientRect();
    const box = outer.getBoundingClientRect();
    if (top < box.top || bottom > box.bottom) outer.scrollTop += (top + bottom - box.top - box.bottom) / 2;
  }

  /** The marked line has been edited. */
  function unmarked() {
    marked = 0;
    message = note.textContent = "";
  }

  function changed() {
    stale = true;
    options.onChange(get());
  }

  /** @param {number} [line] */
  async function breakAt(line) {
    if (await fetchChunk()) upgrade();
    if (!view) return;
    const at = line ?? view.line();
    const before = view.breaks();
    turned = at;
    view.setBreaks(before.includes(at) ? before.filter((n) => n !== at) : [...before, at]);
    turned = 0;
  }
  let turned = 0;

  /** Somebody wants to type, at this place of the text. @param {[number, number]} [selection] */
  function begin(selection) {
    if (!view && chunk) upgrade();
    if (view) {
      if (selection) view.select(...selection);
      view.focus();
      return;
    }
    if (!plain) {
      pre.removeAttribute("tabindex");
      plain = makePlain(still, {
        label: options.label, describedBy, onKey: options.onKey, marked: () => marked,
        onInput() {
          unmarked();
          changed();
        },
      });
      plain.el.setSelectionRange(0, 0);
      inner.append(plain.el);
      pre.setAttribute("aria-hidden", "true");
      pre.classList.add("cr-typed");
      fetchChunk().then(upgrade);
    }
    if (selection) plain.el.setSelectionRange(Math.min(...selection), Math.max(...selection));
    plain.focus();
  }

  function upgrade() {
    if (view || !chunk || !outer.isConnected) return;
    if (plain?.composing) {
      plain.el.addEventListener("compositionend", () => setTimeout(upgrade), { once: true });
      return;
    }
    forget(outer);
    const held = document.activeElement;
    const focused = held === pre || (plain && held === plain.el);
    const selection = plain ? plain.selection() : still.selection();
    const { scrollLeft, scrollTop } = outer;
    view = chunk.makeView({
      text: get(), numbers: still.numbers, label: options.label, describedBy,
      services: options, format, gaps: !!options.gaps, hidden: !!options.hidden, onKey: options.onKey, onChange: changed, onUnmark: unmarked,
      breaks: options.breaks && {
        toggle: breakAt,
        changed: () => view && options.breaks?.changed(view.breaks(), turned),
      },
    });
    if (options.breaks?.lines.length) view.setBreaks(options.breaks.lines);
    // both at once: a page that is shorter for a moment jumps where it ends
    outer.classList.add("cr-live");
    inner.before(view.el);
    pre.removeAttribute("tabindex");
    pre.setAttribute("aria-hidden", "true");
    if (marked) view.mark(marked, message);
    if (selection) view.select(...selection);
    if (focused || (selection && selection[0] !== selection[1])) view.focus();
    view.scrollTo(scrollLeft, scrollTop);
    stale = plain !== undefined;
    plain?.el.remove();
    pre.classList.remove("cr-typed");
    plain = undefined;
  }

  async function format() {
    if (!options.format) return false;
    if (await fetchChunk()) upgrade();
    const before = get();
    const after = await options.format(before).catch(() => before); // who gave it has told why
    if (after === before || get() !== before) return false;
    if (view) view.reformat(after);
    else plain?.set(after);
    return true;
  }

  pre.addEventListener("mousedown", (e) => {
    if (e.button !== 0 || (e.target instanceof Element && e.target.closest("summary"))) return;
    e.preventDefault();
    const n = options.breaks ? numberAt(e, outer) : 0;
    if (n) return void breakAt(n - still.numbers + 1);
    const at = still.at(e.clientX, e.clientY);
    begin([at, at]);
  });
  pre.addEventListener("focus", () => begin());
  // CodeMirror holds only the lines that are seen; on paper all of them count
  addEventListener("beforeprint", () => {
    if (view && stale) still.draw(view.get(), marked);
    stale = false;
  });
  whenNear(outer, () => (chunk ? upgrade() : fetchChunk().then(() => chunk && !view && whenNear(outer, upgrade))));

  return {
    el: outer,
    get,
    set(text) {
      if (text === get()) return;
      if (view) view.set(text);
      else if (plain) plain.set(text);
      else {
        mark(0);
        still.draw(text, 0);
        options.onChange(text);
      }
    },
    focus: () => begin(),
    goTo(line) {
      const at = get().split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
      begin([at, at]);
    },
    mark,
    format,
    breakAt,
    async hide(yes) {
      if (await fetchChunk()) upgrade();
      view?.hide(yes);
    },
  };
}
