// @ts-check
// Printing: without what gives answers away, as the page is, and for whoever writes
// the lesson with a sheet of all answers at its end. Others are never sent that.
import { parsed } from "../ui/sanitise.js";
import { el, icon } from "../ui/dom.js";
import { menu } from "../ui/menu.js";
import { T } from "../text.js";

/** @param {import("../ui/notices.js").Notices} notices */
export function printing(notices) {
  const page = document.documentElement;
  const bar = document.querySelector(".cr-top .cr-actions");
  if (page.dataset.crunchyPage !== "lesson" || !bar) return;

  /** @param {string} how */
  function print(how, done = () => {}) {
    page.dataset.crunchyPrint = how;
    addEventListener("afterprint", () => {
      delete page.dataset.crunchyPrint;
      done();
    }, { once: true });
    window.print();
  }

  async function key() {
    if (document.querySelector(".cr-key")) return print("key"); // the address has asked for it
    const address = new URL(location.href);
    address.searchParams.set("print", "answers");
    address.hash = "";
    const answer = await fetch(address, { cache: "no-store" }).catch(() => undefined);
    const sheet = answer?.ok ? parsed(await answer.text()).querySelector(".cr-key") : undefined;
    if (sheet === undefined) return notices.notice(T.print.failed, 8000);
    if (!sheet) return print("key"); // there is nothing to be solved
    const holder = el("div", { class: "cr-article cr-keyholder" }, document.adoptNode(sheet));
    document.querySelector("#cr-main")?.append(holder);
    print("key", () => holder.remove());
  }

  const items = [
    { symbol: /** @type {const} */ ("print"), text: T.print.plain, action: () => print("plain") },
    page.dataset.crunchyMargin !== undefined
      ? { symbol: /** @type {const} */ ("key"), text: T.print.key, action: () => void key() }
      : { symbol: /** @type {const} */ ("print"), text: T.print.shown, action: () => print("shown") },
  ];
  const made = menu(T.print.open, items);
  made.button.replaceChildren(icon("print"));
  made.el.classList.add("cr-printing");
  bar.insertBefore(made.el, bar.querySelector("[data-do='theme']"));
}
