// What a visitor does, in terms of what a visitor sees: the one file that knows how the pages are built.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** SHA-256 of a file, in hexadecimal. */
export async function sha256(path) {
  const hash = createHash("sha256");
  for await (const bytes of createReadStream(path)) hash.update(bytes);
  return hash.digest("hex");
}

/** Opens a page and gives its response. */
export async function open(page, path) {
  const response = await page.goto(path, { waitUntil: "load" });
  assert.ok(await page.locator("main h1").first().isVisible(), `${path} has a heading`);
  return response;
}

/** Types words into the search box of the page at hand and sends them. */
export async function search(page, words) {
  const box = page.locator("main form[role=search] input[name=q], main search input[name=q]").first();
  await box.fill(words);
  await Promise.all([page.waitForURL(/\/datasets\?/), box.press("Enter")]);
}

/** The results on the page: links to datasets, in order. */
export function results(page) {
  return page.locator("main").getByRole("article").getByRole("heading").getByRole("link");
}

/** Follows a link and waits for the page it leads to. */
export async function follow(page, link) {
  await reveal(page, link);
  const from = page.url();
  await Promise.all([page.waitForURL((url) => url.href !== from), link.click()]);
  await page.waitForLoadState();
}

/** Opens the folded parts of the page that hide `target`, outermost first. */
export async function reveal(page, target) {
  await target.waitFor({ state: "attached" });
  for (let depth = 0; depth < 4 && !(await target.isVisible()); depth += 1) {
    const folded = page.locator("details:not([open])").filter({ has: target }).first();
    if ((await folded.count()) === 0) break;
    await folded.locator("> summary").click();
  }
}

/** The link or button of a facet's value. */
export function facetLink(page, facet, value) {
  return page.locator(`main a[href*="${facet}=${encodeURIComponent(value)}"]`).first();
}

/** The number that the page gives as the total of what was found. */
export async function total(page) {
  const text = await page.locator("main").getByRole("status").first().innerText();
  const found = text.replaceAll(/[,\u00a0 ]/g, "").match(/\d+/);
  assert.ok(found, `a number in "${text}"`);
  return Number(found[0]);
}

/** Downloads by a click and gives the path of what came. */
export async function download(page, link) {
  await reveal(page, link);
  const [coming] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return { name: coming.suggestedFilename(), path: await coming.path() };
}
