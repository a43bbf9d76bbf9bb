// @ts-check
// Stop: the first press interrupts, as Ctrl-C does; a program that goes on all
// the same is ended by the second.
import { T } from "../text.js";

const PATIENCE = 2000;

/**
 * @param {HTMLButtonElement} button
 * @param {(route: "interrupt" | "kill") => void} act
 * @param {(text: string) => void} [say]  tells who does not see the button change
 */
export function stopButton(button, act, say) {
  const words = button.querySelector("span") ?? button;
  const first = words.textContent ?? T.stop;
  /** @type {any} */
  let timer;
  let asked = false;

  function press() {
    if (button.classList.contains("cr-again")) return act("kill");
    act("interrupt");
    if (asked) return;
    asked = true;
    timer = setTimeout(() => {
      words.textContent = T.stopAgain;
      button.classList.add("cr-again");
      say?.(T.stopAgain);
    }, PATIENCE);
  }
  button.addEventListener("click", press);
  return {
    press,
    /** @param {boolean} on */
    enable(on) {
      button.disabled = !on;
      if (on && asked) return;
      clearTimeout(timer);
      asked = false;
      words.textContent = first;
      button.classList.remove("cr-again");
    },
  };
}
