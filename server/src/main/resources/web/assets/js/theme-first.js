// Runs before the first paint, so that a remembered theme does not flash. No module: modules run later.
(() => {
  try {
    const theme = localStorage.getItem("frostproof.theme");
    if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is forbidden: the system's theme it is.
  }
})();
