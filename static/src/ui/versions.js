// @ts-check
// A dialog with the earlier versions of a program: when, how long, a look at
// each, and a way back to it.
import { button, el, icon, painted } from "./dom.js";
import { highlight } from "../py/lexer.js";
import { T, when } from "../text.js";

/** @typedef {{id: string, when: string, lines: number, changed?: string}} Version  changed: the first line that is another than before it */

let dialogs = 0;

/**
 * Opens the dialog; resolves when it is closed.
 * @param {HTMLElement} cell  the element's section: the dialog looks like it
 * @param {{
 *   name: string, file?: string,
 *   versions: () => Promise<Version[]>,
 *   version: (id: string) => Promise<string>,
 *   onChoose: (text: string) => void,
 * }} o  file: where the program is kept, as shown to a person; onChoose: can be undone
 * @returns {Promise<void>}
 */
export function showVersions(cell, o) {
  const id = `cr-versions-${++dialogs}`;
  const list = el("div", { class: "cr-versions-list", role: "radiogroup", "aria-labelledby": id });
  const code = el("code");
  const preview = el("pre", { class: "cr-versions-code", tabindex: "0", role: "region", hidden: true }, code);
  const message = el("p", { class: "cr-versions-none", role: "status" }, T.work.loading);
  const close = el("button", { class: "cr-btn cr-square", type: "button", "aria-label": T.work.close }, icon("close"));
  const back = button("reset", T.work.goBack, () => {
    if (chosen === undefined) return;
    const text = chosen;
    dialog.close();
    o.onChoose(text);
  });
  back.classList.add("cr-primary");
  back.disabled = back.hidden = true;
  const foot = el("footer", { class: "cr-versions-foot" }, ...(o.file ? [el("p", {}, T.work.keptIn(o.file))] : []), back);
  const dialog = el("dialog", { class: "cr-dialog cr-versions", "aria-labelledby": id },
    el("header", { class: "cr-head" }, el("h2", { class: "cr-name", id }, T.work.versionsOf(o.name)), close),
    message, el("div", { class: "cr-versions-body", hidden: true }, list, preview), foot);
  const body = /** @type {HTMLElement} */ (preview.parentElement);
  /** The text in the preview. @type {string | undefined} */
  let chosen;
  let asked = "";

  /** @param {Version} v */
  async function look(v) {
    asked = v.id;
    chosen = undefined;
    back.disabled = true;
    try {
      const text = await o.version(v.id);
      if (asked !== v.id) return;
      chosen = text;
      back.disabled = false;
      const lines = highlight(text);
      code.replaceChildren(...lines.map((spans, i) => el("span", { class: "cr-ln" }, ...painted(spans), ...(i < lines.length - 1 ? ["\n"] : []))));
    } catch {
      if (asked === v.id) code.replaceChildren(T.work.notRead);
    }
    preview.hidden = false;
    preview.scrollTop = 0;
    preview.setAttribute("aria-label", T.work.preview(when(new Date(v.when))));
  }

  /** @param {Version} v @param {number} i @param {Version[]} all */
  function row(v, i, all) {
    const radio = el("input", { type: "radio", name: id, checked: i === 0 });
    radio.addEventListener("change", () => look(v));
    const time = when(new Date(v.when));
    const same = [all[i - 1], all[i + 1]].some((other) => other && when(new Date(other.when)) === time);
    return el("label", { class: "cr-version" }, radio,
      el("time", { datetime: v.when }, same ? `${time}:${String(new Date(v.when).getSeconds()).padStart(2, "0")}` : time),
      el("span", {}, T.work.lines(v.lines)), ...(v.changed ? [el("code", {}, v.changed)] : []));
  }

  o.versions().then((all) => {
    if (!all.length) {
      message.textContent = T.work.none;
      return;
    }
    message.hidden = true;
    body.hidden = back.hidden = false;
    list.append(...all.map(row));
    list.querySelector("input")?.focus();
    look(all[0]);
  }, () => (message.textContent = T.work.notRead));

  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (e) => {
    if (e.target === dialog) dialog.close(); // beside it
  });
  // what is typed here is not meant for the element
  dialog.addEventListener("keydown", (e) => e.stopPropagation());
  cell.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve();
    });
  });
}
