// The peer of the search: Groonga behind its own HTTP server (groonga-httpd), with an index of bigrams.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { freePort, start } from "./bench.mjs";

/** The facets that every answer counts, with how many of their values it gives. */
const FACETS = { theme: 100, publisher: 100, open_type: 100, format: 100, region: 100, cycle: 100 };

const LISTS = ["theme", "format", "region"];

const SCHEMA = [
  ...Object.keys(FACETS).map((facet) => `table_create Values_${facet} TABLE_HASH_KEY ShortText`),
  "table_create Datasets TABLE_HASH_KEY ShortText",
  ...["title", "keywords", "publisher_name", "description", "summary", "source"].map(
    (name) => `column_create Datasets ${name} COLUMN_SCALAR Text`,
  ),
  "column_create Datasets updated_at COLUMN_SCALAR Time",
  ...Object.keys(FACETS).map(
    (facet) => `column_create Datasets ${facet} COLUMN_${LISTS.includes(facet) ? "VECTOR" : "SCALAR"} Values_${facet}`,
  ),
];

/** The indexes, made when everything is loaded, which is the quickest way. */
const INDEXES = [
  "table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto",
  "column_create Terms all_text COLUMN_INDEX|WITH_POSITION|WITH_SECTION Datasets title,keywords,publisher_name,description",
  ...Object.keys(FACETS).map((facet) => `column_create Values_${facet} datasets COLUMN_INDEX Datasets ${facet}`),
];

/** Builds the database in `folder` of the records in the file; gives its path. */
export async function build(folder, records) {
  await mkdir(folder, { recursive: true });
  const path = join(folder, "db");
  const child = spawn("groonga", ["-n", path], { stdio: ["pipe", "pipe", "inherit"] });
  const said = [];
  createInterface({ input: child.stdout }).on("line", (line) => said.push(line));
  const write = async (text) => child.stdin.write(text) || once(child.stdin, "drain");
  for (const line of SCHEMA) await write(line + "\n");
  await write("load --table Datasets\n[\n");
  let comma = "";
  for await (const line of createInterface({ input: createReadStream(records) })) {
    await write(comma + line);
    comma = ",\n";
  }
  await write("\n]\n");
  for (const line of INDEXES) await write(line + "\n");
  child.stdin.end();
  const [status] = await once(child, "close");
  const failed = said.find((line) => line.startsWith("[[") && !line.startsWith("[[0,"));
  if (status !== 0 || failed) throw new Error(`groonga: ${failed ?? status}`);
  return path;
}

/** Serves the database with two workers, one for each core. */
export async function serve(folder, path) {
  const port = await freePort();
  const configuration = join(folder, "groonga.conf");
  // As root the workers would become a user who may not read the folder.
  const user = process.getuid() === 0 ? "user root root;" : "";
  const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const spools = kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`);
  await writeFile(
    configuration,
    `daemon off; worker_processes 2; pid ${folder}/groonga.pid; error_log stderr error; ${user}
     events { worker_connections 1024; }
     http {
       access_log off; keepalive_requests 1000000000; ${spools.join(" ")}
       groonga_log_path ${folder}/groonga.log; groonga_log_level error; groonga_query_log_path off;
       server { listen 127.0.0.1:${port}; location /d/ { groonga_database ${path}; groonga on; } }
     }`,
  );
  return start("/usr/sbin/groonga-httpd", ["-p", folder, "-c", configuration], `http://127.0.0.1:${port}/d/status`);
}

/** What an item of Kaishu's answers has. */
const OUTPUT =
  "_key,title,summary,publisher,theme,open_type,format,region,cycle,updated_at,source," +
  "highlight_html(title),snippet_html(description)";

/** The path that asks for the words, narrowed by one value of a facet perhaps: 20 best with their facets. */
export function pathOf({ words, filter }) {
  const parameters = new URLSearchParams({
    table: "Datasets",
    match_columns: "title*10||keywords*6||publisher_name*5||description",
    query: words,
    sort_keys: "-_score",
    limit: "20",
    output_columns: OUTPUT,
    cache: "no",
  });
  if (filter) {
    const [facet, value] = filter;
    parameters.set("filter", `${facet} ${LISTS.includes(facet) ? "@" : "=="} "${value}"`);
  }
  for (const [facet, limit] of Object.entries(FACETS)) {
    parameters.set(`drilldowns[${facet}].keys`, facet);
    parameters.set(`drilldowns[${facet}].sort_keys`, "-_nsubrecs");
    parameters.set(`drilldowns[${facet}].limit`, String(limit));
  }
  return `/d/select?${parameters}`;
}

/** The total and the counts of the facets of an answer. */
export async function ask(url, query) {
  const [[status, , , message], [hits, ...rest]] = await (await fetch(url + pathOf(query))).json();
  if (status !== 0) throw new Error(`groonga: ${message}`);
  const facets = Object.fromEntries(
    Object.entries(rest[0] ?? {}).map(([facet, [, , ...values]]) => [facet, Object.fromEntries(values)]),
  );
  return { total: hits[0][0], facets };
}
