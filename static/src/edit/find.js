// @ts-check
// Search and replace within the code.
import { closeSearchPanel, findNext, findPrevious, highlightSelectionMatches, openSearchPanel, search, selectNextOccurrence, selectSelectionMatches } from "@codemirror/search";
import { keymap } from "@codemirror/view";

const scope = "editor search-panel";

export const finding = [
  search({ top: true }),
  highlightSelectionMatches({ highlightWordAroundCursor: false, minSelectionLength: 2 }),
  keymap.of([
    { key: "Mod-f", run: openSearchPanel, scope },
    { key: "F3", run: findNext, shift: findPrevious, scope, preventDefault: true },
    { key: "Mod-g", run: findNext, shift: findPrevious, scope, preventDefault: true },
    { key: "Escape", run: closeSearchPanel, scope },
    { key: "Mod-Shift-l", run: selectSelectionMatches },
    { key: "Mod-d", run: selectNextOccurrence, preventDefault: true },
  ]),
];
