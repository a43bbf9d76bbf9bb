// @ts-check
// The page follows its author: when the lesson is saved, it is fetched again and
// takes the place of what is shown. Elements that are as they were stay what they
// are, with all that runs, is typed and is seen there.
import { stays } from "./place.js";
import { assets, neighbours, swap, template } from "./swap.js";
import { parsed } from "../ui/sanitise.js";
import { Refusal } from "../net/session.js";
import { T } from "../text.js";

/** @typedef {import("../net/session.js").Refreshed} Refreshed */

/** How long what is written has to be saved before the page is refreshed, in ms. */
const PATIENCE = 1000;
/** How long to wait when the server is not there, and when the lesson has changed once more. */
const LATER = 1000, SOON = 30;

/**
 * @param {{
 *   session: import("../net/session.js").Session,
 *   cells: import("../ui/cells.js").Cells,
 *   notices: import("../ui/notices.js").Notices,
 *   idle: () => Promise<void>,
 *   renewed: (elements: Refreshed[], made: Refreshed[], gone: string[]) => void,
 *   shown: () => void,
 * }} o  idle: resolves when the page may be loaded anew; renewed: the page has these elements; made are those without a life yet, and gone the uids of those that are no more; shown: it shows what was saved
 */
export function makeRefresh(o) {
  const { session, notices } = o;
  const before = template(document); // before editors bring styles of their own
  /** Files that were saved, by the names that the lesson has for them; "" may be any. @type {Set<string>} */
  let names = new Set();
  let asked = false;
  let working = false;
  let ready = false;
  let again = false;
  /** Takes back what was said of the file. */
  let mended = () => {};

  /** @param {string} sentence */
  function trouble(sentence) {
    mended();
    mended = notices.notice(sentence) ?? mended;
  }

  async function work() {
    if (working || !ready) return;
    working = true;
    while (asked && !again) {
      asked = false;
      const now = names;
      names = new Set();
      try {
        await follow(now);
      } catch (e) {
        if (!(e instanceof Refusal)) {
          load(); // whatever it was, the page is whole then
          throw e;
        }
        asked = true; // the server is not there
        for (const name of now) names.add(name);
        await session.pause(LATER);
      }
    }
    working = false;
  }

  /** @param {Set<string>} saved */
  async function follow(saved) {
    /** @type {Response} */
    let answer;
    try {
      answer = await fetch(location.pathname + location.search, { cache: "no-store" });
    } catch {
      throw new Refusal(0, "");
    }
    if (!answer.ok) return trouble(answer.status === 404 ? T.author.gone : T.author.unread);
    if (!answer.headers.get("Content-Type")?.startsWith("text/html")) return load();
    const fresh = parsed(await answer.text());
    const version = fresh.querySelector('meta[name="crunchy:version"]')?.getAttribute("content") ?? "";
    if (version === session.version) {
      neighbours(fresh);
      assets(saved);
      mended();
      return o.shown();
    }
    await kept(o.cells);
    /** @type {Awaited<ReturnType<typeof session.refresh>>} */
    let told;
    try {
      told = await session.refresh(version);
    } catch (e) {
      const { status = 0, body, message } = e instanceof Refusal ? e : {};
      const name = body?.error?.name;
      if (name === "lesson_empty") return trouble(message ?? "");
      if (name === "lesson_changed") {
        asked = true;
        for (const one of saved) names.add(one);
        await session.pause(SOON);
      } else if (!status) throw e;
      else if (name !== "unknown_page") load(); // that is opened anew by itself
      return;
    }
    if (template(fresh) !== before) return load();
    const made = stays(() => swap(fresh, told.elements, o.cells));
    o.renewed(told.elements, made, told.gone);
    assets(saved);
    mended();
    notices.say(T.author.follows);
    o.shown();
  }

  /** What cannot be put in its place is loaded anew; the elements are those of the lesson by now. */
  function load() {
    again = true;
    o.idle().then(() => location.reload());
  }

  return {
    /** The page is open. */
    ready() {
      ready = true;
      work();
    },
    /** A LESSON frame has come. @param {string} data */
    saved(data) {
      const files = /** @type {string[]} */ (JSON.parse(data).files ?? []);
      for (const name of files.length ? files : [""]) names.add(name);
      asked = true;
      work();
    },
  };
}

/** Saves what is written, and waits until it is. @param {import("../ui/cells.js").Cells} cells */
async function kept(cells) {
  for (const cell of cells.alive()) /** @type {any} */ (cell).work?.flush?.();
  for (const end = performance.now() + PATIENCE; document.querySelector('.cr-cell[data-work="saving"]') && performance.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
