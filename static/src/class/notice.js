// @ts-check
// Notices of the teacher: a card on every page that stays until it is closed. It may
// lead to a place, and show code to try, which goes into an editor when one wants.
import { el, icon, painted } from "../ui/dom.js";
import { highlight } from "../py/lexer.js";
import { T } from "../text.js";
import { Seen } from "./seen.js";

/** So many are on the page at most; older ones make room. */
const MOST = 3;

/**
 * @typedef {{text?: string, goto?: string, run?: {uid?: string, code?: string}}} Notice
 * @typedef {import("../net/transport.js").Message} Message
 */

/**
 * What a message holds, if it is a notice.
 * @param {string} text
 * @returns {Notice | undefined}
 */
export function readNotice(text) {
  try {
    const n = JSON.parse(text);
    const is = (/** @type {unknown} */ v) => typeof v === "string" && v !== "";
    if (!n || !(is(n.text) || is(n.goto) || is(n.run?.code))) return undefined;
    return { text: is(n.text) ? n.text : "", goto: is(n.goto) ? n.goto : "", run: is(n.run?.code) ? { code: n.run.code, uid: is(n.run.uid) ? n.run.uid : "" } : undefined };
  } catch {
    return undefined;
  }
}

/**
 * The address of a place, if it is one of this page or of a lesson here.
 * @param {string} root  address of the server, with a slash at its end
 * @param {string} place
 */
export function addressOf(root, place) {
  if (place.startsWith("#") && place.length > 1) return place;
  if (!place.startsWith("/t/")) return "";
  const url = new URL(root + place.slice(1));
  return url.href.startsWith(`${root}t/`) && !url.pathname.includes("//") ? url.href : "";
}

/**
 * @param {{
 *   root: string,
 *   notices: import("../ui/notices.js").Notices,
 *   take: (code: string, uid: string) => (() => void) | undefined,
 *   seen?: Seen,
 * }} o  take: what puts code into an editor, if there is a place for one
 */
export function makeClassNotices({ root, notices, take, seen = new Seen() }) {
  /** @type {Map<string, () => void>} what ends each, by its id, the oldest first */
  const shown = new Map();

  /** @param {string} id @param {Notice} n */
  function show(id, n) {
    const close = el("button", { class: "cr-btn cr-square", type: "button", "aria-label": T.classNotice.close }, icon("close"));
    const address = n.goto ? addressOf(root, n.goto) : "";
    const there = address && (!address.startsWith("#") || document.getElementById(decode(address.slice(1))));
    const code = n.run?.code ?? "";
    const into = code && take(code, n.run?.uid ?? "");
    const card = el("section", { class: "cr-toast cr-class-notice", "aria-label": T.classNotice.from },
      el("header", {}, el("strong", {}, T.classNotice.from), close),
      ...(n.text ? [el("p", { dir: "auto" }, n.text)] : []),
      ...(code ? [el("pre", { tabindex: "0", role: "group", "aria-label": T.classNotice.code }, el("code", {}, ...highlight(code).flatMap((spans, i) => [...(i ? ["\n"] : []), ...painted(spans)])))] : []));
    const ways = el("div", { class: "cr-class-ways" });
    if (there) ways.append(el("a", { class: "cr-btn", href: address }, T.classNotice.go));
    if (into) {
      const b = el("button", { class: "cr-btn", type: "button" }, T.classNotice.take);
      b.addEventListener("click", () => {
        b.disabled = true; // one editor is enough
        into();
      });
      ways.append(b);
    }
    if (ways.childElementCount) card.append(ways);
    const end = notices.card(card);
    /** Where one was before one came here. @type {EventTarget | null} */
    let from = null;
    card.addEventListener("focusin", ({ relatedTarget: e }) => {
      if (!(e instanceof Element && e.closest(".cr-class-notice"))) from = e;
    });
    const dismiss = () => {
      const focused = card.contains(document.activeElement);
      seen.add(id, [id]);
      shown.delete(id);
      end();
      const next = document.querySelector(".cr-class-notice .cr-square") ?? from;
      if (focused && next instanceof HTMLElement) next.focus({ preventScroll: true });
    };
    shown.set(id, () => {
      shown.delete(id);
      end();
    });
    close.addEventListener("click", dismiss);
    card.addEventListener("keydown", (e) => e.key === "Escape" && dismiss());
    notices.say(`${T.classNotice.from}: ${n.text || (code ? T.classNotice.code : T.classNotice.go)}`);
    for (const [old, away] of shown) {
      if (shown.size <= MOST) break;
      seen.add(old, [old]);
      away();
    }
  }

  seen.watch(() => {
    for (const [id, away] of shown) if (seen.has(id)) away();
  });

  /**
   * @param {Message[]} messages  of the channel of notices
   * @param {boolean} before  they were sent before the page was there
   */
  return (messages, before) => {
    const all = messages.flatMap(({ id, text }) => {
      const n = readNotice(text);
      return n && !seen.has(id) && !shown.has(id) ? [{ id, n }] : [];
    });
    const last = all.at(-1);
    // who comes into the room is told the last thing that was said, not all of it
    const fresh = before && last && !seen.knows(last.id) ? [last] : all;
    if (!last) return;
    seen.add(last.id, all.filter((one) => !fresh.includes(one)).map((one) => one.id));
    for (const { id, n } of fresh.slice(-MOST)) show(id, n);
  };
}

/** @param {string} fragment */
function decode(fragment) {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
