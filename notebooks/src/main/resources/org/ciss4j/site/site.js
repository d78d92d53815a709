// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
'use strict';
(() => {
  const MOST = 20;
  const AROUND = 70;
  const root = document.body.dataset.root;
  const field = document.getElementById('query');
  const list = document.getElementById('results');
  const entries = window.searchIndex.map(([address, page, section, text]) => ({
    address, page, section, text,
    folded: { page: page.toLowerCase(), section: section.toLowerCase(), text: text.toLowerCase() }
  }));

  /** How well an entry fits: 0 where a word is not in it. */
  const fit = (entry, words) => {
    let sum = 0;
    for (const word of words) {
      const { page, section, text } = entry.folded;
      const found = (section === word ? 20 : 0) + (section.startsWith(word) ? 6 : 0) + (section.includes(word) ? 8 : 0)
        + (page.includes(word) ? 4 : 0) + Math.min(5, text.split(word).length - 1);
      if (found === 0) {
        return 0;
      }
      sum += found;
    }
    return sum;
  };

  const element = (name, text) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };

  /** What stands around the first word that is found. */
  const excerpt = (entry, words) => {
    const at = Math.max(0, ...words.map(word => entry.folded.text.indexOf(word)));
    const start = Math.max(0, at - AROUND);
    return (start > 0 ? '… ' : '') + entry.text.slice(start, at + 2 * AROUND);
  };

  const item = (entry, words) => {
    const link = element('a', entry.section);
    link.href = root + entry.address;
    const made = document.createElement('li');
    made.append(link, ' ', element('span', entry.page), element('p', excerpt(entry, words)));
    return made;
  };

  const search = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(word => word !== '');
    const found = entries.map(entry => [fit(entry, words), entry])
      .filter(([sum]) => sum > 0)
      .sort(([a], [b]) => b - a)
      .slice(0, MOST);
    list.hidden = words.length === 0;
    list.replaceChildren(...(found.length > 0
      ? found.map(([, entry]) => item(entry, words)) : [element('li', 'Nothing is found.')]));
  };

  const close = () => {
    list.hidden = true;
  };

  field.addEventListener('input', search);
  field.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      close();
    } else if (event.key === 'Enter') {
      list.querySelector('a')?.click();
    }
  });
  list.addEventListener('click', close);
  document.addEventListener('keydown', event => {
    if (event.key === '/' && document.activeElement !== field) {
      event.preventDefault();
      field.focus();
    }
  });
})();
