// @ts-check
// What the debugger shows where a program stands still: the line that is next, the
// names, and what one may do.
import { button, el } from "../ui/dom.js";
import { arrowLayer, drawArrows } from "./arrows.js";
import { draw } from "./draw.js";
import { Recording } from "./recording.js";
import { sentence } from "./stepper.js";
import { T } from "../text.js";

/** @typedef {import("./recording.js").Step} Step */

/** The commands that have buttons. */
export const BUTTONS = /** @type {const} */ ([["n", "next", "down"], ["s", "into", "in"], ["r", "out", "out"], ["c", "on", "later"]]);

export class Panel {
  /**
   * @param {{name: string, send: (command: string) => void, mark: (line: number, raised: boolean) => boolean}} options
   *   mark: marks a line of the program, if it is still there
   */
  constructor(options) {
    this.o = options;
    /** What was shown last. @type {Step | undefined} */
    this.step = undefined;
    this.open = false;
    const bar = el("div", { class: "cr-step-bar" });
    this.buttons = BUTTONS.map(([command, name, symbol]) => {
      const b = button(symbol, T.debug[name], () => this.#do(command));
      b.title = T.debug.titles[name];
      b.append(el("kbd", {}, command));
      bar.append(b);
      return b;
    });
    this.says = el("p", { class: "cr-step-says", role: "status" });
    this.note = el("p", { class: "cr-step-note", hidden: true }, T.step.changed);
    this.canvas = el("div", { class: "cr-step-canvas" });
    this.layer = arrowLayer();
    const stage = el("div", { class: "cr-step-stage", tabindex: "0", role: "group", "aria-label": T.step.stage }, this.canvas);
    this.line = el("input", { class: "cr-debug-line", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "send", "aria-label": T.debug.command });
    this.form = el("form", { class: "cr-debug-form" }, el("span", { "aria-hidden": "true" }, "(Pdb)"), this.line, el("button", { class: "cr-btn", type: "submit" }, T.debug.send));
    this.form.addEventListener("submit", (e) => {
      e.preventDefault();
      if (!this.open) return;
      this.#do(this.line.value);
      this.line.value = "";
    });
    this.el = el("div", { class: "cr-stepper cr-debug", role: "group", "aria-label": T.debug.of(options.name), hidden: true },
      bar, this.says, this.note, stage, this.form);
    new ResizeObserver(() => this.el.hidden || drawArrows(this.canvas, this.layer)).observe(this.canvas);
  }

  /** What has the focus goes on with it. */
  get holdsFocus() {
    return this.el.contains(document.activeElement);
  }

  /** @param {string} command */
  #do(command) {
    if (!this.open) return;
    this.enable(false);
    this.o.send(command);
  }

  /**
   * The program stands still.
   * @param {any} told  one step that tells all
   */
  show(told) {
    const recording = new Recording();
    recording.add({ from: 0, out: [], steps: [told] });
    const step = recording.at(0);
    if (!step) return;
    const raised = step.event === "exception";
    this.el.hidden = false;
    this.el.dataset.event = step.event;
    this.says.textContent = sentence(step);
    this.note.hidden = this.o.mark(step.frames[step.frames.length - 1]?.line ?? 0, raised);
    this.canvas.replaceChildren(...draw(step, this.step), this.layer);
    drawArrows(this.canvas, this.layer);
    this.step = step;
  }

  /** Whether the debugger waits for a command. @param {boolean} yes */
  enable(yes) {
    this.open = yes;
    this.el.toggleAttribute("data-open", yes);
    const inside = (this.step?.frames.length ?? 0) > 1;
    this.buttons.forEach((b, i) => b.setAttribute("aria-disabled", String(!yes || (BUTTONS[i][0] === "r" && !inside))));
    this.line.readOnly = !yes;
  }

  focus() {
    this.buttons[0].focus({ preventScroll: true });
  }

  /** The run is over. */
  close() {
    if (this.el.hidden) return;
    this.el.hidden = true;
    this.step = undefined;
    this.enable(false);
    this.canvas.replaceChildren();
    this.o.mark(0, false);
  }
}
