// Downloads of a hosted file, beside nginx with sendfile: the same bytes, over loopback.

import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";
import * as bench from "./bench.mjs";

const { QUICK, number, table } = bench;
const LARGE = QUICK ? 64 << 20 : 1 << 30;
const SMALL = 10 << 10;
const SECONDS = QUICK ? 1 : 10;
const TURNS = QUICK ? 1 : 5;

const HOW = `The same file from the portal, which checks the digest of each block before it sends it, and from nginx
(Debian's, sendfile, two workers), over loopback; both files are in the system's memory. The large one is fetched
whole by \`curl\`, by one or by four at a time (all bytes by the time of the last); the small one by \`wrk\` with
two threads. The middle of ${TURNS} runs in turns.`;

await bench.bench("download", "Downloads, beside nginx", async (folder) => {
  const data = join(folder, "portal");
  const files = { large: await makePackage(folder, "large", LARGE), small: await makePackage(folder, "small", SMALL) };
  const imported = await bench.timed("import of the files", () =>
    bench.importInto(data, "datapackage", "--publisher", "试验数据局", files.large, files.small),
  );
  const server = await bench.serve(data);
  const nginx = await serveWithNginx(folder);
  const path = {};
  for (const name of ["large", "small"]) {
    const { items } = await bench.ask(server.url, `/api/datasets?limit=100&q=${name}`);
    const dataset = await bench.ask(server.url, `/api/datasets/${items.find((item) => item.title === name).id}`);
    path[name] = new URL(dataset.files[0].url, server.url).pathname;
  }
  const from = (name) => ({
    Kaishu: { url: server.url, path: path[name] },
    nginx: { url: nginx.url, path: `/${name}/readings.csv` },
  });

  const rows = [];
  const digests = new Set();
  for (const { url, path } of Object.values(from("large"))) {
    const { stdout } = await bench.run("bash", ["-c", `curl -sf '${url}${path}' | sha256sum`]);
    digests.add(stdout.split(" ")[0]);
  }
  if (digests.size !== 1) throw new Error("the two peers give different bytes");
  for (const [name, many] of [["large", 1], ["large", 4]]) {
    bench.say(`${many} at a time`);
    for (const [peer, each] of Object.entries(await bench.inTurns(from(name), TURNS, (one) => fetchWhole(one, many)))) {
      rows.push([`${number(LARGE / 2 ** 20)} MiB, ${many} at a time, ${peer}`, number(each.rate), "", "", ""]);
    }
  }
  for (const connections of QUICK ? [8] : [1, 32]) {
    bench.say(`10 KiB, ${connections} connections`);
    const load = async ({ url, path }) => {
      const paths = join(folder, "paths");
      await writeFile(paths, path);
      return bench.wrk(url, { paths, connections, seconds: SECONDS });
    };
    for (const [peer, each] of Object.entries(await bench.inTurns(from("small"), TURNS, load))) {
      const rate = (each.rate * each.bytes) / 2 ** 20;
      const wrong = each.refused + each.broken;
      rows.push([`10 KiB, ${connections} connections, ${peer}`, number(rate), number(each.rate), number(each.p99), wrong]);
    }
  }
  const [own, other] = [await bench.memory(server.pid), await bench.memory(nginx.pid)];
  return [
    HOW,
    table(["file, how, from", "MiB/s", "files/s", "p99 ms", "refused or broken"], rows),
    `Memory afterwards, not of files: Kaishu ${number(own.own)} MiB, nginx ${number(other.own)} MiB. ` +
      `Both give the same bytes (SHA-256). Taking the files in took the portal ${number(imported.seconds)} s.`,
  ].join("\n\n");
});

/** A package of one CSV file of exactly `bytes`, named after itself; gives its folder. */
async function makePackage(folder, name, bytes) {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  const file = createWriteStream(join(path, "readings.csv"));
  file.write("seq,station,reading\n");
  let left = bytes - 20;
  for (let row = 0; left > 0; ) {
    let text = "";
    for (; text.length < 1 << 20; row += 1) {
      text += `${row},站点${(row * 7919) % 10_007},${((row * 104_729) % 9_973) / 10}\n`;
    }
    const block = Buffer.from(text).subarray(0, left);
    left -= block.length;
    if (!file.write(block)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
  const types = { seq: "integer", station: "string", reading: "number" };
  const fields = Object.entries(types).map(([name, type]) => ({ name, type }));
  const resources = [{ name: "readings", path: "readings.csv", format: "csv", schema: { fields } }];
  const description = { name, title: name, licenses: [{ name: "CC0-1.0" }], resources };
  await writeFile(join(path, "datapackage.json"), JSON.stringify(description));
  return path;
}

/** MiB a second at which `many` whole files arrive together. */
async function fetchWhole({ url, path }, many) {
  const began = performance.now();
  await Promise.all(Array.from({ length: many }, () => bench.run("curl", ["-sfo", "/dev/null", url + path])));
  return { rate: (many * LARGE) / 2 ** 20 / ((performance.now() - began) / 1000) };
}

async function serveWithNginx(folder) {
  const port = await bench.freePort();
  const configuration = join(folder, "nginx.conf");
  const user = process.getuid() === 0 ? "user root root;" : "";
  const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const spools = kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`);
  await writeFile(
    configuration,
    `daemon off; worker_processes 2; pid ${folder}/nginx.pid; error_log stderr error; ${user}
     events { worker_connections 1024; }
     http {
       access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; ${spools.join(" ")}
       default_type text/csv; server { listen 127.0.0.1:${port}; root ${folder}; }
     }`,
  );
  return bench.start("/usr/sbin/nginx", ["-p", folder, "-c", configuration], `http://127.0.0.1:${port}/small/readings.csv`);
}
