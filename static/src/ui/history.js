// @ts-check
// What has been typed at the prompts of a tutorial, kept by the browser: over
// reloads, in all tabs, whatever becomes of the server.

const MOST = 500;

/** @typedef {ReturnType<typeof makeHistory>} History */

/** @param {import("../store.js").Store} store  one that lasts */
export function makeHistory(store) {
  /** @type {string[]} */
  let lines = [];
  lines = read();

  /** What all tabs have added so far. @returns {string[]} */
  function read() {
    try {
      const kept = JSON.parse(store.get("history") ?? "[]");
      if (Array.isArray(kept)) return kept.filter((x) => typeof x === "string");
    } catch {
      // somebody else's value
    }
    return lines;
  }

  return {
    /** @param {string} source */
    add(source) {
      const text = source.trimEnd();
      if (!text) return;
      const kept = read();
      if (kept.length || !lines.length) lines = kept;
      if (lines[lines.length - 1] === text) return;
      lines = [...lines, text].slice(-MOST);
      store.set("history", JSON.stringify(lines));
    },
    /** All of it, the oldest first, as it is now. @returns {readonly string[]} */
    all() {
      const kept = read();
      if (kept.length) lines = kept;
      return lines;
    },
  };
}
