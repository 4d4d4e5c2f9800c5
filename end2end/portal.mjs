// The portal as a program: its commands, its server on a free port, and its API.

import { spawn, execFile } from "node:child_process";
import { createServer } from "node:net";
import { promisify } from "node:util";

export const BINARY = process.env.KAISHU_BIN;

/** The environment without the settings of whoever runs the tests: the portal has its defaults. */
export const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("KAISHU_")));

/** Runs `kaishu …` to its end and gives what it printed; throws when it fails. */
export async function kaishu(...words) {
  const { stdout } = await promisify(execFile)(BINARY, words, { maxBuffer: 1 << 28, env: ENVIRONMENT });
  return stdout;
}

/** Imports and gives the machine-readable report `{read, imported, changed, unchanged, refused}`. */
export async function importInto(data, from, ...words) {
  const report = await kaishu("import", "--data", data, "--from", from, "--json", ...words);
  return JSON.parse(report.trim().split("\n").at(-1));
}

/** A port that nobody listens at. */
export async function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Waits until `question` answers with something true, and gives that. */
export async function until(question, what, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < end) {
    try {
      const answer = await question();
      if (answer) return answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${seconds} s in vain for ${what}${last ? `: ${last.message}` : ""}`);
}

/** Starts `kaishu serve` on a free port and waits until it is ready and its index has everything. */
export async function serve(data) {
  const url = `http://127.0.0.1:${await freePort()}`;
  const child = spawn(BINARY, ["serve", "--data", data, "--listen", url.slice(7)], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...ENVIRONMENT, KAISHU_PUBLIC_URL: url, KAISHU_DEVELOPMENT: "true" },
  });
  let log = "";
  child.stderr.on("data", (bytes) => (log = (log + bytes).slice(-4000)));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const end = async (signal) => {
    child.kill(signal);
    // A server that cannot stop is a fault, but it must not keep the tests from ending.
    const patience = setTimeout(() => child.kill("SIGKILL"), 15_000);
    await ended;
    clearTimeout(patience);
  };

  const ready = async () => {
    if (child.exitCode !== null) return true;
    if (!(await fetch(`${url}/readyz`)).ok) return false;
    const { total } = await ask(url, "/api/datasets?limit=1");
    return total === (await ask(url, "/api/statistics")).datasets;
  };
  try {
    await until(ready, "the server to be ready", 300);
  } catch (error) {
    await end("SIGKILL");
    throw new Error(`${error.message}\n${log}`);
  }
  if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${log}`);
  return { url, pid: child.pid, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}

/** Asks the API at `url` and gives the JSON. */
export async function ask(url, path) {
  const response = await fetch(url + path);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Every dataset that a query finds, page by page. */
export async function askAll(url, query) {
  const items = [];
  let cursor = "";
  do {
    const page = await ask(url, `/api/datasets?limit=100&sort=id&${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return items;
}

/** The address of the portal that all reading journeys share. */
export const PORTAL = process.env.PORTAL_URL;

/** The first dataset that a query finds and that `suits`, with everything its page shows. */
export async function datasetThat(query, suits = () => true, url = PORTAL) {
  const { items } = await ask(url, `/api/datasets?limit=100&${query}`);
  for (const item of items) {
    const dataset = await ask(url, `/api/datasets/${item.id}`);
    if (suits(dataset)) return dataset;
  }
  throw new Error(`no dataset suits among ${items.length} of ${query}`);
}

/** An unconditional dataset of the demo, with files: 医疗机构名录. */
export const openDataset = (url) =>
  datasetThat(`q=${encodeURIComponent("青岛市医疗机构名录")}`, (d) => d.demo && d.files.length > 0, url);

/** A conditional dataset of the demo. */
export const conditionalDataset = (url) =>
  datasetThat(`open_type=conditional&q=${encodeURIComponent("青岛市停车场实时空余泊位")}`, (d) => d.demo, url);
