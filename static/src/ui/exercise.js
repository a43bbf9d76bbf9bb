// @ts-check
// The exercise: an editor whose program can be checked, with what the check
// says, hints, and a solution.
import { EditorCell } from "./editor.js";
import { Feedback, below, solvedBadge } from "./feedback.js";
import { Hints } from "./hints.js";
import { Solution } from "./solution.js";
import { TestBlocks } from "./testblocks.js";
import { gaps } from "../exercise/gaps.js";
import { announcement, verdict } from "../exercise/verdict.js";
import { T } from "../text.js";

/**
 * @typedef {import("./status.js").StatusData} StatusData
 * @typedef {import("../exercise/verdict.js").Verdict} Verdict
 */

/** What is checked in less is not said to be. */
const QUIET = 300;

export class ExerciseCell extends EditorCell {
  /**
   * @param {HTMLElement} section
   * @param {import("./cell.js").Context} context
   */
  constructor(section, context) {
    super(section, context);
    const parts = (/** @type {string} */ cls) => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`.cr-part.${cls}[data-for="${section.id}"]`)]);
    this.checkButton = /** @type {HTMLButtonElement} */ (section.querySelector('[data-do="check"]'));
    this.hasGaps = Number(section.dataset.gaps) > 0;
    /** Whether what runs, or ran last, is a check, and whether one goes on when all is well. */
    this.checking = false;
    this.goesOn = false;
    /** The program that was checked last, as far as it is known. @type {string | undefined} */
    this.checked = undefined;
    /** What a run's end has to tell, should no result do so. @type {(() => void) | undefined} */
    this.untold = undefined;
    this.solved = false;
    this.attempts = 0;

    const heading = below(section.querySelector(".cr-name"));
    this.feedback = new Feedback(heading, this.comparing);
    this.tests = new TestBlocks(parts("cr-test"));
    this.result = /** @type {HTMLElement} */ (section.querySelector(".cr-result"));
    this.foot = /** @type {HTMLElement} */ (this.result.querySelector(".cr-foot"));
    this.hints = new Hints(parts("cr-hint"), this.foot.querySelector(".cr-hint-next"), { say: context.notices.say, changed: () => this.#keep() });
    this.solution = new Solution(parts("cr-solution"), this.foot.querySelector(".cr-solution-show"), {
      solved: () => this.solved, put: (text) => this.#put(text), changed: () => this.#keep(), notices: context.notices, heading,
    });
    this.foot.append(this.hints.button, this.solution.button, this.solution.sure);
    this.foot.before(this.feedback.el, this.hints.el, this.solution.el);

    this.badge = solvedBadge();
    /** Where there are gaps. @type {HTMLElement | null} */
    this.todo = section.querySelector(".cr-todo");
    section.querySelector(".cr-name")?.after(this.badge);
    this.checkButton.addEventListener("click", () => this.check());
    this.#restore();
    this.#look();
  }

  /** What the two texts of a comparison are called. */
  get comparing() {
    return { expected: T.exercise.expected, got: T.exercise.got };
  }
  /** What the button that checks says before all is well, and then. */
  get checkWords() {
    return { first: T.exercise.check, again: T.exercise.again };
  }

  /** @param {import("./cell.js").Element} element */
  attach(element) {
    super.attach(element);
    this.checkButton.disabled = false;
    this.#look();
  }

  /** @param {import("../page/progress.js").Done | undefined} done */
  remembered(done) {
    if (done === "solved") this.solved = true;
    this.#look();
  }

  /** Runs the program without a check. */
  run() {
    this.checking = this.goesOn = false;
    this.feedback.waits(false);
    return this.start({ check: "0" });
  }

  step() {
    this.checking = this.goesOn = false;
    this.feedback.waits(false);
    return super.step();
  }

  /**
   * Checks the program, or says that there are gaps in it.
   * @param {{goesOn?: boolean, anyway?: boolean}} [how]  goesOn: to the next element when all is well
   */
  check({ goesOn = false, anyway = false } = {}) {
    const left = this.#gaps();
    if (left.length && !anyway) return this.#fillFirst(left);
    this.checking = true;
    this.goesOn = goesOn;
    if (this.feedback.ofGaps) this.feedback.hide();
    this.feedback.waits(true);
    this.untold = undefined;
    this.#look();
    return this.start({});
  }

  /** @param {import("../exercise/gaps.js").Gap[]} left */
  #fillFirst(left) {
    const held = this.feedback.el.contains(document.activeElement);
    this.feedback.gaps(left.length, () => {
      if (this.feedback.el.contains(document.activeElement)) this.checkButton.focus();
      this.check({ anyway: true });
    });
    if (held) this.checkButton.focus();
    this.tests.show(undefined);
    this.editor.mark(left[0].line, T.exercise.gapMark);
    this.context.notices.say(`${T.exercise.gapsFirst(left.length)}. ${T.exercise.gapsHow}`);
    this.#look();
  }

  /**
   * @param {import("./cell.js").Frame} frame
   * @param {boolean} replay
   */
  frame(frame, replay) {
    if (frame.type === "RESULT") this.#result(frame.data, replay);
    else super.frame(frame, replay);
  }

  /** @param {string} data @param {boolean} replay */
  #result(data, replay) {
    /** @type {any} */
    let said;
    try {
      said = JSON.parse(data);
    } catch {
      return; // what cannot be read says nothing
    }
    const v = this.worded(verdict(said));
    if (!replay) this.attempts++;
    this.solved ||= v.good;
    this.checked = this.ran ?? (replay ? this.checked : undefined) ?? this.editor.get();
    this.told = true;
    this.#show(v);
    if (v.good) this.hints.fold();
    this.untold = undefined;
    this.#keep();
    if (replay) return;
    this.context.notices.say(`${this.label}. ${announcement(v)}`);
    if (v.good && this.goesOn && this.section.contains(document.activeElement)) this.context.next(this)?.focus();
  }

  /** Puts the words of the kind in a verdict. @param {Verdict} v */
  worded(v) {
    return v;
  }

  /** Whether this run has brought a result. */
  told = false;

  /** @param {Verdict} v */
  #show(v) {
    this.feedback.show(v, this.attempts);
    this.tests.show(v);
    this.#mark();
    this.#look();
  }

  /** Marks the line of the first test that does not work, if it is still the program that was checked. */
  #mark() {
    const first = this.feedback.verdict?.first;
    if (first?.line && this.editor.get() === this.checked) this.editor.mark(first.line, first.message || T.exercise.notYetMark);
  }

  /** How long a check takes is told only when one has to wait for it. */
  startClock() {
    this.told = false;
    if (!this.checking) return super.startClock();
    this.troubleBox.hide();
    clearTimeout(this.patience);
    this.patience = setTimeout(() => {
      if (this.state !== "running" || this.asking) return;
      this.status.count(T.exercise.checking, this.began, this.where.button);
      this.where.begin(this.began);
      this.reveal();
    }, this.began + QUIET - Date.now());
  }
  /** @type {any} */
  patience = undefined;

  /** @param {string} stop */
  ended(stop) {
    super.ended(stop);
    // what a check did beside its verdict is nothing to speak of
    if (this.told && this.log.empty && this.troubleBox.el.hidden && this.section.dataset.outcome === "good") this.status.hide();
    if (this.told && !this.last?.exception) this.#mark();
    this.reveal();
  }

  /**
   * @param {string} reason
   * @param {boolean} replay
   */
  stopped(reason, replay) {
    super.stopped(reason, replay);
    this.untold?.();
    this.untold = undefined;
    this.goesOn = false;
    this.feedback.waits(false);
    this.#look();
  }

  /**
   * @param {StatusData} s
   * @param {ReturnType<import("./cell.js").Cell["explain"]>} said
   */
  async announce(s, said) {
    if (!this.checking) return super.announce(s, said);
    if (!this.told) this.untold = () => super.announce(s, said);
  }

  settle() {
    super.settle();
    if (!this.busy) this.feedback?.waits(false);
  }

  changed() {
    super.changed();
    if (this.feedback) this.#look();
  }

  takeAway() {
    const { verdict: v } = this.feedback;
    const [hints, solution] = [this.hints.shown, this.solution.state];
    this.feedback.hide();
    this.tests.show(undefined);
    this.hints.set(0);
    this.solution.set({ wanted: solution.wanted, shown: false });
    this.#look();
    return () => {
      this.hints.set(hints);
      this.solution.set(solution);
      if (v) this.#show(v);
    };
  }

  /** Puts the solution in the editor. @param {string} text */
  #put(text) {
    const mine = this.editor.get();
    const whole = this.author.endsWith("\n") ? `${text}\n` : text;
    this.editor.focus();
    if (mine === whole) return;
    this.editor.set(whole);
    this.context.notices.say(T.exercise.isPut);
    this.offerBack(T.exercise.isPut, () => this.editor.set(mine));
  }

  #gaps() {
    return this.hasGaps ? gaps(this.editor.get()) : [];
  }

  /** Whether the program is another than the one that was checked. */
  get #stale() {
    return this.checked !== undefined && this.editor.get() !== this.checked;
  }

  /** Shows how things are. */
  #look() {
    const v = this.feedback.verdict;
    const stale = !!v && this.#stale;
    const left = this.#gaps().length;
    if (this.feedback.ofGaps && !left) this.feedback.hide();
    if (v) this.feedback.stale(stale);
    if (this.checking && this.busy) this.feedback.waits(true);
    this.tests.stale(stale);
    if (this.todo) {
      this.todo.hidden = !left;
      /** @type {HTMLElement} */ (this.todo.lastElementChild).textContent = T.exercise.gapsLeft(left);
    }
    this.badge.hidden = !this.solved;
    const again = this.solved && (!v || v.good);
    const words = this.checkButton.querySelector("span");
    const text = again ? this.checkWords.again : this.checkWords.first;
    if (words && words.textContent !== text) words.textContent = text;
    this.checkButton.classList.toggle("cr-primary", !again || stale || !v);
    this.result.dataset.kind = this.feedback.el.hidden || stale ? "" : v?.good ? "good" : "";
    this.foot.hidden = this.hints.button.hidden && this.solution.button.hidden && this.solution.sure.hidden;
    this.result.hidden = this.feedback.el.hidden && !this.hints.shown && !this.solution.shown && this.foot.hidden;
  }

  /** What of all this comes back after a reload. */
  #keep() {
    if (!this.result) return; // it is only being built
    this.#look();
    const { attempts, solved, checked, hints: { shown: hints }, solution: { state: solution } } = this;
    this.context.store.set(`exercise ${this.number}`, JSON.stringify({ of: this.author, attempts, solved, checked, hints, solution }));
  }

  #restore() {
    try {
      const kept = JSON.parse(this.context.store.get(`exercise ${this.number}`) ?? "{}");
      if (kept.of !== this.author) return;
      this.attempts = Number(kept.attempts) || 0;
      this.solved = kept.solved === true;
      if (typeof kept.checked === "string") this.checked = kept.checked;
      const { wanted, shown } = kept.solution ?? {};
      if (wanted || shown) this.solution.set({ wanted: !!wanted, shown: !!shown });
      this.hints.set(Number(kept.hints) || 0);
    } catch {
      // somebody else's value
    }
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    if (e.key !== "Enter" || e.altKey || this.checkButton.disabled || (!e.shiftKey && !e.ctrlKey && !e.metaKey)) return false;
    e.preventDefault();
    this.check({ goesOn: e.shiftKey });
    return true;
  }
}
