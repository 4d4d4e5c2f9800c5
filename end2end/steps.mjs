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
  assert.equal(await page.locator("main h1").count(), 1, `${path} has one heading`);
  return response;
}

/** Waits until the islands of the page have come to life; the bar of the selection, the last of them, says so. */
export async function awake(page) {
  await page.locator("html[data-selection]").waitFor({ state: "attached" });
}

/** The box of the page at hand in which words to find are typed. */
export function searchBox(page) {
  return page.locator("form[role=search] input[name=q]").first();
}

/** Types words into the search box and sends them. */
export async function search(page, words) {
  await searchBox(page).fill(words);
  await Promise.all([page.waitForURL(/\/datasets\?/), searchBox(page).press("Enter")]);
}

/** The results on the page: links to datasets, in order. */
export function results(page) {
  return page.locator("main ol.results h3 a");
}

/** The link of one dataset among the results. */
export function resultOf(page, dataset) {
  return page.locator(`main ol.results h3 a[href$="/datasets/${dataset.id}"]`).first();
}

/** Follows a link and waits for the page it leads to. */
export async function follow(page, link) {
  await reveal(link);
  const from = page.url();
  await Promise.all([page.waitForURL((url) => url.href !== from), link.click()]);
  await page.waitForLoadState();
}

/** Opens the folded parts of the page that hide `target`, outermost first. */
export async function reveal(target) {
  await target.waitFor({ state: "attached" });
  const folded = target.locator("xpath=ancestor::details[not(@open)]");
  while ((await folded.count()) > 0) await folded.first().locator("> summary").click();
}

/** The link of a facet's value. */
export function facetLink(page, facet, value) {
  const pair = `${facet}=${encodeURIComponent(value)}`;
  return page.locator(`main .facet a[href$="${pair}"], main .facet a[href*="${pair}&"]`).first();
}

/** The link that takes off a chosen filter. */
export function chip(page) {
  return page.locator("main").getByRole("link", { name: /^去掉条件/ }).first();
}

/** The number that the page gives as the total of what was found. */
export async function total(page) {
  const text = await page.locator("main").innerText();
  const found = text.match(/共([\d,\s]+)个数据集/);
  assert.ok(found, "the page says how many datasets were found");
  return Number(found[1].replaceAll(/\D/g, ""));
}

/** Downloads by a click and gives the path of what came. */
export async function download(page, link) {
  await reveal(link);
  const [coming] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return { name: coming.suggestedFilename(), path: await coming.path() };
}
