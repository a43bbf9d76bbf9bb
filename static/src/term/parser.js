// @ts-check
// Reads what a program writes to its terminal and acts on a Screen. A sequence
// may be split anywhere between two pieces. What it does not know is swallowed.
//
// Left out on purpose, because what is shown is a log and no screen: nothing
// wraps (a line is as long as it is), titles and other OSC sequences but links,
// the alternate screen and all other private modes, scroll regions, insert mode,
// tab stops other than every eight, and answers to the program's questions.
// Programs that need them belong into a terminal element.
import { hyperlink, plain, sgr } from "./style.js";

/** @typedef {import("./screen.js").Screen} Screen */

/** Text without control characters, from lastIndex. */
const TEXT = /[^\x00-\x1f\x7f-\x9f]+/y;
/** A sequence longer than this is no sequence. */
const LONGEST = 4096;

export class Parser {
  /** @param {string} [kind]  see Style */
  constructor(kind = "") {
    this.kind = kind;
    this.style = plain(kind);
    this.saved = this.style;
    /** @type {"ground" | "escape" | "charset" | "csi" | "osc" | "string"} */
    this.state = "ground";
    this.seq = "";
    this.lastChar = "";
  }

  /**
   * @param {Screen} screen
   * @param {string} text
   */
  feed(screen, text) {
    for (let i = 0; i < text.length;) {
      if (this.state === "ground") {
        TEXT.lastIndex = i;
        const m = TEXT.exec(text);
        if (m) {
          i += m[0].length;
          screen.write(m[0], this.style);
          this.lastChar = m[0];
          continue;
        }
      }
      this.#char(screen, text[i++]);
    }
  }

  /**
   * @param {Screen} screen
   * @param {string} c  one UTF-16 unit
   */
  #char(screen, c) {
    if (this.state === "string" || this.state === "osc") return this.#inString(c);
    if (c === "\x1b") return this.#enter("escape");
    if (c === "\x18" || c === "\x1a") return this.#enter("ground");
    if (c < " ") return control(screen, c);
    switch (this.state) {
      case "escape":
        return this.#escape(screen, c);
      case "charset":
        return this.#enter("ground");
      case "csi":
        if (c === "\x7f") return;
        if (c < "@" || c > "~") {
          if (this.seq.length < LONGEST) this.seq += c;
          return;
        }
        this.state = "ground";
        return this.#csi(screen, c, this.seq);
      default:
        if (c === "\x9b") this.#enter("csi");
        else if (c === "\x9d") this.#enter("osc");
        else if (c === "\x90" || c === "\x9e" || c === "\x9f" || c === "\x98") this.#enter("string");
        else if (c === "\x84") screen.index();
        else if (c === "\x85") screen.newline();
    }
  }

  /** @param {Parser["state"]} state */
  #enter(state) {
    this.state = state;
    this.seq = "";
  }

  /** Ends with BEL, ST or (an escape begins something new) ESC. @param {string} c */
  #inString(c) {
    if (c === "\x18" || c === "\x1a") return this.#enter("ground");
    if (c !== "\x07" && c !== "\x9c" && c !== "\x1b") {
      if (this.state === "osc" && this.seq.length < LONGEST) this.seq += c;
      return;
    }
    if (this.state === "osc" && this.seq.startsWith("8;")) this.style = hyperlink(this.style, this.seq.slice(2));
    this.#enter(c === "\x1b" ? "escape" : "ground");
  }

  /**
   * @param {Screen} screen
   * @param {string} c
   */
  #escape(screen, c) {
    this.#enter("ground");
    if (c === "[") this.#enter("csi");
    else if (c === "]") this.#enter("osc");
    else if ("PX^_".includes(c)) this.#enter("string");
    else if (c >= " " && c <= "/") this.#enter("charset");
    else if (c === "7") this.#save(screen);
    else if (c === "8") this.#restore(screen);
    else if (c === "D") screen.index();
    else if (c === "E") screen.newline();
    else if (c === "M") screen.reverseIndex();
    else if (c === "c") {
      this.style = plain(this.kind);
      screen.eraseScreen(2);
      screen.eraseScreen(3);
      screen.moveTo(0, 0);
    }
  }

  /**
   * @param {Screen} screen
   * @param {string} final
   * @param {string} params
   */
  #csi(screen, final, params) {
    if (/[^0-9;:]/.test(params)) return; // private sequences: cursor shape, mouse, alternate screen …
    if (final === "m") {
      this.style = sgr(this.style, params);
      return;
    }
    const [a, b] = params.split(";").map((p) => Math.min(parseInt(p, 10) || 0, 9999));
    const n = a || 1;
    switch (final) {
      case "A": return screen.move(0, -n);
      case "B": case "e": return screen.move(0, n);
      case "C": case "a": return screen.move(n, 0);
      case "D": return screen.move(-n, 0);
      case "E": return screen.move(-Infinity, n);
      case "F": return screen.move(-Infinity, -n);
      case "G": case "`": return screen.moveTo(n - 1, undefined);
      case "H": case "f": return screen.moveTo((b || 1) - 1, n - 1);
      case "d": return screen.moveTo(undefined, n - 1);
      case "I": return screen.tab(n);
      case "Z": return screen.tabBack(n);
      case "J": return a <= 3 ? screen.eraseScreen(a) : undefined;
      case "K": return a <= 2 ? screen.eraseLine(a) : undefined;
      case "L": return screen.insertLines(n);
      case "M": return screen.deleteLines(n);
      case "P": return screen.edit((row) => row.remove(screen.x, n));
      case "@": return screen.edit((row) => row.insert(screen.x, Math.min(n, screen.cols)));
      case "X": return screen.edit((row) => row.erase(screen.x, screen.x + n));
      case "b": return this.#repeat(screen, Math.min(n, screen.cols));
      case "s": return this.#save(screen);
      case "u": return this.#restore(screen);
    }
  }

  /** @param {Screen} screen */
  #save(screen) {
    screen.save();
    this.saved = this.style;
  }

  /** @param {Screen} screen */
  #restore(screen) {
    screen.restore();
    this.style = { ...this.saved, link: this.style.link };
  }

  /**
   * @param {Screen} screen
   * @param {number} n
   */
  #repeat(screen, n) {
    const last = [...this.lastChar].pop();
    if (last) screen.write(last.repeat(n), this.style);
  }
}

/**
 * @param {Screen} screen
 * @param {string} c
 */
function control(screen, c) {
  if (c === "\n" || c === "\v" || c === "\f") screen.newline();
  else if (c === "\r") screen.x = 0;
  else if (c === "\b") screen.x = Math.max(0, screen.x - 1);
  else if (c === "\t") screen.tab();
}
