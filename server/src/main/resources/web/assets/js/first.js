// Runs before everything else. No module: modules run later.
(() => {
  try {
    // A remembered theme must not flash.
    const theme = localStorage.getItem("frostproof.theme");
    if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is forbidden: the system's theme it is.
  }
  // Who is signed in and, on the overview, what is wrong: the server looks it up while the browser reads the application. api.js takes
  // the answers over. Most often somebody is signed in; if not, the server says so at once.
  const asked = new Map();
  for (const address of location.pathname === "/" ? ["/api/v1/session", "/api/v1/overview"] : ["/api/v1/session"]) {
    const stop = new AbortController();
    const answer = fetch(address, { signal: stop.signal, credentials: "same-origin", cache: "no-cache", headers: { Accept: "application/json" } });
    answer.catch(() => {}); // Whoever takes it over learns that it failed.
    asked.set(address, { answer, stop, at: performance.now() });
  }
  self.frostproofAsked = asked;
})();
