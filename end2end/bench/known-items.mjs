// Serves the real catalogue and runs known-items.py against it: how often the search finds what people know of.

import { join } from "node:path";
import * as bench from "./bench.mjs";

const HOW = `What is asked and what counts as found: \`end2end/bench/known-items.py --help\`. The questions are made
with jieba, pypinyin and OpenCC from PyPI, none of it the portal's own. What was not found is listed by
\`known-items.py --misses FILE\`.`;

await bench.bench("known-items", "Known items", async (folder) => {
  const data = join(folder, "portal");
  await bench.importInto(data, "portals", "--full-speed", bench.realRecords());
  const server = await bench.serve(data);
  const python = join(bench.ROOT, ".setup/python/bin/python");
  const words = [join(bench.HERE, "known-items.py"), "--url", server.url, "--n", bench.QUICK ? "20" : "300"];
  bench.say("questions");
  const { stdout } = await bench.run(python, words).catch((error) => {
    // It ends with 1 when a way of asking is below the mark; the table says so too.
    if (error.code === 1 && error.stdout) return error;
    throw error;
  });
  return [HOW, stdout.trim()].join("\n\n");
});
