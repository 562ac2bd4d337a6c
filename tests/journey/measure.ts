/**
 * Measures the page in a browser on this machine: `node --import tsx tests/journey/measure.ts [turns]`. Software GL unless
 * CHROMIUM_FLAGS says otherwise; on a busy machine the times mean nothing.
 */
import { readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "playwright-core";
import { buildClient, clientFolder } from "../../scripts/build.ts";
import { chromiumPath } from "../../scripts/test/found.ts";
import { browserFlags, startProgram } from "./desk.ts";

/** Gzipped kB of the scripts that a built page names in its HTML, and of all others. */
export function scriptSizes(folder: string, document: "index.html" | "field.html" = "index.html"): { first_kB: number; later_kB: number } {
  const html = readFileSync(join(folder, document), "utf8");
  const size = (name: string) => gzipSync(readFileSync(join(folder, "assets", name)), { level: 9 }).length / 1000;
  const scripts = readdirSync(join(folder, "assets")).filter((name) => name.endsWith(".js"));
  const sum = (names: readonly string[]) => names.reduce((total, name) => total + size(name), 0);
  const first = scripts.filter((name) => html.includes(name));
  return { first_kB: sum(first), later_kB: sum(scripts.filter((name) => !first.includes(name))) };
}

interface Boot {
  readonly html_ms: number;
  readonly map_ms: number;
  readonly ready_ms: number;
  readonly script_ms: number;
}

/** Notes when the map first draws anything, and each long task. */
const watchBoot = (): void => {
  const notes = { map: 0, ready: 0 };
  Object.assign(window, { notes });
  const draw = WebGL2RenderingContext.prototype.drawElements;
  WebGL2RenderingContext.prototype.drawElements = function drawn(...args) {
    // The ground is one draw; the first base map is many.
    if (!notes.map && document.querySelector(".map-root")?.contains(this.canvas as HTMLCanvasElement) && args[1] > 600)
      notes.map = performance.now();
    return draw.apply(this, args);
  };
  const look = () => {
    if (!notes.ready && document.querySelector('.map-root[data-ready="true"]')) notes.ready = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

/** A page and the milliseconds of script on its main thread so far. */
interface Clocked {
  readonly page: Page;
  script_ms(): Promise<number>;
}

async function openPage(browser: Browser, address: string): Promise<Clocked> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "zh-CN", reducedMotion: "reduce" });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable");
  // tsx marks functions with a helper that a page does not have.
  await page.addInitScript("globalThis.__name = (it) => it");
  await page.addInitScript(watchBoot);
  await page.goto(address);
  await page.waitForFunction(() => (window as unknown as { notes: { ready: number } }).notes.ready > 0, null, { timeout: 60_000 });
  const script_ms = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? 0);
  };
  return { page, script_ms };
}

async function bootOf({ page, script_ms }: Clocked): Promise<Boot> {
  const read = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    const { map, ready } = (window as unknown as { notes: { map: number; ready: number } }).notes;
    return { html_ms: navigation?.responseEnd ?? 0, map, ready };
  });
  return { html_ms: read.html_ms, map_ms: read.map - read.html_ms, ready_ms: read.ready - read.html_ms, script_ms: await script_ms() };
}

/** What a change of the filter costs: script on the main thread, and until the picture and the total are of the new question. */
async function filterOf({ page, script_ms }: Clocked): Promise<{ script_ms: number; picture_ms: number }> {
  await page.locator(".filter-bar .chooser").first().click();
  const choice = page.locator(".popover .choice input").nth(1);
  await choice.waitFor();
  await page.waitForTimeout(1500);
  const before = await script_ms();
  const began = Date.now();
  await choice.click();
  await page.waitForFunction(() => {
    const map = document.querySelector<HTMLElement>(".map-root");
    return map?.dataset.ready === "true" && map.dataset.total === map.dataset.drawn && document.querySelector("output.total:not(.stale)");
  });
  const picture_ms = Date.now() - began;
  return { script_ms: (await script_ms()) - before, picture_ms };
}

const middle = (numbers: number[]): number => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

async function measure(turns: number): Promise<void> {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error("no Chromium on this machine; set CHROMIUM_PATH");
  await buildClient(process.cwd());
  const program = await startProgram();
  await program.ready;
  const args = process.env.CHROMIUM_FLAGS?.split(" ") ?? [...browserFlags];
  const browser = await chromium.launch({ executablePath, args });
  const boots: Boot[] = [];
  const filters: Awaited<ReturnType<typeof filterOf>>[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const clocked = await openPage(browser, program.address);
    boots.push(await bootOf(clocked));
    filters.push(await filterOf(clocked));
    await clocked.page.context().close();
  }
  await browser.close();
  await program.close();
  const { first_kB, later_kB } = scriptSizes(clientFolder(process.cwd()));
  const row = (what: string, value: number, unit: string) =>
    console.log(`${what.padEnd(58)}${value.toFixed(value < 100 ? 1 : 0).padStart(8)} ${unit}`);
  console.log(
    `median of ${turns}; ${cpus().length} cores, ${cpus()[0]?.model ?? "?"}; ${process.env.CHROMIUM_FLAGS ? "flags of the caller" : "software GL"}; empty cache`,
  );
  row("HTML to the first base map on screen", middle(boots.map((b) => b.map_ms)), "ms");
  row("HTML to all layers drawn", middle(boots.map((b) => b.ready_ms)), "ms");
  row("script on the main thread until then", middle(boots.map((b) => b.script_ms)), "ms");
  row("a filter change: script on the main thread", middle(filters.map((f) => f.script_ms)), "ms");
  row("a filter change: to the new picture and the new total", middle(filters.map((f) => f.picture_ms)), "ms");
  row("scripts the page starts with, gzipped", first_kB, "kB");
  row("scripts that come later (map, overlay, workers), gzipped", later_kB, "kB");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await measure(Number(process.argv[2] ?? 5));
