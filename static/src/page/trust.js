// @ts-check
// How far the reader trusts where the page comes from. The question stands in a tree
// of its own above all others, where no style sheet of the page reaches: what is
// clicked there is what one has read. A click is taken only when the question has
// been there for a moment, so that none is meant for what was there before.
import { icon, el } from "../ui/dom.js";
import { lang } from "../language.js";
import { T } from "../text.js";

const LEVELS = /** @type {const} */ (["trusted", "normal", "strict"]);
const DISPLAY = "display ";
/** How long a question stands before it takes an answer. */
const MOMENT = 500;

/** The rules of ":host" hold against those of the page, because they are important. */
const LOOK = `
:host { all: initial !important; display: block !important; position: absolute !important; }
dialog { box-sizing: border-box; width: min(560px, calc(100vw - 24px)); max-height: calc(100dvh - 32px); margin: auto; padding: 20px; overflow-y: auto; border: 1px solid var(--cr-line-strong); border-radius: 14px; background: var(--cr-surface); color: var(--cr-ink); font: 400 16px/1.45 var(--cr-sans); box-shadow: 0 24px 70px -20px rgb(0 0 0 / .5); overflow-wrap: anywhere; }
dialog::backdrop { background: rgb(10 10 12 / .6); }
h2 { margin: 0 44px 14px 0; font: 600 18px/1.35 var(--cr-sans); outline: 0; }
p { margin: 14px 0 0; color: var(--cr-ink-2); font-size: 14px; }
p:empty { display: none; }
p[role] { color: var(--cr-warm); }
button { box-sizing: border-box; min-height: 44px; margin: 0; border: 1px solid var(--cr-line-strong); border-radius: 10px; background: none; color: var(--cr-ink); font: 600 15px/1.4 var(--cr-sans); text-align: left; cursor: pointer; overflow-wrap: anywhere; }
button:disabled { cursor: default; opacity: .75; }
button:hover:enabled { background: var(--cr-hover); }
button:focus-visible { outline: 2px solid var(--cr-accent); outline-offset: 2px; }
.level { display: grid; grid-template-columns: 20px 1fr; gap: 2px 12px; width: 100%; margin: 0 0 8px; padding: 10px 14px; }
.level span { grid-column: 2; color: var(--cr-ink-2); font-weight: 400; font-size: 14px; }
.level[aria-pressed="true"] { border-color: var(--cr-accent); background: var(--cr-accent-soft); box-shadow: inset 3px 0 var(--cr-accent); }
.run { width: 100%; padding: 10px 14px; text-align: center; }
.may { border-color: transparent; background: var(--cr-accent); color: var(--cr-on-accent); margin-bottom: 14px; }
.may:hover:enabled { background: var(--cr-accent-strong); }
.close { position: absolute; top: 12px; right: 12px; display: grid; place-items: center; width: 44px; border-color: transparent; }
svg { display: block; width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
`;

/** The picture of a level. @param {string} level */
export const shield = (level) => icon(level.startsWith(DISPLAY) ? "shieldDisplay" : level === "trusted" ? "shieldTrusted" : level === "strict" ? "shieldStrict" : "shieldNormal");

/**
 * Brings to life what asks for another trust.
 * @param {string} root  address of the server
 * @param {string} tutorial
 */
export function trust(root, tutorial) {
  const { crunchyTrust: level, crunchyPlace: place } = document.documentElement.dataset;
  if (!level || !place) return;
  for (const b of document.querySelectorAll('[data-do="trust"], [data-do="shield"]')) {
    if (b instanceof HTMLButtonElement) b.disabled = false;
    b.addEventListener("click", () => ask(root, tutorial, level, place, /** @type {HTMLElement} */ (b)));
  }
}

/**
 * @param {string} root
 * @param {string} tutorial
 * @param {string} level
 * @param {string} place
 * @param {HTMLElement} opener
 */
function ask(root, tutorial, level, place, opener) {
  const runs = !level.startsWith(DISPLAY);
  const clean = runs ? level : level.slice(DISPLAY.length);
  const sandboxed = "crunchySandbox" in document.documentElement.dataset;
  const said = el("p", { role: "alert" });
  /** @type {HTMLButtonElement[]} */
  const answers = [];
  /** @param {string} cls @param {string} next @param {boolean | undefined} pressed @param {...(Node | string)} words */
  function answer(cls, next, pressed, ...words) {
    const b = el("button", { class: cls, type: "button", disabled: true, "data-level": next, "aria-pressed": pressed === undefined ? false : String(pressed) }, ...words);
    b.addEventListener("click", async () => {
      if (next === level) return dialog.close();
      for (const one of answers) one.disabled = true;
      said.textContent = (await choose(root, tutorial, next)) ?? "";
      if (!said.textContent) return location.reload();
      for (const one of answers) one.disabled = false;
    });
    answers.push(b);
    return b;
  }
  const title = el("h2", { id: "title", tabindex: "-1" }, T.trust.title(place));
  const close = el("button", { class: "close", type: "button", "aria-label": T.trust.close }, icon("close"));
  const levels = LEVELS.map((one) => answer("level", (runs ? "" : DISPLAY) + one, one === clean, shield(one), T.trust[one], el("span", {}, sandboxed && one === "trusted" ? T.trust.trustedSandbox : T.trust.what[one])));
  const may = runs ? answer("run", DISPLAY + clean, undefined, T.trust.only) : answer("run may", clean, undefined, T.trust.run(place));
  const dialog = el("dialog", { "aria-labelledby": "title", lang: lang }, title, ...(runs ? [...levels, may] : [may, ...levels]), el("p", {}, sandboxed ? T.trust.alwaysSandbox : T.trust.always), said, close);
  dialog.style.colorScheme = document.documentElement.dataset.theme ?? "light dark";
  const host = el("div", { class: "cr-dialog", "data-trust-question": "" });
  host.attachShadow({ mode: "open" }).append(el("style", {}, LOOK), dialog);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    host.remove();
    opener.focus({ preventScroll: true });
  });
  document.body.append(host);
  dialog.showModal();
  title.focus();
  setTimeout(() => answers.forEach((b) => (b.disabled = false)), MOMENT);
}

/**
 * Has the server keep a level; a failure is one sentence.
 * @param {string} root
 * @param {string} tutorial
 * @param {string} level
 */
async function choose(root, tutorial, level) {
  try {
    const answer = await fetch(`${root}trust?${new URLSearchParams({ tutorial, level })}`, {
      method: "POST", headers: { Accept: "application/json", "Content-Type": "text/plain; charset=utf-8" },
    });
    if (answer.ok) return "";
  } catch {
    // not there
  }
  return T.trust.failed;
}
