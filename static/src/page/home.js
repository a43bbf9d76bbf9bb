// @ts-check
// The home page: opening a file, a folder or an address.
import { language } from "../language.js";
import { T } from "../text.js";

/**
 * Asks the server to open something; a failure is one sentence.
 * @param {string} root
 * @param {string} target
 */
async function open(root, target) {
  let sentence = T.openFailed;
  try {
    const answer = await fetch(`${root}open?${new URLSearchParams({ target })}`, { method: "POST", headers: { Accept: "application/json", "Accept-Language": language, "Content-Type": "text/plain; charset=utf-8" } });
    const said = await answer.json();
    if (answer.ok && typeof said.path === "string") {
      location.assign(root + said.path.replace(/^\//, ""));
      return "";
    }
    sentence = said.error?.msg ?? sentence;
  } catch {
    // not there, or not JSON
  }
  return sentence;
}

/**
 * @param {string} root
 * @param {(text: string) => void} notice
 */
export function openers(root, notice) {
  for (const form of document.querySelectorAll('form[data-do="open-form"]')) {
    if (!(form instanceof HTMLFormElement)) continue;
    const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("target"));
    const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
    const error = /** @type {HTMLElement} */ (form.querySelector("[role='alert']"));
    button.disabled = false;
    form.addEventListener("submit", async (e) => {
      e.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      error.textContent = "";
      const sentence = await open(root, input.value);
      button.disabled = false;
      error.textContent = sentence;
      input.setAttribute("aria-invalid", String(sentence !== ""));
      if (sentence) input.focus();
    });
  }
  for (const b of document.querySelectorAll('button[data-do="open"]')) {
    const button = /** @type {HTMLButtonElement} */ (b);
    button.disabled = false;
    button.addEventListener("click", async () => {
      const sentence = await open(root, button.dataset.target ?? "");
      if (sentence) notice(sentence);
    });
  }
}
