// @ts-check
// The quiet line that says how a run goes and how it ended.
import { el, icon } from "./dom.js";
import { said } from "../said.js";
import { T, seconds } from "../text.js";

/**
 * @typedef {{state: string, run?: number, source?: string, ms?: number, cpu_ms?: number, peak_kib?: number, since?: number,
 *   reason?: string, code?: number, signal?: number, text?: string, says?: import("../said.js").Words,
 *   exception?: {type: string, message: string, line: number, explanation?: string, says?: import("../said.js").Words, shadow?: string, frames?: {file: string, line: number, function: string}[]}}} StatusData
 *   since: when the run began, in milliseconds of the server's clock
 * @typedef {"check" | "dash" | "stop" | "clock" | "pen" | ""} Symbol
 */

let details = 0;

export class StatusLine {
  constructor() {
    this.el = el("div", { class: "cr-status" });
    this.words = el("span", { class: "cr-words" });
    this.more = el("span", { class: "cr-detail", id: `cr-detail-${++details}` });
    this.about = el("button", { class: "cr-about", type: "button", "aria-expanded": "false", "aria-describedby": this.more.id });
    this.about.addEventListener("click", () => this.about.setAttribute("aria-expanded", String(this.about.getAttribute("aria-expanded") !== "true")));
    /** @type {any} */
    this.timer = undefined;
  }

  /**
   * @param {Symbol} symbol
   * @param {string} words
   * @param {...Element} more
   */
  show(symbol, words, ...more) {
    clearInterval(this.timer);
    this.words.textContent = words;
    this.el.replaceChildren(...(symbol ? [icon(symbol)] : []), this.words, ...more);
    this.el.hidden = false;
  }

  /**
   * How a run ended; more is told to who points at it, comes to it by key, or clicks.
   * @param {Symbol} symbol
   * @param {string} words
   * @param {string} more
   */
  ended(symbol, words, more) {
    this.show(symbol, words);
    if (!more) return;
    this.about.setAttribute("aria-expanded", "false");
    this.more.textContent = more;
    this.words.replaceWith(this.about);
    this.about.replaceChildren(this.words);
    this.el.append(this.more);
  }

  hide() {
    clearInterval(this.timer);
    this.el.hidden = true;
  }

  /**
   * Counts the time of a run.
   * @param {(time: string) => string} words
   * @param {number} since
   * @param {...Element} more
   */
  count(words, since, ...more) {
    const tell = () => {
      const ms = Date.now() - since;
      this.words.textContent = words(ms < 60000 ? `${(ms / 1000).toFixed(ms < 10000 ? 1 : 0)} s` : seconds(ms));
    };
    this.show("clock", "", ...more);
    tell();
    this.timer = setInterval(tell, 100);
  }
}

/** What a run has used, in words, as far as it is known. @param {StatusData} s */
export function used({ cpu_ms: cpu, peak_kib: peak }) {
  return cpu === undefined && !peak ? "" : T.used(cpu === undefined ? "" : seconds(cpu), peak ? T.memory(peak) : "");
}

/**
 * How a run ended, in a few words.
 * @param {StatusData} s
 * @param {string} [stop]  the reason that STOP gave
 * @returns {{symbol: "check" | "dash" | "stop", words: string, good: boolean}}
 */
export function outcome(s, stop) {
  const time = s.ms === undefined ? "" : `, ${seconds(s.ms)}`;
  const words = said(s.says, stop || s.text || "");
  switch (s.reason) {
    case undefined:
    case "finished":
      return { symbol: "check", words: words || (s.ms === undefined ? T.ended : T.finished(seconds(s.ms))), good: true };
    case "exception":
      return { symbol: "dash", words: s.exception ? T.failed(s.exception.type, s.exception.line) + time : words || T.ended, good: false };
    case "stopped":
      return { symbol: "stop", words: (words || T.stopped).replace(/\.$/, "") + time, good: false };
    case "exit":
      return { symbol: s.code ? "dash" : "check", words: words || T.ended, good: !s.code };
    default:
      return { symbol: "dash", words: words || T.ended, good: false };
  }
}
