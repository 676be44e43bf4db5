"use strict";
// Filters show and hide what the page holds already. Without this script everything is shown.
for (const list of document.querySelectorAll("[data-findings]")) {
  const form = list.querySelector("[data-filters]");
  const status = form.querySelector("[data-status]");
  const rules = [...list.querySelectorAll("[data-rule]")];
  if (rules.length === 0) continue;
  const apply = () => {
    const severities = new Set([...form.querySelectorAll("[name=severity]:checked")].map((box) => box.value));
    const rule = form.elements.rule.value;
    const text = form.elements.text.value.trim().toLowerCase();
    let shown = 0;
    for (const group of rules) {
      const rows = [...group.querySelectorAll("tbody tr")];
      const whole = text === "" || group.querySelector("summary").textContent.toLowerCase().includes(text);
      let found = 0;
      for (const row of rows) {
        row.hidden = !whole && !row.textContent.toLowerCase().includes(text);
        if (!row.hidden) found++;
      }
      const wanted = severities.has(group.dataset.severity) && (rule === "" || rule === group.dataset.rule);
      group.hidden = !wanted || (!whole && found === 0);
      if (!group.hidden) shown += found;
    }
    status.textContent = shown === 1 ? "1 finding shown" : shown + " findings shown";
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of form.querySelectorAll("[data-all]")) {
    button.addEventListener("click", () => {
      for (const group of rules) group.open = button.dataset.all === "open";
    });
  }
  form.hidden = false;
  apply();
}

// A link into a closed rule opens it; on paper everything is open that the pictures do not show already.
const reveal = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.matches("details")) target.open = true;
};
addEventListener("hashchange", reveal);
reveal();
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open]):not(.drawn):not(.examples)")];
  for (const details of closed) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of closed) details.open = false;
});
