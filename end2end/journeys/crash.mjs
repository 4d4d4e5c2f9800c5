// `kill -9` at the worst moments: nothing half visible, and the next start recovers by itself.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { BINARY, ENVIRONMENT, ask, askAll, importInto, kaishu, serve, until } from "../portal.mjs";
import { PUBLISHER, largePackage } from "../prepare.mjs";
import { sha256 } from "../steps.mjs";

const folder = mkdtempSync(join(tmpdir(), "kaishu-crash-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const RECORDS = 20_000;
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
  return spawn(BINARY, words, { stdio: "ignore", env: ENVIRONMENT });
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
    const counted = async () => (await ask(server.url, "/api/statistics")).datasets === before + RECORDS;
    await until(counted, "the figures of the front page");
    const page = await fetch(`${server.url}/datasets/${items[0].id}`);
    assert.equal(page.status, 200);
  } finally {
    await server.stop();
  }
});

test("an import of a file is killed at every stage", { timeout: 300_000 }, async () => {
  const data = join(folder, "file");
  const title = "中断试验读数";
  const source = await largePackage(join(folder, "package"), title);
  const whole = await sha256(join(source, "readings.csv"));
  await kaishu("demo", "--data", data);
  const server = await serve(data);

  /** How many datasets of that title can be seen; the file of each is whole. */
  const visible = async () => {
    const items = await askAll(server.url, `q=${encodeURIComponent(title)}`);
    const ours = items.filter((item) => item.title === title);
    for (const { id } of ours) {
      const { files } = await ask(server.url, `/api/datasets/${id}`);
      const bytes = Buffer.from(await (await fetch(server.url + files[0].url)).arrayBuffer());
      assert.equal(createHash("sha256").update(bytes).digest("hex"), whole);
    }
    return ours.length;
  };
  try {
    for (const wait of [20, 100, 200, 400, 800, 1600]) {
      const importing = start("import", "--data", data, "--from", "datapackage", "--publisher", PUBLISHER, source);
      const ended = once(importing, "exit");
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, wait))]);
      importing.kill("SIGKILL");
      await ended;
      assert.ok((await visible()) <= 1, "half a dataset is no dataset");
    }
    const report = await importInto(data, "datapackage", "--publisher", PUBLISHER, source);
    assert.equal(report.imported + report.unchanged, 1);
    await until(async () => (await visible()) === 1, "the dataset in the search");
  } finally {
    await server.stop();
  }
  await kaishu("doctor", "--data", data);
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
  } finally {
    await server.stop();
  }
  await kaishu("doctor", "--data", data);
});
