// @ts-check
// What a page has of its class: notices of the teacher, and the chat, which come in
// by the channels that the page follows.
import { makeChat } from "./chat.js";
import { makeClassNotices } from "./notice.js";
import { T } from "../text.js";

/**
 * @param {{
 *   root: string,
 *   notices: import("../ui/notices.js").Notices,
 *   take: (code: string, uid: string) => (() => void) | undefined,
 *   publish: (channel: string, text: string) => Promise<void>,
 * }} o
 * @returns {(messages: import("../net/transport.js").Message[]) => void}
 */
export function makeClass({ root, notices, take, publish }) {
  const notice = makeClassNotices({ root, notices, take });
  /** @type {ReturnType<typeof makeChat> | undefined} */
  let chat;
  /** What was said while there was no chat on the page. @type {import("../net/transport.js").Message[]} */
  let earlier = [];

  /** @param {boolean} there */
  function be(there) {
    if (there && !chat) {
      chat = makeChat((text) => publish("chat", text), (e) => /** @type {any} */ (e)?.message || T.chat.failed);
      if (earlier.length) chat.take(earlier, true);
      earlier = [];
    }
    chat?.be(there);
  }

  let before = true; // what comes first was said before this page was there
  return (messages) => {
    const of = (/** @type {string} */ channel) => messages.filter((m) => m.channel === channel);
    const state = of("class").at(-1);
    if (state) be(JSON.parse(state.text).chat === true);
    const said = of("chat");
    if (said.length && chat) chat.take(said, before);
    else earlier = [...earlier, ...said].slice(-100);
    const told = of("notice");
    if (told.length) notice(told, before);
    before = false;
  };
}
