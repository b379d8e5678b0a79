// Applied before the first paint: loaded as a blocking script in the head.
(function () {
  "use strict";
  let theme = null;
  try {
    theme = localStorage.getItem("flowscope.theme");
  } catch (e) {
    // Storage is switched off: the system's theme it is.
  }
  const root = document.documentElement;
  if (theme === "light" || theme === "dark") root.setAttribute("data-theme", theme);
  root.setAttribute("data-js", "");
})();
