// @ts-check
// The form of a poll of many channels, and what comes back, as Ocsigen's comet has
// them: names and values as JavaScript's escape writes them.

/** @typedef {{channel: string, text: string, ended: boolean}} Value */

const ENDED = "ENDED_CHANNEL";

/** @param {string} text */
const escaped = (text) => globalThis.escape(text);
/** @param {string} text */
const unescaped = (text) => globalThis.unescape(text);

/**
 * @param {{client: string, channels: string[], from?: Map<string, string>, types?: string}} o  from: where to
 *   begin in a channel, whatever place the server keeps; "0" is all that there is
 */
export function writeRegistration({ client, channels, from = new Map(), types = "" }) {
  const form = new URLSearchParams({ registration: channels.map(escaped).join("\n"), client });
  if (from.size) form.set("from", [...from].map(([name, at]) => `${escaped(name)}:${escaped(at)}`).join("\n"));
  if (types) form.set("types", types);
  return form.toString();
}

/**
 * @param {string} body  what cannot be read throws
 * @returns {Value[]}
 */
export function readValues(body) {
  if (!body) return [];
  return body.split("\n").map((line) => {
    const at = line.indexOf(":");
    if (at < 0) throw new Error("malformed value");
    const value = line.slice(at + 1);
    return { channel: unescaped(line.slice(0, at)), text: value === ENDED ? "" : unescaped(value), ended: value === ENDED };
  });
}

/**
 * A frame of a page, as a channel of the page has it.
 * @param {string} text
 * @returns {import("../net/frames.js").Frame | undefined}
 */
export function readFrame(text) {
  const [, type, uid] = /^([A-Z]+) (\d+)\r/.exec(text) ?? [];
  return type ? { type, uid, data: text.slice(text.indexOf("\r") + 1) } : undefined;
}
