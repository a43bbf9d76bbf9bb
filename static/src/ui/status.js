// @ts-check
// The quiet line that says how a run goes and how it ended.
import { el, icon } from "./dom.js";
import { T, seconds } from "../text.js";

/**
 * @typedef {{state: string, run?: number, source?: string, ms?: number, reason?: string, code?: number, signal?: number,
 *   exception?: {type: string, message: string, line: number}, text?: string}} StatusData
 */

export class StatusLine {
  constructor() {
    this.el = el("div", { class: "cr-status" });
    this.words = el("span", { class: "cr-words" });
    /** @type {any} */
    this.timer = undefined;
  }

  /**
   * @param {"check" | "dash" | "stop" | "clock" | ""} symbol
   * @param {string} words
   * @param {...Element} more
   */
  show(symbol, words, ...more) {
    clearInterval(this.timer);
    this.words.textContent = words;
    this.el.replaceChildren(...(symbol ? [icon(symbol)] : []), this.words, ...more);
    this.el.hidden = false;
  }

  hide() {
    clearInterval(this.timer);
    this.el.hidden = true;
  }

  /**
   * Counts the time of a run.
   * @param {(time: string) => string} words
   * @param {number} since
   */
  count(words, since) {
    const tell = () => {
      const ms = Date.now() - since;
      this.words.textContent = words(ms < 60000 ? `${(ms / 1000).toFixed(ms < 10000 ? 1 : 0)} s` : seconds(ms));
    };
    this.show("clock", "");
    tell();
    this.timer = setInterval(tell, 100);
  }
}

/**
 * How a run ended, in a few words.
 * @param {StatusData} s
 * @param {string} [stop]  the reason that STOP gave
 * @returns {{symbol: "check" | "dash" | "stop", words: string, good: boolean}}
 */
export function outcome(s, stop) {
  const time = s.ms === undefined ? "" : `, ${seconds(s.ms)}`;
  const words = stop || s.text || "";
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
