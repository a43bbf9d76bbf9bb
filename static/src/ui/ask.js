// @ts-check
// The input box that is there exactly while a program waits for a line.
import { el, hasSelection } from "./dom.js";
import { T } from "../text.js";

/**
 * @param {{prompt?: string, secret?: boolean}} what
 * @param {{send: (text: string) => Promise<unknown>, eof: () => void, interrupt: () => void}} act
 */
export function askBox(what, act) {
  const input = el("input", {
    class: "cr-answer", type: what.secret ? "password" : "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    "aria-label": what.secret ? T.secret : what.prompt?.trim() || T.answer, enterkeyhint: "send",
  });
  const send = el("button", { class: "cr-btn", type: "submit" }, T.enter);
  const form = el("form", { class: "cr-ask" }, input, send);

  /** @param {string} text */
  async function deliver(text) {
    form.classList.add("cr-sent");
    input.readOnly = true;
    try {
      await act.send(text);
    } catch {
      input.value = text.replace(/\n$/, "");
      form.classList.remove("cr-sent");
      input.readOnly = false;
    }
  }
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    if (!input.readOnly) deliver(input.value + "\n");
  });
  input.addEventListener("paste", (e) => {
    const text = (e.clipboardData?.getData("text") ?? "").replace(/\r\n?/g, "\n");
    if (!text.includes("\n") || input.readOnly) return;
    // several answers: all complete lines go at once
    e.preventDefault();
    const all = input.value.slice(0, input.selectionStart ?? 0) + text + input.value.slice(input.selectionEnd ?? 0);
    deliver(all.endsWith("\n") ? all : all + "\n");
  });
  input.addEventListener("keydown", (e) => {
    if (!e.ctrlKey || e.altKey || e.metaKey) return;
    if (e.key === "d" && !input.value) {
      e.preventDefault();
      act.eof();
    } else if (e.key === "c" && !hasSelection(input)) {
      e.preventDefault();
      act.interrupt();
    }
  });
  return { form, input };
}
