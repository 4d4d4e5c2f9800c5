// run.mjs [NAME]: fills a portal, serves it with the real binary, and runs the journeys (those of that name) against it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
process.env.KAISHU_BIN = resolve(process.env.KAISHU_BIN ?? "target/debug/kaishu");
const { prepare } = await import("./prepare.mjs");
const { serve } = await import("./portal.mjs");

const only = process.argv[2] ?? "";
const files = [];
for (const folder of ["journeys", "accessibility"]) {
  for (const name of (await readdir(join(here, folder))).sort()) {
    if (name.endsWith(".mjs") && name.includes(only)) files.push(join(here, folder, name));
  }
}

const folder = await mkdtemp(join(tmpdir(), "kaishu-end2end-"));
let server;
let tests;
let status = 1;
// Whoever breaks off the tests is left with nothing that runs on.
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    tests?.kill("SIGTERM");
    await server?.kill();
    await rm(folder, { recursive: true, force: true });
    process.exit(130);
  });
}
try {
  const data = await prepare(folder);
  const began = Date.now();
  server = await serve(data);
  console.log(`served and indexed (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  const reporters = ["spec", join(here, "count.mjs")].flatMap((name) => [
    `--test-reporter=${name}`,
    "--test-reporter-destination=stdout",
  ]);
  tests = spawn(process.execPath, ["--test", "--test-concurrency=1", ...reporters, ...files], {
    stdio: "inherit",
    env: { ...process.env, PORTAL_URL: server.url, PORTAL_DATA: data },
  });
  [status] = await once(tests, "exit");
} finally {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = status ?? 1;
