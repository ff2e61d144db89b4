// Searches this page for the rule behind a message. It ranks as `pidlab why`
// does: harness/suite/search.cpp and words.cpp have the same steps, and the
// reasons for them. Their words and weights are in the element "search-index".
'use strict';
const { symptoms, claims, words: tables, weights } =
  JSON.parse(document.getElementById('search-index').textContent);

const lower = (text) => text.replace(/[A-Z]+/g, (part) => part.toLowerCase());
const errorOf = new Map(tables.errors);
const errors = new Set(tables.errors.map(([, name]) => lower(name)));
const described = new Map(tables.descriptions);
const description = new RegExp('(?<![a-z])(?:' + tables.descriptions
  .map(([text]) => text.replace(/[^a-z0-9 ]/g, '\\$&')).join('|') + ')', 'g');
const synonyms = new Map(Object.entries(tables.synonyms));
const sayNothing = new Set(tables.say_nothing);

function withErrorNames(text) {
  let out = '', end = 0;
  for (const found of lower(text).matchAll(description)) {
    out += text.slice(end, found.index) + described.get(found[0]);
    end = found.index + found[0].length;
  }
  return out + text.slice(end);
}

function stemOf(word) {
  const drop = (ending, minimum) => {
    if (!word.endsWith(ending) || word.length < minimum) return false;
    word = word.slice(0, -ending.length);
    return true;
  };
  if (word.endsWith('ss')) return word;
  if (drop('sses', 6)) return word + 'ss';
  if (drop('ies', 5)) return word + 'y';
  drop('s', 4);
  if (drop('ing', 6) || drop('ed', 5)) word = word.replace(/([bdgmnpt])\1$/, '$1');
  drop('e', 5);
  return word;
}

function wordsOf(text) {
  const words = [];
  let before = '';  // the word before a number, or ""
  for (const [written] of withErrorNames(text).matchAll(/[A-Za-z0-9]+/g)) {
    const word = lower(written);
    const isNumber = !/[a-z]/.test(word);
    if (isNumber && before && word.length <= 3) {
      const name = /^(errno|retcode|error)$/.test(before) && errorOf.get(Number(word));
      words.push(name ? { stem: lower(name), written: name }
                      : { stem: stemOf(before) + word, written: before + ' ' + word });
    }
    before = isNumber || word.replace(/[^0-9]/g, '').length > 2 ? '' : word;
    if (before.length > 1 && !sayNothing.has(word))
      words.push({ stem: errors.has(word) ? word : stemOf(synonyms.get(word) ?? word), written });
  }
  return words;
}

function editDistance(a, b) {
  const row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; ++i) {
    let diagonal = row[0];
    row[0] = i;
    for (let j = 1; j <= b.length; ++j) {
      const replaced = diagonal + (a[i - 1] !== b[j - 1]);
      diagonal = row[j];
      row[j] = Math.min(replaced, row[j] + 1, row[j - 1] + 1);
    }
  }
  return row[b.length];
}

class SearchIndex {
  constructor({ ids, entries }) {
    this.entriesWith = new Map();
    let total = 0;
    this.entries = entries.map(({ count, names }, i) => {
      const entry = { id: ids[i], count: new Map(Object.entries(count)), names, length: 0 };
      for (const [word, times] of entry.count) {
        this.entriesWith.set(word, (this.entriesWith.get(word) ?? 0) + 1);
        entry.length += times;
      }
      total += entry.length;
      return entry;
    });
    this.meanLength = total > 0 ? total / entries.length : 1;
    this.known = [...this.entriesWith.keys()].sort();
  }

  rarity(word) {
    const having = this.entriesWith.get(word) ?? 0;
    const rare = Math.log(1 + (this.entries.length - having + 0.5) / (having + 0.5));
    return errors.has(word) ? Math.min(rare, weights.highest_error_rarity) : rare;
  }

  nearest(word) {
    let best = '', bestDistance = word.length < 8 ? 2 : 3;
    if (word.length < 5) return best;
    for (const known of this.known) {
      if (Math.abs(known.length - word.length) > 2) continue;
      const distance = editDistance(word, known);
      if (distance < bestDistance) [best, bestDistance] = [known, distance];
    }
    return best;
  }

  asked(question) {
    const all = [], seen = new Set();
    const isNew = (stem) => !seen.has(stem) && seen.add(stem);
    for (const word of wordsOf(question)) {
      if (!isNew(word.stem)) continue;
      const known = this.entriesWith.has(word.stem);
      const stem = known ? word.stem : this.nearest(word.stem);
      if (stem !== word.stem && stem && !isNew(stem)) continue;
      all.push({ stem, written: word.written, weight: known ? 1 : weights.misspelled });
    }
    return all;
  }

  find(question) {
    const words = this.asked(question);
    const weightOf = new Map();
    let all = 0;
    for (const { stem, weight } of words) {
      all += this.rarity(stem);
      if (stem && !weightOf.has(stem)) weightOf.set(stem, weight);
    }
    const { k1, b } = weights;
    const hits = this.entries.map((entry) => {
      const hit = { id: entry.id, score: 0, matched: [] };
      let ofQuestion = 0;
      for (const { stem, written, weight } of words) {
        const tf = entry.count.get(stem);
        if (!tf) continue;
        hit.score += weight * this.rarity(stem) * tf * (k1 + 1) /
          (tf + k1 * (1 - b + b * entry.length / this.meanLength));
        ofQuestion += this.rarity(stem) / all;
        hit.matched.push(written);
      }
      let ofName = 0;
      for (const name of entry.names) {
        let there = 0, wanted = 0;
        for (const stem of name) {
          wanted += this.rarity(stem);
          there += this.rarity(stem) * (weightOf.get(stem) ?? 0);
        }
        if (wanted > 0) ofName = Math.max(ofName, there / wanted);
      }
      hit.score *= weights.of_any + ofName + weights.of_asked * ofQuestion;
      hit.named = ofName >= weights.fitting_name;
      hit.fits = hit.named || ofName + ofQuestion >= weights.fitting_sum;
      return hit;
    });
    hits.sort((one, other) => other.score - one.score);
    return hits.filter((hit) => hit.score > weights.far_behind * hits[0].score)
      .slice(0, weights.most_hits);
  }
}

const inSymptoms = new SearchIndex(symptoms), inClaims = new SearchIndex(claims);
const closeness = (hits) =>
  Math.max(0, ...hits.map((hit) => hit.named ? 2 : hit.fits ? 1 : 0));

function answersTo(question) {
  const ofSymptoms = inSymptoms.find(question), ofClaims = inClaims.find(question);
  return closeness(ofClaims) > closeness(ofSymptoms) ? ofClaims : ofSymptoms;
}

const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const field = make('textarea', { rows: 2, spellcheck: false });
const status = make('p', { role: 'status' });
const list = make('ol', {});

function show() {
  const answers = answersTo(field.value);
  status.textContent =
    !field.value.trim() ? '' :
    !answers.length ? 'No symptom or experiment has any of these words.' :
    !closeness(answers) ? 'No symptom or experiment fits. The nearest:' :
    `${answers.length} found, the best first:`;
  list.replaceChildren(...answers.map(({ id, matched }) => {
    const target = document.getElementById(id);
    // A symptom is the summary of the <details> around what it means.
    const { textContent } = target.closest('.symptom')?.firstChild ?? target;
    return make('li', {}, make('a', { href: '#' + id, textContent }),
      make('small', {}, 'matched: ' + matched.join(', ')));
  }));
}
field.addEventListener('input', show);
document.querySelector('header').append(make('div', { className: 'search', role: 'search' },
  make('label', {}, 'Search: an error message, a log, or words', field), status, list));
show();  // A browser keeps the text of a field when it loads a page again.
