// @ts-check
// The quiz: answers to choose from, or one to be written. Which are right only
// the server knows; it judges, and what it says comes back as a result.
import { Cell } from "./cell.js";
import { el, icon } from "./dom.js";
import { Feedback, below, solvedBadge } from "./feedback.js";
import { Hints } from "./hints.js";
import { coded } from "./trouble.js";
import { judged } from "../exercise/quiz.js";
import { T } from "../text.js";

/** @typedef {import("../exercise/quiz.js").Judged} Judged */

export class QuizCell extends Cell {
  /**
   * @param {HTMLElement} section
   * @param {import("./cell.js").Context} context
   */
  constructor(section, context) {
    super(section, context);
    this.inputs = /** @type {HTMLInputElement[]} */ ([...section.querySelectorAll(".cr-choice input")]);
    this.free = this.inputs[0]?.type === "text";
    this.several = this.inputs[0]?.type === "checkbox";
    this.question = section.querySelector(":scope > .cr-copy")?.textContent ?? "";
    this.checkButton = /** @type {HTMLButtonElement} */ (section.querySelector('[data-do="answer"]'));
    this.resetButton = /** @type {HTMLButtonElement} */ (section.querySelector('[data-do="reset"]'));
    this.notes = this.inputs.map((input, i) => {
      const note = el("div", { class: "cr-choice-note", id: `${section.id}-note-${i}`, hidden: true });
      input.closest(".cr-choice")?.append(note);
      return note;
    });
    const parts = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`.cr-part.cr-hint[data-for="${section.id}"]`)]);
    this.feedback = new Feedback(below(section.querySelector(".cr-name")));
    this.result = /** @type {HTMLElement} */ (section.querySelector(".cr-result"));
    this.foot = /** @type {HTMLElement} */ (this.result.querySelector(".cr-foot"));
    this.hints = new Hints(parts, this.foot.querySelector(".cr-hint-next"), { say: context.notices.say, changed: () => this.#keep() });
    this.foot.append(this.hints.button);
    this.foot.before(this.feedback.el, this.hints.el);
    this.badge = solvedBadge();
    section.querySelector(".cr-name")?.after(this.badge);
    this.attempts = 0;
    this.solved = false;
    /** What was answered last, and what was said of it. @type {Judged | undefined} */
    this.judged = undefined;

    section.addEventListener("input", () => this.#edited());
    section.addEventListener("keydown", (e) => this.#key(e));
    this.checkButton.addEventListener("click", () => this.answer());
    this.resetButton.addEventListener("click", () => this.reset());
    this.#restore();
    this.#look();
  }

  attach() {
    for (const input of this.inputs) input.disabled = false;
    this.resetButton.disabled = false;
    this.attached = true;
    this.#look();
  }
  attached = false;

  /** @param {import("../page/progress.js").Done | undefined} done */
  remembered(done) {
    if (done === "solved") this.solved = true;
    this.#look();
  }

  get runs() {
    return false;
  }

  focus() {
    (this.inputs.find((input) => input.checked) ?? this.inputs[0])?.focus();
  }

  reveal() {}

  /** Sends what is chosen to be judged. */
  async answer() {
    if (this.checkButton.disabled) return;
    this.feedback.waits(true);
    try {
      await this.context.session.act(this.number, "answer", JSON.stringify(this.given));
    } catch (e) {
      this.failed(e);
    }
    this.feedback.waits(false);
  }

  /** @returns {import("../exercise/quiz.js").Given} */
  get given() {
    if (this.free) return { text: this.inputs[0].value };
    return { choices: this.inputs.flatMap((input, i) => (input.checked ? [i] : [])) };
  }

  /** @param {import("../exercise/quiz.js").Given} given */
  set given({ choices = [], text = "" }) {
    this.inputs.forEach((input, i) => {
      if (this.free) input.value = text;
      else input.checked = choices.includes(i);
    });
  }

  /**
   * @param {import("./cell.js").Frame} frame
   * @param {boolean} replay
   */
  frame(frame, replay) {
    if (frame.type !== "RESULT") return super.frame(frame, replay);
    const said = judged(frame.data);
    if (!said) return;
    if (!replay) this.attempts++;
    else if (!this.touched) this.given = said.given;
    this.solved ||= said.good;
    this.judged = said;
    this.touched = this.#stale;
    this.#show(said);
    if (said.good) this.hints.fold();
    this.#keep();
    if (replay) return;
    this.context.notices.say([this.label, this.#words(said), ...said.answers.filter((a) => a.given).map((a) => a.message)].filter(Boolean).join(". "));
  }
  /** Whether another answer than the judged one stood here before a reload. */
  touched = false;

  /** @param {Judged} said */
  #words(said) {
    if (said.good) return T.quiz.right;
    if (said.near) return T.quiz.near;
    if (said.passed && !said.answers.some((a) => a.outcome === "failed")) return T.quiz.more;
    return said.passed ? T.quiz.partly : T.quiz.notYet;
  }

  /** @param {Judged} said */
  #show(said) {
    const own = this.free ? said.answers[0]?.message ?? "" : "";
    const all = this.several ? said.passed + said.failed : 1;
    this.feedback.show({ kind: "quiz", passed: said.passed, all, good: said.good, message: this.#words(said), more: own, tests: [], first: undefined }, this.attempts);
    this.notes.forEach((note, i) => {
      const answer = this.free ? undefined : said.answers.find((a) => a.test === i);
      const box = note.closest(".cr-choice");
      const shown = !!answer && (answer.given || !!answer.message);
      note.hidden = !shown;
      box?.classList.toggle("cr-ok", answer?.outcome === "passed");
      box?.classList.toggle("cr-no", answer?.outcome === "failed");
      if (shown) this.inputs[i].setAttribute("aria-describedby", note.id);
      else this.inputs[i].removeAttribute("aria-describedby");
      const sign = !answer?.given ? [] : [icon(answer.outcome === "passed" ? "check" : "dash"), el("span", { class: "cr-sr" }, answer.outcome === "passed" ? T.quiz.isRight : T.quiz.isWrong)];
      note.replaceChildren(...(answer ? [...sign, el("span", {}, ...coded(answer.message))] : []));
    });
    this.#look();
  }

  #edited() {
    this.touched = true;
    this.#look();
    this.#keep();
  }

  /** Whether what stands there is another answer than the judged one. */
  get #stale() {
    return !!this.judged && JSON.stringify(this.given) !== JSON.stringify(this.judged.given);
  }

  #look() {
    const some = this.free ? !!this.inputs[0].value.trim() : this.inputs.some((input) => input.checked);
    this.checkButton.disabled = this.closed || !this.attached || !some;
    this.feedback.stale(this.#stale);
    this.section.classList.toggle("cr-stale-answer", this.#stale);
    this.badge.hidden = !this.solved;
    this.result.dataset.kind = this.judged?.good && !this.#stale ? "good" : "";
    this.foot.hidden = this.hints.button.hidden;
    this.result.hidden = this.feedback.el.hidden && !this.hints.shown && this.foot.hidden;
  }

  /** Everything as it was at first; what was solved stays solved. */
  reset() {
    this.act("reset");
    this.#clear();
    this.focus();
  }

  #clear() {
    this.given = {};
    this.touched = false;
    this.judged = undefined;
    this.feedback.hide();
    this.hints.set(0);
    for (const [i, note] of this.notes.entries()) {
      note.hidden = true;
      note.closest(".cr-choice")?.classList.remove("cr-ok", "cr-no");
      this.inputs[i].removeAttribute("aria-describedby");
    }
    this.#keep();
  }

  cleared() {
    super.cleared();
    if (this.judged) this.#clear(); // another window has done it
  }

  #keep() {
    if (!this.result) return; // it is only being built
    this.#look();
    this.context.store.set(`quiz ${this.number}`, JSON.stringify({
      of: this.question, attempts: this.attempts, solved: this.solved, hints: this.hints.shown, ...(this.touched ? { given: this.given } : {}),
    }));
  }

  #restore() {
    try {
      const kept = JSON.parse(this.context.store.get(`quiz ${this.number}`) ?? "{}");
      if (kept.of !== this.question) return;
      this.attempts = Number(kept.attempts) || 0;
      this.solved = kept.solved === true;
      if (kept.given) {
        this.given = kept.given;
        this.touched = true;
      }
      this.hints.set(Number(kept.hints) || 0);
    } catch {
      // somebody else's value
    }
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    if (e.key !== "Enter" || e.altKey || e.isComposing || !(e.target instanceof HTMLInputElement)) return;
    e.preventDefault();
    this.answer();
  }
}
