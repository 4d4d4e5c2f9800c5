// A visitor with a browser. Whatever the browser complains about fails the journey.

import { chromium } from "playwright-core";

const PHONE = { width: 360, height: 800 };
const DESKTOP = { width: 1440, height: 900 };

/** Every way of visiting: JavaScript on and off, on a phone and at a desk. */
export const WAYS = [
  { name: "desktop", javaScript: true, viewport: DESKTOP },
  { name: "phone", javaScript: true, viewport: PHONE },
  { name: "desktop without JavaScript", javaScript: false, viewport: DESKTOP },
  { name: "phone without JavaScript", javaScript: false, viewport: PHONE },
];

/** Those with JavaScript. */
export const WITH_JAVASCRIPT = WAYS.filter((way) => way.javaScript);

let browser;

/** The one browser of this file. */
export async function launch() {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  return browser;
}

/** Closes it. */
export async function leave() {
  await browser?.close();
  browser = undefined;
}

/**
 * Opens a fresh browser context. `expects` lists statuses of error pages the journey means to see.
 * `complaints` gathers console errors, page errors, CSP reports, and answers that say the portal is at fault.
 */
export async function arrive({ javaScript, viewport, scheme = "light" }, expects = []) {
  const context = await (await launch()).newContext({
    baseURL: process.env.PORTAL_URL,
    javaScriptEnabled: javaScript,
    viewport,
    colorScheme: scheme,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
    acceptDownloads: true,
  });
  context.setDefaultTimeout(15_000);
  const complaints = [];
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`),
    );
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const meant = expects.some((status) => message.text().includes(`status of ${status}`));
    if (!meant) complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => complaints.push(`page: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400 && !expects.includes(response.status())) {
      complaints.push(`${response.status()} for ${response.url()}`);
    }
  });
  return { page, context, complaints };
}
