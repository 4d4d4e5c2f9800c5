// What is not there, and what is no longer there.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { journey } from "../journey.mjs";

/** The id of a dataset in a state that no list shows, read from the database. */
function hidden(state) {
  const program = `import sqlite3, sys
db = sqlite3.connect("file:" + sys.argv[1] + "/kaishu.db?mode=ro", uri=True)
print(db.execute("select id from dataset where state = ? order by id limit 1", (sys.argv[2],)).fetchone()[0])`;
  return execFileSync("python3", ["-c", program, process.env.PORTAL_DATA, state], { encoding: "utf8" }).trim();
}

/** Opens `path` and expects a page of that status with words, a way home and nothing of the machine's. */
async function refused(page, path, status) {
  const response = await page.goto(path);
  assert.equal(response.status(), status);
  assert.match(response.headers()["content-type"], /^text\/html/);
  assert.ok((await page.locator("main h1").innerText()).trim().length > 0);
  assert.ok(await page.locator('a[href="/"], a[href="/en"]').first().isVisible());
  assert.doesNotMatch(await page.locator("body").innerText(), /panicked|sqlx|\.rs:/);
}

journey("a page that is not there", (page) => refused(page, "/no-such-page", 404), { expects: [404] });
journey("a dataset that never was", (page) => refused(page, "/datasets/no-such-dataset", 404), { expects: [404] });
journey("an organisation that never was", (page) => refused(page, "/organisations/no-such-organisation", 404), { expects: [404] });
journey("a page that is not there, in English", (page) => refused(page, "/en/no-such-page", 404), { expects: [404] });
journey("a draft is as if it were not there", (page) => refused(page, `/datasets/${hidden("draft")}`, 404), {
  expects: [404],
});
journey("a withdrawn dataset is gone", (page) => refused(page, `/datasets/${hidden("withdrawn")}`, 410), {
  expects: [410],
});
journey("a broken cursor", (page) => refused(page, "/datasets?cursor=broken", 400), { expects: [400] });
