// @ts-check
// What has a whole terminal: an editor, an exercise.
import { el } from "./dom.js";
import { paint, shows } from "./paint.js";
import { terminalKeys } from "./termkeys.js";
import { T } from "../text.js";

/** @typedef {import("../term/xterm.js").Screen} Screen */
/** @typedef {import("./status.js").StatusData} StatusData */

/** How long a box must keep its size before the program hears of it. */
const STEADY = 120;
/** So many rows are shown at least. */
const LEAST = 2;

/** The style sheet of terminals, when it has been loaded. @type {Promise<void> | undefined} */
let sheet;

/** @returns {Promise<void>} */
function loadSheet() {
  sheet ??= new Promise((resolve, reject) => {
    const href = new URL("terminal.css", import.meta.url.replace(/chunks\/[^/]*$/, "")).href;
    const link = el("link", { rel: "stylesheet", href });
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", reject);
    document.head.append(link);
  });
  return sheet;
}

let hints = 0;

/**
 * An editor whose program runs in a terminal below it.
 * @template {new (...args: any[]) => import("./editor.js").EditorCell} Kind
 * @param {Kind} Editor  the kind without that
 */
export const inTerminal = (Editor) => class extends Editor {
  /** @param {any[]} made  section and context */
  constructor(...made) {
    super(...made);
    this.place = /** @type {HTMLElement} */ (this.section.querySelector(":scope > .cr-screen"));
    this.surface = el("div", { class: "cr-xterm" });
    this.bar = terminalKeys((key) => this.#pressed(key));
    const hint = el("span", { class: "cr-hint", id: `cr-terminal-hint-${++hints}` }, T.terminalHint);
    this.hint = hint.id;
    this.fullButton = el("button", { class: "cr-btn", type: "button", "aria-pressed": "false" }, T.fullScreen);
    this.fullButton.addEventListener("click", () => this.#full(!this.full));
    this.place.append(this.surface, this.bar.el, el("div", { class: "cr-termfoot" }, hint, this.fullButton));
    // what is typed into a terminal is nobody else's
    this.surface.addEventListener("keydown", (e) => e.stopPropagation());
    this.resetButton.addEventListener("click", () => {
      if (!this.busy && !this.place.hidden) this.act("reset");
    });
  }

  /** @type {Screen | undefined} */
  #screen = undefined;
  /** @type {Promise<void> | undefined} */
  #opening = undefined;
  /** What came before the screen could show it. @type {[text: string, again: boolean][]} */
  #early = [];
  /** Keys on their way. */
  #pending = "";
  #sending = false;
  full = false;
  /** Whether a run of ours is beginning, so that the screen stays. */
  #beginning = false;
  /** Whether keys are nobody's yet: a program is about to be started. */
  #held = false;
  /** The size that the program knows. */
  #told = "";
  /** @type {any} */
  #steadying = undefined;
  /** The rows that are shown of a program that has ended. @type {number | undefined} */
  #rows = undefined;

  /** @param {import("./cell.js").Element} element */
  attach(element) {
    super.attach(element);
    this.#told = "";
    loadSheet().catch(() => {});
    import("../term/xterm.js").catch(() => {}); // so that it is there when it is wanted
  }

  async run() {
    const here = this.section.contains(document.activeElement);
    this.#beginning = this.#held = true;
    this.#rows = undefined;
    if (!this.busy) this.setState("starting");
    await this.#open();
    await this.#size();
    this.#held = false;
    if (here) this.#screen?.focus();
    await super.run();
    if (!this.busy) this.#beginning = false;
  }

  /**
   * @param {import("./cell.js").Frame} frame
   * @param {boolean} replay
   */
  frame(frame, replay) {
    if (frame.type === "STDOUT") return this.#write(frame.data, replay);
    if (frame.type === "STDERR") return this.#write(frame.data.replace(/\r?\n/g, "\r\n"), replay);
    return super.frame(frame, replay);
  }

  /**
   * @param {StatusData} s
   * @param {boolean} replay
   */
  stated(s, replay) {
    super.stated(s, replay);
    if (s.state !== "running") return;
    this.#beginning = false;
    if (replay) setTimeout(() => this.#redraw());
    else this.#open();
    this.settle(); // it may go on for as long as somebody likes
  }

  /**
   * @param {string} reason
   * @param {boolean} replay
   */
  stopped(reason, replay) {
    super.stopped(reason, replay);
    if (this.place.hidden) return;
    this.#write("\x1b[?25l", replay); // nothing can be typed any more
    this.#trim();
  }

  cleared() {
    super.cleared();
    this.#early = [];
    this.#pending = "";
    this.#screen?.clear();
    if (!this.#beginning) {
      this.#full(false);
      this.place.hidden = true;
    }
  }

  /** @param {string} why */
  orphaned(why) {
    super.orphaned(why);
    if (!this.place.hidden) this.#write(`\r\n[${why}]\r\n`, true);
  }

  /** Where the running program had drawn before a reload, it is asked to draw again. */
  async #redraw() {
    if (!this.busy) return;
    await this.#open();
    await this.#screen?.shown();
    await this.#size();
    if (!this.busy || !this.#screen?.drawing) return;
    const { rows, cols } = this.#screen.term;
    await this.#tell(rows, Math.max(1, cols - 1));
    setTimeout(() => this.#tell(rows, cols), STEADY);
  }

  /** No more is fetched before the screen shows what came: a program that is stopped is seen to stop. */
  #breathe = () => {
    if (this.#screen) shows(this.#screen.shown());
  };

  /**
   * @param {string} text
   * @param {boolean} again
   */
  #write(text, again) {
    paint(this.#breathe);
    if (this.#screen) return this.#screen.write(text, again);
    this.#early.push([text, again]);
    this.#open();
  }

  /** Shows the screen. Resolves when it is there, or cannot be. */
  async #open() {
    this.place.hidden = false;
    this.#opening ??= this.#make().catch(() => {
      this.#opening = undefined;
      this.context.notices.notice(T.terminalFailed);
    });
    await this.#opening;
  }

  async #make() {
    const [{ Screen }] = await Promise.all([import("../term/xterm.js"), loadSheet(), document.fonts.ready]);
    const { rows, cols } = this.place.dataset;
    const screen = new Screen(this.surface, {
      rows: Number(rows), cols: Number(cols), label: T.terminalOf(this.name), hint: this.hint,
      keys: (text) => this.#keys(text), leave: () => this.fullButton.focus(), active: () => this.busy && !this.#held,
    });
    screen.fill(false);
    for (const [text, again] of this.#early) screen.write(text, again);
    this.#early = [];
    this.#screen = screen;
    new ResizeObserver(() => {
      clearTimeout(this.#steadying);
      this.#steadying = setTimeout(() => this.#size(), STEADY);
    }).observe(this.surface);
  }

  /** Fits the screen into its box, and tells the program. */
  async #size() {
    if (!this.#screen || this.place.hidden) return;
    const { rows, cols } = this.#screen.fill(this.full, this.#rows);
    if (this.#rows === undefined) await this.#tell(rows, cols);
  }

  /** Nobody writes on the empty rows of a program that has ended. */
  async #trim() {
    await this.#open();
    await this.#screen?.shown();
    if (this.busy || !this.#screen) return;
    this.#rows = Math.max(LEAST, this.#screen.used);
    this.#size();
  }

  /**
   * @param {number} rows
   * @param {number} cols
   */
  async #tell(rows, cols) {
    const size = JSON.stringify({ rows, cols });
    if (size === this.#told) return;
    this.#told = size;
    // A page that is away: it is told with the next run.
    await this.context.session.act(this.number, "resize", size).catch(() => (this.#told = ""));
  }

  /** @param {string} text */
  async #keys(text) {
    this.#pending += this.bar.take(text);
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#pending) {
        const now = this.#pending;
        this.#pending = "";
        await this.context.session.send(this.number, "post", now);
      }
    } catch (e) {
      this.#pending = "";
      if (/** @type {any} */ (e).status !== 410) this.failed(e); // it ended meanwhile
    } finally {
      this.#sending = false;
    }
  }

  /** A key of the bar. @param {string} key */
  #pressed(key) {
    if (this.#screen?.applicationKeys) key = key.replace("\x1b[", "\x1bO");
    this.#screen?.type(key);
    this.#screen?.focus();
  }

  /** On the full screen, the keyboard of a phone covers nothing. */
  #above = () => {
    const { style } = this.section;
    style.height = this.full && visualViewport ? `${visualViewport.height}px` : "";
    style.top = this.full && visualViewport ? `${visualViewport.offsetTop}px` : "";
  };

  /** @param {boolean} on */
  #full(on) {
    if (on === this.full) return;
    this.full = on;
    this.section.classList.toggle("cr-full", on);
    document.documentElement.classList.toggle("cr-full-screen", on);
    this.fullButton.textContent = on ? T.leaveFullScreen : T.fullScreen;
    this.fullButton.setAttribute("aria-pressed", String(on));
    this.#above();
    for (const change of ["resize", "scroll"]) {
      if (on) visualViewport?.addEventListener(change, this.#above);
      else visualViewport?.removeEventListener(change, this.#above);
    }
    this.#size();
    if (on) this.#screen?.focus();
    else this.section.scrollIntoView({ block: "nearest" });
  }
};
