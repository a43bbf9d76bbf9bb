// @ts-check
// The code editor: a textarea over the coloured <pre> that the server sent, of
// the very same size. All that the rest of the page knows of an editor is what
// this returns, so that another one can take its place.
import { el, painted } from "./dom.js";
import { paint } from "./paint.js";
import { backspace, clause, newline, replace, shift } from "./textarea.js";
import { highlight } from "../py/lexer.js";
import { T } from "../text.js";

/**
 * @typedef {{
 *   el: HTMLElement,
 *   get: () => string,
 *   set: (text: string) => void,
 *   focus: () => void,
 *   mark: (line: number, message?: string) => void,
 *   goTo: (line: number) => void,
 *   format: () => Promise<boolean>,
 * }} Editor  set: can be undone in the editor; mark: line 0 takes the mark away;
 *   goTo: puts the cursor on a line; format: whether the text is the formatter's now
 * @typedef {{
 *   label: string,
 *   onChange: (text: string) => void,
 *   onKey: (e: KeyboardEvent) => boolean,
 *   complete?: (code: string, cursor: number) => Promise<{start: number, end: number, matches: {text: string, kind?: string}[]}>,
 *   inspect?: (code: string, cursor: number) => Promise<{found: boolean, signature?: string, doc?: string}>,
 *   format?: (code: string) => Promise<string>,
 * }} EditorOptions  onKey sees each key first and says whether it was its own
 */

let hints = 0;

/**
 * @param {HTMLElement} pre  is taken into the editor
 * @param {EditorOptions} options
 * @returns {Editor}
 */
export function createEditor(pre, options) {
  const code = pre.querySelector("code") ?? pre;
  const start = Number(pre.dataset.start ?? 1);
  const hint = el("span", { class: "cr-sr", id: `cr-hint-${++hints}` }, T.leaveHint);
  const area = el("textarea", {
    class: "cr-area", "aria-label": options.label, "aria-describedby": hint.id, rows: "1", wrap: "off",
    spellcheck: "false", autocapitalize: "off", autocomplete: "off", autocorrect: "off", translate: "no",
  });
  area.value = code.textContent ?? "";
  const inner = el("div", { class: "cr-edit-in" });
  const outer = el("div", { class: "cr-edit" }, inner, hint);
  pre.replaceWith(outer);
  inner.append(pre, area);
  pre.removeAttribute("tabindex");
  pre.removeAttribute("role");
  pre.removeAttribute("aria-label");
  pre.setAttribute("aria-hidden", "true");

  let marked = 0;
  let leaving = false;

  function draw() {
    const lines = highlight(area.value);
    code.replaceChildren(...lines.map((spans, i) => {
      const attrs = { class: i + 1 === marked ? "cr-ln cr-mark" : "cr-ln", "data-n": String(start + i) };
      return el("span", attrs, ...painted(spans), ...(i < lines.length - 1 ? ["\n"] : []));
    }));
  }
  if (!area.value) draw();

  area.addEventListener("input", (e) => {
    marked = 0;
    if (/** @type {InputEvent} */ (e).data === ":") clause(area);
    options.onChange(area.value);
    paint(draw);
  });
  area.addEventListener("blur", () => (leaving = false));
  area.addEventListener("keydown", (e) => {
    if (e.isComposing || options.onKey(e)) return;
    const plain = !e.ctrlKey && !e.metaKey && !e.altKey;
    if (e.key === "Escape") {
      leaving = true;
      return;
    }
    if (e.altKey && e.shiftKey && e.code === "KeyF" && options.format) {
      e.preventDefault();
      format();
    } else if (plain && e.key === "Tab") {
      if (leaving) return;
      e.preventDefault();
      shift(area, e.shiftKey);
    } else if (plain && e.key === "Enter" && !e.shiftKey) {
      e.preventDefault();
      newline(area);
    } else if (plain && e.key === "Backspace" && !e.shiftKey) {
      if (backspace(area)) e.preventDefault();
    }
    if (e.key !== "Shift") leaving = false;
  });

  async function format() {
    const before = area.value;
    const code = await options.format?.(before).catch(() => undefined);
    if (code === undefined || area.value !== before) return false;
    if (code !== before) replace(area, 0, before.length, code);
    return true;
  }

  return {
    el: outer,
    format,
    goTo(line) {
      const lines = area.value.split("\n");
      const at = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
      area.focus();
      area.setSelectionRange(at, at);
      code.children[line - 1]?.scrollIntoView({ block: "nearest" });
    },
    get: () => area.value,
    set(text) {
      if (text === area.value) return;
      replace(area, 0, area.value.length, text);
      area.setSelectionRange(0, 0);
    },
    focus: () => area.focus(),
    mark(line) {
      if (line === marked) return;
      marked = line;
      draw();
    },
  };
}
