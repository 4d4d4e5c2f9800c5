// A surge: ten thousand pages a second for a minute, over two thousand connections.

import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { join } from "node:path";
import * as bench from "./bench.mjs";

const { QUICK, number, table } = bench;
const CONNECTIONS = QUICK ? 100 : 2_000;
const RATE = QUICK ? 500 : 10_000;
const SECONDS = QUICK ? 3 : 60;
const PROBES = 10;

const HOW = `\`h2load\` (HTTP/1.1, two threads) opens ${number(CONNECTIONS)} connections and on each asks ${RATE /
CONNECTIONS} times a second for the next of some 300 addresses: the home page, searches, datasets, organisations, in
both languages, of a portal with the real catalogue, as nobody in particular and with \`Accept-Encoding: br\`. A
connection whose answer is late asks no second question meanwhile, so that what was not asked in time is missing
from the rate. Beside it a second client asks ${PROBES} times a second over connections of its own and reads what a
refusal says.`;

await bench.bench("surge", "A surge", async (folder) => {
  const data = join(folder, "portal");
  if (QUICK) await bench.kaishu("demo", "--data", data);
  else await bench.importInto(data, "portals", "--full-speed", bench.realRecords());
  const server = await bench.serve(data);
  const paths = await mixed(server.url);
  const addresses = join(folder, "addresses");
  await writeFile(addresses, paths.map((path) => server.url + path).join("\n"));
  const log = join(folder, "log");
  const before = await bench.memory(server.pid);
  const probe = startProbe(server.url, paths);
  const words = ["--h1", "-t2", `-c${CONNECTIONS}`, `--rps=${RATE / CONNECTIONS}`, "-D", String(SECONDS)];
  words.push("-H", "accept-encoding: br", "--log-file", log, "-i", addresses);
  bench.say("the surge");
  const { stdout } = await bench.run("h2load", words, { maxBuffer: 1 << 24 });
  const probes = await probe();
  const after = await bench.memory(server.pid);
  const answered = await read(log);
  const broken = stdout.match(/requests: .*?(\d+) failed, (\d+) errored, (\d+) timeout/);
  if (!broken) throw new Error(`h2load said:\n${stdout}`);
  const at = (share) => number(bench.percentile(answered.milliseconds, share));
  const count = (status) => answered.statuses.get(status) ?? 0;
  const others = [...answered.statuses].filter(([status]) => status !== 200 && status !== 503);
  const total = answered.milliseconds.length;
  const rows = [
    ["asked for, pages/s", number(RATE)],
    ["answered, pages/s", number(total / SECONDS)],
    ["200", `${number(count(200))} (${((count(200) / total) * 100).toFixed(2)} %)`],
    ["503", number(count(503))],
    ["other statuses", others.map(([status, many]) => `${status}: ${many}`).join(", ") || "none"],
    ["errored or timed out", Number(broken[2]) + Number(broken[3])],
    ["median, p95, p99, longest ms", [0.5, 0.95, 0.99, 1].map(at).join(", ")],
    ["the second client: asked, 200, 503, with Retry-After, failed", probes],
    ["resident memory before and after, MiB", `${number(before.rss)}, ${number(after.rss)}`],
    ["of it not of files, MiB", `${number(before.own)}, ${number(after.own)}`],
  ];
  return [HOW, table(["", ""], rows)].join("\n\n");
});

/** Some 300 addresses of pages, in a mixed order. */
async function mixed(url) {
  const random = bench.chance(5);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const { items } = await bench.ask(url, "/api/datasets?limit=100");
  const organisations = (await bench.ask(url, "/api/organisations?limit=30")).items;
  const words = "医院 学校 停车场 企业 公交 空气质量 预算 招聘 养老 幼儿园 药店 图书馆".split(" ");
  const kinds = [
    [20, () => "/"],
    [5, () => "/en"],
    [30, () => `/datasets?q=${encodeURIComponent(pick(words))}`],
    [10, () => `/datasets?q=${encodeURIComponent(`${pick(words)} ${pick(words)}`)}&open_type=unconditional`],
    [5, () => "/datasets?sort=newest"],
    [5, () => `/en/datasets?q=${encodeURIComponent(pick(words))}`],
    [20, () => `/datasets/${pick(items).id}`],
    [5, () => `/organisations/${pick(organisations).id}`],
  ];
  return Array.from({ length: 300 }, () => {
    let lot = random() * 100;
    return kinds.find(([share]) => (lot -= share) < 0)[1]();
  });
}

/** Asks on the side until it is told to stop, and then gives what came back. */
function startProbe(url, paths) {
  const came = { asked: 0, fine: 0, refused: 0, told: 0, failed: 0 };
  const underway = [];
  const timer = setInterval(() => {
    const path = paths[came.asked % paths.length];
    came.asked += 1;
    const answer = fetch(url + path, { signal: AbortSignal.timeout(30_000), headers: { connection: "close" } }).then(
      async (response) => {
        await response.arrayBuffer();
        if (response.status === 200) came.fine += 1;
        else if (response.status !== 503) came.failed += 1;
        else {
          came.refused += 1;
          came.told += response.headers.has("retry-after");
        }
      },
      () => (came.failed += 1),
    );
    underway.push(answer);
  }, 1000 / PROBES);
  return async () => {
    clearInterval(timer);
    await Promise.all(underway);
    return Object.values(came).join(", ");
  };
}

/** The statuses with how often they came, and the sorted times, of h2load's log. */
async function read(log) {
  const statuses = new Map();
  const milliseconds = [];
  for await (const line of createInterface({ input: createReadStream(log) })) {
    const [, status, microseconds] = line.split("\t").map(Number);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    milliseconds.push(microseconds / 1000);
  }
  return { statuses, milliseconds: Float64Array.from(milliseconds).sort() };
}
