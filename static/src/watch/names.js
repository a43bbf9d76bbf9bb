// @ts-check
// What a page is called that somebody watches: the class has no names, and these
// tell nothing of who sits there. The name goes with the page's seat.
import { T } from "../text.js";

/**
 * Two words, which no other seat has among 120.
 * @param {number} seat  from 1
 */
export function nameOf(seat) {
  const n = Math.max(seat, 1) - 1;
  const colours = T.chat.colours.split(" ");
  const birds = T.chat.birds.split(" ");
  // both words go on with each seat; the second comes out of step before the pairs begin anew
  return `${colours[n % colours.length]} ${birds[(n + Math.floor(n / 60)) % birds.length]}`;
}

/** Tells the student what the teacher sees the page called, where there is a teacher who may watch. @param {number} seat */
export function tellName(seat) {
  const place = document.querySelector(".cr-told-name");
  if (place && seat) place.textContent = T.watch.called(seat, nameOf(seat));
}
