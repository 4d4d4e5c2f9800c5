// The last line of the browser tests: how many passed, how many failed.

export default async function* count(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    // A file is reported as a test of its own around those in it; only failures to load count there.
    const file = data?.nesting === 0 && data.name?.endsWith(".mjs");
    if (type === "test:pass" && !file && data.details?.type !== "suite" && data.skip === undefined) passed += 1;
    if (type === "test:fail" && data.details?.type !== "suite") failed += 1;
  }
  yield `${passed} passed, ${failed} failed\n`;
}
