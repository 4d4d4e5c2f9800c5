// Several datasets at once: ticked in the results, downloaded as one archive that says what is in it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { PORTAL, ask } from "../portal.mjs";
import { awake, download, follow, open } from "../steps.mjs";
import { journey } from "../journey.mjs";

/** Reads an archive with another program than the one that wrote it: names and the SHA-256 of each file. */
function readArchive(path) {
  const program = `import hashlib, json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
print(json.dumps({
    "files": {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()},
    "package": json.loads(archive.read("datapackage.json")),
}))`;
  return JSON.parse(execFileSync("python3", ["-c", program, path], { encoding: "utf8", maxBuffer: 1 << 26 }));
}

/** The list of a publisher whose first page has two datasets with files. */
async function listWithFiles() {
  for (const words of ["医疗机构", "公交线路", "学校名录", "环境空气质量", "许可", "人口"]) {
    const { items } = await ask(PORTAL, `/api/datasets?limit=5&open_type=unconditional&q=${encodeURIComponent(words)}`);
    for (const { publisher } of items) {
      const query = `open_type=unconditional&publisher=${publisher.id}`;
      const list = await ask(PORTAL, `/api/datasets?${query}`);
      if (list.items.filter((item) => item.downloadable).length >= 2) return `/datasets?${query}`;
    }
  }
  throw new Error("no publisher has two datasets with files");
}

journey("a researcher takes two datasets in one archive", async (page, way) => {
  await open(page, await listWithFiles());
  if (way.javaScript) await awake(page);
  const boxes = page.locator("main").getByRole("checkbox");
  assert.ok((await boxes.count()) >= 2, "there are two datasets to pick");
  const ids = [];
  for (const box of [boxes.nth(0), boxes.nth(1)]) {
    await box.check();
    ids.push(await box.getAttribute("value"));
  }
  if (way.javaScript) await follow(page, page.locator(".selection-bar a"));
  else await follow(page, page.getByRole("button", { name: "打包下载" }));
  assert.deepEqual(new URL(page.url()).searchParams.getAll("dataset"), ids);

  const got = await download(page, page.locator("main a[download]").first());
  assert.match(got.name, /\.zip$/);
  const { files, package: document } = readArchive(got.path);
  assert.ok(Object.keys(files).some((name) => /manifest/i.test(name)), "there is a manifest");
  assert.ok(document.resources.length > 0);
  const digests = new Set(Object.values(files));
  for (const id of ids) {
    for (const file of (await ask(PORTAL, `/api/datasets/${id}`)).files) {
      assert.ok(digests.has(file.sha256), `${file.name} is in the archive, byte for byte`);
    }
  }
});

journey("an empty selection says so", async (page) => {
  await open(page, "/selection");
  assert.equal(await page.locator("main a[download]").count(), 0);
  assert.ok(await page.locator('main a[href="/datasets"]').first().isVisible());
});
