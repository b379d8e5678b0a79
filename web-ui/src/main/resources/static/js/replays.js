// Steps through the rounds by key, and brings the line where the code stands into view.
import { typing } from "./app.js";

document.addEventListener("keydown", (e) => {
  if (typing(e)) return;
  const id = { ArrowRight: "next-round", j: "next-round", ArrowLeft: "previous-round", k: "previous-round" }[e.key];
  // Arrow keys scroll a region that has the focus; they step everywhere else.
  if (!id || (e.key.startsWith("Arrow") && e.target instanceof Element && e.target.closest('[role="region"]'))) return;
  const link = document.getElementById(id);
  if (link) {
    e.preventDefault();
    location.assign(link.href);
  }
});

const current = document.querySelector('.rounds [aria-current="step"]');
const list = document.querySelector(".rounds");
if (current && list) list.scrollTop = Math.max(0, current.offsetTop - list.offsetTop - list.clientHeight / 2);
