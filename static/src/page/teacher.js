// @ts-check
// The teacher's page: signing in, a notice to every page, and the class's chat.
import { language } from "../language.js";
import { T } from "../text.js";

/**
 * Asks the server for something; a failure is one sentence.
 * @param {string} address
 * @param {string} [body]
 */
async function ask(address, body = "") {
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json", "Accept-Language": language, "Content-Type": "text/plain; charset=utf-8" } });
    return answer.ok ? "" : String((await answer.json()).error.msg);
  } catch {
    return T.teacher.failed; // not there, or not JSON
  }
}

/**
 * Where a notice leads, as the server takes it, or nothing when that is not here.
 * @param {string} root  address of the server, with a slash at its end
 * @param {string} place  an address as it was typed or copied
 */
export function placeOf(root, place) {
  if (place.startsWith("#")) return place.length > 1 ? place : undefined;
  try {
    const url = new URL(place, root);
    if (!/^https?:$/.test(url.protocol) || !(url.origin + url.pathname).startsWith(`${root}t/`)) return undefined;
    return `/${(url.origin + url.pathname).slice(root.length)}${url.hash}`;
  } catch {
    return undefined;
  }
}

/** @param {string} root  address of the server, with a slash at its end */
export function teacher(root) {
  const page = document.querySelector(".cr-teacher");
  if (!page) return;
  for (const b of page.querySelectorAll("button")) b.disabled = false;
  const part = (/** @type {string} */ name) => /** @type {HTMLElement | null} */ (document.querySelector(`[data-do="${name}"]`));

  /**
   * Does something for a part of the page, once at a time, and says how it went.
   * @param {HTMLElement} of
   * @param {() => Promise<string>} act  a failure is one sentence
   * @param {string} done
   */
  async function act(of, act, done) {
    if (of.dataset.busy !== undefined) return false;
    of.dataset.busy = "";
    const said = /** @type {HTMLElement} */ (of.querySelector("[role='status']"));
    said.textContent = "";
    const sentence = await act();
    said.textContent = sentence || done;
    said.toggleAttribute("data-failed", !!sentence);
    delete of.dataset.busy;
    return !sentence;
  }

  const signIn = part("teacher-in");
  signIn?.addEventListener("submit", async (e) => {
    e.preventDefault();
    const input = /** @type {HTMLInputElement} */ (signIn.querySelector("input"));
    if (await act(signIn, () => ask(`${root}teacher`, input.value), "")) return location.reload();
    input.setAttribute("aria-invalid", "true");
    input.select();
  });

  const notice = /** @type {HTMLFormElement | null} */ (part("teacher-notice"));
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement | HTMLTextAreaElement} */ (notice?.elements.namedItem(name));
  notice?.addEventListener("submit", async (e) => {
    e.preventDefault();
    const [text, goto, code] = ["text", "goto", "code"].map((name) => field(name).value.trim());
    const place = goto ? placeOf(root, goto) : "";
    field("goto").setAttribute("aria-invalid", String(place === undefined));
    const sent = await act(notice, async () => {
      if (!text && !goto && !code) return T.teacher.nothing;
      if (place === undefined) return T.teacher.elsewhere;
      return ask(`${root}publish?channel=notice`, JSON.stringify({ text, ...(place && { goto: place }), ...(code && { run: { code: field("code").value.trimEnd() } }) }));
    }, T.teacher.sent);
    if (sent) notice.reset();
    else if (place === undefined) field("goto").focus();
    else field("text").focus();
  });

  const chat = part("teacher-chat");
  const choices = [...(chat?.querySelectorAll("button") ?? [])];
  for (const b of choices) {
    b.addEventListener("click", async () => {
      const { value = "" } = b.dataset;
      const kept = await act(/** @type {HTMLElement} */ (chat), () => ask(`${root}class?chat=${value}`), value === "on" ? T.teacher.chatOpen : T.teacher.chatClosed);
      if (kept) for (const other of choices) other.setAttribute("aria-pressed", String(other === b));
    });
  }
  part("sign-out")?.addEventListener("click", async () => {
    await ask(`${root}teacher/out`);
    location.reload();
  });
}
