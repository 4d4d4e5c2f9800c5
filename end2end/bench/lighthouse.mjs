// Lighthouse on the home page, the search page, the results of a search, and a dataset: as a phone on a slow line.

import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as bench from "./bench.mjs";

const { QUICK, number, table } = bench;
const TURNS = QUICK ? 1 : 3;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const CHROMIUM = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const HOW = `Lighthouse (npm, the version in \`end2end/bench/package-lock.json\`) with Debian's Chromium and its
standard settings: a phone of the middle class on a slow 4G line, both simulated. Of ${TURNS} runs the one with the
middle score of performance. Over plain HTTP on loopback, which Lighthouse takes for safe; what only HTTPS or a
public address can show is not judged here.`;

await bench.bench("lighthouse", "Lighthouse", async (folder) => {
  const data = join(folder, "portal");
  await bench.kaishu("demo", "--data", data);
  const server = await bench.serve(data);
  const words = encodeURIComponent("医院");
  const { items } = await bench.ask(server.url, `/api/datasets?limit=1&q=${words}`);
  const pages = {
    home: "/",
    search: "/datasets",
    // The portal asks search engines to leave queries alone, which are without number: that costs this one its SEO.
    "results of a search": `/datasets?q=${words}`,
    "a dataset": `/datasets/${items[0].id}`,
  };
  const rows = [];
  const failing = [];
  for (const [name, path] of Object.entries(pages)) {
    const runs = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      bench.say(`${name}, run ${turn + 1}`);
      runs.push(await look(folder, server.url + path));
    }
    runs.sort((a, b) => a.categories.performance.score - b.categories.performance.score);
    const { categories, audits } = runs[(runs.length - 1) >> 1];
    const value = (audit) => audits[audit].numericValue;
    rows.push([
      name,
      ...CATEGORIES.map((category) => Math.round(categories[category].score * 100)),
      number(value("largest-contentful-paint")),
      value("cumulative-layout-shift").toFixed(3),
      number(value("total-blocking-time")),
    ]);
    failing.push(...short(name, audits, categories));
  }
  const head = ["page", "performance", "accessibility", "best practices", "SEO", "LCP ms", "CLS", "TBT ms"];
  const audits = failing.length ? `What cost points:\n\n${failing.join("\n")}` : "Nothing cost points.";
  return [HOW, table(head, rows), audits].join("\n\n");
});

async function look(folder, url) {
  const output = join(folder, "report.json");
  await mkdir(join(folder, "tmp"), { recursive: true });
  const words = [url, "--quiet", "--output=json", `--output-path=${output}`, `--only-categories=${CATEGORIES}`];
  words.push(`--chrome-flags=${CHROMIUM.join(" ")}`);
  const env = { ...process.env, CHROME_PATH: process.env.CHROMIUM ?? "/usr/bin/chromium", TMPDIR: join(folder, "tmp") };
  await bench.run(join(bench.HERE, "node_modules/.bin/lighthouse"), words, { env, maxBuffer: 1 << 26 });
  const report = JSON.parse(await readFile(output, "utf8"));
  if (report.runtimeError) throw new Error(report.runtimeError.message);
  return report;
}

/** The audits with less than the whole score that have a weight in a category. */
function short(page, audits, categories) {
  const weighty = new Map();
  for (const category of CATEGORIES) {
    for (const { id, weight } of categories[category].auditRefs) if (weight > 0) weighty.set(id, category);
  }
  return Object.values(audits)
    .filter(({ id, score }) => weighty.has(id) && score !== null && score < 0.995)
    .map(({ id, score, title, displayValue }) => {
      const facts = [`${weighty.get(id)} ${(score * 100).toFixed(0)}`, displayValue].filter(Boolean).join(", ");
      return `- ${page}: \`${id}\` (${facts}): ${title}`;
    });
}
