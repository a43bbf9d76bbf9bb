// @ts-check
// One live element of the page: what every kind has in common.
import { askBox } from "./ask.js";
import { hasSelection } from "./dom.js";
import { tellProgram } from "./drawing.js";
import { Log } from "./log.js";
import { runScript } from "./script.js";
import { StatusLine, outcome } from "./status.js";
import { spoken as aloud } from "./trouble.js";
import { said } from "../said.js";
import { T } from "../text.js";

/**
 * @typedef {import("../net/frames.js").Frame} Frame
 * @typedef {import("../net/session.js").Element} Element
 * @typedef {import("./status.js").StatusData} StatusData
 * @typedef {{
 *   session: import("../net/session.js").Session,
 *   store: import("../store.js").Store,
 *   lasting: import("../store.js").Store,
 *   notices: import("./notices.js").Notices,
 *   history: ReturnType<typeof import("./history.js").makeHistory>,
 *   take: (source: string, block: globalThis.Element) => void,
 *   next: (cell: Cell) => Cell | undefined,
 * }} Context  store is the tab's own, lasting holds for the browser
 * @typedef {"idle" | "queued" | "starting" | "running" | "ended"} State
 */

export class Cell {
  /**
   * @param {HTMLElement} section
   * @param {Context} context
   */
  constructor(section, context) {
    this.section = section;
    this.context = context;
    this.number = section.dataset.number ?? "";
    this.label = section.getAttribute("aria-label") ?? "";
    this.out = /** @type {HTMLElement} */ (section.querySelector(":scope > .cr-out"));
    this.log = new Log(T.outputOf(this.label));
    this.log.onChange = () => this.reveal();
    this.status = new StatusLine();
    /** @type {State} */
    this.state = "idle";
    /** @type {StatusData | undefined} */
    this.last = undefined;
    /** @type {ReturnType<typeof askBox> | undefined} */
    this.asking = undefined;
    /** Whether the server keeps what goes in and what comes out. */
    this.keepsLog = false;
    /** Whether its first run begins a time that then runs out. */
    this.hurries = false;
    /** Whether its time is over: it is only read. */
    this.closed = false;
    /** Whether a Reset cleared it and nothing has begun since. */
    this.untouched = false;
    /** Whether the next input box takes the focus, for the last one had it. */
    this.answering = false;
    /** When the run began, as far as this page knows. */
    this.began = 0;
    /** What runs, or ran last, as far as this page knows. @type {string | undefined} */
    this.ran = undefined;
    /** Lines sent to the program that it has not read yet. @type {string[]} */
    this.sent = [];
    /** @type {(() => void)[]} */
    this.settlers = [];
    section.addEventListener("keydown", (e) => this.#sectionKey(e));
    tellProgram(this);
  }

  /** The server knows the element: it can be used. @param {Element} _element */
  attach(_element) {}

  /** What the server remembers of the student's work on it. @param {import("../page/progress.js").Done | undefined} _done */
  remembered(_done) {}

  /** Puts the cursor where one types. */
  focus() {}

  /** Runs what the element shows; for Run all. */
  run() {}

  /** Whether it shows something that can be run. */
  get runs() {
    return !this.closed && !this.hurries;
  }

  /** Whether what it is told to run waits for what runs already. */
  get queues() {
    return false;
  }

  /**
   * @param {Frame} frame
   * @param {boolean} replay  whether it is being shown again after a reload
   */
  frame({ type, data }, replay) {
    switch (type) {
      case "STDOUT":
        return this.log.write("", data);
      case "STDERR":
        return this.log.write("err", data);
      case "STOP":
        return this.stopped(data, replay);
      case "RESET":
        return this.cleared();
      case "POPUP":
        return replay ? undefined : this.context.notices.notice(data);
      case "JSCODE":
        return replay ? undefined : runScript(data);
    }
    const json = parse(data);
    switch (type) {
      case "PROMPT":
        return this.prompted(String(json.prompt ?? ""));
      case "INPUT":
        return json.waiting ? this.ask(json, replay) : this.answered(json);
      case "DISPLAY":
        return this.log.display(json.data ?? {}, json.id);
      case "RESULT":
        return this.log.remark(json.message ?? T.example(json.passed, json.passed + json.failed));
      case "STATUS": {
        const over = json.state === "idle" || json.state === "ended";
        if (over && this.untouched) return; // the end of what a Reset has cleared away
        this.untouched = false;
        return this.stated(json, replay);
      }
    }
  }

  /** @param {string} _prompt */
  prompted(_prompt) {}

  /**
   * @param {StatusData} s
   * @param {boolean} replay
   */
  stated(s, replay) {
    const before = this.state;
    this.setState(/** @type {State} */ (s.state));
    if (s.reason !== undefined || s.ms !== undefined) this.last = s;
    if (this.recall && !replay) this.forget();
    if (s.state === "running" && before !== "running") {
      this.log.mark();
      // another computer's clock is believed only where there is nothing better
      this.began = replay && s.since ? Math.min(s.since, Date.now()) : Date.now();
      if (s.source !== undefined) this.ran = s.source;
      this.sent = [];
    }
    if (s.state === "idle" || s.state === "ended") {
      this.#unask();
      const said = s.exception && document.documentElement.dataset.crunchyErrors !== "plain" ? this.explain(s, replay) : undefined;
      if (before === "running" && !replay) this.announce(s, said);
      this.settle();
    }
  }

  /**
   * Shows what an error means.
   * @param {StatusData} _s
   * @param {boolean} _replay
   * @returns {Promise<import("../explain/texts.js").Explanation | undefined> | undefined}  what it says
   */
  explain(_s, _replay) {
    return undefined;
  }

  /** What the error of a run may be explained from. @param {StatusData} s */
  trouble({ exception }) {
    const { type = "", message = "", line = 0, explanation, says, shadow } = exception ?? {};
    return { type, message, line, explanation: explanation && said(says, explanation), shadow, source: this.ran };
  }

  /**
   * @param {string} _reason
   * @param {boolean} _replay
   */
  stopped(_reason, _replay) {
    this.#unask();
    this.settle();
  }

  /** Something new begins: what was recalled makes room for it, or stays above. */
  forget() {
    this.recall = false;
  }

  /** @param {State} state */
  setState(state) {
    this.state = state;
    this.section.dataset.state = state;
  }

  /** The element starts afresh. */
  cleared() {
    this.#unask();
    this.last = undefined;
    this.untouched = true;
    this.setState("idle");
    this.log.clear();
  }

  /** The server does not know what was running any more. @param {string} why */
  orphaned(why) {
    this.#unask();
    if (!this.log.empty) this.log.remark(why);
    this.setState("idle");
    this.settle();
  }

  /** What is shown was shown before the server's end. @param {string} why */
  recalled(why) {
    this.orphaned(why);
    this.recall = !this.log.empty;
  }
  recall = false;

  reveal() {
    this.out.hidden = this.log.empty && this.status.el.hidden && !this.asking;
  }

  /**
   * @param {{prompt?: string, secret?: boolean}} what
   * @param {boolean} replay
   */
  ask(what, replay) {
    const focused = this.answering || this.section.contains(document.activeElement);
    this.#unask();
    const box = askBox(what, {
      send: (text) => {
        this.sent.push(...text.replace(/\n$/, "").split("\n"));
        return this.send("post", text);
      },
      eof: () => this.act("eof"),
      interrupt: () => this.act("interrupt"),
    });
    this.asking = box;
    this.section.dataset.asking = "";
    this.log.ask(box.form);
    if (focused && !replay) box.input.focus({ preventScroll: false });
    if (!replay) this.context.notices.say(`${this.label}. ${T.waiting}. ${what.prompt ?? ""}`);
    this.settle();
  }

  /** @param {{text?: string, secret?: boolean}} what */
  answered(what) {
    const secret = this.asking?.input.type === "password";
    this.#unask();
    const sent = this.sent.shift();
    const text = what.text ?? sent;
    if (text !== undefined && !secret) this.log.typed(text.replace(/\r?\n$/, ""));
  }

  #unask() {
    if (!this.asking) return;
    this.answering = this.asking.form.contains(document.activeElement);
    this.asking = undefined;
    delete this.section.dataset.asking;
    this.log.ask(null);
    if (this.answering) this.afterAnswer();
  }

  /** The input box had the focus and is gone. */
  afterAnswer() {
    this.log.el.focus({ preventScroll: true });
  }

  /** @param {string} route */
  async act(route) {
    try {
      await this.context.session.sent(this.number); // not before what it is meant for
      await this.context.session.act(this.number, route);
    } catch (e) {
      this.failed(e);
    }
  }

  /** Says why something was not done. @param {any} e */
  failed(e) {
    const { notices } = this.context;
    if (e.status === 413) notices.notice(T.tooMuch);
    else if (e.status && e.status !== 404 && e.message) notices.notice(e.message);
    else if (e.status !== 0) notices.notice(T.notTaken, 8000);
  }

  /**
   * Sends something; what is not taken is reported, and thrown for the caller to put back.
   * @param {"post" | "exec"} route
   * @param {string} text
   * @param {Record<string, string>} [query]
   */
  async send(route, text, query) {
    try {
      return await this.context.session.send(this.number, route, text, query);
    } catch (e) {
      this.failed(e);
      throw e;
    }
  }

  /** Resolves when nothing runs, or the program waits for input. */
  settled() {
    if (this.state === "idle" || this.state === "ended" || this.asking) return Promise.resolve();
    return new Promise((resolve) => this.settlers.push(() => resolve(undefined)));
  }

  settle() {
    const settlers = this.settlers;
    this.settlers = [];
    for (const f of settlers) f();
  }

  get busy() {
    return this.state === "running" || this.state === "starting" || this.state === "queued";
  }

  /**
   * Tells a screen reader how a run ended.
   * @param {StatusData} s
   * @param {ReturnType<Cell["explain"]>} said
   */
  async announce(s, said) {
    const lines = this.log.linesSince;
    const text = this.log.lastText;
    const why = await said;
    const spoken = why ? aloud(why) : lines > 0 && lines < 5 && text.length < 300 ? text : lines > 0 ? T.output(lines) : "";
    const how = s.reason === "finished" && (s.ms ?? 0) < 2000 && spoken ? "" : outcome(s).words;
    this.context.notices.say([this.label, how, spoken].filter(Boolean).join(". "));
  }

  /** @param {KeyboardEvent} e */
  #sectionKey(e) {
    const mod = e.ctrlKey || e.metaKey;
    if (mod && !e.altKey && !e.shiftKey && e.key === "s") {
      e.preventDefault();
      this.context.notices.say(T.saved);
    }
    if (e.ctrlKey && !e.altKey && !e.metaKey && !e.shiftKey && e.key === "c" && !e.defaultPrevented) {
      if (this.busy && !hasSelection(e.target)) {
        e.preventDefault();
        this.act("interrupt");
      }
    }
  }
}

/** @param {string} data @returns {any} */
function parse(data) {
  try {
    return JSON.parse(data) ?? {};
  } catch {
    return {};
  }
}
