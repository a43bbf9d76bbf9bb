// @ts-check
// The teacher's view of the class: tiles of all open pages, of which one can be
// opened. The address says which, so the browser's own keys lead back.
import { Board, placeOf } from "./board.js";
import { Follower } from "./follow.js";
import { Opened } from "./opened.js";
import { readFrame } from "./registration.js";
import { Tile } from "./tile.js";
import { el } from "../ui/dom.js";
import { language } from "../language.js";
import { T } from "../text.js";

/** How often the code of an open page is asked for, and the tiles tell how long, in milliseconds. */
const CODE_EVERY = 2000;
const TELL_EVERY = 1000;

/**
 * @param {string} root  address of the server, with a slash at its end
 * @param {HTMLElement} host
 */
export function watch(root, host) {
  /** @type {Map<string, Tile>} by page */
  const tiles = new Map();
  const board = new Board();
  const link = el("p", { class: "cr-watch-link", role: "status" });
  /** @type {Opened | undefined} */
  let opened;
  let ahead = 0; // the server's clock before ours
  const now = () => Date.now() + ahead;
  host.replaceChildren(link, board.el);
  const article = host.closest("article");

  /** @type {Set<string>} */
  const changed = new Set();
  /** Shows what has changed, once for each frame of the screen. @param {string} page */
  function touch(page) {
    if (!changed.size) requestAnimationFrame(paint);
    changed.add(page);
  }
  function paint() {
    for (const page of changed) {
      const tile = tiles.get(page);
      if (!tile) continue;
      board.show(tile, now());
      if (opened?.page === page) opened.show(tile, now());
    }
    changed.clear();
  }

  /** Those to ask the server about, one after the other. @type {Set<string>} */
  const asked = new Set();
  let asking = false;
  /** @param {string} page */
  async function describe(page) {
    asked.add(page);
    if (asking) return;
    asking = true;
    for (const next of asked) {
      asked.delete(next);
      try {
        const answer = await fetch(`${root}watch/page?page=${next}`, { headers: { Accept: "application/json", "Accept-Language": language } });
        const tile = tiles.get(next);
        if (!answer.ok || !tile) continue;
        const said = await answer.json();
        ahead = said.now - Date.now();
        tile.describe(said);
        if (opened?.page === next) opened.describe(said.elements);
        touch(next);
      } catch {
        // not there: it is asked again with the next that comes of the page
      }
    }
    asking = false;
  }

  const follower = new Follower({
    ask: (body, signal) => fetch(`${root}comet`, { method: "POST", body, signal, headers: { "Content-Type": "application/x-ocsigen-comet", Accept: "application/json" } }),
    onPage({ page, state }) {
      let tile = tiles.get(page);
      if (!tile) tiles.set(page, (tile = new Tile(page)));
      tile.left = state === "left";
      if (!tile.seat || state === "open") describe(page);
      touch(page);
      if (!opened) place(false);
    },
    onAnew(page) {
      tiles.get(page)?.clear();
      if (opened?.page === page) opened.clear();
    },
    onShown(page, text) {
      const frame = readFrame(text);
      const tile = tiles.get(page);
      if (!frame || !tile) return;
      const strange = tile.strange;
      tile.take(frame, now());
      if (opened?.page === page) opened.take(frame);
      if (tile.strange && !strange) describe(page);
      touch(page);
    },
    onGone(page) {
      tiles.delete(page);
      board.remove(page);
      if (opened?.page === page) opened.gone();
    },
    onLink(state) {
      const words = state === "lost" ? T.watch.lost : state === "out" ? T.watch.out : "";
      if (link.textContent !== words) link.textContent = words;
      if (opened) opened.replay = false; // what has come by now was there before
    },
  });

  /** Shows what the address says. @param {boolean} moved  by the reader, just now */
  function place(moved) {
    const tile = [...tiles.values()].find((t) => location.hash === placeOf(t.page));
    if (tile?.page === opened?.page && (tile || !location.hash.startsWith(placeOf("")))) return;
    const before = opened;
    opened = tile && new Opened(tile);
    before?.el.remove();
    article?.classList.toggle("cr-watching", !!opened);
    board.el.hidden = !!opened;
    if (opened && tile) {
      host.append(opened.el);
      opened.show(tile, now());
      describe(tile.page);
      follower.again(tile.page);
      opened.heading.focus({ preventScroll: true });
      scrollTo({ top: 0 });
    } else if (before && moved) board.focus(before.page);
  }
  addEventListener("hashchange", () => place(true));
  addEventListener("keydown", (e) => {
    if (e.key === "Escape" && opened && !e.defaultPrevented) location.hash = "";
  });

  setInterval(() => document.hidden || tiles.forEach((_, page) => touch(page)), TELL_EVERY);
  setInterval(() => opened && tiles.has(opened.page) && !document.hidden && describe(opened.page), CODE_EVERY);
  follower.run();
}
