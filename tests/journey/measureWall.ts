/**
 * Measures the wall: `node --import tsx tests/journey/measureWall.ts [updates]`. A frame while panning with everything against the base map
 * alone, in one run; what a scene change costs; the first picture; the page's bytes; heap and graphics objects over many updates. Software GL
 * unless CHROMIUM_FLAGS says otherwise; on a busy machine the times mean nothing.
 */
import { readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { type Browser, type CDPSession, chromium, type Page } from "playwright-core";
import { buildClient, clientFolder } from "../../scripts/build.ts";
import { chromiumPath } from "../../scripts/test/found.ts";
import type { ProblemList, ProblemRow } from "../../server/contract/types.ts";
import { browserFlags, startProgram } from "./desk.ts";
import { type GlObjects, glObjects } from "./glCount.ts";
import { type Hung, prepareWall, tell } from "./wallPage.ts";

/** Gzipped kB of all that the built wall may fetch of scripts, workers and styles. */
export function wallWeight(folder: string): { first_kB: number; all_kB: number } {
  const assets = readdirSync(join(folder, "assets")).filter((name) => /\.(js|mjs|css)$/.test(name));
  const text = new Map(assets.map((name) => [name, readFileSync(join(folder, "assets", name), "latin1")]));
  const named = (source: string) => assets.filter((name) => source.includes(name));
  const html = readFileSync(join(folder, "wall.html"), "utf8");
  const found = new Set(named(html));
  for (const name of found) for (const other of named(text.get(name) ?? "")) found.add(other);
  const size = (names: Iterable<string>) =>
    [...names].reduce((sum, name) => sum + gzipSync(text.get(name) ?? "", { level: 9 }).length / 1000, 0);
  return { first_kB: size(named(html)), all_kB: size(found) };
}

interface Hanging {
  readonly page: Page;
  readonly session: CDPSession;
  readonly first_ms: number;
}

async function open(browser: Browser, address: string, hung: Hung): Promise<Hanging> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: "zh-CN", reducedMotion: "reduce" });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable");
  await prepareWall(page, hung);
  const began = Date.now();
  await page.goto(`${address}/wall`);
  await page.waitForSelector('.map-root[data-ready="true"]', { timeout: 90_000 });
  return { page, session, first_ms: Date.now() - began };
}

/** Milliseconds on the main thread so far: script, style and layout. */
async function workOf(session: CDPSession): Promise<{ script_ms: number; work_ms: number }> {
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (wanted: string) => 1000 * (metrics.find(({ name }) => name === wanted)?.value ?? 0);
  return { script_ms: of("ScriptDuration"), work_ms: of("ScriptDuration") + of("LayoutDuration") + of("RecalcStyleDuration") };
}

const middle = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** Drags the map to and fro by hand: each frame of the map, and the script a frame costs. */
async function pan({ page, session }: Hanging, seconds: number): Promise<{ frame_ms: number; script_ms: number; frames: number }> {
  const box = await page.locator(".map-root").boundingBox();
  if (!box) throw new Error("there is no map on the wall");
  await page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { frames });
    const look = (now: number) => {
      frames.push(now);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  let step = 0;
  const drag = async (until: number) => {
    // As often as a hand is heard: browsers tell a page of one move a frame.
    for (; Date.now() < until; step++) {
      await page.mouse.move(x + 220 * Math.sin(step / 9), y + 120 * Math.cos(step / 7));
      await page.waitForTimeout(50);
    }
  };
  // What is drawn for the first time is compiled first.
  await drag(Date.now() + 3000);
  const before = await workOf(session);
  await page.evaluate(() => (window as unknown as { frames: number[] }).frames.splice(0));
  await drag(Date.now() + seconds * 1000);
  const frames = await page.evaluate(() => (window as unknown as { frames: number[] }).frames.splice(0));
  const after = await workOf(session);
  await page.mouse.up();
  const gaps = frames.slice(1).map((at, i) => at - (frames[i] as number));
  return { frame_ms: middle(gaps), script_ms: (after.script_ms - before.script_ms) / Math.max(1, frames.length), frames: frames.length };
}

const heavy: NonNullable<Hung["scenes"]> = [
  { kind: "view", query: "?layers=problemHeat,problems,zones1,zones2,zones3" },
  { kind: "markets" },
  { kind: "overview" },
  { kind: "ranking" },
  { kind: "overdue" },
];

/** Main-thread work from the key to rest, over some scenes. */
async function sceneChanges({ page, session }: Hanging, count: number): Promise<number[]> {
  const costs: number[] = [];
  for (let i = 0; i < count; i++) {
    await page.waitForTimeout(2500);
    const before = await workOf(session);
    await page.keyboard.press("ArrowRight");
    await page.waitForTimeout(2500);
    costs.push((await workOf(session)).work_ms - before.work_ms);
  }
  return costs;
}

/** Bytes of the page's JavaScript heap that something still holds. */
export async function heapOf(session: CDPSession): Promise<number> {
  for (let i = 0; i < 3; i++) await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = (await session.send("Runtime.getHeapUsage")) as { usedSize: number };
  return usedSize;
}

/** Tells the wall of so many changes of problems, some at a time, as fast as it takes them. */
export async function update(page: Page, rows: readonly ProblemRow[], count: number, at_once = 20): Promise<void> {
  const states = ["handling", "handed_back", "dispatched", "rework"] as const;
  for (let done = 0; done < count; done += at_once) {
    const clock = new Date().toISOString();
    const problems = Array.from({ length: at_once }, (_, i) => {
      const row = rows[(done + i) % rows.length] as ProblemRow;
      const state = states[Math.floor((done + i) / rows.length) % states.length];
      return { ...row, state, nearlyDue: null, siteType: null, zone3: null, act: "accept", version: row.version + 1 + done };
    });
    await tell(page, "change", { revision: 0, clock, problems, gone: [] });
    await page.waitForTimeout(100);
  }
}

export interface Soaked {
  readonly heap_bytes: number;
  readonly gl: GlObjects;
}
export async function soaked(page: Page, session: CDPSession): Promise<Soaked> {
  await page.waitForTimeout(2000);
  return { heap_bytes: await heapOf(session), gl: await glObjects(page) };
}

async function measure(updates: number): Promise<void> {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error("no Chromium on this machine; set CHROMIUM_PATH");
  await buildClient(process.cwd());
  const program = await startProgram();
  await program.ready;
  const args = process.env.CHROMIUM_FLAGS?.split(" ") ?? [...browserFlags];
  const browser = await chromium.launch({ executablePath, args });
  console.log(
    `${cpus().length} cores, ${cpus()[0]?.model ?? "?"}; ${process.env.CHROMIUM_FLAGS ? "flags of the caller" : "software GL"}; 1920 × 1080`,
  );
  const row = (what: string, value: string) => console.log(`${what.padEnd(64)}${value.padStart(16)}`);
  const { first_kB, all_kB } = wallWeight(clientFolder(process.cwd()));
  row("the page before the map, gzipped; with all that may come", `${first_kB.toFixed(0)}, ${all_kB.toFixed(0)} kB`);

  const pans: { bare: number; full: number; script: number; bareScript: number }[] = [];
  const firsts: number[] = [];
  for (let turn = 0; turn < 5; turn++) {
    // With the tour as it is: a test's own would come by another way.
    const plain = await open(browser, program.address, {});
    firsts.push(plain.first_ms);
    await plain.page.context().close();
  }
  for (let turn = 0; turn < 3; turn++) {
    const bare = await open(browser, program.address, { scenes: [{ kind: "view", query: "?status=rejected&layers=none" }] });
    const alone = await pan(bare, 12);
    await bare.page.context().close();
    const all = await open(browser, program.address, { scenes: heavy });
    const full = await pan(all, 12);
    pans.push({ bare: alone.frame_ms, full: full.frame_ms, script: full.script_ms, bareScript: alone.script_ms });
    if (turn === 2) {
      const costs = await sceneChanges(all, 5);
      row("a scene change: main-thread work, median, most", `${middle(costs).toFixed(0)}, ${Math.max(...costs).toFixed(0)} ms`);
    }
    await all.page.context().close();
  }
  row("a frame while panning: base map alone", `${middle(pans.map((p) => p.bare)).toFixed(0)} ms`);
  row("the same with 20,000 problems, heat and zones", `${middle(pans.map((p) => p.full)).toFixed(0)} ms`);
  row("ratio, median of 3", `${middle(pans.map((p) => p.full / p.bare)).toFixed(2)} ×`);
  row("script on the main thread, a frame: base map alone", `${middle(pans.map((p) => p.bareScript)).toFixed(1)} ms`);
  row("the same with everything", `${middle(pans.map((p) => p.script)).toFixed(1)} ms`);
  row("opened to the first whole picture, empty cache, median of 5", `${(middle(firsts) / 1000).toFixed(1)} s`);

  const { rows } = (await (await fetch(`${program.address}/api/problems?status=open&limit=200`)).json()) as ProblemList;
  const { page, session } = await open(browser, program.address, { scenes: [{ kind: "overview" }] });
  await update(page, rows, Math.min(1000, updates / 4));
  const first = await soaked(page, session);
  await update(page, rows, updates);
  const last = await soaked(page, session);
  row(`heap before and after ${updates} updates`, `${(first.heap_bytes / 1e6).toFixed(1)}, ${(last.heap_bytes / 1e6).toFixed(1)} MB`);
  row("growth", `${((100 * (last.heap_bytes - first.heap_bytes)) / first.heap_bytes).toFixed(1)} %`);
  row("graphics objects before", JSON.stringify(first.gl));
  row("graphics objects after", JSON.stringify(last.gl));
  await browser.close();
  await program.close();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await measure(Number(process.argv[2] ?? 10_000));
