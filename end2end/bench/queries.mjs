// Queries made of the titles of a catalogue by a seed: one, two and three words, common and rare, some narrowed.

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { chance } from "./bench.mjs";

const FILTERS = [
  ["open_type", "unconditional"],
  ["open_type", "conditional"],
  ["format", "CSV"],
  ["format", "XLSX"],
  ["format", "JSON"],
  ["cycle", "7"],
  ["cycle", "4"],
];

/** The records of a file, one a line. */
export async function* recordsOf(file) {
  for await (const line of createInterface({ input: createReadStream(file) })) yield JSON.parse(line);
}

/**
 * `count` distinct queries `{words, filter}` of the titles in the file: two fifths of one word, two fifths of two of
 * one title, a fifth of three; a fifth narrowed by a value of a facet. Words are those of ICU's segmentation, of two
 * characters or more.
 */
export async function sample(file, count, seed = 7) {
  const random = chance(seed);
  const titles = [];
  let seen = 0;
  // Some hundred thousand titles are enough to draw from; each has the same chance to be among them.
  for await (const { title } of recordsOf(file)) {
    seen += 1;
    if (titles.length < 100_000) titles.push(title);
    else if (random() * seen < 100_000) titles[Math.floor(random() * 100_000)] = title;
  }
  const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
  const wordsOf = (title) =>
    [...segmenter.segment(title)].map(({ segment }) => segment).filter((word) => /^\p{Script=Han}{2,}$/u.test(word));
  const pick = (list) => list[Math.floor(random() * list.length)];
  const queries = new Map();
  for (let tried = 0; queries.size < count; tried += 1) {
    if (tried > count * 200) throw new Error(`the titles give ${queries.size} distinct queries only`);
    const share = random();
    const wanted = share < 0.4 ? 1 : share < 0.8 ? 2 : 3;
    const found = [...new Set(wordsOf(pick(titles)))];
    if (found.length < wanted) continue;
    const chosen = [];
    while (chosen.length < wanted) chosen.push(...found.splice(Math.floor(random() * found.length), 1));
    const filter = random() < 0.2 ? pick(FILTERS) : undefined;
    const words = chosen.join(" ");
    queries.set(`${words} ${filter ?? ""}`, { words, filter });
  }
  return [...queries.values()];
}

/** `count` distinct pieces of 2 to 6 Chinese characters out of the titles in the file, quoted: `"…"`. */
export async function phrases(file, count, seed = 11) {
  const random = chance(seed);
  const runs = [];
  for await (const { title } of recordsOf(file)) {
    if (random() < 0.2) runs.push(...(title.match(/\p{Script=Han}{2,}/gu) ?? []));
  }
  const chosen = new Set();
  while (chosen.size < count) {
    const run = [...runs[Math.floor(random() * runs.length)]];
    const length = Math.min(run.length, 2 + Math.floor(random() * 5));
    const from = Math.floor(random() * (run.length - length + 1));
    chosen.add(run.slice(from, from + length).join(""));
  }
  return [...chosen].map((text) => ({ text, words: `"${text}"` }));
}

/** How many records of the file have each phrase in title, keywords, publisher or description: every record is looked at. */
export async function countPlainly(file, phrases) {
  const counts = phrases.map(() => 0);
  for await (const { title, keywords, publisher_name, description } of recordsOf(file)) {
    const text = [title, keywords, publisher_name, description].join("\n").normalize("NFKC");
    phrases.forEach((phrase, at) => {
      if (text.includes(phrase.text)) counts[at] += 1;
    });
  }
  return counts;
}

/** The path that asks Kaishu. */
export function kaishuPath({ words, filter }) {
  const parameters = new URLSearchParams({ q: words, limit: "20" });
  if (filter) parameters.set(...filter);
  return `/api/datasets?${parameters}`;
}
