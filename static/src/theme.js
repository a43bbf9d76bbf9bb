// @ts-check
// Runs before the first paint, so that the page never flashes in the wrong theme.
try {
  const theme = localStorage.getItem("crunchy theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // no storage: as the system
}
