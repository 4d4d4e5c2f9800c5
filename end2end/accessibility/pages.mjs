// axe-core finds nothing on any page: light and dark, phone and desktop; and no page is wider than its window.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { everyPage } from "../pages.mjs";
import { PORTAL } from "../portal.mjs";
import { WITH_JAVASCRIPT, arrive, leave } from "../visitor.mjs";

const { source } = createRequire(import.meta.url)("axe-core");

after(leave);

/** What axe finds wrong with the page as it stands. */
async function violations(page) {
  return page.evaluate(async () =>
    (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
    ),
  );
}

for (const [name, path] of Object.entries(await everyPage(PORTAL))) {
  for (const way of WITH_JAVASCRIPT) {
    test(`${name} is accessible, light and dark (${way.name})`, { timeout: 60_000 }, async () => {
      const { page, context, complaints } = await arrive(way, name === "missing" ? [404] : []);
      try {
        await page.goto(path, { waitUntil: "networkidle" });
        await page.evaluate(source);
        assert.deepEqual(await violations(page), [], "light");
        await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
        assert.deepEqual(await violations(page), [], "dark");
        const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(wide <= window, `the page is ${wide} pixels wide in a window of ${window}`);
        assert.deepEqual(complaints, []);
      } finally {
        await context.close();
      }
    });
  }
}
