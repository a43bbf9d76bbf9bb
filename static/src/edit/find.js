// @ts-check
// Search and replace within the code.
import {
  SearchQuery, closeSearchPanel, findNext, findPrevious, getSearchQuery, highlightSelectionMatches, openSearchPanel, replaceAll, replaceNext,
  search, selectNextOccurrence, selectSelectionMatches, setSearchQuery,
} from "@codemirror/search";
import { keymap, runScopeHandlers } from "@codemirror/view";
import { el, icon } from "../ui/dom.js";
import { T } from "../text.js";

/** @typedef {import("@codemirror/view").EditorView} EditorView */

const scope = "editor search-panel";
const MOST = 999; // matches that are counted

class FindPanel {
  top = true;

  /** @param {EditorView} view */
  constructor(view) {
    this.view = view;
    const field = (/** @type {string} */ label, /** @type {Record<string, string>} */ more) =>
      el("input", { class: "cr-find-field", type: "text", placeholder: label, "aria-label": label, spellcheck: "false", autocapitalize: "off", autocomplete: "off", autocorrect: "off", ...more });
    this.what = field(T.find.what, { "main-field": "true" });
    this.instead = field(T.find.instead, {});
    this.exact = el("input", { type: "checkbox" });
    this.count = el("span", { class: "cr-find-count", role: "status" });
    /** @param {string} text @param {(view: EditorView) => boolean} command @param {Node} [face] */
    const button = (text, command, face) => {
      const b = el("button", { class: face ? "cr-btn cr-square" : "cr-btn", type: "button", "aria-label": text, ...(face ? { title: text } : {}) }, face ?? text);
      b.addEventListener("click", () => {
        command(view);
        this.#say();
      });
      return b;
    };
    const close = button(T.find.close, closeSearchPanel, icon("close"));
    close.classList.add("cr-find-close");
    this.dom = el("div", { class: "cr-find", role: "group", "aria-label": T.find.what },
      el("div", {}, this.what, button(T.find.previous, findPrevious, icon("up")), button(T.find.next, findNext, icon("down")),
        el("label", {}, this.exact, T.find.exact), this.count),
      el("div", {}, this.instead, button(T.find.replace, replaceNext), button(T.find.replaceAll, replaceAll)),
      close);
    this.#show(getSearchQuery(view.state));
    for (const input of [this.what, this.instead, this.exact]) input.addEventListener("input", () => this.#commit());
    this.dom.addEventListener("keydown", (e) => this.#key(e));
  }

  mount() {
    this.what.select();
    this.#say();
  }

  /** @param {import("@codemirror/view").ViewUpdate} u */
  update(u) {
    const query = getSearchQuery(u.state);
    if (!query.eq(getSearchQuery(u.startState))) this.#show(query);
    if (u.docChanged || u.selectionSet || !query.eq(getSearchQuery(u.startState))) this.#say();
  }

  /** @param {SearchQuery} query */
  #show(query) {
    if (this.what.value !== query.search) this.what.value = query.search;
    if (this.instead.value !== query.replace) this.instead.value = query.replace;
    this.exact.checked = query.caseSensitive;
  }

  #commit() {
    const query = new SearchQuery({ search: this.what.value, replace: this.instead.value, caseSensitive: this.exact.checked, literal: true });
    if (!query.eq(getSearchQuery(this.view.state))) this.view.dispatch({ effects: setSearchQuery.of(query) });
  }

  /** How many there are, and which of them is selected. */
  #say() {
    const { state } = this.view;
    const query = getSearchQuery(state);
    let all = 0;
    let at = 0;
    if (query.valid) {
      const cursor = query.getCursor(state);
      const { from, to } = state.selection.main;
      for (let next = cursor.next(); !next.done && all < MOST; next = cursor.next()) {
        all++;
        if (next.value.from === from && next.value.to === to) at = all;
      }
    }
    const text = query.valid ? T.find.found(at, all) : "";
    if (this.count.textContent !== text) this.count.textContent = text;
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    if (runScopeHandlers(this.view, e, "search-panel")) e.preventDefault();
    else if (e.key === "Enter" && (e.target === this.what || e.target === this.instead)) {
      e.preventDefault();
      (e.target === this.instead ? replaceNext : e.shiftKey ? findPrevious : findNext)(this.view);
    }
    // what is typed here is not for the code; Ctrl-C is for what is selected here
    if (e.key !== "s" || !(e.ctrlKey || e.metaKey)) e.stopPropagation();
  }
}

export const finding = [
  search({ top: true, literal: true, createPanel: (view) => new FindPanel(view) }),
  highlightSelectionMatches({ minSelectionLength: 2 }),
  keymap.of([
    { key: "Mod-f", run: openSearchPanel, scope },
    { key: "F3", run: findNext, shift: findPrevious, scope, preventDefault: true },
    { key: "Mod-g", run: findNext, shift: findPrevious, scope, preventDefault: true },
    { key: "Escape", run: closeSearchPanel, scope },
    { key: "Mod-Shift-l", run: selectSelectionMatches },
    { key: "Mod-d", run: selectNextOccurrence, preventDefault: true },
  ]),
];
