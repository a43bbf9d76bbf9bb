// @ts-check
// What went wrong, below the output: the error in a line, a sentence that
// explains it, and the traceback for who wants it.
import { el, icon } from "./dom.js";
import { explainLater } from "../explain/later.js";
import { T } from "../text.js";

/** @typedef {import("../explain/texts.js").Explanation} Explanation */

/** Of the error's own line no more is shown. */
const LONGEST = 300;
let boxes = 0;

export class TroubleBox {
  /** @param {((line: number) => void) | undefined} goTo  puts the cursor on a line */
  constructor(goTo) {
    this.goTo = goTo;
    this.el = el("div", { class: "cr-trouble", role: "group", "aria-label": T.trouble, hidden: true });
    this.shown = 0;
    /** The traceback, as text. */
    this.traceback = "";
  }

  /**
   * @param {import("../explain/explain.js").Trouble} trouble
   * @param {string} traceback  "" when it stands elsewhere
   * @returns {Promise<Explanation | undefined>}  what is said of it
   */
  async show(trouble, traceback) {
    const turn = ++this.shown;
    this.traceback = traceback;
    const said = el("div", { class: "cr-said" });
    const last = el("p", { class: "cr-last" }, el("code", {}, shortly(trouble)));
    const { goTo } = this;
    if (trouble.line > 0 && goTo) {
      const go = el("button", { class: "cr-btn cr-go", type: "button", "aria-label": T.troubleGo(trouble.line) }, T.troubleLine(trouble.line));
      go.addEventListener("click", () => goTo(trouble.line));
      last.append(go);
    }
    const symbol = trouble.type === "KeyboardInterrupt" ? "stop" : "dash";
    this.el.replaceChildren(icon(symbol), el("div", { class: "cr-trouble-in" }, last, said, ...(traceback ? fold(traceback) : [])));
    this.el.hidden = false;
    const explanation = await explainLater(trouble);
    if (turn !== this.shown) return undefined;
    if (explanation) said.append(...sentences(explanation));
    return explanation;
  }

  hide() {
    this.shown++;
    this.traceback = "";
    this.el.hidden = true;
    this.el.replaceChildren();
  }
}

/** The error in one line, as Python ends its traceback. @param {{type: string, message: string}} trouble */
export function shortly({ type, message }) {
  const [first] = message.split("\n");
  const text = first ? `${type}: ${first}` : type;
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/**
 * The traceback behind a button.
 * @param {string} text
 */
function fold(text) {
  const pre = el("pre", { class: "cr-text cr-trace", id: `cr-trace-${++boxes}`, role: "group", tabindex: "0", "aria-label": T.traceback, hidden: true }, el("span", { class: "cr-err" }, text));
  const button = el("button", { class: "cr-btn cr-tracefold", type: "button", "aria-expanded": "false", "aria-controls": pre.id }, icon("down"), el("span", {}, T.traceback));
  button.addEventListener("click", () => {
    pre.hidden = !pre.hidden;
    button.setAttribute("aria-expanded", String(!pre.hidden));
  });
  return [button, pre];
}

/** @param {Explanation} explanation */
export function sentences({ text, hint }) {
  return [el("p", { class: "cr-why" }, ...coded(text)), ...(hint ? [el("p", { class: "cr-what" }, ...coded(hint))] : [])];
}

/** An explanation that can be spoken. @param {Explanation} explanation */
export const spoken = ({ text, hint }) => [text, hint].filter(Boolean).join(" ").replaceAll("`", "");

/** Text in which backquotes enclose code. @param {string} text */
export const coded = (text) => text.split("`").map((part, i) => (i % 2 ? el("code", {}, part) : part)).filter((part) => part !== "");

/**
 * A quiet note for where the traceback itself stays in sight: it fills when the
 * explanation has come.
 * @param {import("../explain/explain.js").Trouble} trouble
 */
export function troubleNote(trouble) {
  const note = el("div", { class: "cr-note", hidden: true });
  const said = explainLater(trouble).then((explanation) => {
    if (!explanation) return undefined;
    note.append(icon("bulb"), el("div", { class: "cr-said" }, ...sentences(explanation)));
    note.hidden = false;
    return explanation;
  });
  return { note, said };
}
