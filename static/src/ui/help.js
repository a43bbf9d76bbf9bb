// @ts-check
// What Python says of a name: quietly its signature while its arguments are
// typed, and its documentation when one asks.
import { el, icon, painted as nodes } from "./dom.js";
import { popup } from "./popup.js";
import { callAt } from "../py/brackets.js";
import { highlight } from "../py/lexer.js";
import { T } from "../text.js";

/** @typedef {{found: boolean, signature?: string, doc?: string}} Found */

const PAUSE = 120;

export class Help {
  /**
   * @param {HTMLTextAreaElement} area
   * @param {HTMLElement} host
   * @param {{ask: (code: string, cursor: number) => Promise<Found>, say: (text: string) => void, where: () => DOMRect}} options
   */
  constructor(area, host, options) {
    this.area = area;
    this.o = options;
    this.signature = el("code", { class: "cr-sig" });
    this.doc = el("p", { class: "cr-doc" });
    this.more = el("button", { class: "cr-btn cr-square", type: "button", "aria-label": T.showDoc, title: T.showDoc, tabindex: "-1" }, icon("help"));
    this.el = el("div", { class: "cr-help", role: "group", "aria-label": T.help }, el("div", { class: "cr-help-top" }, this.signature, this.more), this.doc);
    this.popup = popup(this.el, options.where);
    host.append(this.el);
    /** The call whose signature is shown, or was not found. */
    this.of = "";
    this.closed = "";
    this.el.addEventListener("pointerdown", (e) => {
      if (e.pointerType !== "touch") e.preventDefault();
    });
    this.more.addEventListener("click", () => {
      area.focus();
      this.#open(true);
    });
    this.el.addEventListener("keydown", (e) => {
      if (e.key !== "Escape") return;
      e.preventDefault();
      area.focus();
      this.close();
    });
    this.el.addEventListener("focusout", (e) => this.left(e));
    area.addEventListener("blur", (e) => this.left(e));
  }

  get open() {
    return this.popup.open;
  }

  /** Closes it; for a call that one is still typing it stays closed. */
  close() {
    this.closed = this.of;
    this.#hide();
  }

  /** Closes it when the focus goes elsewhere. @param {FocusEvent} e */
  left(e) {
    if (e.relatedTarget !== this.area && !(e.relatedTarget instanceof Node && this.el.contains(e.relatedTarget))) this.close();
  }

  #hide() {
    clearTimeout(this.timer);
    this.popup.hide();
  }

  /** After each change: the signature of the call that the cursor is in. */
  follow() {
    const { value, selectionStart } = this.area;
    const call = callAt(value, selectionStart);
    const of = call ? `${call.end} ${call.name}` : "";
    if (of === this.of) return;
    this.of = of;
    this.#hide();
    if (!call) {
      this.closed = "";
      return;
    }
    if (of === this.closed) return;
    this.timer = setTimeout(async () => {
      const found = await this.#ask(value, call.end);
      if (found?.signature && this.of === of) this.#show(found, false);
    }, PAUSE);
  }
  /** @type {any} */
  timer = undefined;

  /** The documentation of the name at the cursor. */
  async explain() {
    if (this.open && !this.doc.hidden) return this.el.focus(); // asked again: to read on
    const { value, selectionStart } = this.area;
    const found = await this.#ask(value, selectionStart);
    if (this.area.value !== value) return;
    if (!found?.found) return this.o.say(T.nothingKnown);
    this.#show(found, true);
    this.o.say([found.signature, found.doc?.split("\n\n")[0]].filter(Boolean).join(". "));
  }

  /**
   * @param {string} code
   * @param {number} at
   */
  async #ask(code, at) {
    try {
      return await this.o.ask(code, [...code.slice(0, at)].length);
    } catch {
      return undefined; // Python is busy, or away
    }
  }

  /**
   * @param {Found} found
   * @param {boolean} whole
   */
  #show(found, whole) {
    this.signature.replaceChildren(...highlight((found.signature ?? "").replace(/\(\s+/, "(")).flatMap((spans) => nodes(spans)));
    this.doc.textContent = found.doc || T.noDoc;
    this.more.hidden = !found.doc;
    this.#open(whole);
  }

  /** @param {boolean} whole */
  #open(whole) {
    this.doc.hidden = !whole;
    if (whole) this.more.hidden = true;
    this.el.tabIndex = whole ? 0 : -1; // a long one is scrolled by keys
    this.el.scrollTop = 0;
    this.popup.show();
  }
}
