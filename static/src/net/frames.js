// @ts-check
// The batch form of frames, as /comet and /socket send it: each frame is
// `Response-Type SP Channel-Id SP Byte-Length CR Data`, one after the other.

/**
 * One thing that happened on the page.
 * @typedef {{type: string, uid: string, data: string}} Frame
 */

const CR = 13;
const HEAD = /^([A-Z]+) (\d+) (\d+)$/;
const ascii = new TextDecoder("latin1");
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Reads a whole batch. A cut or malformed one throws, so that the caller
 * throws all of it away and asks again.
 * @param {Uint8Array} bytes
 * @returns {{frames: Frame[], seq: number | undefined}} seq: from a SEQ frame, if there is one
 */
export function parseBatch(bytes) {
  /** @type {Frame[]} */
  const frames = [];
  let seq;
  for (let at = 0; at < bytes.length;) {
    const cr = bytes.indexOf(CR, at);
    const head = cr < 0 || cr - at > 100 ? null : HEAD.exec(ascii.decode(bytes.subarray(at, cr)));
    if (!head) throw new Error("malformed frame");
    const end = cr + 1 + Number(head[3]);
    if (end > bytes.length) throw new Error("cut frame");
    const data = utf8.decode(bytes.subarray(cr + 1, end));
    if (head[1] === "SEQ") seq = Number(data);
    else frames.push({ type: head[1], uid: head[2], data });
    at = end;
  }
  return { frames, seq };
}
