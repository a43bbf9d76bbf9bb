// @ts-check
// The author of a lesson writes it beside the page. What that needs is fetched when
// the author asks for it.
import { el, icon } from "../ui/dom.js";
import { makeStore } from "../store.js";
import { T } from "../text.js";

/** @typedef {ReturnType<typeof makeWriting>} Writing */

/**
 * @param {{
 *   session: import("../net/session.js").Session, tutorial: string,
 *   store: import("../store.js").Store, notices: import("../ui/notices.js").Notices,
 * }} o
 */
export function makeWriting(o) {
  const { store } = o;
  const lasting = makeStore(o.tutorial, () => localStorage);
  const button = el("button", { class: "cr-btn cr-square cr-pen", type: "button", title: T.write.open, "aria-label": T.write.open, "aria-pressed": "false" }, icon("pen"));
  /** @type {import("../write/desk.js").Desk | undefined} */
  let desk;
  let coming = false;

  /** @param {boolean} [focus] */
  async function open(focus = true) {
    if (desk) return desk.turn();
    if (coming) return;
    coming = true;
    try {
      const { openDesk } = await import("../write/desk.js");
      desk = await openDesk({
        ...o, lasting, focus,
        pressed: (yes) => button.setAttribute("aria-pressed", String(yes)),
        closed() {
          desk = undefined;
          store.set("desk", null);
          button.focus();
        },
      });
      store.set("desk", "open");
    } catch (e) {
      o.notices.notice((e instanceof Error && "status" in e && e.message) || T.write.unread);
    }
    coming = false;
  }

  function offer() {
    if (button.isConnected) return;
    const bar = document.querySelector(".cr-actions");
    if (bar) bar.insertBefore(button, bar.querySelector('[data-do="search"], [data-do="theme"]'));
    else document.querySelector(".cr-tools-bar")?.prepend(button);
    button.addEventListener("click", () => open());
    if (store.get("desk") || lasting.get("work lesson")) open(false); // it was open, or something is not saved
  }

  return {
    /** The page is open. */
    ready() {
      if (o.session.writes) offer();
      desk?.nudge();
    },
    /** Files of the lesson were saved. */
    saved: () => desk?.look(),
    /** Resolves when the page may be loaded anew without taking a key from the author. */
    idle: () => desk?.idle() ?? Promise.resolve(),
  };
}
