// The list stays as it was read: rows that are there change in place, new ones wait behind a count.
const EVERY = 3000;
const shown = () => new Set([...document.querySelectorAll("[data-run]")].map((r) => r.dataset.run));
const link = document.getElementById("new-rows");
const asOf = document.getElementById("as-of");
const since = new Date().toTimeString().slice(0, 5);
const firstPage = !new URLSearchParams(location.search).has("cursor");
let last = new Date();
let failures = 0;

function update(fresh) {
  const ids = shown();
  let added = 0;
  let inOrder = true;
  for (const row of fresh.querySelectorAll("[data-run]")) {
    const old = document.querySelector(`[data-run="${CSS.escape(row.dataset.run)}"]`);
    if (old) {
      inOrder = false;
      for (const cell of row.querySelectorAll("[data-cell]")) {
        const before = old.querySelector(`[data-cell="${cell.dataset.cell}"]`);
        if (before && before.outerHTML !== cell.outerHTML && !before.contains(document.activeElement)) {
          before.replaceWith(document.importNode(cell, true));
        }
      }
    } else if (inOrder || ids.size === 0) {
      added++;
    }
  }
  for (const figure of fresh.querySelectorAll("[data-count]")) {
    const before = document.querySelector(`[data-count="${figure.dataset.count}"]`);
    if (before && before.textContent !== figure.textContent) before.textContent = figure.textContent;
  }
  if (link && firstPage) {
    link.hidden = added === 0;
    const text = `${added}${fresh.getElementById("next-page") && added >= ids.size ? " or more" : ""} new since ${since}, show`;
    if (added > 0 && link.textContent !== text) link.textContent = text;
  }
}

async function turn() {
  if (document.hidden) return schedule(EVERY);
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    update(new DOMParser().parseFromString(await answer.text(), "text/html"));
    last = new Date();
    if (failures > 0 && asOf) {
      asOf.classList.remove("lost");
      asOf.textContent = "Live again.";
    }
    failures = 0;
    schedule(EVERY);
  } catch {
    failures++;
    const wait = Math.min(30, 2 * 2 ** Math.min(failures, 4));
    if (asOf) {
      asOf.classList.add("lost");
      asOf.textContent = `Connection lost. As of ${last.toTimeString().slice(0, 8)}, retrying in ${wait} s.`;
    }
    schedule(wait * 1000);
  }
}

const schedule = (millis) => setTimeout(turn, millis);
schedule(EVERY);
