// @ts-check
// The screen of a terminal element: xterm, in our colours. This module is a
// chunk of its own, loaded only by pages that have a terminal.
import { FitAddon } from "@xterm/addon-fit";
import { Unicode11Addon } from "@xterm/addon-unicode11";
import { Terminal } from "@xterm/xterm";
import { followTheme, palette } from "./palette.js";

/** Sizes of the letters, the largest that shows the author's columns is taken. */
const LARGEST = 14;
const SMALLEST = 12;
const SCROLLBACK = 2000;

/**
 * @typedef {{
 *   rows: number, cols: number, label: string, hint: string,
 *   keys: (text: string) => void,
 *   leave: () => void,
 *   active: () => boolean,
 * }} ScreenOptions  hint: the id of what describes it; active: whether keys go to a program
 */

export class Screen {
  /**
   * @param {HTMLElement} box  must be visible
   * @param {ScreenOptions} options
   */
  constructor(box, options) {
    this.box = box;
    this.o = options;
    this.fit = new FitAddon();
    /** Replies to what is only shown again must not reach the program. */
    this.muted = 0;
    this.term = new Terminal({
      rows: options.rows, cols: options.cols, scrollback: SCROLLBACK, screenReaderMode: true, allowProposedApi: true,
      fontFamily: getComputedStyle(box).getPropertyValue("--cr-mono"), fontSize: LARGEST, lineHeight: 1.2, minimumContrastRatio: 4.5,
      cursorBlink: false, cursorInactiveStyle: "outline", theme: palette(box),
      linkHandler: { activate: (_, address) => void open(address, "_blank", "noopener,noreferrer"), allowNonHttpProtocols: false },
    });
    this.term.loadAddon(this.fit);
    this.term.loadAddon(new Unicode11Addon());
    this.term.unicode.activeVersion = "11";
    this.term.attachCustomKeyEventHandler((e) => this.#key(e));
    this.term.open(box);
    const area = /** @type {HTMLTextAreaElement} */ (this.term.textarea);
    area.setAttribute("aria-label", options.label);
    area.setAttribute("aria-describedby", options.hint);
    this.#dictation(area);
    const keys = (/** @type {string} */ text) => this.muted || !options.active() || options.keys(text);
    this.term.onData(keys);
    this.term.onBinary((bytes) => /^[\0-\x7f]*$/.test(bytes) && keys(bytes));
    followTheme(/** @type {HTMLElement} */ (box.closest(".cr-cell")), () => (this.term.options.theme = palette(box)));
  }

  /**
   * @param {string} text
   * @param {boolean} again  whether it was shown before a reload
   */
  write(text, again) {
    if (!again) return this.term.write(text);
    this.term.write("", () => this.muted++);
    this.term.write(text, () => this.muted--);
  }

  /** As after power-on, when all that was written before has been shown. */
  clear() {
    this.term.write("\x18\x1bc"); // the first gives up a sequence that was half way
  }

  /** Resolves when all that was written is on the screen. @returns {Promise<void>} */
  shown() {
    return new Promise((resolve) => this.term.write("", resolve));
  }

  /** Whether the program draws on a screen of its own, as curses does. */
  get drawing() {
    return this.term.buffer.active.type === "alternate";
  }

  /** Whether the program has asked for the other codes of the arrow keys. */
  get applicationKeys() {
    return this.term.modes.applicationCursorKeysMode;
  }

  /** Types text. @param {string} text */
  type(text) {
    this.term.input(text, true);
  }

  focus() {
    this.term.focus();
  }

  /**
   * Takes the width of the box, with letters that let the author's columns fit
   * if possible; and its height too, if that is asked for.
   * @param {boolean} whole
   * @param {number} [most]  rows otherwise
   * @returns {{rows: number, cols: number}}
   */
  fill(whole, most = this.o.rows) {
    const { term } = this;
    const now = Number(term.options.fontSize);
    const there = this.fit.proposeDimensions();
    if (there && !isNaN(there.cols)) {
      const wanted = whole ? LARGEST : Math.floor((2 * now * there.cols) / this.o.cols) / 2;
      const size = Math.max(SMALLEST, Math.min(LARGEST, wanted));
      if (size !== now) term.options.fontSize = size;
      const { rows, cols } = this.fit.proposeDimensions() ?? there;
      term.resize(cols, whole ? rows : most);
    }
    return { rows: term.rows, cols: term.cols };
  }

  /** How many rows are written on, with that of the cursor. */
  get used() {
    const { active: b } = this.term.buffer;
    if (b.type === "alternate") return this.term.rows;
    let last = b.baseY + this.term.rows - 1;
    while (last > b.baseY + b.cursorY && !b.getLine(last)?.translateToString(true)) last--;
    return last - b.baseY + 1;
  }

  /**
   * Says whether a key is the terminal's.
   * @param {KeyboardEvent} e
   */
  #key(e) {
    if (!this.o.active() && !(e.ctrlKey || e.metaKey)) return false; // Tab goes on as elsewhere
    if (e.type !== "keydown") return true;
    if (e.key === "Escape" && e.shiftKey) {
      e.preventDefault();
      this.o.leave();
      return false;
    }
    if (e.metaKey || e.key === "F5" || e.key === "F11" || e.key === "F12") return false; // the browser's
    const letter = e.ctrlKey && !e.altKey ? e.key.toLowerCase() : "";
    if (letter === "v" && e.shiftKey) return false; // the browser pastes
    if (letter === "c" && (e.shiftKey || this.term.hasSelection())) {
      e.preventDefault();
      if (this.term.hasSelection()) document.execCommand("copy"); // deprecated, and the only way that needs no https
      return false;
    }
    // The text field under the screen gets what is typed, for screen readers; it
    // must not act on it.
    if (e.key.length > 1 && !/^(?:Backspace|Delete|Enter|Process|Unidentified|Dead|Shift|Control|Alt|AltGraph|CapsLock)$/.test(e.key)) e.preventDefault();
    return true;
  }

  /** Text that comes without keys: dictated, chosen from a list of emojis. @param {HTMLTextAreaElement} area */
  #dictation(area) {
    let down = false;
    area.addEventListener("keydown", () => (down = true), true);
    area.addEventListener("keyup", () => (down = false), true);
    area.addEventListener("input", (event) => {
      const e = /** @type {InputEvent} */ (event);
      if (!down && e.inputType === "insertText" && e.data) this.type(e.data);
    });
  }
}
