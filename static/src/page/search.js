// @ts-check
// Search over the lessons of the folder: "/" or Ctrl-K opens it.
import { sprite } from "./sprite.js";
import { el } from "../ui/dom.js";
import { lang } from "../language.js";
import { T } from "../text.js";

/** @typedef {{title: string, href: string, before: string, match: string, after: string}} Hit */
/** @typedef {{state: string, read: number, of: number, part?: boolean, hits: Hit[]}} Answer */

/** How long after the last key one asks, and asks again while lessons are still being read. */
const PAUSE = 120, AGAIN = 600;

/** @param {string} root */
export function searchDialog(root) {
  const where = document.documentElement.dataset.crunchySearch;
  if (!where) return;
  /** @type {ReturnType<typeof makeDialog> | undefined} */
  let dialog;
  const open = () => (dialog ??= makeDialog(root, where)).open();
  for (const b of document.querySelectorAll('[data-do="search"]')) {
    if (b instanceof HTMLButtonElement) b.disabled = false;
    b.addEventListener("click", open);
  }
  document.addEventListener("keydown", (e) => {
    const slash = e.key === "/" && !e.ctrlKey && !e.metaKey && !e.altKey;
    const k = e.key.toLowerCase() === "k" && (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey;
    if (e.defaultPrevented || (!slash && !k) || typing(e.target, slash) || document.querySelector("dialog[open]")) return;
    e.preventDefault();
    open();
  });
}

/**
 * Whether a key belongs to where one types.
 * @param {EventTarget | null} target
 * @param {boolean} anywhere  false: only within an element of the lesson
 */
function typing(target, anywhere) {
  if (!(target instanceof HTMLElement)) return false;
  const typed = target.isContentEditable || target.matches("input, textarea, select");
  return typed && (anywhere || target.closest(".cr-cell") !== null);
}

/**
 * @param {string} root
 * @param {string} where
 */
function makeDialog(root, where) {
  const input = el("input", {
    type: "text", role: "combobox", "aria-label": T.searchLabel, placeholder: T.searchLabel, "aria-expanded": "false", "aria-controls": "cr-hits",
    "aria-autocomplete": "list", autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: "100",
  });
  const close = el("button", { class: "cr-btn cr-square", type: "button", "aria-label": T.searchClose }, sprite("close"));
  const list = el("div", { class: "cr-hits", id: "cr-hits", role: "listbox", "aria-label": T.searchHits });
  const status = el("p", { class: "cr-search-status", role: "status" });
  const dialog = el("dialog", { class: "cr-dialog cr-search", lang, "aria-label": T.searchLabel }, el("div", { class: "cr-search-line" }, sprite("search"), input, close), list, status);
  document.body.append(dialog);
  let chosen = -1;
  /** @type {AbortController | undefined} */
  let asking;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const options = () => /** @type {HTMLAnchorElement[]} */ ([...list.children]);
  /** @param {number} i */
  function choose(i) {
    const all = options();
    all[chosen]?.setAttribute("aria-selected", "false");
    chosen = all.length ? (i + all.length) % all.length : -1;
    const at = all[chosen];
    if (!at) return input.removeAttribute("aria-activedescendant");
    at.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", at.id);
    at.scrollIntoView({ block: "nearest" });
  }

  /** @param {Answer} answer */
  function show({ state, read, of, part, hits }) {
    const same = options()[chosen]?.href;
    list.replaceChildren(...hits.map((hit, i) => {
      const a = el("a", { class: "cr-hit", id: `cr-hit-${i}`, role: "option", tabindex: "-1", "aria-selected": "false", href: hit.href }, el("b", {}, hit.title));
      if (hit.before || hit.match || hit.after) a.append(el("span", {}, hit.before, el("mark", {}, hit.match), hit.after));
      return a;
    }));
    input.setAttribute("aria-expanded", String(hits.length > 0));
    chosen = -1;
    choose(Math.max(0, options().findIndex((a) => a.href === same)));
    const found = hits.length ? T.searchFound(hits.length) : state === "reading" ? "" : T.searchNothing;
    const still = state === "reading" ? T.searchReading(read, of) : part ? T.searchPart(read) : "";
    status.textContent = `${found} ${still}`.trim();
  }

  async function ask() {
    clearTimeout(timer);
    asking?.abort();
    const q = input.value.trim();
    if (!q) {
      list.replaceChildren();
      input.setAttribute("aria-expanded", "false");
      status.textContent = T.searchHint;
      return;
    }
    const mine = (asking = new AbortController());
    try {
      const answer = await fetch(`${root}search?${new URLSearchParams({ tutorial: where, q })}`, { headers: { Accept: "application/json" }, signal: mine.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const said = /** @type {Answer} */ (await answer.json());
      if (mine.signal.aborted) return;
      show(said);
      if (said.state === "reading" && dialog.open) timer = setTimeout(ask, AGAIN);
    } catch (e) {
      if (!mine.signal.aborted) status.textContent = T.searchFailed;
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown") choose(chosen + 1);
    else if (e.key === "ArrowUp") choose(chosen - 1);
    else if (e.key === "Enter" && !e.isComposing) options()[chosen]?.click();
    else return;
    e.preventDefault();
  });
  list.addEventListener("click", () => dialog.close()); // a place on the same page does not leave it
  dialog.addEventListener("click", (e) => e.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    clearTimeout(timer);
    asking?.abort();
  });
  close.addEventListener("click", () => dialog.close());
  return {
    open() {
      dialog.showModal();
      input.select();
      ask();
    },
  };
}
