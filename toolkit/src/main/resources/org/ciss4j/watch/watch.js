// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
// Fetches the page again now and then and puts it in the place of the old one when its pictures are there.
"use strict";

const PAUSE = 5000;

async function refresh() {
  if (document.hidden) {
    return;
  }
  const answer = await fetch("/", { cache: "no-store" });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(text);
  }
  const next = document.importNode(new DOMParser().parseFromString(text, "text/html").body, true);
  await Promise.all([...next.querySelectorAll("img")].map((image) => image.decode().catch(() => {})));
  document.body.replaceWith(next);
}

function say(words) {
  const line = document.getElementById("state") ?? document.createElement("p");
  line.id = "state";
  line.setAttribute("role", "status");
  line.textContent = words;
  document.body.prepend(line);
}

async function watch() {
  try {
    await refresh();
  } catch (error) {
    say(`No answer: ${error.message}`);
  }
  setTimeout(watch, PAUSE);
}

setTimeout(watch, PAUSE);
