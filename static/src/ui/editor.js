// @ts-check
// The editor element: code, Run, Stop and Reset, and the output of the last run.
import { Cell } from "./cell.js";
import { createEditor } from "./codeedit.js";
import { button } from "./dom.js";
import { outcome } from "./status.js";
import { stopButton } from "./stop.js";
import { T } from "../text.js";

/** @typedef {import("./status.js").StatusData} StatusData */

export class EditorCell extends Cell {
  /**
   * @param {HTMLElement} section
   * @param {import("./cell.js").Context} context
   */
  constructor(section, context) {
    super(section, context);
    const pre = /** @type {HTMLElement} */ (section.querySelector(":scope > .cr-code:not(.cr-copy)"));
    this.author = pre.textContent ?? "";
    this.name = section.querySelector(".cr-name")?.textContent ?? this.label;
    this.out.append(this.status.el, this.log.el);
    this.status.el.hidden = true;
    this.runButton = /** @type {HTMLButtonElement} */ (section.querySelector('[data-do="run"]'));
    this.resetButton = /** @type {HTMLButtonElement} */ (section.querySelector('[data-do="reset"]'));
    this.stop = stopButton(/** @type {HTMLButtonElement} */ (section.querySelector('[data-do="stop"]')), (route) => this.act(route));
    const ask = (/** @type {string} */ route, /** @type {string} */ body) => context.session.act(this.number, route, body, { quiet: "1" });
    this.editor = createEditor(pre, {
      label: T.codeOf(this.name), onChange: () => this.#changed(), onKey: (e) => this.#key(e),
      complete: (code, cursor) => ask("complete", JSON.stringify({ code, cursor })),
      inspect: (code, cursor) => ask("inspect", JSON.stringify({ code, cursor })),
      format: (code) => ask("format", code).then((answer) => answer.code, (e) => {
        this.failed(e);
        throw e;
      }),
    });
    const kept = this.#kept();
    if (kept !== undefined) this.editor.set(kept);
    this.runButton.addEventListener("click", () => this.run());
    this.resetButton.addEventListener("click", () => this.#reset());
    addEventListener("pagehide", () => this.#save());
  }

  /** @param {import("./cell.js").Element} _element */
  attach(_element) {
    this.runButton.disabled = this.resetButton.disabled = false;
    this.#buttons();
  }

  focus() {
    this.editor.focus();
  }

  run() {
    this.offer = undefined;
    this.editor.mark(0);
    this.#save();
    if (!this.busy) {
      this.setState("starting"); // until the server says more
    }
    return this.send("exec", this.editor.get(), { replace: "1" }).catch(() => {
      this.setState("idle");
      this.settle();
    });
  }

  /**
   * @param {StatusData} s
   * @param {boolean} replay
   */
  stated(s, replay) {
    const before = this.state;
    super.stated(s, replay);
    if (s.state === "running") {
      if (before !== "running") this.status.count(T.running, this.began);
    } else if (s.state === "queued") this.status.show("clock", T.queued);
    else if (s.state === "starting") this.status.show("clock", T.starting);
    else if (this.last) this.#ended("");
    this.#buttons();
    this.reveal();
  }

  /**
   * @param {string} reason
   * @param {boolean} replay
   */
  stopped(reason, replay) {
    super.stopped(reason, replay);
    this.setState("ended");
    this.#ended(reason);
    this.#buttons();
  }

  cleared() {
    // what is cleared keeps its place until the new output fills it
    this.log.el.style.minHeight = `${Math.min(this.log.el.offsetHeight, 400)}px`;
    super.cleared();
    this.status.hide();
    this.offer?.();
    this.#buttons();
    this.reveal();
  }

  /**
   * @param {{prompt?: string, secret?: boolean}} what
   * @param {boolean} replay
   */
  ask(what, replay) {
    super.ask(what, replay);
    this.status.show("clock", T.waiting);
    this.reveal();
  }

  /** @param {{text?: string, secret?: boolean}} what */
  answered(what) {
    super.answered(what);
    if (this.state === "running") this.status.count(T.running, this.began);
  }

  /** @param {string} why */
  orphaned(why) {
    super.orphaned(why);
    this.status.hide();
    this.#buttons();
  }

  /** @param {string} stop */
  #ended(stop) {
    const { symbol, words, good } = outcome(this.last ?? { state: "ended" }, stop);
    this.status.show(symbol, words);
    this.section.dataset.outcome = good ? "good" : "bad";
    this.log.el.style.minHeight = "";
    const line = this.last?.exception?.line;
    if (line) this.editor.mark(line);
    this.reveal();
  }

  #buttons() {
    this.stop.enable(this.busy);
  }

  #changed() {
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.#save(), 300);
    this.offer = undefined;
  }
  /** @type {any} */
  saving = undefined;

  #save() {
    clearTimeout(this.saving);
    const text = this.editor.get();
    this.context.store.set(`text ${this.number}`, text === this.author ? null : JSON.stringify({ of: this.author, text }));
  }

  /** The student's text of before a reload, if the author's is still the same. */
  #kept() {
    try {
      const { of, text } = JSON.parse(this.context.store.get(`text ${this.number}`) ?? "{}");
      return of === this.author && typeof text === "string" ? text : undefined;
    } catch {
      return undefined;
    }
  }

  #reset() {
    const mine = this.editor.get();
    this.editor.focus();
    this.editor.set(this.author);
    if (this.busy || !this.log.empty) this.act("reset");
    if (mine === this.author) return;
    this.offer = () => this.status.show("", T.backToAuthor, button("reset", T.undo, () => {
      this.editor.focus();
      this.editor.set(mine);
      this.status.hide();
      this.reveal();
    }));
    this.offer();
    this.reveal();
  }
  /** Shows the way back, as long as there is one. @type {(() => void) | undefined} */
  offer = undefined;

  /** @param {KeyboardEvent} e */
  #key(e) {
    if (e.key !== "Enter" || e.altKey || this.runButton.disabled) return false;
    if (!e.shiftKey && !e.ctrlKey && !e.metaKey) return false;
    e.preventDefault();
    this.run();
    if (e.shiftKey) this.context.next(this)?.focus();
    return true;
  }
}
