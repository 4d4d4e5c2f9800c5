// Every page that a guest can see, one address of each kind.

import { ask, conditionalDataset, openDataset } from "./portal.mjs";

/** The pages of the portal at `url`, named. */
export async function everyPage(url) {
  const one = async (suits) => (await ask(url, "/api/datasets?limit=100")).items.find(suits);
  const unconditional = await openDataset(url);
  const conditional = await conditionalDataset(url);
  const outside = await one((item) => item.source?.url);
  const overdue = await one((item) => item.overdue);
  const [organisation] = (await ask(url, "/api/organisations?limit=1")).items;
  const pages = {
    home: "/",
    results: "/datasets?q=%E5%85%AC%E5%85%B1",
    nothing: "/datasets?q=qqxxzzyy",
    filtered: "/datasets?open_type=unconditional&sort=newest",
    unconditional: `/datasets/${unconditional.id}`,
    conditional: `/datasets/${conditional.id}`,
    outside: outside && `/datasets/${outside.id}`,
    overdue: overdue && `/datasets/${overdue.id}`,
    organisations: "/organisations",
    selection: `/selection?dataset=${unconditional.id}`,
    organisation: `/organisations/${organisation.id}`,
    grouped: "/datasets?q=%E5%81%9C%E8%BD%A6%E5%9C%BA",
    statistics: "/statistics",
    design: "/design",
    missing: "/no-such-page",
    english: "/en",
    "english-statistics": "/en/statistics",
    "english-design": "/en/design",
    "english-results": "/en/datasets?q=%E5%85%AC%E5%85%B1",
    "english-dataset": `/en/datasets/${unconditional.id}`,
  };
  // Whatever else header and footer lead to.
  const home = await (await fetch(url + "/")).text();
  for (const [, href] of home.matchAll(/<a\b[^>]*\shref="?(\/[a-z/]*)["\s>]/g)) {
    if (!Object.values(pages).includes(href) && !href.startsWith("/api")) pages[href.slice(1).replaceAll("/", "-")] = href;
  }
  return Object.fromEntries(Object.entries(pages).filter(([, path]) => path));
}
