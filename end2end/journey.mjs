// A story that is told in every way of visiting; whatever the browser complains about fails it.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { WAYS, arrive, leave } from "./visitor.mjs";

after(leave);

/** Tells `story(page)` in each of the ways. */
export function journey(name, story, { ways = WAYS, expects = [], skip = false } = {}) {
  for (const way of ways) {
    test(`${name} (${way.name})`, { timeout: 120_000, skip }, async () => {
      const { page, context, complaints } = await arrive(way, expects);
      try {
        await story(page, way);
        assert.deepEqual(complaints, []);
      } finally {
        await context.close();
      }
    });
  }
}
