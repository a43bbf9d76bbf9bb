// @ts-check
// The user's preferences: a click keeps one on the server's side, and it holds
// from the next page on.
import { T } from "../text.js";
import { keepTheme } from "../ui/topbar.js";

/** @param {string} root  address of the server */
export function preferences(root) {
  for (const b of document.querySelectorAll('.cr-preferences button[data-do="prefer"]')) {
    const button = /** @type {HTMLButtonElement} */ (b);
    const said = /** @type {HTMLElement} */ (button.closest(".cr-preferences")?.querySelector("[role='status']"));
    button.disabled = false;
    button.addEventListener("click", async () => {
      const { name = "", value = "" } = button.dataset;
      said.textContent = "";
      const sentence = await keep(root, name, value);
      said.textContent = sentence || T.preferences.kept;
      if (sentence) return;
      // the same preference may be on the page twice
      for (const other of document.querySelectorAll('.cr-preferences button[data-do="prefer"]')) {
        const { dataset } = /** @type {HTMLElement} */ (other);
        if (dataset.name === name) other.setAttribute("aria-pressed", String(dataset.value === value));
      }
      if (name === "theme") keepTheme(value || "system"); // what this browser was told before counts no more
    });
  }
}

/**
 * Has the server keep a choice; a failure is one sentence.
 * @param {string} root
 * @param {string} name
 * @param {string} value
 */
async function keep(root, name, value) {
  try {
    const answer = await fetch(`${root}prefer?${new URLSearchParams({ name, value })}`, { method: "POST", headers: { Accept: "application/json", "Content-Type": "text/plain; charset=utf-8" } });
    if (answer.ok) return "";
    return String((await answer.json()).error.msg);
  } catch {
    return T.preferences.notKept; // not there, or not JSON
  }
}
