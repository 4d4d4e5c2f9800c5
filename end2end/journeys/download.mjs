// From a search to the bytes: in the browser, broken off and resumed, in eight parts at once.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { PORTAL, conditionalDataset, datasetThat, openDataset } from "../portal.mjs";
import { LARGE } from "../prepare.mjs";
import { download, follow, open, resultOf, search, sha256 } from "../steps.mjs";
import { journey } from "../journey.mjs";

const folder = mkdtempSync(join(tmpdir(), "kaishu-download-"));
after(() => rmSync(folder, { recursive: true, force: true }));

journey("a citizen downloads a file and its checksum is right", async (page) => {
  const dataset = await openDataset();
  const file = dataset.files[0];
  await open(page, "/");
  await search(page, dataset.title);
  await follow(page, resultOf(page, dataset));
  const shown = await page.locator("main").textContent();
  assert.ok(shown.includes(file.sha256), "the page shows the checksum");
  const got = await download(page, page.locator(`main a[href="${file.url}"]`).first());
  assert.equal(got.name, file.name);
  assert.equal(statSync(got.path).size, file.byte_size);
  assert.equal(await sha256(got.path), file.sha256);
});

journey("a conditional dataset offers no file", async (page) => {
  const dataset = await conditionalDataset();
  assert.deepEqual(dataset.files, []);
  await open(page, `/datasets/${dataset.id}`);
  assert.equal(await page.locator('main a[href*="/files/"]').count(), 0);
});

/** The one large file, and where it is. */
async function large() {
  const [file] = (await datasetThat(`q=${encodeURIComponent(LARGE)}`, (d) => d.title === LARGE)).files;
  assert.ok(file.byte_size > 20_000_000);
  return { ...file, address: PORTAL + file.url };
}

/** Runs a program and gives its exit code. */
function run(program, ...words) {
  const { status, error, stderr } = spawnSync(program, words, { encoding: "utf8", timeout: 60_000 });
  if (error) throw error;
  return { status, stderr };
}

test("curl resumes where it was broken off", async () => {
  const file = await large();
  const path = join(folder, "resumed.csv");
  const broken = run("curl", "-sS", "--max-time", "1", "--limit-rate", "4M", "-o", path, file.address);
  assert.equal(broken.status, 28, broken.stderr);
  const had = statSync(path).size;
  assert.ok(had > 0 && had < file.byte_size, `${had} bytes before the break`);
  const resumed = run("curl", "-sS", "--fail", "-C", "-", "-o", path, file.address);
  assert.equal(resumed.status, 0, resumed.stderr);
  assert.equal(await sha256(path), file.sha256);
});

test("aria2c fetches eight parts at once", async () => {
  const file = await large();
  const words = ["-x8", "-s8", "-k1M", "--console-log-level=error", "--summary-interval=0", "-d", folder, "-o", "parts.csv"];
  const fetched = run("aria2c", ...words, file.address);
  assert.equal(fetched.status, 0, fetched.stderr);
  assert.equal(await sha256(join(folder, "parts.csv")), file.sha256);
});

test("ranges, validators and digests are those of HTTP", async () => {
  const { address, byte_size: size, sha256: digest, name } = await large();
  const head = await fetch(address, { method: "HEAD" });
  assert.equal(head.status, 200);
  assert.equal(Number(head.headers.get("content-length")), size);
  assert.equal(head.headers.get("accept-ranges"), "bytes");
  assert.ok(head.headers.get("last-modified"));
  assert.match(head.headers.get("content-disposition"), new RegExp(encodeURIComponent(name).replaceAll(".", "\\.")));
  assert.equal(head.headers.get("repr-digest"), `sha-256=:${Buffer.from(digest, "hex").toString("base64")}:`);

  const etag = head.headers.get("etag");
  const get = (headers) => fetch(address, { headers: { "accept-encoding": "identity", ...headers } });
  assert.equal((await get({ "if-none-match": etag })).status, 304);

  const part = await get({ range: "bytes=1000000-2000000" });
  assert.equal(part.status, 206);
  assert.equal(part.headers.get("content-range"), `bytes 1000000-2000000/${size}`);
  assert.equal((await part.arrayBuffer()).byteLength, 1_000_001);

  const stale = await get({ range: "bytes=0-9", "if-range": '"another"' });
  assert.equal(stale.status, 200);
  await stale.body.cancel();
  const several = await get({ range: "bytes=0-9,20-29" });
  assert.equal(several.status, 200);
  await several.body.cancel();
  const beyond = await get({ range: `bytes=${size}-` });
  assert.equal(beyond.status, 416);
  assert.equal(beyond.headers.get("content-range"), `bytes */${size}`);
});
