// The search over HTTP beside Groonga's: the same records, words, facets, number of results, and machine.

import { writeFile } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import * as bench from "./bench.mjs";
import * as groonga from "./groonga.mjs";
import { countPlainly, kaishuPath, phrases, sample } from "./queries.mjs";
import { writeRecords } from "./records.mjs";

const { QUICK, number, table, timed } = bench;
const SIZES = (process.env.SIZES ?? (QUICK ? "2000" : "49922,1000000")).split(",").map(Number);
// More than the 512 questions whose counts the portal keeps, which it forgets all at once.
const QUERIES = QUICK ? 800 : 6000;
const CONNECTIONS = QUICK ? [1, 8] : [1, 8, 32];
const SECONDS = QUICK ? 1 : 10;
const TURNS = QUICK ? 1 : 3;

const HOW = `Both peers hold the same records, as Kaishu imported them: of the real catalogues of 34 portals, and
beyond these copies in other cities with other years and numbers (\`end2end/bench/records.mjs\`), which have their
originals' words. A question is one to three words of one title, a fifth of them narrowed by a facet; ${QUERIES}
distinct ones in turn, so that no cache of results helps either side. Every answer has the total, the 20 best with
marked titles and pieces of descriptions, and the counts of six facets (by Kaishu for each facet as if nothing of it
were chosen). Groonga is Debian's (groonga-httpd, two workers, query cache off): TokenBigram, NormalizerAuto,
weights by field, drilldowns in the same request. Load: \`wrk\`, two threads, each peer in turns; the middle of
${TURNS} runs of ${SECONDS} s after a warm-up.`;

await bench.bench("search", "Search over HTTP, beside Groonga", async (folder) => {
  const parts = [];
  for (const size of SIZES) parts.push(await compare(join(folder, String(size)), size));
  return [HOW, ...parts].join("\n\n");
});

async function compare(folder, size) {
  const source = join(folder, "records.jsonl");
  const records = join(folder, "loaded.jsonl");
  const data = join(folder, "portal");
  await bench.run("mkdir", ["-p", folder]);
  await timed(`${size} records`, () => writeRecords(bench.realRecords(), source, size));
  const imported = await timed("import into Kaishu", () => bench.importInto(data, "portals", "--full-speed", source));
  const indexed = await timed("Kaishu's index", () => bench.kaishu("reindex", "--data", data));
  await dump(join(data, "kaishu.db"), records);
  const built = await timed("Groonga's database and index", () => groonga.build(join(folder, "groonga"), records));

  const ready = [];
  for (let turn = 0; turn < (QUICK ? 1 : 5); turn += 1) ready.push(await bench.untilReady(data));
  const kaishu = await bench.serve(data);
  const peer = await groonga.serve(join(folder, "groonga"), built.result);
  const idle = [await bench.memory(kaishu.pid), await bench.memory(peer.pid)];

  const answers = await compareAnswers(kaishu.url, peer.url, records);
  const queries = await sample(records, QUERIES);
  const totals = await compareTotals(kaishu.url, peer.url, queries.slice(0, QUICK ? 50 : 500));
  const paths = { kaishu: join(folder, "kaishu.paths"), groonga: join(folder, "groonga.paths") };
  await writeFile(paths.kaishu, queries.map(kaishuPath).join("\n"));
  await writeFile(paths.groonga, queries.map(groonga.pathOf).join("\n"));
  const peers = {
    Kaishu: { url: kaishu.url, paths: paths.kaishu },
    Groonga: { url: peer.url, paths: paths.groonga },
  };
  const rows = [];
  for (const connections of CONNECTIONS) {
    const load = (seconds) => ({ url, paths }) => bench.wrk(url, { paths, connections, seconds });
    bench.say(`load with ${connections} connections`);
    await bench.inTurns(peers, 1, load(QUICK ? 1 : 5));
    const measured = await bench.inTurns(peers, TURNS, load(SECONDS));
    for (const [name, each] of Object.entries(measured)) {
      const wrong = each.refused + each.broken;
      rows.push([`${connections}, ${name}`, ...[each.rate, each.p50, each.p99, each.bytes / 1024].map(number), wrong]);
    }
  }
  const busy = [await bench.memory(kaishu.pid), await bench.memory(peer.pid)];
  await kaishu.stop();
  await peer.stop();

  const mibOf = async (path) => number(await bench.size(path));
  const mib = (list, key) => list.map((one) => number(one[key]));
  const { read, imported: came } = imported.result;
  return [
    `## ${number(came)} datasets (of ${number(read)} records)`,
    table(["connections", "answers/s", "median ms", "p99 ms", "KiB an answer", "refused or broken"], rows),
    table(
      ["", "Kaishu", "Groonga"],
      [
        ["idle memory, PSS MiB", ...mib(idle, "pss")],
        ["memory after the load, PSS MiB", ...mib(busy, "pss")],
        ["of it not of files, MiB", ...mib(busy, "own")],
        ["index on disk, MiB", await mibOf(join(data, "index")), await mibOf(join(folder, "groonga"))],
        ["records on disk, MiB", await mibOf(join(data, "kaishu.db")), "with the index"],
        ["reading the records in, s", number(imported.seconds), "with the index"],
        ["building the index, s", number(indexed.seconds), number(built.seconds)],
        ["start of the server to readiness, ms", number(bench.median(ready)), number(peer.milliseconds)],
      ],
    ),
    answers,
    totals,
  ].join("\n\n");
}

/** Writes what the portal's database has for guests into a file. */
async function dump(database, file) {
  const child = spawn("python3", [join(bench.HERE, "records.py"), database], { stdio: ["ignore", "pipe", "inherit"] });
  const out = child.stdout.pipe(createWriteStream(file));
  const [[status]] = await Promise.all([once(child, "exit"), once(out, "finish")]);
  if (status !== 0) throw new Error("the records could not be read from the database");
}

/** Phrases, which all three understand alike: the piece stands in title, keywords, publisher or description. */
async function compareAnswers(url, peer, records) {
  bench.say("answers compared with a plain count");
  const asked = await phrases(records, QUICK ? 20 : 100);
  const plain = await countPlainly(records, asked);
  const rows = [];
  const right = { kaishu: 0, groonga: 0, facets: 0 };
  for (const [at, phrase] of asked.entries()) {
    const answer = await bench.ask(url, kaishuPath(phrase));
    const other = await groonga.ask(peer, phrase);
    right.kaishu += answer.total === plain[at];
    right.groonga += other.total === plain[at];
    right.facets += sameFacets(answer.facets, other.facets);
    if (answer.total !== plain[at] || other.total !== plain[at]) {
      rows.push([phrase.text, plain[at], answer.total, other.total]);
    }
  }
  const text =
    `Answers: of ${asked.length} quoted phrases, the total is that of a plain count over all records (NFKC, the piece ` +
    `stands in title, keywords, publisher or description) for ${right.kaishu} by Kaishu and ${right.groonga} by ` +
    `Groonga; the counts of open types, formats, cycles and themes are the same on both sides for ${right.facets}. ` +
    "Kaishu also finds traditional and variant characters by the usual ones (調査 by 调查), which the plain count does not.";
  if (!rows.length) return text;
  return `${text} The others (at most 10):\n\n${table(["phrase", "plain count", "Kaishu", "Groonga"], rows.slice(0, 10))}`;
}

function sameFacets(facets, others) {
  return ["open_type", "format", "cycle", "theme"].every((facet) => {
    const one = Object.fromEntries(facets[facet].map(({ value, count }) => [value, count]));
    const other = Object.fromEntries(Object.entries(others[facet] ?? {}).filter(([value]) => value));
    return Object.keys({ ...one, ...other }).every((value) => one[value] === other[value]);
  });
}

/** The questions of the load: words are segmented by the one and pieces of text to the other, so totals differ. */
async function compareTotals(url, peer, queries) {
  let [same, more, none] = [0, 0, 0];
  for (const query of queries) {
    const { total } = await bench.ask(url, kaishuPath(query));
    const other = (await groonga.ask(peer, query)).total;
    same += total === other;
    more += total > other;
    none += total === 0;
  }
  return (
    `Of ${queries.length} questions of the load (words as words here, as pieces of text there), the totals are the ` +
    `same for ${same}, Kaishu finds more for ${more}, and nothing for ${none}.`
  );
}
