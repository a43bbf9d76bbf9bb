// @ts-check
// The author's example: run all of it, or one statement after the other, where
// the code shows which one comes next.
import { button, el, icon } from "./dom.js";
import { blocks, isSession, parts } from "../py/session.js";
import { T } from "../text.js";

/** Told to an element whose example is written anew, with the same statements. */
export const REWRITTEN = "crunchy:rewritten";

export class Example {
  /**
   * @param {HTMLElement | null} pre  the author's code, if any is shown
   * @param {{submit: (source: string) => unknown, say: (text: string) => void}} options
   */
  constructor(pre, options) {
    this.pre = pre && !pre.hidden ? pre : null;
    this.o = options;
    this.statements = this.#read();
    /** The statement that is run next when one goes step by step, -1 as long as one does not. */
    this.at = -1;
    this.runEl = button("play", T.runExample, () => this.run());
    this.runEl.classList.add("cr-example");
    this.stepEl = button("step", "", () => this.step());
    this.stepEl.classList.add("cr-step");
    this.el = el("div", { class: "cr-steps" }, this.runEl, this.stepEl);
    this.band = el("div", { class: "cr-next", "aria-hidden": "true", hidden: true });
    this.pre?.append(this.band);
    if (this.pre && this.any) new ResizeObserver(() => this.#show()).observe(this.pre);
    this.enabled = false;
    this.busy = false;
    this.#show();
  }

  #read() {
    const text = this.pre?.textContent ?? "";
    return isSession(text) ? parts(text) : blocks(text);
  }

  /** The same statements stand on other lines now. */
  renew() {
    this.statements = this.#read();
    this.#show();
  }

  get any() {
    return this.statements.length > 0;
  }

  get sources() {
    return this.statements.map((s) => s.source);
  }

  /** Whether there is more than one statement, to be run one by one. */
  get many() {
    return this.statements.length > 1;
  }

  /** Runs all, or what is left when one has begun to go step by step. */
  run() {
    const from = this.at < 0 || this.at >= this.statements.length ? 0 : this.at;
    for (const s of this.statements.slice(from)) this.o.submit(s.source);
    this.at = this.at < 0 ? -1 : this.statements.length;
    this.#show();
  }

  /** Runs the next statement; after the last one, the first. */
  step() {
    const n = this.at < 0 || this.at >= this.statements.length ? 0 : this.at;
    this.at = n + 1;
    this.o.submit(this.statements[n].source);
    this.#show();
    const next = this.statements[this.at];
    if (next) this.o.say(T.willRun(next.source));
  }

  /** Runs the first statement, and goes on one by one. */
  restart() {
    this.at = -1;
    this.step();
    this.stepEl.focus();
  }

  /** Back to the beginning. */
  reset() {
    this.at = -1;
    this.#show();
  }

  /**
   * @param {boolean} enabled  whether anything can be run
   * @param {boolean} busy  whether something runs for long
   */
  update(enabled, busy) {
    this.enabled = enabled;
    this.busy = busy;
    this.#show();
  }

  #show() {
    const stepping = this.at >= 0 && this.many;
    const done = stepping && this.at >= this.statements.length;
    // what has the focus stays, for one presses it again and again
    const held = this.el.contains(document.activeElement);
    this.el.hidden = !this.any || (!held && (!this.enabled || (this.busy && !stepping)));
    this.runEl.hidden = stepping;
    this.stepEl.hidden = !this.many;
    this.runEl.disabled = this.stepEl.disabled = !this.enabled;
    const words = done ? T.runAgain : stepping ? T.nextStep(this.at + 1, this.statements.length) : "";
    this.stepEl.replaceChildren(icon(done ? "reset" : "step"), ...(words ? [el("span", {}, words)] : []));
    this.stepEl.classList.toggle("cr-square", !words);
    if (words) this.stepEl.removeAttribute("aria-label");
    else this.stepEl.setAttribute("aria-label", T.firstStep);
    this.stepEl.title = words ? "" : T.firstStep;
    this.#mark(stepping && !done ? this.statements[this.at] : undefined);
  }

  /** Puts a band behind the lines of a statement. @param {import("../py/session.js").Statement | undefined} next */
  #mark(next) {
    this.band.hidden = !next;
    if (!next || !this.pre) return;
    const range = lines(this.pre, next.from, next.to);
    const { top, bottom } = range.getBoundingClientRect();
    // letters are less high than their lines
    const spare = Math.max(0, (parseFloat(getComputedStyle(this.pre).lineHeight) || 0) - (range.getClientRects()[0]?.height ?? 0)) / 2;
    this.band.style.top = `${top - spare - this.pre.getBoundingClientRect().top + this.pre.scrollTop}px`;
    this.band.style.height = `${bottom - top + 2 * spare}px`;
    this.band.dataset.lines = next.from === next.to ? `${next.from + 1}` : `${next.from + 1}-${next.to + 1}`;
  }
}

/**
 * Lines of a block of code.
 * @param {HTMLElement} pre
 * @param {number} from
 * @param {number} to
 */
function lines(pre, from, to) {
  const range = document.createRange();
  const walker = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
  let line = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue ?? "";
    for (let i = 0; i < text.length; i++) {
      if (line === from && !begun) {
        range.setStart(node, i);
        begun = true;
      }
      if (text[i] !== "\n") continue;
      if (line === to) {
        range.setEnd(node, i);
        return range;
      }
      line++;
    }
    range.setEnd(node, text.length);
  }
  return range;
}
