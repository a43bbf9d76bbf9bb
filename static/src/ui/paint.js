// @ts-check
// When things are painted: all together, once before the browser's next frame.
// A tab that is not looked at has no frames, there a timer does it.

/** @type {Set<() => void>} */
const waiting = new Set();
/** @type {(() => void)[]} */
let watchers = [];
let scheduled = false;
/** @type {any} */
let timer;

function flush() {
  if (!scheduled) return;
  scheduled = false;
  clearTimeout(timer);
  const jobs = [...waiting];
  waiting.clear();
  for (const job of jobs) job();
  const told = watchers;
  watchers = [];
  for (const tell of told) tell();
}

function schedule() {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(flush);
  timer = setTimeout(flush, document.hidden ? 30 : 300);
}

/** Calls job before the next frame, once however often it is asked for. @param {() => void} job */
export function paint(job) {
  waiting.add(job);
  schedule();
}

/** What others are about to show. @type {Set<Promise<void>>} */
const showing = new Set();

/** Lets painted wait for what somebody else shows in its own time. @param {Promise<void>} shown */
export function shows(shown) {
  showing.add(shown);
  shown.finally(() => showing.delete(shown));
}

/** Resolves when everything asked for so far has been painted. */
export async function painted() {
  if (waiting.size) {
    await new Promise((resolve) => {
      watchers.push(() => resolve(undefined));
      schedule();
    });
  }
  await Promise.all(showing);
}
