// @ts-check
// A small box that lies over the page beside what it belongs to. It keeps its
// place in the document, so that it looks and reads as part of its element.

const GAP = 4;
const EDGE = 8;

/**
 * @param {HTMLElement} box
 * @param {() => DOMRect} where  what it is beside
 * @param {"start" | "end"} [align]  which of their edges are one above the other
 */
export function popup(box, where, align = "start") {
  box.classList.add("cr-pop");
  box.hidden = true;
  if ("popover" in box) box.popover = "manual"; // else it is above by its z-index alone
  let open = false;

  function place() {
    const at = where();
    const view = visualViewport ?? { width: innerWidth, height: innerHeight, offsetTop: 0, offsetLeft: 0 };
    const [top, bottom] = [view.offsetTop + EDGE, view.offsetTop + view.height - EDGE];
    box.style.maxHeight = "";
    const below = bottom - at.bottom - GAP;
    const above = at.top - GAP - top;
    const { width, height } = box.getBoundingClientRect();
    const under = below >= height || below >= above;
    const tall = Math.min(height, Math.max(under ? below : above, 80));
    box.style.maxHeight = `${tall}px`;
    box.style.top = `${under ? at.bottom + GAP : at.top - GAP - tall}px`;
    const x = align === "start" ? at.left : at.right - width;
    box.style.left = `${Math.max(view.offsetLeft + EDGE, Math.min(x, view.offsetLeft + view.width - EDGE - width))}px`;
  }
  /** @param {Event} e */
  const moved = (e) => {
    if (!(e.target instanceof Node && box.contains(e.target))) place();
  };

  // what it is beside moves when output comes in above it
  const grown = new ResizeObserver(place);

  return {
    get open() {
      return open;
    },
    place,
    show() {
      box.hidden = false;
      if (!open && box.popover) box.showPopover();
      place();
      if (open) return;
      open = true;
      grown.observe(box.closest(".cr-cell") ?? document.body);
      addEventListener("scroll", moved, { capture: true, passive: true });
      addEventListener("resize", moved);
      visualViewport?.addEventListener("resize", moved);
    },
    hide() {
      if (!open) return;
      open = false;
      grown.disconnect();
      removeEventListener("scroll", moved, { capture: true });
      removeEventListener("resize", moved);
      visualViewport?.removeEventListener("resize", moved);
      if (box.popover) box.hidePopover();
      box.hidden = true;
    },
  };
}
