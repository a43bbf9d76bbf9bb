// @ts-check
// One WebSocket connection of a Transport: text messages of frames come in,
// acknowledgements go out, and silence is noticed.

/** @typedef {ReturnType<typeof openSocket>} Socket */

const OPENING = 4000; // no word within this: there are none here, or something keeps what they say
const BEAT = 20000; // a word now and then, for a connection can die without a sign
const ANSWER = 8000; // and this long the answer may take
const LOOK = 3000; // less, when there is a reason to ask

/** So many bytes may be on their way before they are painted, as with polls. */
const WINDOW = 128 << 10;

const encoder = new TextEncoder();

/**
 * @param {import("./transport.js").Transport} t
 * @param {(bytes: Uint8Array) => void} onBatch  a throw ends the connection
 */
export function openSocket(t, onBatch) {
  const { o, env } = t;
  /** @type {(ok: boolean) => void} */ let setOpened = () => {};
  /** @type {() => void} */ let setClosed = () => {};
  const opened = new Promise((/** @type {(ok: boolean) => void} */ r) => (setOpened = r));
  const closed = new Promise((/** @type {(x?: any) => void} */ r) => (setClosed = r));
  /** @type {WebSocket | undefined} */ let ws;
  /** @type {any} */ let beat;
  /** @type {any} */ let deadline;
  let requests = 0;
  let acked = t.cursor;

  function close() {
    env.clearTimeout(beat);
    env.clearTimeout(deadline);
    setOpened(false);
    setClosed();
    const dead = ws;
    ws = undefined;
    if (dead) {
      dead.onopen = dead.onmessage = dead.onclose = dead.onerror = null;
      dead.close();
    }
  }
  /** @param {number} ms */
  function expect(ms) {
    env.clearTimeout(deadline);
    deadline = env.setTimeout(close, ms);
  }
  /** @param {number} after */
  function say(after) {
    if (ws?.readyState === 1) ws.send(JSON.stringify({ id: ++requests, do: "ack", after }));
  }
  function heartbeat() {
    env.clearTimeout(beat);
    beat = env.setTimeout(() => {
      say(t.cursor);
      expect(ANSWER);
      heartbeat();
    }, BEAT);
  }

  try {
    const url = new URL(`${o.root}socket?${t.query}&window=${WINDOW}`);
    url.protocol = url.protocol.replace("http", "ws");
    const Socket = /** @type {typeof WebSocket} */ (env.WebSocket);
    ws = new Socket(url.href, ["crunchy", `crunchy-page.${o.token}`]);
    expect(OPENING);
    ws.onopen = () => {
      say(t.cursor); // the answer shows that both directions work
      heartbeat();
    };
    ws.onmessage = (event) => {
      env.clearTimeout(deadline);
      setOpened(true);
      if (typeof event.data !== "string" || event.data[0] === "{") return;
      try {
        onBatch(encoder.encode(event.data));
      } catch {
        close();
      }
    };
    ws.onclose = ws.onerror = close;
  } catch {
    close();
  }

  return {
    opened,
    closed,
    close,
    /** Acknowledges what has been painted. @param {number} after */
    ack(after) {
      if (after <= acked) return;
      acked = after;
      say(after);
    },
    /** Asks for a sign of life. */
    probe() {
      if (ws?.readyState !== 1) return;
      say(t.cursor);
      expect(LOOK);
    },
  };
}
