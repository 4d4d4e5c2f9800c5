// Search, facets, sorting, paging, suggestions: from a word to a dataset's page.

import assert from "node:assert/strict";
import { PORTAL, ask, datasetThat, openDataset } from "../portal.mjs";
import { awake, chip, facetLink, follow, open, resultOf, results, reveal, search, searchBox, total } from "../steps.mjs";
import { journey } from "../journey.mjs";
import { WITH_JAVASCRIPT } from "../visitor.mjs";

const real = process.env.KAISHU_REAL_DATA;

journey("a citizen finds a dataset and reads about it", async (page) => {
  const dataset = await openDataset();
  await open(page, "/");
  await search(page, dataset.title);
  assert.ok((await page.title()).includes(dataset.title));
  await follow(page, resultOf(page, dataset));
  assert.equal(new URL(page.url()).pathname, `/datasets/${dataset.id}`);
  assert.equal((await page.locator("main h1").innerText()).trim(), dataset.title);
  const text = await page.locator("main").innerText();
  for (const part of [dataset.publisher.title, dataset.code, "演示数据"]) assert.ok(text.includes(part), part);
});

journey(
  "a citizen finds a real record and the way to its source",
  async (page) => {
    const record = await datasetThat("q=公共厕所", (d) => d.source?.url && d.distributions.length > 0);
    await open(page, "/");
    await search(page, record.title);
    await follow(page, resultOf(page, record));
    const text = await page.locator("main").innerText();
    for (const part of [record.title, record.publisher.title, "外部来源"]) assert.ok(text.includes(part), part);
    const outside = page.locator(`main a[href="${record.distributions.find((d) => d.url).url}"]`).first();
    await reveal(outside);
    assert.ok(await outside.isVisible());
  },
  { skip: real ? false : "KAISHU_REAL_DATA is not set" },
);

journey("facets narrow the results and can be taken off", async (page) => {
  const all = await ask(PORTAL, "/api/datasets?limit=1");
  const facet = Object.keys(all.facets).find((name) => all.facets[name].some((v) => v.count < all.total));
  const value = all.facets[facet].find((v) => v.count < all.total);
  await open(page, "/datasets");
  assert.equal(await total(page), all.total);

  await follow(page, facetLink(page, facet, value.value));
  assert.deepEqual(new URL(page.url()).searchParams.getAll(facet), [value.value]);
  assert.equal(await total(page), value.count);

  await follow(page, chip(page));
  assert.deepEqual(new URL(page.url()).searchParams.getAll(facet), []);
  assert.equal(await total(page), all.total);
});

journey("results can be sorted, and the next page has others", async (page) => {
  await open(page, "/datasets");
  await follow(page, page.locator('main a[href*="sort=newest"]').first());
  const newest = await ask(PORTAL, "/api/datasets?sort=newest&limit=1");
  assert.ok((await results(page).first().getAttribute("href")).endsWith(newest.items[0].id));

  const before = await results(page).evaluateAll((links) => links.map((link) => link.href));
  await follow(page, page.locator("main a[rel~=next]").first());
  const after = await results(page).evaluateAll((links) => links.map((link) => link.href));
  assert.ok(after.length > 0);
  assert.deepEqual(after.filter((href) => before.includes(href)), []);
});

journey("a search without results says so and helps on", async (page) => {
  await open(page, "/datasets?q=" + encodeURIComponent("qqxxzzyy"));
  assert.equal(await results(page).count(), 0);
  assert.ok((await page.locator("main").innerText()).includes("qqxxzzyy"));
  assert.equal(await searchBox(page).inputValue(), "qqxxzzyy");
  assert.ok((await page.locator("main a").count()) > 0, "there is a way on");
});

journey("titles that differ in the place only come as one, or one by one", async (page) => {
  await open(page, "/datasets?q=" + encodeURIComponent("停车场"));
  const grouped = await page.locator("main details.similar").count();
  if (grouped > 0) {
    await follow(page, page.getByRole("link", { name: "逐条列出" }));
    assert.equal(new URL(page.url()).searchParams.get("group"), "false");
    assert.equal(await page.locator("main details.similar").count(), 0);
    await follow(page, page.getByRole("link", { name: "合并相近标题" }));
    assert.equal(await page.locator("main details.similar").count(), grouped);
  }
});

journey("markup in a query is shown as text", async (page) => {
  await open(page, "/datasets?q=" + encodeURIComponent(`"><img src=x onerror=document.title='owned'>`));
  assert.notEqual(await page.title(), "owned");
  assert.equal(await page.locator("main img[src=x]").count(), 0);
});

journey(
  "suggestions are chosen with the keyboard",
  async (page) => {
    const dataset = await openDataset();
    await open(page, "/");
    await awake(page);
    const box = page.getByRole("combobox").first();
    await box.click();
    await box.pressSequentially(dataset.title.slice(0, 3), { delay: 30 });
    const options = page.getByRole("option");
    await options.first().waitFor();
    await box.press("ArrowDown");
    const chosen = page.locator("[role=option][aria-selected=true]");
    await chosen.waitFor();
    assert.ok(await box.getAttribute("aria-activedescendant"));
    await box.press("Escape");
    await options.first().waitFor({ state: "hidden" });
    await box.press("ArrowDown");
    await options.first().waitFor();
    await box.press("ArrowDown");
    await Promise.all([page.waitForURL(/\/datasets[/?]/), box.press("Enter")]);
  },
  { ways: WITH_JAVASCRIPT },
);
