// @ts-check
// Who wants no motion sees where it ends, not how it gets there: of pictures that
// follow each other quickly only the last is shown.

/** What stays for so long is no motion. */
const STILL = 400;

export class Later {
  constructor() {
    /** @type {Map<string, ReturnType<typeof setTimeout>>} */
    this.waiting = new Map();
  }

  /**
   * @param {string} id  of the picture
   * @param {() => void} show  the newest
   * @returns {boolean}  whether it is shown later, unless a newer one comes
   */
  holds(id, show) {
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) return false;
    clearTimeout(this.waiting.get(id));
    this.waiting.set(id, setTimeout(() => {
      this.waiting.delete(id);
      show();
    }, STILL));
    return true;
  }

  drop() {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }
}
