/**
 * Measures how soon a change is seen: `node --import tsx tests/journey/measureLive.ts [acts] [listeners]`. One page in Chromium (software GL
 * unless CHROMIUM_FLAGS says otherwise) and many streams beside it hear the acts of a dispatcher; from the moment an act is sent, its commit
 * included, to the frame in which the page has drawn it.
 */
import { get } from "node:http";
import { cpus } from "node:os";
import { type Browser, chromium, type Page } from "playwright-core";
import { buildClient } from "../../scripts/build.ts";
import { chromiumPath } from "../../scripts/test/found.ts";
import type { ProblemList } from "../../server/contract/types.ts";
import { browserFlags, startProgram } from "./desk.ts";

const between_ms = 500;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Opens streams that only count what they hear. */
function listen(address: string, count: number): { heard: () => number; close: () => void } {
  let heard = 0;
  const streams = Array.from({ length: count }, () =>
    get(`${address}/api/changes`, (answer) =>
      answer.on("data", (text: Buffer) => (heard += text.toString().split("event: change").length - 1)),
    ),
  );
  for (const stream of streams) stream.on("error", () => {});
  return {
    heard: () => heard,
    close: () => {
      for (const stream of streams) stream.destroy();
    },
  };
}

/** Notes when the ledger's row of a problem has its new version, and the frame after that one. */
const watchRows = (): void => {
  const seen: [number, number][] = [];
  Object.assign(window, { seen });
  const root = () => document.querySelector<HTMLElement>(".map-root");
  let pulsed = "";
  const look = () => {
    const now = root()?.dataset.pulsed ?? "";
    if (now !== pulsed) {
      pulsed = now;
      // The frame in which the ring is drawn is the next one.
      requestAnimationFrame(() => requestAnimationFrame(() => seen.push([Number(now), performance.timeOrigin + performance.now()])));
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

async function openPage(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "zh-CN" });
  const page = await context.newPage();
  await page.addInitScript("globalThis.__name = (it) => it");
  await page.addInitScript(watchRows);
  await page.goto(`${address}/?status=open&panel=ledger`);
  await page.waitForSelector('.map-root[data-ready="true"]', { timeout: 60_000 });
  await page.waitForSelector(".link-live", { timeout: 20_000 });
  return page;
}

const share = (sorted: readonly number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;

async function measure(acts: number, listeners: number): Promise<void> {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error("no Chromium on this machine; set CHROMIUM_PATH");
  await buildClient(process.cwd());
  const program = await startProgram();
  await program.ready;
  const browser = await chromium.launch({ executablePath, args: process.env.CHROMIUM_FLAGS?.split(" ") ?? [...browserFlags] });
  const page = await openPage(browser, program.address);
  const streams = listen(program.address, listeners);
  await wait(3_000);
  const { rows } = (await (await fetch(`${program.address}/api/problems?status=dispatched,handling&limit=${acts}`)).json()) as ProblemList;
  const sent: number[] = [];
  for (const { id, version } of rows) {
    sent.push(Date.now());
    const answer = await fetch(`${program.address}/api/problems/${id}/press`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ version }),
    });
    if (!answer.ok) throw new Error(`press ${id}: ${answer.status} ${await answer.text()}`);
    await wait(between_ms);
  }
  await wait(2_000);
  const seen = await page.evaluate(() => (window as unknown as { seen: [number, number][] }).seen);
  const heard = streams.heard();
  streams.close();
  await browser.close();
  await program.close();
  // The n-th pulse is the n-th act; a pulse that came together with the next has the next one's number.
  const latencies = sent
    .map((at, i) => (seen.find(([pulses]) => pulses > i)?.[1] ?? Number.POSITIVE_INFINITY) - at)
    .toSorted((a, b) => a - b);
  const row = (what: string, value: number) => console.log(`${what.padEnd(58)}${value.toFixed(0).padStart(8)} ms`);
  console.log(`${sent.length} acts, ${listeners} streams beside the page; ${cpus().length} cores, ${cpus()[0]?.model ?? "?"}`);
  console.log(`heard by the streams: ${heard} of ${sent.length * listeners}`);
  row("act sent to drawn on another page, median", share(latencies, 0.5));
  row("p95", share(latencies, 0.95));
  row("p99", share(latencies, 0.99));
  row("longest", latencies.at(-1) ?? Number.NaN);
}

await measure(Number(process.argv[2] ?? 100), Number(process.argv[3] ?? 199));
