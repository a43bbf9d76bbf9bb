// @ts-check
// An editor whose program runs under Python's debugger. What is typed there goes as
// any input does; what the debugger prints where it stops is shown as a picture, and
// the answers to commands are shown as printed.
import { EditorCell } from "./editor.js";
import { T } from "../text.js";

/** The type of what there is to be seen, in the bundle of a DISPLAY. */
const STOP = "application/vnd.crunchy.stop+json";
const PROMPT = "(Pdb) ";

export class DebugCell extends EditorCell {
  /** Commands about breakpoints that are still to be given. @type {string[]} */
  orders = [];
  /** Whether a run begins, which does not know the breakpoints yet. */
  fresh = false;

  /**
   * @param {HTMLElement} pre
   * @param {import("./codeedit.js").EditorOptions} options
   */
  makeEditor(pre, options) {
    const { store } = this.context;
    const key = `breaks ${this.number}`;
    /** @type {number[]} */
    let lines = [];
    try {
      lines = JSON.parse(store.get(key) ?? "[]").filter(Number.isSafeInteger);
    } catch {
      // somebody else's value
    }
    this.breaks = lines;
    return super.makeEditor(pre, {
      ...options,
      breaks: {
        lines,
        changed: (now, line) => {
          this.breaks = now;
          store.set(key, now.length ? JSON.stringify(now) : null);
          if (line) this.#turned(line, now.includes(line));
        },
      },
    });
  }

  /** A breakpoint has come or gone. @param {number} line @param {boolean} there */
  #turned(line, there) {
    this.context.notices.say((there ? T.debug.breakSet : T.debug.breakGone)(line));
    if (this.state !== "running" || this.editor.get() !== this.ran) return; // it holds from the next run on
    this.orders.push(there ? `b ${line}` : `clear ${this.name}:${line}`);
    if (this.waits) this.#order();
  }

  /** Gives the next command about breakpoints. */
  #order() {
    const next = this.orders.shift();
    if (!next) return false;
    this.panel?.enable(false);
    this.command(next);
    return true;
  }

  run() {
    this.fresh = true;
    return super.run();
  }

  /** @type {import("../step/panel.js").Panel | undefined} */
  panel = undefined;
  /** What there is to be seen at the stop. @type {any} */
  told = undefined;
  /** Whether what is printed only says where it stops. */
  quiet = false;
  /** Whether the debugger waits for a command. */
  waits = false;

  get runs() {
    return false; // somebody has to say how it goes on
  }

  /**
   * @param {import("./cell.js").Frame} frame
   * @param {boolean} replay
   */
  frame(frame, replay) {
    const told = frame.type === "DISPLAY" && toldBy(frame.data);
    if (told) {
      this.told = told;
      this.quiet = this.quiet || told.fresh === true;
      return;
    }
    if (frame.type === "STDOUT") return this.#printed(frame.data);
    if (frame.type !== "INPUT") this.#unheld();
    super.frame(frame, replay);
  }

  /** @param {string} text */
  #printed(text) {
    this.#unheld();
    if (this.quiet) return;
    this.held = text.endsWith(PROMPT);
    const shown = this.held ? text.slice(0, -PROMPT.length) : text;
    if (shown) this.log.write("", shown);
  }
  /** Whether a prompt of the debugger has come, which is shown only if it turns out to be none. */
  held = false;

  #unheld() {
    if (this.held) this.log.write("", PROMPT);
    this.held = false;
  }

  /**
   * @param {{prompt?: string, secret?: boolean}} what
   * @param {boolean} replay
   */
  ask(what, replay) {
    if (what.prompt !== PROMPT) {
      this.#unheld();
      return super.ask(what, replay);
    }
    this.held = this.quiet = false;
    this.waits = true;
    if (!replay && this.fresh) {
      this.fresh = false;
      this.orders = (this.breaks ?? []).map((line) => `b ${line}`);
    }
    if (!replay && this.#order()) return;
    this.where.end();
    this.status.show("pen", T.debug.stopped);
    this.section.dataset.asking = "";
    this.#show(replay);
    this.reveal();
    this.settle();
  }

  /** @param {boolean} replay */
  async #show(replay) {
    const { Panel } = await import("../step/panel.js");
    if (!this.waits) return;
    if (!this.panel) {
      this.panel = new Panel({
        name: this.name,
        send: (command) => this.command(command),
        mark: (line, raised) => this.markAt(line, raised ? T.step.markRaised : T.step.mark, raised),
      });
      this.log.el.before(this.panel.el);
    }
    const { panel } = this;
    const first = panel.el.hidden;
    if (this.told) panel.show(this.told);
    this.told = undefined;
    panel.enable(true);
    this.reveal();
    const at = document.activeElement;
    const mine = at === document.body || (this.section.contains(at) && (first || !this.editor.el.contains(at)));
    if (replay || panel.holdsFocus || !mine) return;
    panel.focus();
    panel.el.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} command */
  async command(command) {
    try {
      await this.send("post", command + "\n");
    } catch {
      this.panel?.enable(this.waits);
    }
  }

  /** @param {{text?: string, secret?: boolean}} what */
  answered(what) {
    if (!this.waits) return super.answered(what);
    this.#goesOn();
    const text = (what.text ?? "").replace(/\r?\n$/, "");
    if (!/^[nsrc]?$/.test(text)) { // else it says how to go on, as a button does
      this.log.write("", PROMPT);
      this.log.typed(text);
    }
    if (this.state === "running") this.startClock();
  }

  #goesOn() {
    this.waits = false;
    delete this.section.dataset.asking;
    this.panel?.enable(false);
  }

  /** Nothing runs any more. */
  #over() {
    this.orders = [];
    this.#goesOn();
    this.#unheld();
    this.quiet = false;
    this.told = undefined;
    const held = this.panel?.holdsFocus;
    this.panel?.close();
    if (held) this.runButton.focus({ preventScroll: true });
  }

  settled() {
    return this.waits ? Promise.resolve() : super.settled();
  }

  /** @param {string} stop */
  ended(stop) {
    this.#over();
    super.ended(stop);
  }

  cleared() {
    this.#over();
    super.cleared();
  }

  /** @param {string} why */
  orphaned(why) {
    this.#over();
    super.orphaned(why);
  }

  reveal() {
    super.reveal();
    if (this.panel && !this.panel.el.hidden) this.log.el.hidden = this.log.empty;
  }

  /** The cursor stays here, where one says how it goes on. @param {KeyboardEvent} e */
  key(e) {
    if (e.key === "F9" && !e.altKey && !e.ctrlKey && !e.metaKey && !e.shiftKey) {
      e.preventDefault();
      this.editor.breakAt?.();
      return true;
    }
    if (e.key !== "Enter" || e.altKey || this.runButton.disabled || !(e.shiftKey || e.ctrlKey || e.metaKey)) return false;
    e.preventDefault();
    this.run();
    return true;
  }
}

/** What a DISPLAY tells of a stop. @param {string} data @returns {any} */
function toldBy(data) {
  if (!data.includes(STOP)) return undefined;
  try {
    return JSON.parse(data).data?.[STOP];
  } catch {
    return undefined;
  }
}
