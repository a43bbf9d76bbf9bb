// @ts-check
// What analysers say of the code in an editor: their report on demand, and what they
// think of it after a run.
import { button, el } from "./dom.js";
import { T } from "../text.js";

/**
 * @typedef {{line: number, code: string, text: string}} Remark
 * @typedef {{by: string, score?: number, remarks: Remark[]}} Report
 * @typedef {{reports: Report[], problem?: string, line?: number}} Answer
 */

export class Analysis {
  /** That of an editor whose author wants one. @param {import("./editor.js").EditorCell} cell */
  static of(cell) {
    /** @type {HTMLButtonElement | null} */
    const shown = cell.section.querySelector('.cr-head [data-do="report"]');
    const scores = cell.section.dataset.score !== undefined;
    return shown || scores ? new Analysis(cell, shown, scores) : undefined;
  }

  /**
   * @param {import("./editor.js").EditorCell} cell
   * @param {HTMLButtonElement | null} shown
   * @param {boolean} scores  after each run it is said how good the code is
   */
  constructor(cell, shown, scores) {
    this.cell = cell;
    this.button = shown;
    this.scores = scores;
    /** The questions asked so far; only the answer to the last counts. */
    this.asked = 0;
    this.note = el("p", { class: "cr-analysis-note", hidden: true }, T.analyzer.changed);
    this.body = el("div", {});
    const close = button("close", T.analyzer.close, () => this.#leave());
    close.classList.add("cr-square");
    close.lastElementChild?.classList.add("cr-sr");
    close.title = T.analyzer.close;
    this.el = el("div", { class: "cr-analysis", role: "group", "aria-label": T.analyzer.of(cell.name), hidden: true }, close, this.note, this.body);
    if (!shown) return;
    shown.title = T.analyzer.title;
    shown.addEventListener("click", () => this.report());
  }

  get isOpen() {
    return !this.el.hidden;
  }

  attach() {
    if (this.button) this.button.disabled = false;
  }

  /** Asks for the whole report and shows it. */
  async report() {
    this.#show(el("p", { class: "cr-analysis-head", role: "status" }, T.analyzer.working));
    const answer = await this.#ask();
    if (!answer) return;
    const { reports, problem, line } = answer;
    if (problem) this.#show(el("p", { class: "cr-analysis-head" }, problem === "syntax" && line ? T.analyzer.syntax(line) : problem === "missing" ? T.analyzer.missing : T.analyzer.failed));
    else this.#show(...reports.flatMap((r) => [el("p", { class: "cr-analysis-head" }, sum(r)), ...this.#list(r)]));
    this.cell.context.notices.say(problem ? this.body.textContent ?? "" : reports.map(sum).join(" "));
    this.el.scrollIntoView({ block: "nearest" });
  }

  /** A run is over. */
  async ran() {
    if (!this.scores || !this.cell.editor.get().trim()) return;
    const answer = await this.#ask(true);
    if (!answer || answer.problem === "syntax") return; // which the run has told
    const [best] = answer.reports;
    this.#show(el("p", { class: "cr-analysis-head" }, best ? sum(best) : answer.problem === "missing" ? T.analyzer.missing : T.analyzer.failed));
  }

  /** @param {boolean} [quietly]  that it cannot be done just now is nothing to tell @returns {Promise<Answer | undefined>} */
  async #ask(quietly) {
    const turn = ++this.asked;
    const { cell } = this;
    try {
      const answer = await cell.context.session.act(cell.number, "analyze", cell.editor.get());
      if (turn !== this.asked || !Array.isArray(answer?.reports)) return undefined;
      return answer;
    } catch (e) {
      if (turn !== this.asked) return undefined;
      if (!quietly) {
        this.hide();
        cell.failed(e);
      }
      return undefined;
    }
  }

  /** @param {Report} report */
  #list({ remarks }) {
    if (!remarks.length) return [];
    const list = el("ol", { class: "cr-analysis-list" });
    for (const { line, code, text } of remarks) {
      const go = el("button", { class: "cr-btn cr-go", type: "button", "aria-label": T.analyzer.go(line) }, T.analyzer.line(line));
      go.addEventListener("click", () => {
        this.cell.editor.mark(line, text, true);
        this.cell.editor.goTo(line);
      });
      list.append(el("li", {}, go, el("span", { class: "cr-analysis-text", lang: "en" }, text, ...(code ? [" ", el("code", {}, code)] : []))));
    }
    return [list];
  }

  /** @param {...HTMLElement} what */
  #show(...what) {
    this.note.hidden = true;
    this.body.replaceChildren(...what);
    this.el.hidden = false;
    this.cell.reveal();
  }

  #leave() {
    this.hide();
    this.cell.editor.mark(0);
    (this.button?.checkVisibility() ? this.button : this.cell.more.button).focus();
  }

  hide() {
    this.asked++;
    if (!this.isOpen) return;
    this.el.hidden = true;
    this.body.replaceChildren();
    this.cell.reveal();
  }

  /** The code has become another. */
  edited() {
    if (this.isOpen) this.note.hidden = false;
  }
}

/** A report in a few words. @param {Report} report */
function sum({ by, score, remarks }) {
  const words = T.analyzer.remarks(by, remarks.length);
  return score === undefined ? words : `${T.analyzer.score(by, score)}. ${words.replace(`${by}: `, "")}`;
}
