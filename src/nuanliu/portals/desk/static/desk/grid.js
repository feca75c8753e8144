// While the next row is typed, the row above it is looked at; arrows go up and down a column. Without this script the
// button 核对 says the same.
"use strict";

for (const form of document.querySelectorAll("form[data-grid]")) {
  const rows = [...form.querySelectorAll("tbody tr")];
  const asked = rows.map(() => "");

  const look = async (index) => {
    const typed = [...rows[index].querySelectorAll("input")].map((input) => input.value).join("|");
    if (typed === asked[index] || !typed.replaceAll("|", "").trim()) return;
    asked[index] = typed;
    const sent = new URLSearchParams(new FormData(form));
    sent.set("row", String(index + 1));
    try {
      const answer = await fetch(form.dataset.grid, { method: "POST", body: sent, redirect: "error" });
      if (answer.ok && asked[index] === typed) rows[index].querySelector(".grid-said").innerHTML = await answer.text();
    } catch {
      asked[index] = "";
    }
  };

  rows.forEach((row, index) => {
    row.addEventListener("focusout", (event) => {
      if (!row.contains(event.relatedTarget)) look(index);
    });
    row.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const next = step && rows[index + step];
      if (!next || !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      const column = [...row.querySelectorAll("input")].indexOf(event.target);
      const cell = next.querySelectorAll("input")[column];
      cell.focus();
      cell.select();
    });
  });
}
