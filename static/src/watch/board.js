// @ts-check
// The tiles: one for each page that is open, in the order in which they came, which
// change in their places.
import { nameOf } from "./names.js";
import { el } from "../ui/dom.js";
import { T } from "../text.js";

/** @typedef {import("./tile.js").Tile} Tile */

/** The address of a page on this page. @param {string} page */
export const placeOf = (page) => `#page-${page}`;

/** How long something has been, without what changes too often to be read. @param {number} ms */
export function span(ms) {
  const min = Math.floor(ms / 60_000);
  if (min < 1) return `${Math.floor(ms / 1000)} s`;
  return min < 60 ? `${min} min` : `${Math.floor(min / 60)} h ${min % 60} min`;
}

/** What an element is called. @param {import("./tile.js").Element | undefined} e @param {string} uid */
export const called = (e, uid) => [e?.kind && T.elements[/** @type {keyof typeof T.elements} */ (e.kind)], e?.file || Number(uid.slice(-4))].filter(Boolean).join(" ");

/** How a page is. @param {Tile} tile @param {number} now */
export function stateWords(tile, now) {
  const { state, ms, uid, fails } = tile.state(now);
  return { state, needs: state.startsWith("stuck"), words: T.watch.state(state, { time: span(ms), n: fails, name: called(tile.elements.get(uid), uid) }) };
}

/** The kind of error in which the last run ended, in words. @param {Tile} tile */
export function troubleWords({ trouble }) {
  if (!trouble) return "";
  return T.watch.trouble(trouble === "check" ? T.watch.check : trouble === "bad" ? T.watch.bad : trouble);
}

/** How far a page has come, in words. @param {Tile} tile */
export function progressWords({ progress: p }) {
  return [p.exercises ? T.watch.solved(p.solved, p.exercises) : "", p.all ? T.watch.ran(p.ran, p.all) : ""].filter(Boolean).join(" · ");
}

export class Board {
  constructor() {
    this.said = el("p", { class: "cr-watch-sum", role: "status" });
    this.only = el("input", { type: "checkbox", id: "cr-watch-only" });
    this.only.addEventListener("change", () => this.#sift());
    this.list = el("ul", { class: "cr-tiles", "aria-label": T.watch.list });
    this.none = el("p", { class: "cr-empty" }, T.watch.none);
    this.head = el("div", { class: "cr-watch-head" }, this.said, el("label", { for: "cr-watch-only" }, this.only, T.watch.only));
    this.el = el("div", { class: "cr-board" }, this.head, this.none, this.list);
    /** @type {Map<string, View>} */
    this.views = new Map();
    this.#sum();
  }

  /** Shows a page as it is. @param {Tile} tile @param {number} now */
  show(tile, now) {
    let view = this.views.get(tile.page);
    if (!view) {
      this.views.set(tile.page, (view = new View(tile)));
      this.#place(view);
    }
    const seat = view.seat;
    view.show(tile, now);
    if (view.seat !== seat) this.#place(view);
    this.#sum();
  }

  /** @param {string} page */
  remove(page) {
    const view = this.views.get(page);
    if (!view) return;
    const next = view.el.contains(document.activeElement) && (view.el.nextElementSibling ?? view.el.previousElementSibling);
    view.el.remove();
    this.views.delete(page);
    this.#sum();
    if (next) next.querySelector("a")?.focus();
  }

  /** Puts the cursor on a tile. @param {string} page */
  focus(page) {
    (this.views.get(page)?.link ?? this.list.querySelector("a") ?? this.only).focus();
  }

  /** In the order of the seats, without moving those that stand where they are to. @param {View} view */
  #place(view) {
    const after = [...this.views.values()].filter((v) => v !== view && v.seat > view.seat).sort((a, b) => a.seat - b.seat)[0];
    this.list.insertBefore(view.el, after?.el ?? null);
  }

  #sum() {
    const views = [...this.views.values()];
    const open = views.filter((v) => v.el.dataset.state !== "left").length; // the others stay for a while
    const words = views.length ? T.watch.summary(open, views.filter((v) => v.needs).length) : "";
    if (this.said.textContent !== words) this.said.textContent = words;
    this.head.hidden = !this.views.size;
    this.#sift();
  }

  #sift() {
    let shown = 0;
    for (const v of this.views.values()) {
      v.el.hidden = this.only.checked && !v.needs && !v.el.contains(document.activeElement);
      shown += Number(!v.el.hidden);
    }
    this.none.hidden = shown > 0;
    const words = this.views.size ? T.watch.noneStuck : T.watch.none;
    if (this.none.textContent !== words) this.none.textContent = words;
  }
}

class View {
  /** @param {Tile} tile */
  constructor(tile) {
    this.seat = 0;
    this.needs = false;
    this.link = el("a", { href: placeOf(tile.page) });
    this.number = el("span", { class: "cr-tile-no" });
    this.title = el("p", { class: "cr-tile-lesson" });
    this.state = el("p", { class: "cr-tile-state" });
    this.trouble = el("p", { class: "cr-tile-trouble" });
    this.progress = el("p", { class: "cr-tile-progress" });
    this.bar = el("i", { class: "cr-tile-bar", "aria-hidden": "true" }, el("i"));
    this.out = el("div", { class: "cr-tile-out" });
    this.el = el("li", { class: "cr-tile" }, el("h2", {}, this.link, this.number), this.title, this.state, this.trouble, this.out, this.progress, this.bar);
  }

  /** @param {Tile} tile @param {number} now */
  show(tile, now) {
    const { state, needs, words } = stateWords(tile, now);
    this.seat = tile.seat;
    this.needs = needs;
    this.el.dataset.state = state;
    if (tile.lang) this.title.lang = tile.lang;
    const { progress: p } = tile;
    const done = p.exercises ? p.solved / p.exercises : p.all ? p.ran / p.all : 0;
    /** @type {HTMLElement} */ (this.bar.firstElementChild).style.setProperty("--cr-part", String(done));
    for (const [part, text] of /** @type {[HTMLElement, string][]} */ ([
      [this.link, tile.seat ? nameOf(tile.seat) : "…"],
      [this.number, tile.seat ? String(tile.seat) : ""],
      [this.title, tile.title || T.watch.program],
      [this.state, words],
      [this.trouble, troubleWords(tile)],
      [this.progress, progressWords(tile)],
      [this.out, tile.lines.map((line) => (line === "\u0000" ? T.watch.picture : line)).join("\n")],
    ])) {
      if (part.textContent !== text) part.textContent = text; // a screen reader is not disturbed by what stays
    }
    this.trouble.hidden = !tile.trouble;
    this.bar.hidden = !p.all;
    this.out.hidden = !this.out.textContent;
  }
}
