// run.mjs [NAME]: the benchmarks one after another (those of that name), each a program of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const only = process.argv[2] ?? "";
const names = ["known-items", "search", "pages", "download", "first-visit", "lighthouse", "surge"];
const chosen = names.filter((name) => name.includes(only));
if (chosen.length === 0) throw new Error(`no benchmark of that name; there are ${names.join(", ")}`);

const failed = [];
for (const name of chosen) {
  const program = spawn(process.execPath, [join(here, `${name}.mjs`)], { stdio: "inherit" });
  // A signal reaches the whole group: the program cleans up, and nothing more is begun.
  const stop = () => program.kill("SIGTERM");
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);
  const [status] = await once(program, "exit");
  for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, stop);
  if (status === 130) process.exit(130);
  if (status !== 0) failed.push(name);
}
if (failed.length) {
  console.error(`could not be measured: ${failed.join(", ")}`);
  process.exitCode = 1;
}
