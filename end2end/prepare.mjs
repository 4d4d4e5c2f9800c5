// Fills the folder that the browser tests run on: the demo, a large file, and real data where it is named.

import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";
import assert from "node:assert/strict";
import { importInto, kaishu } from "./portal.mjs";

/** The title of the dataset with the large file. */
export const LARGE = "下载试验读数";

/** The publisher of what the tests make themselves. */
export const PUBLISHER = "试验数据局";

/** Makes the portal below `folder` and gives the path of its data. */
export async function prepare(folder) {
  const data = join(folder, "portal");
  await step("demo", () => kaishu("demo", "--data", data));
  await step("a large file", async () => {
    const large = await largePackage(join(folder, "large"), LARGE);
    const { imported } = await importInto(data, "datapackage", "--publisher", PUBLISHER, large);
    assert.equal(imported, 1);
  });

  const real = process.env.KAISHU_REAL_DATA;
  if (real) {
    await step("the catalogues of 34 real portals", async () => {
      const report = await importInto(data, "portals", join(real, "catalogs/cn-mainland/cn-portals-normalised.jsonl.zst"));
      assert.equal(report.read, 49_922);
      assert.ok(report.refused <= 0.02 * report.read, `too many refused: ${report.refused}`);
    });
    await step("real tables", async () => {
      const packages = { owid: "Our World in Data", "cn-nbs": "国家统计局" };
      for (const [name, publisher] of Object.entries(packages)) {
        const report = await importInto(data, "datapackage", "--publisher", publisher, join(real, "tabular", name));
        assert.ok(report.imported > 0, `${name}: ${JSON.stringify(report)}`);
      }
    });
  }
  return data;
}

/** A Frictionless Data Package with one CSV file of 24 MB whose bytes are always the same. */
export async function largePackage(folder, title) {
  await mkdir(folder, { recursive: true });
  const file = createWriteStream(join(folder, "readings.csv"));
  file.write("seq,station,reading\n");
  for (let block = 0; block < 24; block += 1) {
    let text = "";
    for (let line = 0; text.length < 1_000_000; line += 1) {
      // Hardly compressible, so that a transfer cannot be shorter than the file.
      text += `${block * 100_000 + line},${createHash("sha256").update(`${title}${block}:${line}`).digest("hex")},${line % 97}\n`;
    }
    if (!file.write(text)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
  const fields = [
    { name: "seq", type: "integer" },
    { name: "station", type: "string" },
    { name: "reading", type: "integer" },
  ];
  await writeFile(
    join(folder, "datapackage.json"),
    JSON.stringify({
      name: "readings",
      title,
      description: "为试验断点续传而生成的表格。",
      licenses: [{ name: "CC0-1.0" }],
      resources: [{ name: "readings", path: "readings.csv", format: "csv", schema: { fields } }],
    }),
  );
  return folder;
}

async function step(name, work) {
  const began = Date.now();
  await work();
  console.log(`prepared: ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}
