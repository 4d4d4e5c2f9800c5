// Pages: rendered anew and from the cache, beside a plain Axum handler that gives the same bytes out of memory.

import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as bench from "./bench.mjs";

const { QUICK, number, table } = bench;
const CONNECTIONS = QUICK ? [8] : [1, 32];
const SECONDS = QUICK ? 1 : 10;
const TURNS = QUICK ? 1 : 3;
// None of them is kept, so that they may come again.
const RENDERED = 2_000;

const HOW = `The page of a real dataset, the results of a search among 49,198 real datasets, and the home page:
rendered anew (an address with a parameter that the portal does not know, another each time: such pages are never
kept), from the portal's cache of pages, and the same bytes out of the memory of a handler that does nothing else
(\`server/examples/plain.rs\`, the same Axum, with a content type for its only header). Load: \`wrk\`, two threads;
the middle of ${TURNS} runs of ${SECONDS} s in turns.`;

await bench.bench("pages", "Pages, beside a plain handler", async (folder) => {
  const data = join(folder, "portal");
  if (QUICK) await bench.kaishu("demo", "--data", data);
  else await bench.importInto(data, "portals", "--full-speed", bench.realRecords());
  const server = await bench.serve(data);
  const dataset = (await bench.ask(server.url, `/api/datasets?limit=1&q=${encodeURIComponent("医院")}`)).items[0];
  const pages = {
    "a dataset": `/datasets/${dataset.id}`,
    "results of a search": `/datasets?q=${encodeURIComponent("医院")}`,
    home: "/",
  };
  const rows = [];
  for (const [name, path] of Object.entries(pages)) {
    for (const encoding of ["", "br"]) rows.push(...(await measure(folder, server.url, name, path, encoding)));
  }
  const { pss, own } = await bench.memory(server.pid);
  const memory = `Memory of the portal afterwards: ${number(pss)} MiB PSS, ${number(own)} of it not of files.`;
  const head = ["page, connections", "how", "pages/s", "median ms", "p99 ms", "KiB", "refused or broken"];
  return [HOW, table(head, rows), memory].join("\n\n");
});

/** One page in one encoding, in all ways in turns. */
async function measure(folder, url, name, path, encoding) {
  const headers = encoding ? [`Accept-Encoding: ${encoding}`] : [];
  const file = join(folder, "page");
  const words = ["-sSo", file, "-w", "%{content_type}", ...headers.flatMap((header) => ["-H", header]), url + path];
  const { stdout: kind } = await bench.run("curl", words);
  const plain = await plainly(file, kind);
  const anew = join(folder, "anew.paths");
  const kept = join(folder, "kept.paths");
  // Pages with a parameter that the portal does not know are rendered anew each time.
  const sign = path.includes("?") ? "&" : "?";
  await writeFile(anew, Array.from({ length: RENDERED }, (_, at) => `${path}${sign}x=${at}`).join("\n"));
  await writeFile(kept, path);
  const peers = {
    "rendered anew": { url, paths: anew },
    "from the cache": { url, paths: kept },
    "plain Axum handler": { url: plain.url, paths: kept },
  };
  const rows = [];
  for (const connections of CONNECTIONS) {
    bench.say(`${name}, ${encoding || "as it is"}, ${connections} connections`);
    const load = (seconds) => (peer) => bench.wrk(peer.url, { paths: peer.paths, connections, seconds, headers });
    await bench.inTurns(peers, 1, load(1));
    for (const [way, each] of Object.entries(await bench.inTurns(peers, TURNS, load(SECONDS)))) {
      const numbers = [each.rate, each.p50, each.p99, each.bytes / 1024].map(number);
      rows.push([`${name}${encoding && `, ${encoding}`}, ${connections}`, way, ...numbers, each.refused + each.broken]);
    }
  }
  await plain.stop();
  return rows;
}

async function plainly(file, kind) {
  const address = `127.0.0.1:${await bench.freePort()}`;
  const program = join(dirname(process.env.KAISHU_BIN), "examples/plain");
  return bench.start(program, [address, file, kind], `http://${address}/`);
}
