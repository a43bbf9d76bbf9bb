// @ts-check
// The prediction: the program is only read; what is written is what it will
// print, and then it may run.
import { ExerciseCell } from "./exercise.js";
import { T } from "../text.js";

export class PredictCell extends ExerciseCell {
  get programs() {
    return false;
  }
  get formats() {
    return false;
  }
  get runs() {
    return false; // nobody has said anything yet
  }
  get comparing() {
    return { expected: T.predict.said, got: T.predict.printed };
  }
  get checkWords() {
    return { first: T.run, again: T.run };
  }

  starter() {
    return "";
  }

  /**
   * @param {HTMLElement} pre
   * @param {import("./codeedit.js").EditorOptions} options
   * @returns {import("./codeedit.js").Editor}
   */
  makeEditor(pre, options) {
    this.code = pre.textContent ?? "";
    const area = /** @type {HTMLTextAreaElement} */ (this.section.querySelector(".cr-foretell textarea"));
    this.area = area;
    area.setAttribute("aria-label", T.predict.saidOf(this.name));
    const grow = () => (area.rows = Math.min(12, Math.max(3, area.value.split("\n").length)));
    area.addEventListener("input", () => {
      grow();
      options.onChange(area.value);
    });
    area.addEventListener("keydown", (e) => options.onKey(e));
    return {
      el: area,
      get: () => area.value,
      set(text) {
        if (text === area.value) return;
        area.value = text;
        grow();
        options.onChange(text);
      },
      focus: () => area.focus(),
      mark() {},
      goTo: () => area.focus(),
      format: async () => false,
      hide: async () => {},
    };
  }

  /** Only this tab keeps what is said, until it is compared. @param {import("./keeping.js").Kept} kept @returns {import("./keeping.js").Keeper} */
  makeWork({ store, number, editor }) {
    const name = `predict ${number}`;
    const { code = "" } = this;
    try {
      const { of, text } = JSON.parse(store.get(name) ?? "{}");
      if (of === code && typeof text === "string") editor.set(text);
    } catch {
      // somebody else's value
    }
    return {
      attach: () => (this.area && (this.area.disabled = false)),
      edited: (text) => store.set(name, JSON.stringify({ of: code, text })),
      told() {}, flush() {}, file: "",
      async earlier() {},
    };
  }

  /**
   * @param {{goesOn?: boolean}} [how]
   */
  check(how = {}) {
    if (this.editor.get().trim()) return super.check(how);
    this.status.show("pen", T.predict.first);
    this.reveal();
    this.context.notices.say(T.predict.first);
    this.editor.focus();
    return undefined;
  }

  changed() {
    if (!this.work) return; // it is only being built
    super.changed();
    if (!this.busy && !this.last) this.status.hide(); // what is asked for is being written
    this.reveal();
  }

  reveal() {
    super.reveal();
    if (!this.last && !this.busy) this.log.el.hidden = this.log.empty; // there is only something to say
  }

  /** @param {import("../exercise/verdict.js").Verdict} v */
  worded(v) {
    const raised = v.first?.outcome === "error";
    const tests = v.tests.map((t) => ({ ...t, name: raised ? t.name : T.predict.name, message: "" }));
    // after a reload in another tab, what was said is there again
    if (!raised && !this.editor.get()) this.editor.set(v.tests[0]?.expected ?? "");
    return { ...v, message: v.good ? T.predict.right : raised ? T.predict.raised : T.predict.other, more: "", tests };
  }

  /** @param {import("./status.js").StatusData} s */
  trouble(s) {
    return { ...super.trouble(s), source: this.code };
  }
}
