// Records in the `portals` shape of the importer: the real ones, and as many changed copies as are asked for.
//
// A copy stands in another city, with another year and a number of its own, so that its title is nobody else's; what
// it is about, and with it the words, are the original's. Vocabulary therefore grows less than in a real million.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";

/** Cities that copies stand in: none of them is among the real 34 portals. */
const PLACES = (
  "石家庄市 唐山市 太原市 大同市 呼和浩特市 包头市 沈阳市 大连市 长春市 吉林市 哈尔滨市 大庆市 杭州市 宁波市 " +
  "温州市 济南市 青岛市 烟台市 郑州市 洛阳市 武汉市 宜昌市 长沙市 株洲市 广州市 深圳市 珠海市 南宁市 " +
  "桂林市 海口市 成都市 绵阳市 昆明市 大理市 西安市 宝鸡市 兰州市 西宁市 银川市 乌鲁木齐市"
).split(" ");

/** Writes `count` records made of the packed real ones at `source` into `file`; gives how many. */
export async function writeRecords(source, file, count) {
  const out = createWriteStream(file);
  let written = 0;
  for (let copy = 0; written < count; copy += 1) {
    if (copy > PLACES.length) throw new Error("there are not cities enough for so many copies");
    const unpacking = spawn("zstd", ["-dcq", source], { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface({ input: unpacking.stdout })) {
      const record = JSON.parse(line);
      const place = PLACES[(copy + record.n) % PLACES.length];
      if (!out.write(JSON.stringify(copy ? changed(record, copy, place) : record) + "\n")) await once(out, "drain");
      written += 1;
      if (written === count) break;
    }
    unpacking.kill();
  }
  out.end();
  await once(out, "finish");
  return written;
}

function changed(record, copy, place) {
  const [from, to] = [record.city.replace(/[省市]$/, ""), place.slice(0, -1)];
  const moved = (text) => text?.replaceAll(record.city, place).replaceAll(from, to);
  const year = 2000 + ((record.n + copy) % 26);
  const department = moved(record.department);
  const title = moved(record.title).replace(/(19|20)\d\d(?=年|$)/, year);
  return {
    ...record,
    portal: `${record.portal}_${copy}`,
    city: place,
    title: `${title.includes(to) ? "" : place}${title}（第${copy * 100_000 + record.n}号）`,
    department: department && (department === record.department ? place : "") + department,
    description: moved(record.description),
    url: record.url && `${record.url}${record.url.includes("?") ? "&" : "?"}copy=${copy}`,
  };
}
