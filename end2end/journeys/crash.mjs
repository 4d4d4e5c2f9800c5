// `kill -9` at the worst moments: nothing half visible, and the next start recovers by itself.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { BINARY, ask, askAll, importInto, kaishu, serve, until } from "../portal.mjs";
import { largePackage } from "../prepare.mjs";
import { sha256 } from "../steps.mjs";

const folder = mkdtempSync(join(tmpdir(), "kaishu-crash-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const RECORDS = 8000;
const WORD = "坠落试验";

/** Records in the shape of the `portals` import. */
function records() {
  const path = join(folder, "records.jsonl");
  const lines = Array.from({ length: RECORDS }, (_, n) =>
    JSON.stringify({
      portal: "crash_test",
      province: "山东省",
      city: "青岛市",
      n,
      title: `${WORD}第 ${n} 号登记表`,
      department: `第 ${n % 20} 试验局`,
      category: "城市建设",
      is_open: "无条件开放",
      description: `登记 ${n} 的摘要，用来看导入中断以后是否完整。`,
      update_frequency: "每年",
      data_formats: "['csv']",
      update_time: "2024-06-01",
      url: `https://example.org/crash/${n}`,
    }),
  );
  writeFileSync(path, lines.join("\n") + "\n");
  return path;
}

/** Starts a command that will be killed. */
function start(...words) {
  return spawn(BINARY, words, { stdio: "ignore" });
}

/** Kills it, if it was still at work. */
async function kill(child) {
  assert.equal(child.exitCode, null, "it was still at work when it was killed");
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

const found = async (url) => (await ask(url, `/api/datasets?limit=1&q=${encodeURIComponent(WORD)}`)).total;

test("server and import are killed in the middle of an import", { timeout: 300_000 }, async () => {
  const data = join(folder, "import");
  const file = records();
  await kaishu("demo", "--data", data);
  let server = await serve(data);
  const before = (await ask(server.url, "/api/statistics")).datasets;
  const importing = start("import", "--data", data, "--from", "portals", file);
  await until(() => found(server.url), "the first imported records in the search");
  await Promise.all([kill(importing), server.kill()]);

  server = await serve(data);
  try {
    const kept = await found(server.url);
    assert.ok(kept > 0 && kept < RECORDS, `${kept} records were committed before the kill`);
    const report = await importInto(data, "portals", file);
    assert.deepEqual(report, { ...report, read: RECORDS, imported: RECORDS - kept, unchanged: kept, changed: 0, refused: 0 });
    await until(async () => (await found(server.url)) === RECORDS, "all records in the search");
    const items = await askAll(server.url, `q=${encodeURIComponent(WORD)}`);
    assert.equal(new Set(items.map((item) => item.title)).size, RECORDS);
    assert.equal((await ask(server.url, "/api/statistics")).datasets, before + RECORDS);
    const page = await fetch(`${server.url}/datasets/${items[0].id}`);
    assert.equal(page.status, 200);
  } finally {
    await server.stop();
  }
});

test("an import is killed while it stores a file", { timeout: 300_000 }, async () => {
  const data = join(folder, "file");
  const title = "中断试验读数";
  const source = await largePackage(join(folder, "package"), title);
  await kaishu("demo", "--data", data);
  const weight = sizeBelow(data);
  const importing = start("import", "--data", data, "--from", "datapackage", source);
  await until(() => importing.exitCode !== null || sizeBelow(data) > weight + 3_000_000, "three megabytes on the disk");
  await kill(importing);

  const server = await serve(data);
  const query = `q=${encodeURIComponent(title)}`;
  try {
    const visible = (await askAll(server.url, query)).filter((item) => item.title === title);
    assert.deepEqual(visible, [], "half a dataset is no dataset");
    const report = await importInto(data, "datapackage", source);
    assert.equal(report.imported, 1);
    const [item] = await until(async () => {
      const items = (await askAll(server.url, query)).filter((i) => i.title === title);
      return items.length > 0 && items;
    }, "the dataset in the search");
    const { files } = await ask(server.url, `/api/datasets/${item.id}`);
    const path = join(folder, "readings.csv");
    writeFileSync(path, Buffer.from(await (await fetch(server.url + files[0].url)).arrayBuffer()));
    assert.equal(await sha256(path), files[0].sha256);
    assert.equal(await sha256(path), await sha256(join(source, "readings.csv")));
  } finally {
    await server.stop();
  }
});

test("the server is killed while it rebuilds the index", { timeout: 300_000 }, async () => {
  const data = join(folder, "import");
  let server = await serve(data);
  const before = (await ask(server.url, "/api/statistics")).datasets;
  const rebuilding = start("reindex", "--data", data);
  await once(rebuilding, "spawn");
  await server.kill();
  rebuilding.kill("SIGKILL");

  server = await serve(data);
  try {
    assert.equal(await found(server.url), RECORDS);
    assert.equal((await ask(server.url, "/api/datasets?limit=1")).total, before);
    await kaishu("doctor", "--data", data);
  } finally {
    await server.stop();
  }
});

/** How many bytes lie below a folder at this moment. */
function sizeBelow(path) {
  let size = 0;
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    try {
      size += statSync(join(entry.parentPath ?? entry.path, entry.name)).size;
    } catch {
      // It was renamed or removed since it was listed.
    }
  }
  return size;
}
