// @ts-check
// The class's chat, in the margin: names that one makes up, text and nothing else.
// It is there while the teacher lets it be, and open while the student wants.
import { el, icon } from "../ui/dom.js";
import { lang } from "../language.js";
import { T } from "../text.js";

/** @typedef {import("../net/transport.js").Message} Message */

/** So many messages are shown; the server keeps as many. */
const MOST = 100;
const LONGEST = 500;
const LONGEST_NAME = 30;
const OPEN = "crunchy chat open";
const NAME = "crunchy chat name";

/**
 * Who says what. A message without a name is of a program.
 * @param {string} text
 * @returns {{name: string, said: string}}
 */
export function readMessage(text) {
  const at = text.indexOf(": ");
  const name = at > 0 && at <= LONGEST_NAME ? text.slice(0, at) : "";
  if (!name.trim() || /[\r\n]/.test(name)) return { name: "", said: text };
  return { name, said: text.slice(at + 2) };
}

/**
 * A name as it can be sent.
 * @param {string} name
 */
export const cleanName = (name) => name.replace(/[\s:\p{C}]+/gu, " ").trim().slice(0, LONGEST_NAME);

/** A name that tells nothing of who has it. */
export function madeUpName(random = Math.random) {
  const one = (/** @type {string} */ words) => {
    const all = words.split(" ");
    return all[Math.floor(random() * all.length)];
  };
  return `${one(T.chat.colours)} ${one(T.chat.birds)}`;
}

/**
 * @param {(text: string) => Promise<void>} send
 * @param {(error: unknown) => string} sentenceOf  why it was not sent
 * @param {() => Storage} [storage]
 */
export function makeChat(send, sentenceOf, storage = () => localStorage) {
  let name = cleanName(recall(storage, NAME) ?? "") || madeUpName();
  keep(storage, NAME, name);
  let there = false;
  let unread = 0;

  const count = el("span", { class: "cr-chat-count", hidden: true });
  const toggle = el("button", { class: "cr-btn cr-chat-open", type: "button", "aria-controls": "cr-chat-panel" }, icon("talk"), el("span", {}, T.chat.open), count);
  const close = el("button", { class: "cr-btn cr-square", type: "button", "aria-label": T.chat.hide }, icon("close"));
  const log = el("div", { class: "cr-chat-log", role: "log", "aria-label": T.chat.messages, "aria-live": "off", tabindex: "0" });
  const empty = el("p", { class: "cr-chat-empty" }, T.chat.empty);
  const who = el("input", { id: "cr-chat-name", maxlength: String(LONGEST_NAME), autocomplete: "off", spellcheck: "false" });
  who.value = name;
  const field = el("textarea", { id: "cr-chat-text", rows: "1", maxlength: String(LONGEST), "aria-label": T.chat.write, placeholder: T.chat.write });
  const button = el("button", { class: "cr-btn cr-chat-send", type: "submit" }, T.chat.send);
  const trouble = el("p", { class: "cr-chat-trouble", role: "alert" });
  const form = el("form", {},
    el("div", { class: "cr-chat-who" }, el("label", { for: "cr-chat-name" }, T.chat.name), who),
    el("div", { class: "cr-chat-line" }, field, button), trouble);
  const panel = el("div", { class: "cr-chat-panel", id: "cr-chat-panel", hidden: true },
    el("header", {}, el("h2", {}, T.chat.title), close), log, form);
  const host = el("aside", { class: "cr-ui cr-chat", lang, "aria-label": T.chat.title, hidden: true }, panel, toggle);
  log.append(empty);

  /** @param {boolean} open @param {boolean} [meant]  by the student, just now */
  function show(open, meant = false) {
    panel.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    document.documentElement.classList.toggle("cr-chatting", open && there);
    if (open) {
      unread = 0;
      label();
      log.scrollTop = log.scrollHeight;
    }
    if (!meant) return;
    keep(storage, OPEN, open ? "yes" : "");
    (open ? field : toggle).focus();
  }
  const isOpen = () => !panel.hidden;

  function label() {
    count.hidden = !unread;
    count.textContent = unread > 99 ? "99+" : String(unread);
    toggle.setAttribute("aria-label", unread ? T.chat.unread(unread) : T.chat.open);
  }

  toggle.addEventListener("click", () => show(!isOpen(), true));
  close.addEventListener("click", () => show(false, true));
  host.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && isOpen()) show(false, true);
  });
  who.addEventListener("change", () => {
    name = cleanName(who.value) || madeUpName();
    who.value = name;
    keep(storage, NAME, name);
  });
  field.addEventListener("keydown", (e) => {
    if (e.key !== "Enter" || e.shiftKey || e.isComposing) return;
    e.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const text = field.value.trim();
    if (!text || button.disabled) return;
    button.disabled = true;
    trouble.textContent = "";
    try {
      await send(`${name}: ${text}`);
      field.value = "";
    } catch (error) {
      trouble.textContent = sentenceOf(error); // and the text stays where it is
    }
    button.disabled = false;
  });

  label();
  show(recall(storage, OPEN) === "yes");
  document.body.append(host);
  // what was said before one came is not read out
  setTimeout(() => log.setAttribute("aria-live", "polite"), 500);

  /** Whether there is a chat. @param {boolean} yes */
  function be(yes) {
    there = yes;
    host.hidden = !yes;
    document.documentElement.classList.toggle("cr-talking", yes); // :has() would look at all of a long page
    document.documentElement.classList.toggle("cr-chatting", yes && isOpen());
  }

  /**
   * @param {Message[]} messages  of the channel of the chat
   * @param {boolean} before  they were sent before the page was there
   */
  function take(messages, before) {
    empty.remove();
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    for (const { text } of messages) {
      const m = readMessage(text);
      const own = m.name === name;
      log.append(el("p", { class: own ? "cr-chat-own" : false, dir: "auto" }, el("b", {}, m.name || T.chat.nobody), el("span", { class: "cr-sr" }, ": "), el("span", { class: "cr-chat-said" }, m.said)));
      if (!own && !before && !isOpen()) unread++;
    }
    while (log.childElementCount > MOST) log.firstElementChild?.remove();
    if (atEnd || before) log.scrollTop = log.scrollHeight;
    label();
  }
  return { be, take };
}

/** @param {() => Storage} storage @param {string} key */
function recall(storage, key) {
  try {
    return storage().getItem(key);
  } catch {
    return null;
  }
}

/** @param {() => Storage} storage @param {string} key @param {string} value  "" forgets it */
function keep(storage, key, value) {
  try {
    if (value) storage().setItem(key, value);
    else storage().removeItem(key);
  } catch {
    // only for this page, then
  }
}
