// @ts-check
// What concerns the whole page: a polite voice for screen readers, notices in a
// corner, and whether the server can be reached.
import { el, icon } from "./dom.js";
import { lang } from "../language.js";
import { T } from "../text.js";

/** @typedef {ReturnType<typeof makeNotices>} Notices */

export function makeNotices() {
  const voice = el("div", { class: "cr-sr", "aria-live": "polite" });
  const list = el("div", { class: "cr-toasts" });
  const link = el("div", { class: "cr-link", role: "status", hidden: true });
  const host = el("div", { class: "cr-ui", lang }, voice, list, link);
  document.body.append(host);
  /** @type {any} */
  let linkTimer;
  let lost = false;
  /** @type {Map<string, HTMLElement>} */
  const shown = new Map();
  let cards = 0;

  /** Says something to a screen reader. @param {string} text */
  function say(text) {
    voice.textContent = "";
    setTimeout(() => (voice.textContent = text), 50);
  }

  /**
   * A notice that stays until it is closed, or for some seconds. What it returns closes it.
   * @param {string} text
   * @param {number} [ms]
   */
  function notice(text, ms) {
    if (shown.has(text)) return undefined;
    const close = el("button", { class: "cr-btn cr-square", type: "button", "aria-label": T.dismiss }, icon("close"));
    const box = el("div", { class: "cr-toast", role: "status" }, el("p", {}, text), close);
    const end = () => {
      box.remove();
      shown.delete(text);
      room();
    };
    close.addEventListener("click", end);
    if (ms) setTimeout(end, ms);
    shown.set(text, box);
    list.append(box);
    room();
    return end;
  }

  /**
   * Puts a notice of another form beside the others.
   * @param {HTMLElement} box
   * @returns {() => void} takes it away
   */
  function card(box) {
    const key = `card ${++cards}`;
    shown.set(key, box);
    list.append(box);
    room();
    return () => {
      box.remove();
      shown.delete(key);
      room();
    };
  }

  /** Makes room at the end of the page. With :has() each change of a long page would be costly. */
  function room() {
    document.documentElement.classList.toggle("cr-noticed", shown.size > 0);
  }

  /** @param {"connecting" | "live" | "lost"} state */
  function connection(state) {
    document.documentElement.dataset.crunchyLink = state;
    if (state === "lost" && !lost) {
      lost = true;
      // a moment's break is nobody's concern
      linkTimer = setTimeout(() => {
        link.replaceChildren(icon("link"), el("span", {}, navigator.onLine ? T.reconnecting : T.offline), el("span", { class: "cr-pulse" }));
        link.dataset.link = "lost";
        link.hidden = false;
      }, 800);
    }
    if (state === "live" && lost) {
      lost = false;
      clearTimeout(linkTimer);
      if (!link.hidden) {
        link.replaceChildren(icon("check"), T.reconnected);
        link.dataset.link = "live";
        linkTimer = setTimeout(() => (link.hidden = true), 2500);
      }
    }
  }
  return { say, notice, card, connection };
}
