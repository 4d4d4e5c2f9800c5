// What the programs under `make bench` share: the release binary, peers and their ends, load, memory, tables.

import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The folder of these programs, and the project's. */
export const HERE = dirname(fileURLToPath(import.meta.url));
export const ROOT = resolve(HERE, "../..");

/** A trial of the program itself: little data, short runs, and nothing saved. */
export const QUICK = Boolean(process.env.QUICK);

// Neither the portal nor its peers write an access log while they are measured.
process.env.RUST_LOG ??= "warn";
const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
process.env.KAISHU_BIN = resolve(process.env.KAISHU_BIN ?? join(target, "release/kaishu"));
const portal = await import("../portal.mjs");

export const { ask, freePort, importInto, kaishu, until } = portal;
export const run = promisify(execFile);

/** Processes to be ended when the program ends, in whatever way. */
const running = new Set();

/** Does `work` in a scratch folder, ends whatever it started, prints its report and saves it as docs/bench/NAME.md. */
export async function bench(name, title, work) {
  const folder = await mkdtemp(join(tmpdir(), `kaishu-bench-${name}-`));
  const clean = async () => {
    await Promise.all([...running].map((stop) => stop()));
    await rm(folder, { recursive: true, force: true });
  };
  let brokenOff = false;
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, async () => {
      brokenOff = true;
      for (const pid of await descendants(process.pid)) kill(pid);
      await rm(folder, { recursive: true, force: true });
      process.exit(130);
    });
  }
  try {
    const text = `# ${title}\n\n${await made(name)}\n\n${(await work(folder)).trim()}\n`;
    console.log(`\n${text}`);
    if (!QUICK) {
      await mkdir(join(ROOT, "docs/bench"), { recursive: true });
      await writeFile(join(ROOT, `docs/bench/${name}.md`), text);
    }
  } catch (error) {
    // What was broken off fails in many ways; none of them is worth a word.
    if (brokenOff) await new Promise(() => {});
    throw error;
  } finally {
    await clean();
  }
}

/** What this process started, and what that started. */
async function descendants(pid) {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  const children = text.trim().split(" ").filter(Boolean);
  return [...children, ...(await Promise.all(children.map(descendants))).flat()].map(Number);
}

function kill(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

/** By which command, when, and on which machine. */
async function made(name) {
  const [cpu] = cpus();
  const version = (await kaishu("--version")).trim();
  const build = process.env.KAISHU_BIN.includes("/release/") ? "release build" : "**not a release build**";
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  return (
    `Made by \`make bench ONLY=${name}\` on ${new Date().toISOString().slice(0, 10)} with ${version} (${build}). ` +
    `Machine: ${cpus().length} cores of ${cpu.model}, ${gigabytes} GiB of memory, Linux ${release()}. ` +
    `Client and servers share these cores, over loopback. No server writes an access log.` +
    (QUICK ? " **A trial of the program: these are no figures.**" : "")
  );
}

/** Says what is being done, on the side. */
export function say(text) {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}

/** Does `work` and gives its result and the seconds it took. */
export async function timed(what, work) {
  say(what);
  const began = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - began) / 1000 };
}

/** Starts `kaishu serve`; what the tests start, but ended with this program. */
export async function serve(data) {
  const server = await portal.serve(data);
  running.add(server.kill);
  return {
    ...server,
    stop: async () => {
      running.delete(server.kill);
      await server.stop();
    },
  };
}

/** Starts any server and waits until `url` answers at all; gives the milliseconds that took. */
export async function start(command, words, url, options = {}) {
  const began = performance.now();
  const child = spawn(command, words, { stdio: ["ignore", "ignore", "pipe"], ...options });
  let log = "";
  child.stderr.on("data", (bytes) => (log = (log + bytes).slice(-4000)));
  child.on("error", (error) => (log += error.message));
  const ended = new Promise((resolve) => child.once("close", resolve));
  const stop = async () => {
    running.delete(stop);
    child.kill("SIGTERM");
    const patience = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(patience);
  };
  running.add(stop);
  while (true) {
    if (child.exitCode !== null || child.pid === undefined) throw new Error(`${command} ended early:\n${log}`);
    const response = await fetch(url).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.ok) break;
    if (performance.now() - began > 300_000) throw new Error(`${command} does not answer at ${url}:\n${log}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return { url: new URL(url).origin, pid: child.pid, milliseconds: performance.now() - began, stop };
}

/** Milliseconds from the start of `kaishu serve` to its readiness; it is stopped again. */
export async function untilReady(data) {
  const address = `127.0.0.1:${await freePort()}`;
  const words = ["serve", "--data", data, "--listen", address];
  const server = await start(process.env.KAISHU_BIN, words, `http://${address}/readyz`);
  await server.stop();
  return server.milliseconds;
}

/** MiB of memory of a process and its children: resident, shared pages by halves, and what is no file's. */
export async function memory(pid) {
  const sum = { rss: 0, pss: 0, own: 0 };
  for (const each of [pid, ...(await descendants(pid))]) {
    const rollup = await readFile(`/proc/${each}/smaps_rollup`, "utf8");
    for (const [name, label] of [["rss", "Rss"], ["pss", "Pss"], ["own", "Pss_Anon"]]) {
      sum[name] += Number(rollup.match(new RegExp(`^${label}: +(\\d+) kB`, "m"))[1]) / 1024;
    }
  }
  return sum;
}

/** MiB that a folder or file takes. */
export async function size(path) {
  const { stdout } = await run("du", ["-sk", path]);
  return Number(stdout.split("\t")[0]) / 1024;
}

/**
 * Loads `url` with the paths of a file, one a line, in turn and each thread from another place on.
 * Gives requests a second, milliseconds at the 50th and 99th percentile, bytes an answer, and what went wrong.
 */
export async function wrk(url, { paths, connections, seconds, headers = [] }) {
  const threads = Math.min(2, connections);
  const words = [`-t${threads}`, `-c${connections}`, `-d${seconds}s`, "--timeout", "30s", "-s", join(HERE, "cycle.lua")];
  words.push(...headers.flatMap((header) => ["-H", header]), url, "--", paths);
  const { stdout } = await run("wrk", words, { maxBuffer: 1 << 24 });
  const line = stdout.split("\n").find((line) => line.startsWith("{"));
  if (!line) throw new Error(`wrk said:\n${stdout}`);
  return JSON.parse(line);
}

/** Measures each peer `times` times in turns, so that what else the machine does meets all; the middle of each number. */
export async function inTurns(peers, times, measure) {
  const measured = Object.fromEntries(Object.keys(peers).map((name) => [name, []]));
  for (let turn = 0; turn < times; turn += 1) {
    for (const [name, peer] of Object.entries(peers)) measured[name].push(await measure(peer, name));
  }
  return Object.fromEntries(Object.entries(measured).map(([name, runs]) => [name, middle(runs)]));
}

function middle(runs) {
  return Object.fromEntries(Object.keys(runs[0]).map((key) => [key, median(runs.map((run) => run[key]))]));
}

/** The middle of numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1];
}

/** The number below which `share` of the sorted numbers are. */
export function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** A table in Markdown; the first column is words, the others are numbers. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, at) => (at ? "---:" : "---"))), ...rows.map(line)].join("\n");
}

/** A number with as many digits as say something. */
export function number(value) {
  if (value >= 1000) return Math.round(value).toLocaleString("en");
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Chance that is the same each time (mulberry32): numbers from 0 to below 1. */
export function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The 49,922 records of 34 real portals, which KAISHU_REAL_DATA names the folder of. */
export function realRecords() {
  const folder = process.env.KAISHU_REAL_DATA;
  const file = folder && join(folder, "catalogs/cn-mainland/cn-portals-normalised.jsonl.zst");
  if (!file || !existsSync(file)) throw new Error("KAISHU_REAL_DATA must name the folder of the real data");
  return file;
}
