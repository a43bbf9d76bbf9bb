// @ts-check
// The interpreter element: the author's example, what has been typed and
// answered, and the line to type on.
import { Cell } from "./cell.js";
import { button, el, hasSelection } from "./dom.js";
import { EntryLine } from "./entry.js";
import { keepInView } from "./inview.js";
import { Example, REWRITTEN } from "./example.js";
import { echo } from "./log.js";
import { logItem } from "./keptlog.js";
import { outputMenu } from "./outputmenu.js";
import { copyText } from "./save.js";
import { stopButton } from "./stop.js";
import { troubleNote } from "./trouble.js";
import { Where } from "./where.js";
import { program } from "../py/session.js";
import { T } from "../text.js";

/** @typedef {import("./status.js").StatusData} StatusData */

/** A run that takes no longer than this is not spoken of. */
const QUIET = 400;

export class InterpreterCell extends Cell {
  /**
   * @param {HTMLElement} section
   * @param {import("./cell.js").Context} context
   */
  constructor(section, context) {
    super(section, context);
    this.first = section.dataset.prompt ?? ">>> ";
    this.more = section.dataset.more ?? "... ";
    /** Sent, and not yet begun. @type {{source: string, el: HTMLElement}[]} */
    this.queue = [];
    this.queueEl = el("div", { class: "cr-queue" });
    this.where = new Where({
      name: this.label, say: context.notices.say,
      ask: () => context.session.act(this.number, "where"),
      failed: (e) => e.status !== 409 && this.failed(e), // 409: it has just ended
    });
    /** What has run without an error since Python was started. @type {string[]} */
    this.done = [];
    /** What runs now. @type {string | undefined} */
    this.source = undefined;
    this.out.append(this.log.el, this.queueEl, this.where.panel);
    const row = /** @type {HTMLElement} */ (section.querySelector(":scope > .cr-entry"));
    this.entry = new EntryLine(row, this.first, this.more, {
      submit: (source) => this.submit(source),
      submitAll: (sources) => sources.forEach((s) => this.submit(s)),
      key: (e) => this.#key(e),
      complete: (code, cursor) => this.#ask("complete", code, cursor),
      inspect: (code, cursor) => this.#ask("inspect", code, cursor),
      say: context.notices.say,
      history: context.history,
    });
    this.stopEl = button("stop", T.stop, () => {});
    this.stopEl.dataset.do = "stop";
    this.stopEl.hidden = true;
    this.stop = stopButton(this.stopEl, (route) => this.act(route), context.notices.say);
    this.restartEl = button("reset", T.restart, () => this.#restart());
    this.restartEl.classList.add("cr-primary");
    this.restartEl.hidden = true;
    this.example = new Example(section.querySelector(":scope > .cr-code"), {
      submit: (source) => this.submit(source, false),
      say: context.notices.say,
    });
    section.addEventListener(REWRITTEN, () => this.example.renew());
    this.menu = this.#menu();
    this.menu.button.disabled = true;
    this.status.hide();
    const side = el("div", { class: "cr-side" }, this.status.el, this.example.el, this.stopEl, this.restartEl, this.menu.el);
    row.append(side);
    keepInView(row, this.out, () => this.entry.focused);
    side.addEventListener("mousedown", (e) => {
      // what is hidden while one types would come back, and the button move away under the finger
      if (this.entry.focused && matchMedia("(pointer: coarse)").matches) e.preventDefault();
    });
    section.addEventListener("click", (e) => {
      // the sheet below the text is part of the line
      if (e.target === row || e.target === section) this.focus();
    });
  }

  /** @param {import("./cell.js").Element} _element */
  attach(_element) {
    this.attached = true;
    this.menu.button.disabled = false;
    this.#show();
  }
  attached = false;

  #menu() {
    const { example } = this;
    /** @type {(import("./menu.js").Item | null)[]} */
    const before = [
      { symbol: "search", text: T.searchHistory, keys: "Ctrl R", when: () => this.context.history.all().length > 0, action: () => this.entry.search() },
      { symbol: "help", text: T.explain, keys: "Ctrl I", action: () => this.entry.explain() },
      null,
      { symbol: "copy", text: T.copyProgram, when: () => this.done.length > 0 || example.any, action: () => this.#copyProgram() },
      { symbol: "pen", text: T.openInEditor, when: () => this.done.length > 0 || example.any, action: () => this.context.take(this.#program(), this.section) },
    ];
    if (example.many) {
      before.unshift(
        { symbol: "play", text: T.runExample, when: () => this.state !== "ended", action: () => this.run() },
        { symbol: "step", text: T.stepByStep, when: () => this.state !== "ended", action: () => example.restart() },
        null,
      );
    }
    return outputMenu(this.log, {
      name: this.label, tell: (text) => this.context.notices.notice(text, 2500), before,
      after: [
        logItem(this),
        { symbol: "clear", text: T.clear, keys: "Ctrl L", when: () => !this.log.empty, action: () => this.#clear() },
        { symbol: "reset", text: T.restartPython, action: () => this.#restart() },
      ],
    });
  }

  /** What has been tried out here as a program; before that, the author's example. */
  #program() {
    return program(this.done.length ? this.done : this.example.sources);
  }

  async #copyProgram() {
    const text = this.#program();
    this.context.notices.notice((await copyText(text)) ? T.copied : T.copyFailed, 2500);
  }

  /**
   * Asks Python about code that is being written; not while something runs.
   * @param {"complete" | "inspect"} route
   * @param {string} code
   * @param {number} cursor
   */
  #ask(route, code, cursor) {
    if (this.busy) return Promise.reject(new Error("busy"));
    return this.context.session.act(this.number, route, JSON.stringify({ code, cursor }));
  }

  #clear() {
    this.log.clear();
    this.focus();
  }

  focus() {
    if (this.asking) this.asking.input.focus();
    else if (this.state === "ended") this.restartEl.focus();
    else this.entry.focus();
  }

  get runs() {
    return this.example.sources.length > 0;
  }

  get queues() {
    return true;
  }

  run() {
    for (const source of this.example.sources) this.submit(source, false);
  }

  /**
   * @param {string} source
   * @param {boolean} [remember]
   */
  async submit(source, remember = true) {
    const waiting = { source, el: echo(source, this.first, this.more) };
    waiting.el.classList.add("cr-pending");
    this.queue.push(waiting);
    this.queueEl.append(waiting.el);
    this.reveal();
    if (remember) this.context.history.add(source);
    if (!this.busy) this.setState("starting");
    try {
      await this.send("exec", source);
    } catch {
      if (this.queue.includes(waiting)) {
        this.#unqueue(waiting);
        this.entry.putBack(source);
      }
      if (this.state === "starting") this.setState("idle");
      this.settle();
    }
  }

  /** @param {{source: string, el: HTMLElement}} waiting */
  #unqueue(waiting) {
    this.queue = this.queue.filter((w) => w !== waiting);
    waiting.el.remove();
    this.reveal();
  }

  /** @param {string} prompt */
  prompted(prompt) {
    this.entry.setPrompt(prompt);
    this.#show();
  }

  /**
   * @param {StatusData} s
   * @param {boolean} replay
   */
  stated(s, replay) {
    const before = this.state;
    super.stated(s, replay);
    if (s.state === "running" && s.source !== undefined) {
      this.#echo(s.source);
      this.source = s.source;
    }
    if (s.state === "idle" && before === "running" && this.source !== undefined) {
      if (s.reason === undefined || s.reason === "finished") this.done.push(this.source.trimEnd());
      this.source = undefined;
    }
    clearTimeout(this.speaking);
    if (s.state === "queued" || s.state === "starting" || s.state === "running") {
      if ((s.state !== before || this.status.el.hidden) && !this.asking) this.#speak(s.state);
    } else {
      this.status.hide();
      if (this.queue.length && s.state === "idle") this.setState("starting");
    }
    this.#show();
  }
  /** @type {any} */
  speaking = undefined;

  /**
   * The traceback stays, as in any Python; what it means is said below it.
   * @param {StatusData} s
   * @param {boolean} _replay
   */
  explain(s, _replay) {
    if (s.reason === "stopped") return undefined;
    const { note, said } = troubleNote(this.trouble(s));
    this.log.adopt(note);
    return said.finally(() => this.log.scroll()); // it has become longer
  }

  /** Tells, when it takes long enough to be worth a word. @param {string} state */
  #speak(state) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      if (state === "running") {
        this.status.count(T.running, this.began, this.where.button);
        this.where.begin(this.began);
      } else this.status.show("clock", state === "queued" ? T.queued : T.starting);
      this.#show();
    }, QUIET);
  }

  /** What runs now moves from the queue to the log. @param {string} source */
  #echo(source) {
    const [next] = this.queue;
    if (next && next.source.trimEnd() === source.trimEnd()) {
      this.queue.shift();
      next.el.classList.remove("cr-pending");
      this.log.adopt(next.el);
    } else this.log.echo(source.trimEnd(), this.first, this.more);
  }

  /**
   * @param {string} reason
   * @param {boolean} replay
   */
  stopped(reason, replay) {
    super.stopped(reason, replay);
    clearTimeout(this.speaking);
    this.#empty();
    this.setState("ended");
    this.status.show("dash", reason || this.last?.text || T.ended);
    const had = this.entry.focused;
    this.#show();
    if (had && !replay) this.restartEl.focus();
    if (!replay) this.context.notices.say(`${this.label}. ${reason || T.ended}`);
  }

  cleared() {
    super.cleared();
    this.done = [];
    this.example.reset();
    clearTimeout(this.speaking);
    this.status.hide();
    this.entry.setPrompt(this.first);
    this.#show();
    this.reveal();
  }

  /** @param {string} why */
  orphaned(why) {
    clearTimeout(this.speaking);
    for (const w of this.queue.slice().reverse()) this.entry.putBack(w.source);
    this.#empty();
    super.orphaned(why);
    this.status.hide();
    this.entry.setPrompt(this.first);
    this.#show();
  }

  #empty() {
    for (const w of this.queue) w.el.remove();
    this.queue = [];
    this.reveal();
  }

  async #restart() {
    this.restartEl.disabled = true;
    this.entry.help.close();
    await this.act("reset");
    this.restartEl.disabled = false;
    this.setState("idle");
    this.#show();
    this.focus();
    this.send("post", "").catch(() => {});
  }

  reveal() {
    this.out.hidden = this.log.empty && !this.asking && !this.queue?.length;
    this.log.el.hidden = this.log.empty && !this.asking;
  }

  #show() {
    const ended = this.state === "ended";
    const spoken = !this.status.el.hidden;
    if (this.state !== "running" || this.asking) this.where.end();
    this.entry.enable(!ended);
    this.restartEl.hidden = !ended;
    this.stopEl.hidden = !(this.busy && (spoken || this.asking));
    this.stop.enable(this.busy);
    this.example.update(this.attached && !ended, !this.stopEl.hidden);
  }

  /**
   * @param {{prompt?: string, secret?: boolean}} what
   * @param {boolean} replay
   */
  ask(what, replay) {
    super.ask(what, replay);
    clearTimeout(this.speaking);
    this.status.show("pen", T.waiting);
    this.#show();
  }

  /** @param {{text?: string, secret?: boolean}} what */
  answered(what) {
    super.answered(what);
    this.status.hide();
    if (this.state === "running") this.#speak(this.state);
    this.#show();
  }

  afterAnswer() {
    this.entry.focus();
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    if (!e.ctrlKey || e.altKey || e.metaKey || e.shiftKey) return false;
    if (e.key === "c" && !hasSelection(e.target)) {
      if (this.busy) this.act("interrupt");
      else this.entry.clear();
    } else if (e.key === "d" && this.entry.empty) this.act("eof");
    else if (e.key === "l") this.#clear();
    else if (e.key === "r") this.entry.search();
    else if (e.key === "i") this.entry.explain();
    else return false;
    e.preventDefault();
    return true;
  }
}
