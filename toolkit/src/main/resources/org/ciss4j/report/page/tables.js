// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
// Tables of a report are sorted by a click on a heading, and long ones can be filtered; without this they are all there.
"use strict";

const SORTED = 3;
const FILTERED = 8;

// A number may have a unit behind it; "-" and "n/a", which are none, come last whichever way it goes.
function key(row, column, numeric) {
  const text = row.cells[column]?.textContent.trim() ?? "";
  return numeric ? Number.parseFloat(text) : text;
}

function compare(a, b, numeric, sign) {
  if (!numeric) {
    return sign * a.localeCompare(b, undefined, { numeric: true });
  }
  if (Number.isNaN(a) || Number.isNaN(b)) {
    return Number.isNaN(a) - Number.isNaN(b);
  }
  return sign * (a - b);
}

// What is called numeric and shows no number at all is sorted as text.
function isNumeric(heading, rows, column) {
  return heading.classList.contains("n") && rows.some((row) => !Number.isNaN(key(row, column, true)));
}

// Up, down, and back to the order in which the report has them.
function next(state, numeric) {
  const order = numeric ? ["none", "descending", "ascending"] : ["none", "ascending", "descending"];
  return order[(order.indexOf(state) + 1) % order.length];
}

function sort(table, rows, heading, column) {
  const numeric = isNumeric(heading, rows, column);
  const state = next(heading.getAttribute("aria-sort") ?? "none", numeric);
  for (const other of table.tHead.rows[0].cells) {
    other.removeAttribute("aria-sort");
  }
  if (state !== "none") {
    heading.setAttribute("aria-sort", state);
  }
  const sign = state === "ascending" ? 1 : -1;
  const sorted =
    state === "none"
      ? rows
      : [...rows].sort((a, b) => compare(key(a, column, numeric), key(b, column, numeric), numeric, sign));
  table.tBodies[0].append(...sorted);
}

function makeSortable(table, rows) {
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    if (heading.textContent !== "") {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => sort(table, rows, heading, column));
    }
  });
}

function makeFilterable(table, rows) {
  const label = document.createElement("label");
  const field = document.createElement("input");
  const count = document.createElement("output");
  label.className = "filter";
  field.type = "search";
  label.append("Rows with ", field, " ", count);
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    rows.forEach((row) => {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = wanted === "" ? "" : `${shown} of ${rows.length}`;
  });
  table.parentElement.before(label);
}

for (const table of document.querySelectorAll("table:not(.confusion):not(.gallery)")) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length >= SORTED) {
    makeSortable(table, rows);
  }
  if (rows.length >= FILTERED) {
    makeFilterable(table, rows);
  }
}
