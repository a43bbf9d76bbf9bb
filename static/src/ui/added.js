// @ts-check
// Editors that the student adds to the page: code of the lesson, taken along to
// be changed and run. They look as the server's do, and come back after a reload.
import { el, icon, painted } from "./dom.js";
import { highlight } from "../py/lexer.js";
import { lang } from "../language.js";
import { T } from "../text.js";

/**
 * @typedef {import("../net/session.js").Element} Element
 * @typedef {{after: string, source: string}} Place  after: the number of the block it stands behind
 */

/** What they stand behind can be told again after a reload: blocks never move. */
export const BLOCKS = ".cr-cell:not(.cr-added), .cr-styled";

export class Added {
  /**
   * @param {import("../store.js").Store} store
   * @param {(source: string) => Promise<Element>} add  asks the server for one
   * @param {(section: HTMLElement) => void} onSection  one is in the page
   */
  constructor(store, add, onSection) {
    this.store = store;
    this.add = add;
    this.onSection = onSection;
    this.blocks = [...document.querySelectorAll(BLOCKS)];
    /** @type {HTMLElement[]} in the order of their numbers, too */
    this.sections = [];
    /** @type {Place[]} in the order of their numbers */
    this.places = [];
    try {
      const kept = JSON.parse(store.get("added") ?? "[]");
      if (Array.isArray(kept)) this.places = kept.filter((p) => typeof p?.source === "string");
    } catch {
      // somebody else's value
    }
  }

  /**
   * Opens code in an editor of its own.
   * @param {string} source
   * @param {Element_} block  of the page, behind which it will stand
   */
  async open(source, block) {
    const after = String(this.blocks.indexOf(block));
    const element = await this.add(source);
    this.places.push({ after, source });
    this.store.set("added", JSON.stringify(this.places));
    this.#show(element, this.places.length).scrollIntoView({ block: "nearest" });
    return element;
  }

  /**
   * Shows those that the server knows, and asks for the others again.
   * @param {Element[]} elements  of the page that was opened
   * @param {number} own  how many of them are the lesson's
   * @returns {Promise<Element[]>} those that had to be asked for
   */
  async restore(elements, own) {
    const there = elements.slice(own);
    there.forEach((element, i) => this.#show(element, i + 1));
    /** @type {Element[]} */
    const made = [];
    for (let i = there.length; i < this.places.length; i++) {
      const element = await this.add(this.places[i].source);
      this.#show(element, i + 1);
      made.push(element);
    }
    return made;
  }

  /** The blocks of the lesson are others by now. */
  renew() {
    this.blocks = [...document.querySelectorAll(BLOCKS)];
    this.sections.forEach((section, i) => {
      const before = this.blocks.filter((b) => b.compareDocumentPosition(section) & Node.DOCUMENT_POSITION_FOLLOWING);
      if (this.places[i]) this.places[i].after = String(before.length - 1);
    });
    this.store.set("added", JSON.stringify(this.places));
  }

  /**
   * @param {Element} element
   * @param {number} nth
   */
  #show(element, nth) {
    const old = document.getElementById(`cr-${element.number}`);
    if (old) return old;
    const section = card(element, `mine-${nth}.py`);
    const place = this.places[nth - 1];
    /** @type {globalThis.Element | undefined} */
    let block = this.blocks[Number(place?.after ?? -1)] ?? this.blocks[this.blocks.length - 1];
    while (block?.nextElementSibling?.classList.contains("cr-added")) block = block.nextElementSibling;
    block?.after(section);
    this.sections[nth - 1] = section;
    this.onSection(section);
    return section;
  }
}

/** @typedef {globalThis.Element} Element_ */

/** The element that is closest to the middle of the window. @param {string} selector */
export function nearest(selector) {
  const middle = (/** @type {Element_} */ e) => {
    const { top, bottom } = e.getBoundingClientRect();
    return Math.max(top - innerHeight / 2, innerHeight / 2 - bottom, 0);
  };
  return [...document.querySelectorAll(selector)].sort((a, b) => middle(a) - middle(b))[0];
}

/**
 * The card of an added editor.
 * @param {Element} element
 * @param {string} name
 */
function card(element, name) {
  const code = el("code", { class: "language-python" });
  highlight(element.source).forEach((spans, i) => code.append(...(i ? ["\n"] : []), ...painted(spans)));
  return el("section", {
    class: "cr-cell cr-editor cr-added", id: `cr-${element.number}`, "data-number": element.number, "data-kind": "editor",
    "aria-label": T.editorNamed(name), lang,
  },
    el("header", { class: "cr-head" },
      el("h3", { class: "cr-name" }, name),
      act("reset", "reset", T.reset), act("stop", "stop", T.stop), act("run", "play", T.run)),
    el("div", { class: "cr-bar" }),
    el("pre", { class: "cr-code", tabindex: "0", role: "group", "aria-label": T.codeOf(name) }, code),
    el("div", { class: "cr-out", hidden: true }));
}

/**
 * @param {string} name
 * @param {"reset" | "stop" | "play"} symbol
 * @param {string} text
 */
function act(name, symbol, text) {
  const more = name === "run" ? [" ", el("kbd", {}, "Shift Enter")] : [];
  return el("button", { class: name === "run" ? "cr-btn cr-primary" : "cr-btn", "data-do": name, type: "button", disabled: true },
    icon(symbol), el("span", {}, text), ...more);
}
