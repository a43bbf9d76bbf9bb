// @ts-check
// What is on its way to one element: one after the other, each with its number
// in the client's sequence, sent again until the server has answered. The
// server applies a number once, so sending twice does no harm.

/**
 * @typedef {{number: string, route: "post" | "exec", text: string, query: Record<string, string>}} Job
 * @typedef {{
 *   act: (number: string, route: string, body: string, query: Record<string, string>) => Promise<any>,
 *   pause: (ms: number) => Promise<unknown>,
 * }} Way
 */

export class Outbox {
  /**
   * @param {Way} way
   * @param {number} posted  highest sequence that the server has already
   */
  constructor(way, posted) {
    this.way = way;
    this.seq = posted;
    this.abandoned = false;
    /** @type {Promise<any>} */
    this.last = Promise.resolve();
  }

  /** @param {Job} job */
  add(job) {
    const seq = ++this.seq;
    const sent = this.last.then(() => this.#deliver(job, seq));
    this.last = sent.catch(() => {});
    return sent;
  }

  /** The page is gone: whatever has not been taken is refused. */
  abandon() {
    this.abandoned = true;
  }

  /**
   * @param {Job} job
   * @param {number} seq
   */
  async #deliver(job, seq) {
    for (let failures = 0; ; failures++) {
      if (this.abandoned) throw new Error("abandoned");
      try {
        return await this.way.act(job.number, job.route, job.text, { ...job.query, seq: String(seq) });
      } catch (e) {
        const status = /** @type {any} */ (e).status ?? 0;
        if (status && status < 500 && status !== 429) throw e;
        await this.way.pause(Math.min(2000, 200 * 2 ** failures));
      }
    }
  }
}
