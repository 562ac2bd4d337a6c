/**
 * The desk in a browser with as many problems as the page holds, and with a million: how long it takes to load, what a filter costs on the
 * main thread, the longest task while one pans, and every problem drawn as a point, with the memory that takes. Full HD, software GL unless
 * CHROMIUM_FLAGS says otherwise: a picture's own time means nothing there, the main thread's does.
 */
import { type Browser, type CDPSession, chromium, type Page } from "playwright-core";
import { buildClient, clientFolder } from "../../scripts/build.ts";
import { chromiumPath } from "../../scripts/test/found.ts";
import type { Db } from "../../server/db/db.ts";
import { sql } from "../../server/db/sql.ts";
import { buildApp } from "../../server/http/app.ts";
import { browserFlags } from "../journey/desk.ts";
import { cookieOf, makePerson } from "../support/people.ts";
import type { Line } from "./measure.ts";

/** What the issue of a million promises, ms. */
const promised = { load: 3_000, filter: 50, task: 50 };

interface Desk {
  readonly page: Page;
  readonly session: CDPSession;
  readonly load_ms: number;
  close(): Promise<void>;
}

const drawn = () => document.querySelector('.map-root[data-ready="true"]') !== null;

/** Notes each long task from the beginning. */
const watchTasks = (): void => {
  const tasks: number[] = [];
  Object.assign(window, { tasks });
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: "longtask",
    buffered: true,
  });
};

async function openDesk(browser: Browser, address: string, cookie: string): Promise<Desk> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: "zh-CN", reducedMotion: "reduce" });
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url: address }]);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable");
  // tsx marks functions with a helper that a page does not have.
  await page.addInitScript("globalThis.__name = (it) => it");
  await page.addInitScript(watchTasks);
  const from = performance.now();
  await page.goto(`${address}/?#all`);
  await page.waitForFunction(drawn, null, { timeout: 120_000, polling: 20 });
  return { page, session, load_ms: performance.now() - from, close: () => context.close() };
}

/** Milliseconds of script on the main thread so far. */
async function scriptOf({ session }: Desk): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return 1000 * (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? 0);
}

const takeTasks = ({ page }: Desk): Promise<number[]> => page.evaluate(() => (window as unknown as { tasks: number[] }).tasks.splice(0));

/** Follows an address as a pasted link does, until map and total are of the new question. */
async function follow({ page }: Desk, query: string): Promise<void> {
  await page.evaluate((search) => {
    history.pushState(null, "", `/?${search}`);
    dispatchEvent(new PopStateEvent("popstate"));
  }, query);
  await page.waitForFunction(
    () => {
      const map = document.querySelector<HTMLElement>(".map-root");
      return document.querySelector("output.total:not(.stale)") && map?.dataset.ready === "true" && map.dataset.total === map.dataset.drawn;
    },
    null,
    { timeout: 60_000, polling: 20 },
  );
}

const most = (numbers: readonly number[]): number => numbers.reduce((top, one) => Math.max(top, one), 0);
const middle = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Script on the main thread for each of some filters that the columns tell. */
async function filters(desk: Desk): Promise<{ readonly script: readonly number[]; readonly tasks: readonly number[] }> {
  const script: number[] = [];
  await takeTasks(desk);
  for (const query of [
    "status=open",
    "status=overdue",
    "found=30d",
    "category=c3",
    "status=open&unit=1,2,3",
    "inside=&status=open&found=7d",
  ]) {
    const before = await scriptOf(desk);
    await follow(desk, query.replace("inside=&", ""));
    script.push((await scriptOf(desk)) - before);
  }
  return { script, tasks: await takeTasks(desk) };
}

/** Drags the map to and fro for some seconds. */
async function pan(desk: Desk, seconds: number): Promise<readonly number[]> {
  const { mouse } = desk.page;
  const box = await desk.page.locator(".map-root").boundingBox();
  if (!box) throw new Error("There is no map on the page.");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await takeTasks(desk);
  await mouse.move(x, y);
  await mouse.down();
  const end = performance.now() + seconds * 1000;
  for (let step = 0; performance.now() < end; step++) await mouse.move(x + 260 * Math.sin(step / 12), y + 160 * Math.cos(step / 17));
  await mouse.up();
  return takeTasks(desk);
}

async function heap_MB({ session }: Desk): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  const {
    usedSize,
    embedderHeapUsedSize = 0,
    backingStorageSize = 0,
  } = (await session.send("Runtime.getHeapUsage")) as {
    usedSize: number;
    embedderHeapUsedSize?: number;
    backingStorageSize?: number;
  };
  return (usedSize + embedderHeapUsedSize + backingStorageSize) / 1e6;
}

/** Every problem as a point, on demand. @returns until it is drawn, and what it adds to the page's memory */
async function everyPoint(desk: Desk): Promise<{ readonly ms: number; readonly MB: number; readonly points: number }> {
  const before = await heap_MB(desk);
  const from = performance.now();
  await desk.page.getByRole("checkbox", { name: /^逐点显示/ }).check();
  await desk.page.waitForFunction(() => Number(document.querySelector<HTMLElement>(".map-root")?.dataset.points) > 0, null, {
    timeout: 120_000,
    polling: 20,
  });
  const ms = performance.now() - from;
  const points = await desk.page.evaluate(() => Number(document.querySelector<HTMLElement>(".map-root")?.dataset.points));
  return { ms, MB: (await heap_MB(desk)) - before, points };
}

async function measureDesk(browser: Browser, address: string, cookie: string, what: string): Promise<Line[]> {
  const engine = "postgres";
  const desk = await openDesk(browser, address, cookie);
  const filtered = await filters(desk);
  await follow(desk, "status=#all".slice(7));
  const panned = await pan(desk, 5);
  const points = await everyPoint(desk);
  const to = "the promise";
  const lines: Line[] = [
    { engine, what: `${what}: loaded and drawn`, ms: desk.load_ms, ratio: { to, value: desk.load_ms / promised.load, most: 1 } },
    {
      engine,
      what: `${what}: a filter, script on the main thread (of ${filtered.script.length})`,
      ms: middle(filtered.script),
    },
    {
      engine,
      what: `${what}: a filter, the longest task`,
      ms: most(filtered.tasks),
      ratio: { to, value: most(filtered.tasks) / promised.filter, most: 1 },
    },
    {
      engine,
      what: `${what}: panning for 5 s, the longest task (${panned.filter((ms) => ms > promised.task).length} over 50 ms)`,
      ms: most(panned),
      ratio: { to, value: most(panned) / promised.task, most: 1 },
    },
    { engine, what: `${what}: ${points.points} points, each drawn`, ms: points.ms },
    { engine, what: `${what}: ${points.points} points, memory of the page more`, ms: points.MB, unit: "MB" },
  ];
  await desk.close();
  return lines;
}

/** Of a town that is loaded; its page is built anew. */
export async function benchPage(db: Db): Promise<Line[]> {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error("no Chromium on this machine; set CHROMIUM_PATH");
  await buildClient(process.cwd());
  const cookie = await cookieOf(db, await makePerson(db, { roles: ["dispatcher"] }));
  const standing = { status: "ready", db } as const;
  const app = await buildApp({ db: () => standing, clientFolder: clientFolder(process.cwd()) });
  const address = await app.listen({ port: 0, host: "127.0.0.1" });
  const browser = await chromium.launch({ executablePath, args: process.env.CHROMIUM_FLAGS?.split(" ") ?? [...browserFlags] });
  try {
    const [row] = await db.query<{ n: number }>(sql`select count(*)::int as n from problem`);
    return await measureDesk(browser, address, cookie, `${row?.n ?? 0} problems`);
  } finally {
    await browser.close();
    await app.close();
  }
}
