// Upload by dropping or choosing: progress in bytes, cancel, and the checks one by one.
import { csrf, icon } from "./app.js";
import { bytes } from "./words.js";

const form = document.getElementById("drop");
const input = document.getElementById("jar");
const panel = document.getElementById("upload");
const SIGNS = { ok: "completed", passed: "completed", warning: "warn", failed: "failed" };
const ORDER = ["failed", "warning", "ok", "passed"];

function element(name, css, text) {
  const el = document.createElement(name);
  if (css) el.className = css;
  if (text !== undefined) el.textContent = text;
  return el;
}

function head(name, sign, word) {
  const header = element("header");
  header.append(icon("jar"), element("h2", "cut", name));
  const badge = element("span", `badge ${sign}`);
  badge.append(icon(sign), word);
  header.append(badge);
  return header;
}

function section(...children) {
  const sec = element("div", "sec");
  sec.append(...children);
  return sec;
}

function checkList(checks) {
  const list = element("ul", "checks");
  const sorted = [...checks].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  for (const check of sorted) {
    const sign = SIGNS[check.state] ?? "queued";
    const li = element("li", sign);
    const words = element("span", "", "");
    words.append(element("span", "vh", `${check.state}: `), check.detail ?? check.name ?? "");
    li.append(icon(sign), words, element("span", "v", check.detail ? check.name : ""));
    if (check.hint) li.append(element("span", "more", check.hint));
    list.append(li);
  }
  return list;
}

function show(...children) {
  panel.hidden = false;
  panel.replaceChildren(...children);
}

function failed(file, message, checks = []) {
  const parts = [head(file.name, "failed", "not stored"), section(element("p", "", message))];
  if (checks.length > 0) parts.push(section(element("h3", "", "Checks"), checkList(checks)));
  const again = element("button", "btn", "Choose another jar");
  again.type = "button";
  again.addEventListener("click", () => input.click());
  parts.push(section(again));
  show(...parts);
}

const OUTCOMES = {
  stored: ["stored", "It is stored, described, and its worker is started."],
  usedAgain: ["used again", "The same bytes were uploaded before. New runs use this jar again; open runs stay with the jar that they are with."],
  unchanged: ["was here already", "The same bytes were uploaded before, and new runs use them; nothing has changed."],
};

async function done(file, answer) {
  const [word, sentence] = OUTCOMES[answer.upload] ?? OUTCOMES.stored;
  const parts = [head(file.name, "completed", word), section(element("p", "", sentence))];
  const buttons = element("div", "btns");
  // The jar's own card, which comes below, offers all of them.
  for (const w of (answer.workflows ?? []).slice(0, 3)) {
    const link = element("a", buttons.childElementCount === 0 ? "btn main" : "btn");
    link.href = `/workflows/${encodeURIComponent(w.name)}/${encodeURIComponent(w.version)}/start`;
    link.append(icon("play"), `Start ${w.name}`);
    buttons.append(link);
  }
  if (buttons.childElementCount > 0) parts.push(section(buttons));
  if (answer.checks?.length) parts.push(section(element("h3", "", "Checks"), checkList(answer.checks)));
  show(...parts);
  try {
    const page = await fetch("/workflows", { headers: { Accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    for (const part of ["#jars", ".titleline .sub"]) {
      const now = fresh.querySelector(part), old = document.querySelector(part);
      if (now && old) old.replaceWith(document.importNode(now, true));
    }
  } catch {
    // The page's own refresh brings the new card.
  }
}

function send(file) {
  const max = Number(form.dataset.max);
  if (max > 0 && file.size > max) {
    return failed(file, `This jar has ${bytes(file.size)}; at most ${bytes(max)} are taken.`);
  }
  const request = new XMLHttpRequest();
  const bar = element("progress");
  bar.max = file.size;
  bar.value = 0;
  bar.setAttribute("aria-label", `Upload of ${file.name}`);
  const words = element("p", "dim", `0 B of ${bytes(file.size)}`);
  const cancel = element("button", "btn", "Cancel");
  cancel.type = "button";
  cancel.addEventListener("click", () => request.abort());
  const row = element("div", "btns");
  row.append(cancel);
  show(head(file.name, "running", "uploading"), section(bar, words, row));

  request.upload.addEventListener("progress", (e) => {
    bar.value = e.loaded;
    words.textContent = e.loaded < e.total
      ? `${bytes(e.loaded)} of ${bytes(e.total)}`
      : "Received. It is checked, then described in its own process.";
  });
  request.addEventListener("load", () => {
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      // Not JSON: the status alone says it.
    }
    if (request.status === 201 || request.status === 200) return done(file, answer);
    failed(file, answer.message ?? answer.error ?? `The server answered with status ${request.status}.`, answer.checks);
  });
  request.addEventListener("error", () => failed(file, "The connection was lost before the jar was received. Nothing was stored; try again."));
  request.addEventListener("abort", () => failed(file, "You canceled the upload. Nothing was stored."));
  request.open("POST", "/api/v1/jars");
  request.setRequestHeader("X-CSRF-Token", csrf());
  request.setRequestHeader("Accept", "application/json");
  const body = new FormData();
  body.append("jar", file, file.name);
  request.send(body);
}

if (form && input && panel) {
  input.addEventListener("change", () => {
    if (input.files.length > 0) send(input.files[0]);
    input.value = "";
  });
  // Dropped beside the zone a jar would replace the page; the whole window takes it instead.
  let depth = 0;
  const files = (e) => [...(e.dataTransfer?.types ?? [])].includes("Files");
  window.addEventListener("dragenter", (e) => {
    if (!files(e)) return;
    depth++;
    form.classList.add("over");
  });
  window.addEventListener("dragleave", (e) => {
    if (files(e) && --depth <= 0) form.classList.remove("over");
  });
  window.addEventListener("dragover", (e) => {
    if (files(e)) e.preventDefault();
  });
  window.addEventListener("drop", (e) => {
    if (!files(e)) return;
    e.preventDefault();
    depth = 0;
    form.classList.remove("over");
    const file = e.dataTransfer.files[0];
    if (file) send(file);
  });
}
