// @ts-check
// What Python knows of a name: under the mouse, by a key, and quietly the
// signature of the function whose parentheses have just been opened.
import { syntaxTree } from "@codemirror/language";
import { Prec, StateEffect, StateField } from "@codemirror/state";
import { EditorView, closeHoverTooltips, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import { services, toCharacters } from "./services.js";
import { el, painted } from "../ui/dom.js";
import { highlight } from "../py/lexer.js";
import { T } from "../text.js";

/**
 * @typedef {import("@codemirror/state").EditorState} EditorState
 * @typedef {import("@codemirror/view").Tooltip} Tooltip
 * @typedef {import("../ui/codeedit.js").Inspection} Inspection
 * @typedef {{tooltip: Tooltip, kind: "name" | "call", from: number, to: number}} Shown
 *   from, to: where the cursor may be while it is shown; a call's is open to the end
 */

const HOVER = 500; // ms

/** @param {EditorView} view @param {number} pos @returns {Promise<Inspection | null>} */
async function inspect(view, pos) {
  const ask = view.state.facet(services).inspect;
  if (!ask) return null;
  const { doc } = view.state;
  const code = doc.toString();
  try {
    const answer = await ask(code, toCharacters(code, pos));
    return answer.found && (answer.signature || answer.doc) && view.state.doc.eq(doc) ? answer : null;
  } catch {
    return null; // it runs, or is not there
  }
}

/** The name at a place. @param {EditorState} state @param {number} pos @param {-1 | 1} side */
function nameAt(state, pos, side) {
  const node = syntaxTree(state).resolveInner(pos, side);
  return /^(?:VariableName|PropertyName)$/.test(node.name) ? node : null;
}

/** @param {Inspection} what @param {boolean} whole  or the signature alone */
function box(what, whole) {
  const dom = el("div", { class: "cr-doc" });
  const signature = what.signature ?? "";
  if (signature) {
    const lines = highlight(signature);
    dom.append(el("div", { class: "cr-doc-sig" }, ...lines.flatMap((spans, i) => [...(i ? ["\n"] : []), ...painted(spans)])));
  }
  if (whole && what.doc) dom.append(el("div", { class: "cr-doc-text", tabindex: "0", role: "group", "aria-label": T.documentation }, what.doc));
  return dom;
}

/** Closes by Escape wherever the focus is. @param {EditorView} view */
function untilEscape(view) {
  /** @param {KeyboardEvent} e */
  const close = (e) => {
    if (e.key !== "Escape") return;
    e.preventDefault();
    e.stopPropagation();
    view.dispatch({ effects: closeHoverTooltips });
  };
  return {
    mount: () => document.addEventListener("keydown", close, true),
    destroy: () => document.removeEventListener("keydown", close, true),
  };
}

const hover = hoverTooltip(async (view, pos, side) => {
  const name = nameAt(view.state, pos, side);
  const what = name && (await inspect(view, name.to));
  if (!name || !what) return null;
  return { pos: name.from, end: name.to, above: true, create: () => ({ dom: box(what, true), ...untilEscape(view) }) };
}, { hoverTime: HOVER, hideOnChange: true });

/** @type {import("@codemirror/state").StateEffectType<Shown | null>} */
const show = StateEffect.define();

/** @type {StateField<Shown | null>} */
const shown = StateField.define({
  create: () => /** @type {Shown | null} */ (null),
  update(now, tr) {
    if (now && (tr.docChanged || tr.selection)) now = still(now, tr);
    for (const e of tr.effects) if (e.is(show)) now = e.value;
    return now;
  },
  provide: (f) => showTooltip.from(f, (now) => now?.tooltip ?? null),
});

/** What is still shown after a change. @param {Shown} now @param {import("@codemirror/state").Transaction} tr */
function still(now, tr) {
  if (now.kind === "name" && tr.docChanged) return null;
  const from = tr.changes.mapPos(now.from, -1);
  const { head } = tr.state.selection.main;
  if (head < from) return null;
  if (now.kind === "name") return head <= now.to ? now : null;
  // within the parentheses, as far as they reach
  let depth = 0;
  for (const c of tr.state.sliceDoc(from, head)) {
    if ("([{".includes(c)) depth++;
    else if (")]}".includes(c) && --depth < 0) return null;
    else if (c === "\n" && head - from > 2000) return null;
  }
  return from === now.from ? now : { ...now, from, tooltip: { ...now.tooltip, pos: from } };
}

/** @param {EditorView} view */
function showName(view) {
  if (!view.state.facet(services).inspect) return false;
  const open = view.state.field(shown);
  if (open?.kind === "name") {
    /** @type {HTMLElement | null} */ (view.dom.querySelector(".cr-doc-text"))?.focus();
    return true;
  }
  const { head } = view.state.selection.main;
  inspect(view, head).then((what) => {
    if (!what || view.state.selection.main.head !== head) return;
    const name = nameAt(view.state, head, -1) ?? nameAt(view.state, head, 1);
    const from = name?.from ?? head;
    /** @type {Shown} */
    const value = { kind: "name", from, to: name?.to ?? head, tooltip: { pos: from, above: true, create: () => ({ dom: keyed(view, what) }) } };
    const spoken = [what.signature, what.doc?.split("\n\n")[0]].filter(Boolean).join(". ");
    view.dispatch({ effects: [show.of(value), EditorView.announce.of(spoken)] });
  });
  return true;
}

/** One that the key can go into, and Escape leave. @param {EditorView} view @param {Inspection} what */
function keyed(view, what) {
  const dom = box(what, true);
  dom.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    e.preventDefault();
    e.stopPropagation();
    hide(view);
    view.focus();
  });
  return dom;
}

/** @param {EditorView} view */
function hide(view) {
  if (!view.state.field(shown)) return false;
  view.dispatch({ effects: show.of(null) });
  return true;
}

const calls = EditorView.updateListener.of((u) => {
  const { view } = u;
  if (!u.docChanged || !u.transactions.some((tr) => tr.isUserEvent("input.type"))) return;
  const { head } = u.state.selection.main;
  if (u.state.sliceDoc(head - 1, head) !== "(" || !nameAt(u.state, head - 1, -1)) return;
  inspect(view, head).then((what) => {
    if (!what?.signature || view.state.selection.main.head !== head) return;
    /** @type {Shown} */
    const value = { kind: "call", from: head, to: head, tooltip: { pos: head, above: true, create: () => ({ dom: box(what, false) }) } };
    view.dispatch({ effects: show.of(value) });
  });
});

export const documentation = [
  hover, shown, calls,
  Prec.high(keymap.of([
    { key: "Mod-i", run: showName, preventDefault: true },
    { key: "Ctrl-Shift-Space", run: showName },
    { key: "Escape", run: hide },
  ])),
  EditorView.domEventHandlers({
    blur: (e, view) => {
      if (!view.dom.contains(/** @type {Node | null} */ (e.relatedTarget))) setTimeout(() => hide(view));
    },
  }),
];
