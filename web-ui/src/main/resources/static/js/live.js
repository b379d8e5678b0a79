// Keeps the sections with data-live as they would be after a reload: fetches this page and replaces
// those that changed, except the one that the pointer or the focus is in.
const EVERY = 3000;
let failures = 0;
let asOf = new Date();

function sign(text, lost) {
  for (const el of document.querySelectorAll("[data-live-sign]")) {
    el.textContent = text;
    el.classList.toggle("lost", lost);
  }
}

const busy = (el) =>
  el.matches(":hover") || el.contains(document.activeElement) || el.querySelector("dialog[open]") !== null;

// Durations go on by themselves; they are no reason to replace a section.
const shape = (el) => {
  const copy = el.cloneNode(true);
  for (const t of copy.querySelectorAll("[data-since], [data-live-sign]")) t.textContent = "";
  return copy.outerHTML;
};

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(old.id);
    if (next && !busy(old) && shape(next) !== shape(old)) old.replaceWith(document.importNode(next, true));
  }
}

async function turn() {
  if (document.hidden) return schedule(EVERY);
  try {
    await refresh();
    failures = 0;
    asOf = new Date();
    sign("live", false);
    schedule(EVERY);
  } catch {
    failures++;
    const wait = Math.min(30, 2 * 2 ** Math.min(failures, 4));
    sign(`as of ${asOf.toTimeString().slice(0, 8)}, retrying in ${wait} s`, true);
    schedule(wait * 1000);
  }
}

const schedule = (millis) => setTimeout(turn, millis);
schedule(EVERY);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && failures === 0) refresh().catch(() => {});
});
