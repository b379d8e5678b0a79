// What every page has: theme, menu, find by key, dialogs, copying, times that go on.
import { duration } from "./words.js";

const THEMES = ["system", "light", "dark"];
const ICONS = { system: "monitor", light: "sun", dark: "moon" };

export const csrf = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

/** Sets the icon of an element that shows one. */
export function setIcon(element, name) {
  element.querySelector("use")?.setAttribute("href", `/static/icons.svg#i-${name}`);
}

/** Makes an icon. */
export function icon(name, css = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `i ${css}`.trim());
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/static/icons.svg#i-${name}`);
  svg.append(use);
  return svg;
}

/** A message below the top bar; read out, not taken away. */
export function flash(tone, text) {
  const box = document.getElementById("flashes");
  if (!box) return;
  const note = document.createElement("div");
  note.className = `note ${tone}`;
  const words = document.createElement("span");
  words.textContent = text;
  note.append(icon(tone), words);
  box.replaceChildren(note);
}

function storedTheme() {
  try {
    const theme = localStorage.getItem("flowscope.theme");
    return THEMES.includes(theme) ? theme : "system";
  } catch {
    return "system";
  }
}

function showTheme(button, theme) {
  const root = document.documentElement;
  if (theme === "system") root.removeAttribute("data-theme");
  else root.setAttribute("data-theme", theme);
  setIcon(button, ICONS[theme]);
  button.setAttribute("aria-label", `Theme: ${theme}`);
  button.title = `Theme: ${theme}`;
}

function themeButton() {
  const button = document.querySelector("[data-theme-button]");
  if (!button) return;
  showTheme(button, storedTheme());
  button.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(storedTheme()) + 1) % THEMES.length];
    try {
      if (next === "system") localStorage.removeItem("flowscope.theme");
      else localStorage.setItem("flowscope.theme", next);
    } catch {
      // Without storage the choice holds for this page only.
    }
    showTheme(button, next);
  });
}

function menu() {
  const button = document.querySelector("[data-menu]");
  const places = document.getElementById("places");
  if (!button || !places) return;
  const set = (open) => {
    places.classList.toggle("open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => set(!places.classList.contains("open")));
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && places.classList.contains("open")) {
      set(false);
      button.focus();
    }
  });
}

/** Whether keys belong to a field or a dialog, so that single-key shortcuts stay out. */
export function typing(event) {
  const t = event.target;
  return (
    event.ctrlKey || event.metaKey || event.altKey ||
    (t instanceof Element && t.closest("input, textarea, select, [contenteditable], dialog") !== null)
  );
}

function findKey() {
  const find = document.getElementById("find");
  if (!find) return;
  document.addEventListener("keydown", (e) => {
    if (e.key === "/" && !typing(e)) {
      e.preventDefault();
      find.focus();
      find.select();
    }
  });
}

// A link with data-dialog opens the dialog of that id; without scripts it leads to the same form.
function dialogs() {
  document.addEventListener("click", (e) => {
    const link = e.target instanceof Element ? e.target.closest("[data-dialog]") : null;
    if (link && !e.ctrlKey && !e.metaKey && !e.shiftKey) {
      const dialog = document.getElementById(link.dataset.dialog);
      if (dialog instanceof HTMLDialogElement) {
        e.preventDefault();
        dialog.showModal();
      }
      return;
    }
    const close = e.target instanceof Element ? e.target.closest("[data-close]") : null;
    const dialog = close?.closest("dialog");
    if (dialog) {
      e.preventDefault();
      dialog.close();
    }
  });
}

function copying() {
  document.addEventListener("click", async (e) => {
    const button = e.target instanceof Element ? e.target.closest("[data-copy]") : null;
    if (!button) return;
    const from = document.getElementById(button.dataset.copy);
    const text = from ? (from.value ?? from.textContent) : "";
    const label = button.querySelector("span") ?? button;
    const before = label.textContent;
    try {
      await navigator.clipboard.writeText(text);
      label.textContent = "Copied";
    } catch {
      label.textContent = "Select and copy it by hand";
    }
    setTimeout(() => (label.textContent = before), 1600);
  });
}

// Durations of what still runs: <time data-since="epoch millis">. The clocks of server and browser
// may differ, so only the time since the page was made is added.
function ticking() {
  const made = Number(document.documentElement.dataset.now) || Date.now();
  const opened = performance.now();
  const show = () => {
    const now = made + (performance.now() - opened);
    for (const el of document.querySelectorAll("[data-since]")) {
      el.textContent = duration(now - Number(el.dataset.since));
    }
  };
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  setInterval(() => {
    if (!document.hidden && document.querySelector("[data-since]")) show();
  }, 1000);
}

themeButton();
menu();
findKey();
dialogs();
copying();
ticking();
