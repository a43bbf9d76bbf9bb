// @ts-check
// Text that is no longer shown, kept for saving it: outside the page's own
// memory, and not without end.

const PIECE = 1 << 18;
const MOST = 1 << 26;

export class Archive {
  constructor() {
    /** @type {Blob[]} */
    this.blobs = [];
    this.pending = "";
    this.size = 0;
    /** Whether the earliest is gone. */
    this.lost = false;
  }

  /** @param {string} text */
  add(text) {
    this.pending += text;
    if (this.pending.length < PIECE) return;
    const blob = new Blob([this.pending]);
    this.pending = "";
    this.#push(blob);
  }

  /** Takes all that another one has. @param {Archive} other */
  take(other) {
    const blobs = other.pending ? [...other.blobs, new Blob([other.pending])] : other.blobs;
    if (blobs.length && this.pending) {
      this.#push(new Blob([this.pending]));
      this.pending = "";
    }
    for (const blob of blobs) this.#push(blob);
    this.lost ||= other.lost;
  }

  /** @param {Blob} blob */
  #push(blob) {
    this.blobs.push(blob);
    this.size += blob.size;
    while (this.size > MOST) {
      this.size -= this.blobs.shift()?.size ?? 0;
      this.lost = true;
    }
  }

  /** @returns {BlobPart[]} */
  get parts() {
    return [...this.blobs, this.pending];
  }
}
