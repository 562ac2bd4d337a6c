/**
 * Measures the staff desk: `node --import tsx tests/journey/measureDesk.ts [changes]`. The page's heap after many filter changes against the
 * heap after the first round of them, garbage collected both times; and a lasso of 500 vertices over 300,000 problems, in this process.
 */
import { cpus } from "node:os";
import { type CDPSession, chromium, type Page } from "playwright-core";
import { localMask } from "../../client/state/columnsTest.ts";
import { buildClient } from "../../scripts/build.ts";
import { chromiumPath } from "../../scripts/test/found.ts";
import { emptyFilter } from "../../server/contract/filter.ts";
import type { ProblemsLayer } from "../../server/contract/types.ts";
import { browserFlags, startProgram } from "./desk.ts";

/** Bytes of the page's JavaScript heap that something still holds. */
async function heapOf(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = (await session.send("Runtime.getHeapUsage")) as { usedSize: number };
  return usedSize;
}

/** Filters of many kinds, as addresses' queries: status, category, place, time. */
const queries = [
  "status=open",
  "status=overdue",
  "status=open&geo=within:500:market",
  "found=30d",
  "status=open&geo=within:300:school&found=90d",
  "status=nearly_due",
  "status=open&geo=beyond:500:market",
  "status=open&hour=8,9,10",
  "during=2026-11-01..2026-11-10",
  "status=open&repeat=50:30",
];

/** Follows an address of the page as a pasted link does, and waits until map and total are of the new question. */
async function change(page: Page, query: string): Promise<void> {
  await page.evaluate((search) => {
    history.pushState(null, "", `/?${search}`);
    dispatchEvent(new PopStateEvent("popstate"));
  }, query);
  await page.waitForFunction(() => document.querySelector("output.total:not(.stale)") !== null);
  await page.waitForFunction(() => {
    const map = document.querySelector<HTMLElement>(".map-root");
    return map?.dataset.total === map?.dataset.drawn;
  });
}

async function heap(changes: number): Promise<{ first: number; last: number }> {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error("no Chromium on this machine; set CHROMIUM_PATH");
  await buildClient(process.cwd());
  const program = await startProgram();
  await program.ready;
  const browser = await chromium.launch({ executablePath, args: [...browserFlags] });
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: "zh-CN", reducedMotion: "reduce" });
  const session = await page.context().newCDPSession(page);
  await page.goto(program.address);
  await page.waitForSelector('.map-root[data-ready="true"]', { timeout: 60_000 });
  const round = async (count: number) => {
    for (let i = 0; i < count; i++) await change(page, queries[i % queries.length] as string);
  };
  await round(2 * queries.length);
  const first = await heapOf(session);
  await round(changes);
  const last = await heapOf(session);
  await browser.close();
  await program.close();
  return { first, last };
}

/** Problems strewn over a district, as the layer's columns. */
function strewn(count: number): ProblemsLayer {
  let seed = 7;
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const column = (make: () => number) => Array.from({ length: count }, make);
  const zeros = () => column(() => 0);
  return {
    revision: 1,
    clock: "",
    since: "",
    count,
    working: count,
    total: count,
    states: ["handling"],
    categories: ["0101"],
    sources: ["patrol"],
    siteTypes: [""],
    id: Array.from({ length: count }, (_, i) => i + 1),
    lon: column(() => Math.round(118.9e6 + next() * 2e5)),
    lat: column(() => Math.round(33.4e6 + next() * 2e5)),
    state: zeros(),
    category: zeros(),
    source: zeros(),
    unit: zeros(),
    siteType: zeros(),
    zone3: zeros(),
    found: zeros(),
    due: zeros(),
    nearlyDue: zeros(),
    closed: zeros(),
  };
}

/** A wavy ring around the middle, as a hand draws one. */
const lasso = Array.from({ length: 500 }, (_, i) => {
  const angle = (2 * Math.PI * i) / 500;
  const reach = 0.07 + 0.015 * Math.sin(9 * angle);
  return [119 + reach * Math.cos(angle), 33.5 + reach * Math.sin(angle)] as const;
});

function lassoTimes(turns: number): { median_ms: number; most_ms: number; inside: number } {
  const layer = strewn(300_000);
  const filter = { ...emptyFilter, geo: [{ op: "inside" as const, areas: [{ draw: { kind: "area" as const, points: lasso } }] }] };
  const context = { clock: 0, timeZone: "Asia/Shanghai", categories: [], zones: [] };
  let inside = 0;
  const times = Array.from({ length: turns }, () => {
    const began = performance.now();
    inside = localMask(filter, layer, context).reduce((sum, bit) => sum + bit, 0);
    return performance.now() - began;
  });
  const sorted = times.slice(1).sort((a, b) => a - b);
  return { median_ms: sorted[Math.floor(sorted.length / 2)] ?? 0, most_ms: sorted.at(-1) ?? 0, inside };
}

const changes = Number(process.argv[2] ?? 200);
console.log(`${cpus().length} cores, ${cpus()[0]?.model ?? "?"}; software GL`);
const { median_ms, most_ms, inside } = lassoTimes(12);
console.log(
  `a lasso of 500 vertices over 300,000 problems (${inside} inside): median ${median_ms.toFixed(1)} ms, most ${most_ms.toFixed(1)} ms`,
);
const { first, last } = await heap(changes);
const growth = (100 * (last - first)) / first;
console.log(
  `heap after 20 filter changes ${(first / 1e6).toFixed(1)} MB, after ${changes} more ${(last / 1e6).toFixed(1)} MB: ${growth.toFixed(1)} %`,
);
