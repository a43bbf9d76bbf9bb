// @ts-check
// What one tab keeps of one tutorial over a reload. Storage can be full or
// forbidden; then nothing is kept and everything else works.

/** @typedef {ReturnType<typeof makeStore>} Store */

/**
 * @param {string} tutorial
 * @param {() => Storage} [storage]
 */
export function makeStore(tutorial, storage = () => sessionStorage) {
  /** @param {string} key */
  const name = (key) => `crunchy ${tutorial} ${key}`;
  return {
    /** @param {string} key */
    get(key) {
      try {
        return storage().getItem(name(key));
      } catch {
        return null;
      }
    },
    /**
     * @param {string} key
     * @param {string | null} value  null forgets it
     */
    set(key, value) {
      try {
        if (value === null) storage().removeItem(name(key));
        else storage().setItem(name(key), value);
      } catch {
        // kept only as long as the page is open
      }
    },
  };
}
