// The first visit: what the browser fetches, as it comes over the network, and what the page is worth meanwhile.

import { join } from "node:path";
import { arrive, leave, WAYS } from "../visitor.mjs";
import * as bench from "./bench.mjs";

const { number, table } = bench;
const KINDS = { Document: "HTML", Stylesheet: "CSS", Script: "JavaScript", WebAssembly: "WebAssembly" };

const HOW = `Chromium with an empty cache, as a phone: the bytes that each answer took on the network, headers with
it and compressed as the browser asked for it.`;

await bench.bench("first-visit", "First visit", async (folder) => {
  const data = join(folder, "portal");
  await bench.kaishu("demo", "--data", data);
  const server = await bench.serve(data);
  process.env.PORTAL_URL = server.url;
  const words = encodeURIComponent("医院");
  const { items } = await bench.ask(server.url, `/api/datasets?limit=1&q=${words}`);
  const pages = { home: "/", "results of a search": `/datasets?q=${words}`, "a dataset": `/datasets/${items[0].id}` };
  const rows = [];
  for (const [name, path] of Object.entries(pages)) rows.push([name, ...(await visit(path))]);
  const usable = await withoutWebAssembly();
  await leave();
  const kib = rows.map(([name, ...cells]) => [name, ...cells.map((bytes) => number(bytes / 1024))]);
  const head = ["page, KiB", ...Object.values(KINDS), "other", "together", "of it before it can be used"];
  return [HOW, table(head, kib), usable].join("\n\n");
});

/** The bytes by kind, together, and of HTML and CSS alone: these are what the first picture waits for. */
async function visit(path) {
  const way = WAYS.find(({ name }) => name === "phone");
  const { page, context, complaints } = await arrive(way);
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  const kinds = new Map();
  const bytes = { HTML: 0, CSS: 0, JavaScript: 0, WebAssembly: 0, other: 0 };
  network.on("Network.responseReceived", ({ requestId, type, response }) => {
    kinds.set(requestId, response.mimeType === "application/wasm" ? "WebAssembly" : type);
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes[KINDS[kinds.get(requestId)] ?? "other"] += encodedDataLength;
  });
  await page.goto(path, { waitUntil: "networkidle" });
  await context.close();
  // What is missing would count as small.
  if (complaints.length) throw new Error(complaints.join("\n"));
  const all = Object.values(bytes);
  return [...all, all.reduce((sum, each) => sum + each, 0), bytes.HTML + bytes.CSS];
}

/** Searches from the home page while the WebAssembly never comes. */
async function withoutWebAssembly() {
  const way = WAYS.find(({ name }) => name === "phone");
  const { page, context } = await arrive(way);
  let held = 0;
  await context.route("**/*.wasm", () => {
    // Neither answered nor refused: as on a line that is too slow.
    held += 1;
  });
  await page.goto("/", { waitUntil: "domcontentloaded" });
  await page.locator("input[name=q]").first().fill("医院");
  await page.locator("input[name=q]").first().press("Enter");
  await page.waitForURL("**/datasets?*q=*");
  const found = await page.locator("main a[href*='/datasets/']").count();
  await context.close();
  if (!found) throw new Error("a search while the WebAssembly was on its way found nothing");
  return (
    `While the WebAssembly was on its way and never came (${held} requests for it were held back), a search typed on ` +
    `the home page led to a page with ${found} links to datasets.`
  );
}
