// What makes the next page quick: kept pages, assets that are never asked for again, and pages fetched early.

import assert from "node:assert/strict";
import { PORTAL, openDataset } from "../portal.mjs";
import { awake, open } from "../steps.mjs";
import { journey } from "../journey.mjs";
import { WITH_JAVASCRIPT } from "../visitor.mjs";

const desk = WITH_JAVASCRIPT.filter((way) => way.name === "desktop");

/** Waits until `suits` finds something, and gives that. */
async function patience(suits, what) {
  for (let turn = 0; turn < 200; turn += 1) {
    const found = suits();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain for ${what}`);
}

journey(
  "the page that is pointed at is fetched early, and counts as no view",
  async (page) => {
    const dataset = await openDataset();
    const session = await page.context().newCDPSession(page);
    const rules = [];
    const fetched = [];
    session.on("Preload.ruleSetUpdated", ({ ruleSet }) => rules.push(ruleSet));
    session.on("Preload.prefetchStatusUpdated", (update) => fetched.push(update));
    await session.send("Preload.enable");
    await open(page, `/organisations/${dataset.publisher.id}`);
    const taken = await patience(() => rules[0], "the rules to be read");
    assert.equal(taken.errorType, undefined, taken.errorMessage);
    await page.locator(`main h3 a[href="/datasets/${dataset.id}"]`).hover();
    const done = await patience(() => fetched.find(({ status }) => ["Ready", "Success", "Failure"].includes(status)), "a page");
    assert.ok(done.prefetchUrl.endsWith(`/datasets/${dataset.id}`), done.prefetchUrl);
    assert.notEqual(done.status, "Failure", done.prefetchStatus);

    // What is no page is left alone.
    await open(page, `/datasets/${dataset.id}`);
    fetched.length = 0;
    await page.locator('main a[href*="/files/"]').first().hover();
    await page.locator('main a[href*="/citation"]').first().hover();
    await page.waitForTimeout(600);
    assert.deepEqual(fetched, []);
  },
  { ways: desk },
);

journey(
  "script, style and WebAssembly are kept for good",
  async (page) => {
    const dataset = await openDataset();
    const answers = [];
    page.on("response", (response) => {
      if (new URL(response.url()).pathname.startsWith("/pkg/")) answers.push(response);
    });
    await open(page, "/");
    await awake(page);
    for (const ending of ["css", "js", "wasm"]) {
      const answer = answers.find((one) => one.url().endsWith(`portal.${ending}`));
      assert.match(new URL(answer.url()).pathname, /^\/pkg\/[0-9a-f]{16}\/portal\./);
      assert.equal(answer.headers()["cache-control"], "public, max-age=31536000, immutable");
    }
    answers.length = 0;
    await open(page, `/datasets/${dataset.id}`);
    await awake(page);
    for (const answer of answers) assert.ok(await answer.request().response().then((one) => one.fromCache ?? true), answer.url());
  },
  { ways: desk },
);

journey(
  "nothing moves when a page comes to life",
  async (page) => {
    const dataset = await openDataset();
    for (const path of ["/", "/datasets", `/datasets/${dataset.id}`]) {
      await open(page, path);
      await awake(page);
      const moved = await page.evaluate(
        () =>
          new Promise((resolve) => {
            let sum = 0;
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) sum += entry.value;
            }).observe({ type: "layout-shift", buffered: true });
            setTimeout(() => resolve(sum), 300);
          }),
      );
      assert.ok(moved < 0.02, `${path} moves by ${moved}`);
    }
  },
  { ways: WITH_JAVASCRIPT },
);

journey(
  "a kept page says so",
  async () => {
    await fetch(`${PORTAL}/themes`);
    const kept = await fetch(`${PORTAL}/themes`);
    assert.equal(kept.headers.get("server-timing"), "cache;desc=hit");
  },
  { ways: desk },
);
