// @ts-check
// Tells when a box comes near to what is seen, and not more of them at a time
// than a frame can bear.

const MARGIN = 400; // px above and below the window
const SLICE = 8; // ms of a frame

/** @type {Map<Element, () => void>} */
const waiting = new Map();
/** @type {Set<Element>} */
const due = new Set();
/** @type {IntersectionObserver | undefined} */
let observer;
let scheduled = false;

function work() {
  scheduled = false;
  const began = performance.now();
  for (const box of due) {
    const job = waiting.get(box);
    forget(box);
    job?.();
    if (performance.now() - began > SLICE) break;
  }
  schedule();
}

function schedule() {
  if (scheduled || !due.size) return;
  scheduled = true;
  requestAnimationFrame(work);
}

/**
 * Calls job once, when the box has come near.
 * @param {Element} box
 * @param {() => void} job
 */
export function whenNear(box, job) {
  observer ??= new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting && waiting.has(target)) due.add(target);
      else due.delete(target); // it was only passed by
    }
    schedule();
  }, { rootMargin: `${MARGIN}px 0px` });
  waiting.set(box, job);
  observer.observe(box);
}

/** Does not call the job of the box any more. @param {Element} box */
export function forget(box) {
  waiting.delete(box);
  due.delete(box);
  observer?.unobserve(box);
}
