// "?" opens the list of keys, unless somebody is typing. Everything else goes by the page's own access keys.
"use strict";

const list = document.currentScript.dataset.keys;

document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  window.location.assign(list);
});
