// @ts-check
// One page, opened: each of its elements with the code as its student has it and
// what it shows, as it comes. It can only be looked at.
import { called, progressWords, stateWords } from "./board.js";
import { nameOf } from "./names.js";
import { el, icon, painted } from "../ui/dom.js";
import { Log } from "../ui/log.js";
import { outcome } from "../ui/status.js";
import { highlight } from "../py/lexer.js";
import { said } from "../said.js";
import { T } from "../text.js";

/** @typedef {import("./tile.js").Tile} Tile */

export class Opened {
  /** @param {Tile} tile */
  constructor(tile) {
    this.page = tile.page;
    /** @type {Map<string, Part>} by uid */
    this.parts = new Map();
    this.heading = el("h1", { tabindex: "-1" });
    this.lesson = el("p", { class: "cr-tile-lesson" });
    this.state = el("p", { class: "cr-tile-state" });
    this.told = el("p", { class: "cr-sr", role: "status" });
    this.note = el("p", { class: "cr-empty", hidden: true });
    this.list = el("div", {});
    this.el = el("section", { class: "cr-opened" },
      el("p", {}, el("a", { class: "cr-watch-back", href: "#" }, icon("out"), T.watch.back)),
      this.heading, this.lesson, this.state, el("p", { class: "cr-watch-only" }, icon("lock"), T.watch.watching), this.told, this.note, this.list);
  }

  /** What it shows comes again from the beginning. */
  clear() {
    for (const part of this.parts.values()) part.clear();
    this.replay = true;
  }
  replay = true;

  /**
   * What the server says of the elements, and of their code.
   * @param {import("./tile.js").Known[]} elements
   */
  describe(elements) {
    this.note.textContent = T.watch.empty;
    this.note.hidden = elements.length > 0;
    elements.forEach((known, i) => {
      const part = this.#part(known.uid);
      part.describe(known);
      if (this.list.children[i] !== part.el) this.list.insertBefore(part.el, this.list.children[i] ?? null);
    });
  }

  /** @param {string} uid */
  #part(uid) {
    let part = this.parts.get(uid);
    if (!part) {
      this.parts.set(uid, (part = new Part(uid)));
      this.list.append(part.el);
    }
    return part;
  }

  /** @param {import("../net/frames.js").Frame} frame */
  take(frame) {
    if (frame.uid === "0") return;
    const told = this.#part(frame.uid).take(frame);
    if (told && !this.replay) this.told.textContent = told;
  }

  /** @param {Tile} tile @param {number} now */
  show(tile, now) {
    const { state, words } = stateWords(tile, now);
    this.el.dataset.state = state;
    for (const [part, text] of /** @type {[HTMLElement, string][]} */ ([
      [this.heading, tile.seat ? nameOf(tile.seat) : ""], [this.lesson, tile.title || T.watch.program],
      [this.state, [words, progressWords(tile)].filter(Boolean).join(" · ")],
    ])) if (part.textContent !== text) part.textContent = text;
    if (tile.lang) this.lesson.lang = tile.lang;
  }

  gone() {
    this.note.textContent = T.watch.gone;
    this.note.hidden = false;
    this.told.textContent = T.watch.gone;
  }
}

class Part {
  /** @param {string} uid */
  constructor(uid) {
    this.name = called(undefined, uid);
    this.uid = uid;
    this.kind = "";
    this.title = el("h2", { class: "cr-name" }, this.name);
    this.words = el("span", { class: "cr-words" }, T.watch.notRun);
    this.code = el("pre", { class: "cr-code", hidden: true, tabindex: "0", role: "group" });
    /** @type {string | undefined} */
    this.source = undefined;
    this.log = new Log(T.outputOf(this.name));
    this.out = el("div", { class: "cr-out" }, el("div", { class: "cr-status" }, this.words), this.log.el);
    this.log.onChange = () => this.#reveal();
    this.el = el("section", { class: "cr-cell cr-watched" }, el("div", { class: "cr-head" }, this.title), this.code, this.out);
    this.#reveal();
  }

  #reveal() {
    this.log.el.hidden = this.log.empty;
  }

  /** @param {import("./tile.js").Known} known */
  describe(known) {
    this.kind = known.kind;
    const name = called(/** @type {any} */ (known), known.uid);
    if (name !== this.name || !this.code.hasAttribute("aria-label")) {
      this.name = name;
      this.title.textContent = name;
      this.el.setAttribute("aria-label", name);
      this.code.setAttribute("aria-label", T.watch.code(name));
      this.log.el.setAttribute("aria-label", T.outputOf(name));
    }
    this.#paint(known.code);
  }

  /** @param {string} code */
  #paint(code) {
    if (code === this.source) return;
    this.source = code;
    this.code.hidden = !code;
    this.code.replaceChildren(el("code", {}, ...highlight(code).flatMap((spans) => [...painted(spans), "\n"])));
  }

  clear() {
    this.log.clear();
    this.words.textContent = T.watch.notRun;
    this.el.dataset.state = "idle";
  }

  /**
   * @param {import("../net/frames.js").Frame} frame
   * @returns {string}  what somebody who does not see it should hear
   */
  take({ type, data }) {
    switch (type) {
      case "STDOUT":
        this.log.write("", data);
        return "";
      case "STDERR":
        this.log.write("err", data);
        return "";
      case "RESET":
        this.clear();
        return "";
    }
    /** @type {any} */
    let json;
    try {
      json = JSON.parse(data) ?? {};
    } catch {
      return "";
    }
    switch (type) {
      case "DISPLAY":
        this.log.display(json.data ?? {}, json.id);
        break;
      case "INPUT":
        if (typeof json.text === "string" && !json.secret) this.log.typed(json.text.replace(/\n$/, ""));
        if (json.waiting) this.words.textContent = T.waiting;
        break;
      case "RESULT":
        this.log.remark(said(json.says, json.message) || T.example(json.passed ?? 0, (json.passed ?? 0) + (json.failed ?? 0)));
        break;
      case "STATUS":
        return this.#stated(json);
    }
    return "";
  }

  /** @param {import("../ui/status.js").StatusData} s */
  #stated(s) {
    if (!s.run) return "";
    if (s.state === "running" && this.el.dataset.state !== "running") {
      if (this.kind === "Interpreter") this.log.echo(s.source ?? "", ">>> ", "... ");
      else if (s.source) this.#paint(s.source);
    }
    this.el.dataset.state = s.state;
    if (s.reason === undefined) {
      this.words.textContent = s.state === "running" ? T.watch.runs : this.words.textContent;
      return "";
    }
    const { words } = outcome(s);
    this.words.textContent = words;
    return `${this.name}: ${words}`;
  }
}
