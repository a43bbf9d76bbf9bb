// @ts-check
// Which tabs may hold a poll. A browser has six HTTP/1.1 connections for a host in
// all its tabs, and a poll that is held takes one of them: so only some tabs hold
// one at a time, and the others ask again and again. Sockets need none of this.

/** So many polls are held at once; what is left is for everything else. */
const MOST = 4;
/** Of these, tabs that nobody sees take no more than so many. */
const UNSEEN = 2;

/**
 * @typedef {(name: string, options: {ifAvailable: true}, then: (lock: unknown) => Promise<void> | void) => Promise<unknown>} Request
 */

/**
 * Takes a slot if one is free, and returns how to give it back. Where the browser
 * has no locks, there are always some.
 * @param {Request | undefined} request  of the locks that all tabs share
 * @param {boolean} hidden  nobody sees this tab
 * @returns {Promise<(() => void) | undefined>}
 */
export async function takeSlot(request, hidden) {
  if (!request) return () => {};
  for (let n = 0; n < (hidden ? UNSEEN : MOST); n++) {
    const release = await new Promise((/** @type {(release: (() => void) | undefined) => void} */ resolve) => {
      request(`crunchy poll ${n}`, { ifAvailable: true }, (lock) => {
        if (lock) return new Promise((release) => resolve(() => release(undefined)));
        return resolve(undefined);
      }).catch(() => resolve(() => {})); // locks are forbidden here
    });
    if (release) return release;
  }
  return undefined;
}
