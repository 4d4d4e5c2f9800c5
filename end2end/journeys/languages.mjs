// Chinese at /…, English at /en/…, each page a click away from its twin.

import assert from "node:assert/strict";
import { openDataset } from "../portal.mjs";
import { follow, open, resultOf, search } from "../steps.mjs";
import { journey } from "../journey.mjs";

journey("every page has its twin in the other language", async (page) => {
  const dataset = await openDataset();
  for (const path of ["/", "/datasets?q=1", `/datasets/${dataset.id}`, "/organisations"]) {
    await open(page, path);
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
    await follow(page, page.locator("a[hreflang=en]").first());
    const { pathname, search: query } = new URL(page.url());
    assert.equal(pathname + query, path === "/" ? "/en" : `/en${path}`);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    await follow(page, page.locator("a[hreflang=zh-CN]").first());
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
    const alternates = await page.locator("head link[rel=alternate][hreflang]").count();
    assert.ok(alternates >= 2, `${path} names its twins in the head`);
    assert.equal(await page.locator("head link[rel=canonical]").count(), 1);
  }
});

journey("an English visitor searches without leaving English", async (page) => {
  const dataset = await openDataset();
  await open(page, "/en");
  await search(page, dataset.title);
  assert.equal(new URL(page.url()).pathname, "/en/datasets");
  await follow(page, resultOf(page, dataset));
  assert.match(new URL(page.url()).pathname, /^\/en\/datasets\/./);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
});
