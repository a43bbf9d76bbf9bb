// @ts-check
// What has been typed at the prompts of this page, kept over a reload.

const MOST = 200;

/** @param {import("../store.js").Store} store */
export function makeHistory(store) {
  /** @type {string[]} */
  let lines = [];
  try {
    const kept = JSON.parse(store.get("history") ?? "[]");
    if (Array.isArray(kept)) lines = kept.filter((x) => typeof x === "string");
  } catch {
    // somebody else's value
  }
  return {
    /** @param {string} source */
    add(source) {
      if (!source.trim() || lines[lines.length - 1] === source) return;
      lines.push(source);
      lines = lines.slice(-MOST);
      store.set("history", JSON.stringify(lines));
    },
    get length() {
      return lines.length;
    },
    /** @param {number} i */
    at: (i) => lines[i],
  };
}
