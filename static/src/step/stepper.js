// @ts-check
// Moves through a recorded run: the line in the editor, the frames with their
// names, the objects, and what had been printed so far.
import { button, el } from "../ui/dom.js";
import { arrowLayer, drawArrows } from "./arrows.js";
import { draw, frameName } from "./draw.js";
import { T } from "../text.js";

/** @typedef {import("./recording.js").Recording} Recording */

export class Stepper {
  /**
   * @param {{
   *   name: string, recording: Recording,
   *   mark: (line: number, raised: boolean) => boolean,
   *   closed: () => void,
   * }} options  mark: marks a line of the program, if it is still there; 0: none
   */
  constructor(options) {
    this.o = options;
    this.n = 0;
    this.before = button("up", T.step.back, () => this.go(this.n - 1));
    this.after = button("up", T.step.forward, () => this.go(this.n + 1));
    this.start = button("step", T.step.first, () => this.go(-Infinity));
    this.end = button("step", T.step.last, () => this.go(Infinity));
    this.slider = el("input", { type: "range", class: "cr-step-slider", "aria-label": T.step.slider, step: "1" });
    this.slider.addEventListener("input", () => this.go(this.o.recording.first + Number(this.slider.value) - 1));
    this.count = el("span", { class: "cr-step-count" });
    const close = button("close", T.step.close, () => this.o.closed());
    for (const [b, cls] of /** @type {[HTMLElement, string][]} */ ([[this.start, "cr-step-start"], [this.before, "cr-step-back"], [this.after, "cr-step-on"], [this.end, "cr-step-end"], [close, "cr-step-close"]])) {
      b.classList.add("cr-square", cls);
      b.title = b.textContent ?? "";
      b.lastElementChild?.classList.add("cr-sr");
    }
    this.says = el("p", { class: "cr-step-says", role: "status" });
    this.note = el("p", { class: "cr-step-note" });
    this.canvas = el("div", { class: "cr-step-canvas" });
    this.layer = arrowLayer();
    const stage = el("div", { class: "cr-step-stage", tabindex: "0", role: "group", "aria-label": T.step.stage }, this.canvas);
    this.output = el("pre", { class: "cr-step-output", tabindex: "0", "aria-label": T.step.output });
    this.el = el("div", { class: "cr-stepper", role: "group", "aria-label": T.step.of(options.name), hidden: true },
      el("div", { class: "cr-step-bar" }, this.start, this.before, this.slider, this.after, this.end, this.count, close),
      this.says, this.note, stage, this.output);
    this.el.addEventListener("keydown", (e) => this.#key(e));
    new ResizeObserver(() => this.#arrows()).observe(this.canvas);
  }

  /** @param {boolean} atEnd  and not at the first step */
  open(atEnd) {
    this.el.hidden = false;
    const { first, end } = this.o.recording;
    this.slider.min = "1";
    this.slider.max = String(end - first);
    this.go(atEnd ? end - 1 : first);
  }

  close() {
    if (this.el.hidden) return;
    this.el.hidden = true;
    this.canvas.replaceChildren();
    this.o.mark(0, false);
  }

  get isOpen() {
    return !this.el.hidden;
  }

  /** Shows the step, or the nearest that there is. @param {number} n */
  go(n) {
    const { recording } = this.o;
    this.n = Math.max(recording.first, Math.min(recording.end - 1, n));
    const step = recording.at(this.n);
    if (!step) return;
    const top = step.frames[step.frames.length - 1];
    const line = top?.line ?? 0;
    const at = this.n - recording.first + 1;
    const all = recording.end - recording.first;
    this.slider.value = String(at);
    this.slider.setAttribute("aria-valuetext", T.step.at(at, all));
    this.count.textContent = T.step.at(at, all);
    this.#can(this.start, at > 1);
    this.#can(this.before, at > 1);
    this.#can(this.after, at < all);
    this.#can(this.end, at < all);
    const raised = step.event === "exception";
    this.el.dataset.event = step.event;
    this.says.textContent = sentence(step);
    const there = this.o.mark(line, raised);
    const notes = [...(recording.first ? [T.step.dropped(recording.first)] : []), ...(recording.threads ? [T.step.threads] : []), ...(there ? [] : [T.step.changed])];
    this.note.textContent = notes.join(" ");
    this.note.hidden = !notes.length;
    this.canvas.replaceChildren(...draw(step, recording.at(this.n - 1)), this.layer);
    this.output.replaceChildren(...step.output.map(({ stream, text }) => el("span", { class: stream === 2 ? "cr-err" : stream ? "" : "cr-in" }, text)));
    this.output.hidden = !step.output.length;
    this.output.scrollTop = this.output.scrollHeight;
    this.#arrows();
  }

  /** The one that has the focus keeps it. @param {HTMLElement} b @param {boolean} yes */
  #can(b, yes) {
    b.setAttribute("aria-disabled", String(!yes));
  }

  #arrows() {
    if (this.isOpen) drawArrows(this.canvas, this.layer);
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    if (e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
    if (e.key === "Escape") this.o.closed();
    else if (e.target === this.slider) return; // which knows these keys itself
    else if (e.target instanceof HTMLElement && e.target.matches(".cr-step-stage, .cr-step-output")) return; // they scroll
    else if (e.key === "ArrowLeft") this.go(this.n - 1);
    else if (e.key === "ArrowRight") this.go(this.n + 1);
    else if (e.key === "Home") this.go(-Infinity);
    else if (e.key === "End") this.go(Infinity);
    else return;
    e.preventDefault();
  }
}

/** What a step is, in a sentence. @param {import("./recording.js").Step} step */
export function sentence({ event, frames, value, error, things }) {
  const top = frames[frames.length - 1];
  const line = top?.line ?? 0;
  const name = frameName(top?.name ?? "");
  const body = /^class /.test(top?.name ?? "");
  const what = !value ? "" : "to" in value ? (things.get(value.to)?.type ?? "") : value.text === "…" ? value.type : value.text;
  switch (event) {
    case "call":
      return body ? T.step.bodyBegins(name) : T.step.called(name);
    case "return":
      return top?.name === "<module>" ? T.step.ended : body ? T.step.bodyEnds(name) : T.step.returned(name, what);
    case "yield":
      return T.step.yielded(name, what);
    case "exception":
      return T.step.raised(error, line);
  }
  return T.step.next(line);
}
