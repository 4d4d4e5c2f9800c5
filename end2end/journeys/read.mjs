// Reading: the size of type, the figures, and a long page by its contents.

import assert from "node:assert/strict";
import { PORTAL, ask } from "../portal.mjs";
import { awake, open, reveal } from "../steps.mjs";
import { journey } from "../journey.mjs";
import { WITH_JAVASCRIPT } from "../visitor.mjs";

journey(
  "the size of type is chosen once for all pages, and no page becomes wider than its window",
  async (page) => {
    const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
    await open(page, "/");
    await awake(page);
    const standard = await size();
    const button = (name) => page.getByRole("button", { name }).filter({ visible: true }).first();
    await button("特大字号").click();
    assert.ok((await size()) > standard * 1.3);
    assert.equal(await button("特大字号").getAttribute("aria-pressed"), "true");
    for (const path of ["/statistics", "/datasets", "/help", "/"]) {
      await open(page, path);
      assert.ok((await size()) > standard * 1.3, `${path} keeps the size`);
      const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= window, `${path} is ${wide} pixels wide in a window of ${window}`);
    }
    await awake(page);
    await button("标准字号").click();
    assert.equal(await size(), standard);
    await open(page, "/help");
    assert.equal(await size(), standard);
  },
  { ways: WITH_JAVASCRIPT },
);

journey("the figures of the charts can be read as a table", async (page) => {
  const { months, datasets } = await ask(PORTAL, "/api/statistics");
  await open(page, "/statistics");
  const text = await page.locator("main").innerText();
  assert.ok(text.replaceAll(",", "").includes(String(datasets)));
  const table = page.locator("main figure.chart table").first();
  await reveal(table);
  assert.equal(await table.locator("tbody tr").count(), months.length);
});

journey("a page of all parts is not for the public's eyes, and its dialog opens without a script", async (page) => {
  await open(page, "/design");
  assert.equal(await page.locator('head meta[name=robots][content*="noindex"]').count(), 1);
  const dialog = page.locator("dialog#sandbox");
  assert.equal(await dialog.isVisible(), false);
  await page.locator("button[popovertarget=sandbox]").first().click();
  await dialog.waitFor({ state: "visible" });
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
});
