// @ts-check
// Where is it? A running program is asked in which lines its threads are.
import { button, el } from "./dom.js";
import { T } from "../text.js";

/**
 * @typedef {{file: string, line: number, function: string, text: string}} WhereFrame
 * @typedef {{name: string, frames: WhereFrame[]}} WhereThread
 */

/** A program that takes no longer is not asked. */
const PATIENCE = 2000;
/** Files of Python itself and of what is installed. */
const LIBRARY = /[\\/]lib(?:64)?[\\/](?:python|pypy)[\d.]*[\\/]|[\\/](?:site|dist)-packages[\\/]|^<(?:frozen|string|__array)/i;
let panels = 0;

export class Where {
  /**
   * @param {{
   *   name: string,
   *   ask: () => Promise<{threads?: WhereThread[]}>,
   *   failed: (e: any) => void,
   *   say: (text: string) => void,
   *   file?: string,
   *   mark?: (line: number) => void,
   *   goTo?: (line: number) => void,
   * }} options  file: the program's, whose lines can be marked and gone to; mark: 0 takes the mark away
   */
  constructor(options) {
    this.o = options;
    this.panel = el("div", { class: "cr-where", id: `cr-where-${++panels}`, role: "group", "aria-label": T.whereIn(options.name), hidden: true });
    this.button = button("where", T.where, () => this.#ask());
    this.button.setAttribute("aria-controls", this.panel.id);
    this.button.hidden = true;
    this.run = 0;
    /** @type {any} */
    this.timer = undefined;
  }

  /** A run has begun, so long ago. @param {number} since  as Date.now() */
  begin(since) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.button.hidden = false), Math.max(0, since + PATIENCE - Date.now()));
  }

  /** It waits, or has ended: there is nothing to ask. */
  end() {
    clearTimeout(this.timer);
    this.run++;
    this.button.hidden = true;
    if (this.panel.hidden) return;
    this.panel.hidden = true;
    this.panel.replaceChildren();
    this.o.mark?.(0);
  }

  async #ask() {
    const run = this.run;
    this.button.setAttribute("aria-busy", "true");
    try {
      const { threads = [] } = await this.o.ask();
      if (run === this.run) this.#show(threads);
    } catch (e) {
      if (run === this.run) this.o.failed(e);
    } finally {
      this.button.removeAttribute("aria-busy");
    }
  }

  /** @param {WhereThread[]} threads */
  #show(threads) {
    const asked = threads.filter((t) => t.frames.length);
    const main = asked.find((t) => t.name === "MainThread") ?? asked[0];
    const ordered = asked.slice().sort((a, b) => Number(b === main) - Number(a === main));
    const here = main && [...main.frames].reverse().find(own);
    this.panel.replaceChildren(...(asked.length ? ordered.map((t) => this.#thread(t, asked.length > 1)) : [el("p", {}, T.whereNowhere)]));
    this.panel.hidden = false;
    const marked = here && this.#inProgram(here) ? here.line : 0;
    this.o.mark?.(marked);
    this.o.say(here ? T.whereHere(here.line, here.text) : asked.length ? T.whereNotYours : T.whereNowhere);
  }

  /**
   * @param {WhereThread} thread
   * @param {boolean} named
   */
  #thread(thread, named) {
    const list = el("ol", {});
    const innermost = thread.frames.findLastIndex(own);
    let library = 0;
    thread.frames.forEach((frame, i) => {
      library = own(frame) ? 0 : library + 1;
      const next = thread.frames[i + 1];
      if (library && (!next || own(next))) {
        const name = frame.file.replace(/^.*[\\/]/, "").replace(/^<frozen (.*)>$/, "$1");
        list.append(el("li", { class: "cr-lib" }, T.whereLibrary(library, name)));
      } else if (!library) list.append(this.#frame(frame, i === innermost));
    });
    const name = thread.name === "MainThread" ? T.mainThread : thread.name;
    return el("div", { class: "cr-thread" }, ...(named ? [el("p", { class: "cr-thread-name" }, name)] : []), list);
  }

  /**
   * @param {WhereFrame} frame
   * @param {boolean} here
   */
  #frame(frame, here) {
    const inside = this.#inProgram(frame);
    const words = inside || !frame.file || frame.file.startsWith("<") ? T.whereLine(frame.line) : T.whereFile(frame.file.replace(/^.*[\\/]/, ""), frame.line);
    /** @type {HTMLElement} */
    let place = el("span", { class: "cr-at" }, words);
    const { goTo } = this.o;
    if (inside && goTo) {
      place = el("button", { class: "cr-btn cr-go", type: "button", "aria-label": T.troubleGo(frame.line) }, words);
      place.addEventListener("click", () => goTo(frame.line));
    }
    const fn = T.whereFunction(frame.function);
    return el("li", here ? { class: "cr-here" } : {}, place, ...(fn ? [" ", el("span", { class: "cr-in-fn" }, fn)] : []), ...(frame.text ? [" ", el("code", {}, frame.text)] : []));
  }

  /** @param {WhereFrame} frame */
  #inProgram(frame) {
    return this.o.file !== undefined && frame.line > 0 && frame.file.replace(/^.*[\\/]/, "") === this.o.file;
  }
}

/** Whether a frame is of something that the student has written. @param {WhereFrame} frame */
export const own = (frame) => frame.text !== "" || !LIBRARY.test(frame.file);
