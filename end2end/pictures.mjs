// Every page as an image, at phone and desktop width, light and dark, into end2end/pictures/.

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

process.env.KAISHU_BIN = resolve(process.env.KAISHU_BIN ?? "target/debug/kaishu");
const { prepare } = await import("./prepare.mjs");
const { serve } = await import("./portal.mjs");

const folder = await mkdtemp(join(tmpdir(), "kaishu-pictures-"));
const pictures = join(dirname(fileURLToPath(import.meta.url)), "pictures");
await mkdir(pictures, { recursive: true });
let server;
try {
  server = await serve(await prepare(folder));
  process.env.PORTAL_URL = server.url;
  const { arrive, leave, WITH_JAVASCRIPT } = await import("./visitor.mjs");
  const { everyPage } = await import("./pages.mjs");
  for (const [name, path] of Object.entries(await everyPage(server.url))) {
    for (const way of WITH_JAVASCRIPT) {
      for (const scheme of ["light", "dark"]) {
        const { page, context } = await arrive({ ...way, scheme });
        await page.goto(path, { waitUntil: "networkidle" });
        const file = join(pictures, `${name}-${way.name}-${scheme}.png`);
        await page.screenshot({ path: file, fullPage: true });
        console.log(file);
        await context.close();
      }
    }
  }
  await leave();
} finally {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}
