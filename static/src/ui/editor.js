// @ts-check
// The editor element: code, Run, Stop and Reset, the output of the last run, and
// what went wrong in it.
import { Analysis } from "./analysis.js";
import { Cell } from "./cell.js";
import { createEditor } from "./codeedit.js";
import { button } from "./dom.js";
import { editorMenu } from "./editormenu.js";
import { keepWork } from "./keeping.js";
import { outcome, used } from "./status.js";
import { Steps } from "./steps.js";
import { stopButton } from "./stop.js";
import { TroubleBox, shortly } from "./trouble.js";
import { Where } from "./where.js";
import { tracebackAt } from "../explain/traceback.js";
import { T } from "../text.js";

/** @typedef {import("./status.js").StatusData} StatusData */

/** What starts at once is not said to be starting. */
const QUIET = 300;

export class EditorCell extends Cell {
  /**
   * @param {HTMLElement} section
   * @param {import("./cell.js").Context} context
   */
  constructor(section, context) {
    super(section, context);
    const pre = /** @type {HTMLElement} */ (section.querySelector(":scope > .cr-code:not(.cr-copy)"));
    this.author = this.starter(pre);
    const hidden = pre.querySelector(".cr-tuck") !== null;
    this.name = nameOf(section) || this.label;
    this.where = new Where({
      name: this.name, file: this.name,
      ask: () => context.session.act(this.number, "where"),
      failed: (e) => e.status !== 409 && this.failed(e), // 409: it has just ended
      say: context.notices.say,
      mark: (line) => this.markAt(line, T.whereMark),
      goTo: (line) => this.editor.goTo(line),
    });
    this.troubleBox = new TroubleBox((line) => this.editor.goTo(line));
    this.steps = new Steps(section.querySelector('.cr-head [data-do="step"]'), {
      name: this.name,
      start: () => this.step(),
      mark: (line, raised) => this.markAt(line, raised ? T.step.markRaised : T.step.mark, raised),
      changed: () => this.reveal(),
      left: () => this.#markError(),
      home: () => this.more.button,
    });
    this.analysis = Analysis.of(this);
    this.out.append(this.status.el, this.where.panel, this.steps.el, this.log.el, this.troubleBox.el, ...(this.analysis ? [this.analysis.el] : []));
    this.status.el.hidden = true;
    // a kind that only checks has none
    this.runButton = /** @type {HTMLButtonElement} */ (section.querySelector('[data-do="run"]') ?? document.createElement("button"));
    this.resetButton = /** @type {HTMLButtonElement} */ (section.querySelector('[data-do="reset"]'));
    this.stop = stopButton(/** @type {HTMLButtonElement} */ (section.querySelector('[data-do="stop"]')), (route) => this.act(route), context.notices.say);
    const ask = (/** @type {string} */ route) => (/** @type {string} */ code, /** @type {number} */ cursor) =>
      context.session.act(this.number, route, JSON.stringify({ code, cursor }), { quiet: "1" });
    this.editor = this.makeEditor(pre, {
      label: T.codeOf(this.name), onChange: () => this.changed(), onKey: (e) => this.key(e),
      complete: ask("complete"), inspect: ask("inspect"), format: (code) => this.#formatted(code),
      gaps: Number(section.dataset.gaps) > 0, hidden,
    });
    this.more = editorMenu(this, hidden);
    this.more.button.disabled = true;
    this.resetButton.before(this.more.el);
    this.work = this.makeWork({ section, number: this.number, name: this.name, author: this.author, editor: this.editor, ...context });
    this.runButton.addEventListener("click", () => this.run());
    this.resetButton.addEventListener("click", () => this.reset());
  }

  /** Whether what is written here is a program, and whether it may be formatted. */
  get programs() {
    return true;
  }
  get formats() {
    return true;
  }

  /** What the student begins with. @param {HTMLElement} pre */
  starter(pre) {
    return pre.textContent ?? "";
  }

  /**
   * What the student writes in.
   * @param {HTMLElement} pre
   * @param {import("./codeedit.js").EditorOptions} options
   * @returns {import("./codeedit.js").Editor}
   */
  makeEditor(pre, options) {
    return createEditor(pre, options);
  }

  /** What keeps it. @param {import("./keeping.js").Kept} what @returns {import("./keeping.js").Keeper} */
  makeWork(what) {
    return keepWork(what);
  }

  /** @param {import("./cell.js").Element} element */
  attach(element) {
    this.work.attach(element);
    this.analysis?.attach();
    this.runButton.disabled = this.steps.button.disabled = this.more.button.disabled = this.resetButton.disabled = false;
    this.buttons();
  }

  /**
   * @param {import("./cell.js").Frame} frame
   * @param {boolean} replay
   */
  frame(frame, replay) {
    if (frame.type === "WORK") this.work.told(JSON.parse(frame.data));
    else if (frame.type !== "DISPLAY" || !this.steps.take(frame.data)) super.frame(frame, replay);
  }

  focus() {
    this.editor.focus();
  }

  run() {
    return this.start({});
  }

  /** Runs it once, and records each step. */
  step() {
    if (!this.editor.get().trim()) return this.run(); // there is nothing to look at
    return this.start({ check: "0", step: "1" });
  }

  /** Runs what is in the editor. @param {Record<string, string>} query  how */
  start(query) {
    this.steps.forget();
    this.offer = undefined;
    this.renewing = true;
    this.editor.mark(0);
    this.work.flush();
    if (!this.busy) {
      this.setState("starting"); // until the server says more
      clearTimeout(this.starting);
      this.starting = setTimeout(() => {
        if (this.state !== "starting") return;
        this.status.show("clock", T.starting);
        this.reveal();
      }, QUIET);
    }
    this.ran = this.editor.get();
    return this.send("exec", this.ran, { replace: "1", ...query }).catch(() => {
      this.setState("idle");
      this.status.hide();
      this.reveal();
      this.settle();
    });
  }

  /** @type {any} */
  starting = undefined;
  /** Whether the next output takes the place of what is cleared. */
  renewing = false;

  /**
   * @param {StatusData} s
   * @param {boolean} replay
   */
  stated(s, replay) {
    const before = this.state;
    super.stated(s, replay);
    if (s.state === "running") {
      if (before !== "running") this.startClock();
    } else if (s.state === "queued") this.#waits(T.queued);
    else if (s.state === "starting") this.status.show("clock", T.starting);
    else if (this.last) this.ended("");
    this.buttons();
    this.reveal();
  }

  /**
   * @param {string} reason
   * @param {boolean} replay
   */
  stopped(reason, replay) {
    super.stopped(reason, replay);
    this.setState("ended");
    this.ended(reason);
    const free = document.activeElement === document.body; // Stop had the focus, perhaps
    if (!replay) this.analysis?.ran();
    this.steps.show(this.last?.reason === "stopped", !replay && (free || this.section.contains(document.activeElement)));
    this.buttons();
  }

  /** Counts how long it runs, with the question where it is. */
  startClock() {
    this.troubleBox.hide();
    this.status.count(T.running, this.began, this.where.button);
    this.where.begin(this.began);
  }

  /** @param {string} why */
  #waits(why) {
    if (this.state === "queued") this.context.notices.say(`${this.label}. ${why}`);
    this.status.show("clock", why);
  }

  /**
   * @param {StatusData} s
   * @param {boolean} _replay
   */
  explain(s, _replay) {
    if (this.ran === undefined) this.ran = this.editor.get(); // of before a reload
    const trouble = this.trouble(s);
    const traceback = this.log.takeTail((lines) => tracebackAt(lines, trouble.type));
    return this.troubleBox.show(trouble, traceback);
  }

  /**
   * Marks where the program is or was, if that is still the text that ran; 0: nowhere.
   * Returns whether it is that text.
   * @param {number} line
   * @param {string} words
   * @param {boolean} [raised]  with the look of an error
   */
  markAt(line, words, raised) {
    if (this.ran === undefined) this.ran = this.editor.get(); // of before a reload
    if (line && this.editor.get() !== this.ran) return false;
    if (line && !raised) this.section.dataset.where = "";
    else delete this.section.dataset.where;
    this.editor.mark(line, line ? words : undefined, true);
    return true;
  }

  cleared() {
    this.steps.forget();
    // what is cleared keeps its place until the new output fills it
    this.log.el.style.minHeight = this.renewing ? `${Math.min(this.log.el.offsetHeight, 400)}px` : "";
    this.renewing = false;
    super.cleared();
    this.status.hide();
    this.where.end();
    this.troubleBox.hide();
    this.analysis?.hide();
    this.offer?.();
    this.buttons();
    this.reveal();
  }

  /**
   * @param {{prompt?: string, secret?: boolean}} what
   * @param {boolean} replay
   */
  ask(what, replay) {
    super.ask(what, replay);
    this.where.end();
    this.status.show("pen", T.waiting);
    this.reveal();
  }

  /** @param {{text?: string, secret?: boolean}} what */
  answered(what) {
    super.answered(what);
    if (this.state === "running") this.startClock();
  }

  forget() {
    super.forget();
    this.log.clear();
  }

  /** @param {string} why */
  orphaned(why) {
    super.orphaned(why);
    this.where.end();
    this.status.hide();
    this.buttons();
  }

  /** @param {string} stop */
  ended(stop) {
    const { symbol, words, good } = outcome(this.last ?? { state: "ended" }, stop);
    this.where.end();
    this.status.ended(symbol, words, used(this.last ?? { state: "ended" }));
    this.section.dataset.outcome = good ? "good" : "bad";
    this.log.el.style.minHeight = "";
    this.#markError();
    this.reveal();
  }

  /** Marks the line in which the last run failed, if it did. */
  #markError() {
    const error = this.last?.exception;
    const text = this.editor.get();
    if (error?.line) this.editor.mark(Math.min(error.line, text.split("\n").length), shortly(error), this.#still(text));
  }

  /** Whether nobody has written on since it was run. @param {string} text */
  #still(text) {
    return text === this.ran || !this.editor.el.contains(document.activeElement);
  }

  reveal() {
    super.reveal();
    // the steps tell what was printed until then, but show no pictures
    this.log.el.classList.toggle("cr-stepped", !!this.steps?.isOpen);
    if (this.analysis?.isOpen) this.out.hidden = false;
    this.log.el.hidden = (!!this.analysis?.isOpen && this.log.empty) || (!!this.steps?.isOpen && !this.log.el.querySelector(".cr-figure")) || (!this.troubleBox.el.hidden || this.offer !== undefined) && this.log.empty;
  }

  buttons() {
    this.stop.enable(this.busy);
  }

  changed() {
    this.offer = undefined;
    this.steps?.edited();
    this.analysis?.edited();
    this.work.edited(this.editor.get());
  }

  /** The formatter's answer; why there is none is told here. @param {string} code @returns {Promise<string>} */
  async #formatted(code) {
    try {
      const answer = await this.context.session.act(this.number, "format", code);
      if (typeof answer.code !== "string") throw new Error(T.formatFailed);
      this.context.notices.say(T.formatted);
      return answer.code;
    } catch (e) {
      this.context.notices.notice((e instanceof Error && e.message) || T.formatFailed, 12000);
      throw e;
    }
  }

  format() {
    if (this.closed) return;
    this.editor.focus();
    this.editor.format();
  }

  /** Takes away what Reset does beyond code and output. @returns {() => void}  brings it back */
  takeAway() {
    return () => {};
  }

  reset() {
    const mine = this.editor.get();
    this.editor.focus();
    this.editor.set(this.author);
    this.renewing = false;
    if (this.busy || this.state === "ended" || !this.log.empty) this.act("reset");
    const bringBack = this.takeAway();
    if (mine === this.author) return;
    this.offerBack(T.backToAuthor, () => {
      this.editor.set(mine);
      bringBack();
    });
  }

  /**
   * Says what has been done, with a way back.
   * @param {string} words
   * @param {() => void} undo
   */
  offerBack(words, undo) {
    this.offer = () => this.status.show("", words, button("reset", T.undo, () => {
      this.editor.focus();
      undo();
      this.status.hide();
      this.reveal();
    }));
    this.offer();
    this.reveal();
  }
  /** Shows the way back, as long as there is one. @type {(() => void) | undefined} */
  offer = undefined;

  /** @param {KeyboardEvent} e */
  key(e) {
    if (e.key !== "Enter" || e.altKey || this.runButton.disabled) return false;
    if (!e.shiftKey && !e.ctrlKey && !e.metaKey) return false;
    e.preventDefault();
    this.run();
    if (e.shiftKey) this.context.next(this)?.focus();
    return true;
  }
}

/** The name of its program. @param {HTMLElement} section */
function nameOf(section) {
  const name = section.querySelector(".cr-name");
  const number = name?.querySelector(".cr-ex")?.textContent ?? "";
  return name?.textContent?.slice(number.length).trim() ?? "";
}
