// Dark, light, or as the system has it; remembered on this device.
import { store } from "./store.js";

const KEY = "frostproof.theme";
const root = document.documentElement;

/** "system", "dark" or "light". */
export const theme = store(root.dataset.theme ?? "system");

export function setTheme(next) {
  if (next === "system") delete root.dataset.theme;
  else root.dataset.theme = next;
  try {
    if (next === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // Then it lasts until the page is closed.
  }
  colourBrowser();
  theme.set(next);
}

function colourBrowser() {
  const background = getComputedStyle(root).getPropertyValue("--bg").trim();
  document.querySelector("meta[name=theme-color]")?.setAttribute("content", background);
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  colourBrowser();
  theme.set(theme.get());
});
colourBrowser();
