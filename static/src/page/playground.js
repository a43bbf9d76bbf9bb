// @ts-check
// The playground for frontends: messages are written and sent here, and every
// exchange is shown.
import { el } from "../ui/dom.js";
import { count, fill, locale } from "../language.js";
import { T } from "../text.js";

/**
 * @typedef {{name: string, kind: "text" | "number" | "flag" | "names" | "body", needed?: boolean}} Argument
 * @typedef {{name: string, args: Argument[]}} Fn
 */

/** So many exchanges are kept on the page. */
const MOST = 50;
/** So much of a message is shown. */
const LONGEST = 20000;

/**
 * A call with what it needs, as far as that is known.
 * @param {Fn} fn
 * @param {Record<string, unknown>} known  values by the names of arguments
 */
export function draft({ name, args }, known) {
  const usual = { text: "", number: 0, flag: true, names: ["chat"], body: "" };
  /** @type {Record<string, unknown>} */
  const call = { fname: name };
  for (const a of args) {
    if (a.needed) call[a.name] = known[a.name] ?? usual[a.kind];
    else if (name === "comet" && known.page && (a.name === "page" || a.name === "after")) call[a.name] = known[a.name] ?? usual[a.kind];
    else if (name === "page_init" && a.name === "tutorial") call.tutorial = known.tutorial ?? "";
  }
  if (name === "resize") call.body = { rows: 24, cols: 80 };
  if (name === "complete" || name === "inspect") call.body = { code: "pri", cursor: 3 };
  return call;
}

/**
 * What later calls will want of an answer.
 * @param {any} reply
 * @param {Record<string, unknown>} known
 */
export function learn(reply, known) {
  for (const a of Array.isArray(reply?.data) ? reply.data : []) {
    if (a?.fname === "list_tutorials" && a.data?.[0]?.name) known.tutorial = a.data[0].name;
    if (a?.fname === "page_init" && a.data?.page) {
      known.page = a.data.page;
      known.version = a.data.version;
      known.after = a.data.seq;
      if (a.data.elements?.[0]) known.uid = a.data.elements[0].uid;
    }
    if (a?.fname === "comet" && a.data?.frames?.length && a.data.seq) known.after = a.data.seq;
  }
}

/**
 * A message as it is shown: easy to read, and without its password.
 * @param {string} text
 */
export function readable(text) {
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), (key, value) => (key === "password" ? "••••••" : value), 2);
  } catch {
    // it is shown as it is
  }
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)} …` : shown;
}

/** @param {string} root  address of the server, with a slash at its end */
export function playground(root) {
  const page = /** @type {HTMLElement | null} */ (document.querySelector(".cr-api"));
  if (!page) return;
  for (const c of /** @type {NodeListOf<HTMLButtonElement>} */ (page.querySelectorAll("button"))) c.disabled = false;
  const part = (/** @type {string} */ name) => /** @type {HTMLFormElement} */ (page.querySelector(`[data-do="${name}"]`));
  const [begin, form] = [part("api-session"), part("api-send")];
  const log = /** @type {HTMLElement} */ (page.querySelector("ol"));
  const user = /** @type {HTMLSelectElement} */ (begin.elements.namedItem("user"));
  const password = /** @type {HTMLInputElement} */ (begin.elements.namedItem("password"));
  const picker = /** @type {HTMLSelectElement} */ (form.querySelector("select"));
  const takes = /** @type {HTMLElement} */ (form.querySelector("#cr-api-takes"));
  const field = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
  /** @type {Fn[]} */
  const functions = JSON.parse(page.dataset.functions ?? "[]");
  /** @type {Record<string, unknown>} */
  const known = {};
  let session = "";

  /** @param {HTMLElement} of @param {string} text @param {boolean} [failed] */
  function say(of, text, failed = false) {
    const said = /** @type {HTMLElement} */ (of.querySelector("[role='status']"));
    said.textContent = text;
    said.toggleAttribute("data-failed", failed);
  }

  /**
   * Sends a message, shows it and what comes back, and returns that.
   * @param {string} of  its session
   * @param {unknown} data
   */
  async function exchange(of, data) {
    const message = JSON.stringify({ session: of, name: "playground", data });
    const item = el("li", {}, half(T.playground.sent, about(message, { time: new Date().toLocaleTimeString(locale) }, T.playground.about), message));
    log.prepend(item);
    while (log.childElementCount > MOST) log.lastElementChild?.remove();
    const began = performance.now();
    try {
      const answer = await fetch(`${root}api`, { method: "POST", body: message, headers: { Accept: "application/json", "Content-Type": "application/json" } });
      const text = await answer.text();
      item.append(half(T.playground.got, about(text, { status: answer.status, ms: Math.round(performance.now() - began) }, T.playground.aboutAnswer), text));
      const reply = JSON.parse(text);
      learn(reply, known);
      return reply;
    } catch {
      return { error: { msg: T.playground.failed } };
    }
  }

  function choose() {
    const fn = functions[picker.selectedIndex];
    const names = (/** @type {boolean} */ needed) => fn.args.filter((a) => !!a.needed === needed).map((a) => a.name).join(", ");
    const [needs, more] = [names(true), names(false)];
    takes.textContent = [needs && fill(T.playground.needs, { names: needs }), more && fill(T.playground.more, { names: more })].filter(Boolean).join(" ") || T.playground.nothing;
    field.value = JSON.stringify([draft(fn, known)], null, 2);
  }

  picker.append(...functions.map((fn) => el("option", {}, fn.name)));
  picker.addEventListener("change", choose);
  choose();
  user.addEventListener("change", () => {
    password.disabled = !user.value;
  });
  password.disabled = !user.value;

  begin.addEventListener("submit", async (e) => {
    e.preventDefault();
    const reply = await exchange("", user.value ? { user: user.value, password: password.value } : {});
    if (reply.error) return say(begin, reply.error.msg, true);
    session = reply.session;
    password.value = "";
    say(begin, fill(T.playground.session, { session: `${session.slice(0, 8)}…` }));
  });
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    let data;
    try {
      data = JSON.parse(field.value);
    } catch (error) {
      return say(form, fill(T.playground.notJSON, { why: String(/** @type {Error} */ (error).message) }), true);
    }
    if (!session) return say(form, T.playground.none, true);
    say(form, "");
    const reply = await exchange(session, data);
    if (reply.error) return say(form, reply.error.msg, true);
    const failed = Array.isArray(reply.data) && reply.data.some((/** @type {any} */ a) => a.error);
    say(form, failed ? T.playground.answered : T.playground.done, failed);
  });
  field.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) form.requestSubmit();
  });
}

/**
 * What stands above a message.
 * @param {string} text
 * @param {Record<string, string | number>} values
 * @param {string} form
 */
const about = (text, values, form) => fill(form, { bytes: count(T.playground.bytes, new TextEncoder().encode(text).length), ...values });

/** @param {string} title @param {string} about @param {string} text */
const half = (title, about, text) => el("div", { class: "cr-api-half" },
  el("h3", {}, title, el("span", {}, ` ${about}`)),
  el("pre", { tabindex: "0" }, readable(text)));
