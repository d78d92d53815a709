// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
'use strict';
(() => {
  const MOST = 20;
  const MOST_TYPES = 5;
  const BEFORE = 60;
  const LENGTH = 200;

  /** Words of the field for one thing, which need not be those of the pages. */
  const SYNONYMS = [
    ['replay', '--memory', 'rehearsal', 'exemplar', 'coreset', 'replay buffer', 'replay memory'],
    ['imagenet', 'weights file', 'pretrained', 'pre-trained', 'pretraining'],
    ['called background', 'background', 'background shift', 'semantic shift'],
    ['forget', 'remember', 'forgetting', 'catastrophic forgetting'],
    ['dkdpositive', 'dkd', 'dkd+', 'dkd⁺', 'dkd-plus'],
    ['dkdnegative', 'dkd', 'dkd-', 'dkd−', 'dkd⁻'],
    ['distillation', 'teacher', 'kd'],
    ['hyper-parameter', 'ciss tune', 'hyperparameter', 'hpo', 'optuna', 'sweep'],
    ['predict', 'label photographs', 'inference', 'infer', 'segment'],
    ['--scales', '--flip', 'tta', 'test-time augmentation', 'multi-scale', 'multiscale'],
    ['bf16', 'bfloat16', 'amp', 'mixed precision', 'half precision', 'fp16'],
    ['pseudo-label', 'pseudo label', 'pseudolabel'],
    ['fine-tuning', 'finetuning', 'finetune', 'fine-tune'],
    ['joint', 'upper bound', 'oracle', 'offline'],
    ['incremental', 'continual', 'lifelong'],
    ['mIoU', 'IoU', 'jaccard', 'metric'],
    ['same bits', 'rerun', 'reproducible', 'reproducibility', 'deterministic'],
    ['void', '255', 'ignore index', 'ignore label'],
    ['container', 'docker', 'podman'],
    ['ablate', 'ablation'],
    ['learning rate', '--lr', 'lr'],
    ['base class', 'base step', 'initial step'],
    ['novel', 'new class', 'unseen']
  ].map(group => group.map(word => word.toLowerCase()));

  const root = document.body.dataset.root;
  const field = document.getElementById('query');
  const list = document.getElementById('results');
  const entries = window.searchIndex.map(([address, page, section, text]) => ({
    address, page, section, text,
    isType: address.startsWith('apidocs/'),
    isBackstage: /^(adr\/|changelog|contributing)/.test(address),
    folded: { page: page.toLowerCase(), section: section.toLowerCase(), text: text.toLowerCase() }
  }));

  const singular = word => word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;

  /** A word as it may stand in a text: its own spellings first. */
  const spellings = word => {
    const own = [singular(word)];
    const others = SYNONYMS.filter(group => group.includes(word) || group.includes(own[0])).flat();
    return [...new Set([...own, ...others])];
  };

  /** The words of a question; those that only together mean something are one. */
  const wordsOf = question => {
    let rest = ` ${question.toLowerCase().replace(/\s+/g, ' ')} `;
    const words = [];
    for (const phrase of SYNONYMS.flat().filter(word => word.includes(' '))) {
      if (rest.includes(` ${phrase} `)) {
        rest = rest.replace(phrase, '');
        words.push(phrase);
      }
    }
    return [...words, ...rest.split(' ').filter(word => word !== '')].map(spellings);
  };

  const fitOf = ({ page, section, text }, word) =>
    (section === word ? 20 : 0) + (section.startsWith(word) ? 6 : 0) + (section.includes(word) ? 8 : 0)
      + (page.includes(word) ? 4 : 0) + Math.min(5, text.split(word).length - 1);

  /** How well an entry fits: 0 where a word is not in it in any spelling. */
  const fit = (entry, words) => {
    let sum = 0;
    for (const [own, ...others] of words) {
      const found = Math.max(fitOf(entry.folded, own), ...others.map(other => fitOf(entry.folded, other) / 4));
      if (found === 0) {
        return 0;
      }
      sum += found;
    }
    return entry.isBackstage ? sum / 3 : sum;
  };

  const element = (name, ...parts) => {
    const made = document.createElement(name);
    made.append(...parts);
    return made;
  };

  /** Where words stand in a text that is in small letters: start and end, in order, none in another. */
  const hits = (folded, words) => {
    const all = words.flatMap(spelt => spelt.filter(word => folded.includes(word)).slice(0, 2)).flatMap(word => {
      const found = [];
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        found.push([at, at + word.length]);
      }
      return found;
    }).sort(([a, aEnd], [b, bEnd]) => a - b || bEnd - aEnd);
    let last = 0;
    return all.filter(([start, end]) => start >= last && (last = end) > 0);
  };

  /** A part of a text with its hits marked. */
  const marked = (text, found, from, to) => {
    const parts = [];
    let at = from;
    for (const [start, end] of found.filter(([start, end]) => start >= from && end <= to)) {
      parts.push(text.slice(at, start), element('mark', text.slice(start, end)));
      at = end;
    }
    return [...parts, text.slice(at, to)];
  };

  /** What stands around the first hit, from the beginning of a word. */
  const excerpt = (entry, words) => {
    const found = hits(entry.folded.text, words);
    const first = found.length > 0 ? Math.max(0, found[0][0] - BEFORE) : 0;
    const start = first > 0 ? entry.text.indexOf(' ', first) + 1 : 0;
    const end = start + LENGTH;
    return element('p', start > 0 ? '… ' : '', ...marked(entry.text, found, start, end), end < entry.text.length ? ' …' : '');
  };

  const item = (entry, words) => {
    const title = hits(entry.folded.section, words);
    const link = element('a', ...marked(entry.section, title, 0, entry.section.length));
    link.href = root + entry.address;
    return element('li', link, ' ', element('span', entry.isType ? `type in ${entry.page}` : entry.page), excerpt(entry, words));
  };

  const search = () => {
    const words = wordsOf(field.value);
    const found = entries.map(entry => [fit(entry, words), entry])
      .filter(([sum]) => sum > 0)
      .sort(([a], [b]) => b - a)
      .map(([, entry]) => entry);
    const types = found.filter(entry => entry.isType);
    const pages = found.filter(entry => !entry.isType).slice(0, MOST - Math.min(MOST_TYPES, types.length));
    const shown = [...pages, ...types].slice(0, MOST);
    list.hidden = words.length === 0;
    list.replaceChildren(...(shown.length > 0
      ? shown.map(entry => item(entry, words)) : [element('li', 'Nothing is found.')]));
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
