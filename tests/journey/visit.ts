/** A person before the page: opens it, waits for what is to be seen, and is told of everything that went wrong meanwhile. */
import { mkdirSync } from "node:fs";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, describe, expect, inject } from "vitest";
import { untilHealthy } from "./desk.ts";
import type { Opened } from "./opened.ts";

const opened: Opened | null = inject("opened");
const pictures = ".build/journey";

/** Requests that a page sent to another host, its errors, and its questions. The first two must stay empty. */
export interface Watched {
  readonly outside: string[];
  readonly errors: string[];
  readonly asked: string[];
}
export interface Visit {
  readonly page: Page;
  readonly watched: Watched;
}

let connected: Promise<Browser> | null = null;
const contexts: BrowserContext[] = [];

const here = (): Opened => {
  if (!opened) throw new Error("no browser on this machine");
  return opened;
};

/** A browser of its own, for what the shared one must not be started with. */
export const otherBrowser = (args: string[]): Promise<Browser> => chromium.launch({ executablePath: here().executable, args });

let healthy: Promise<void> | null = null;
/** The program's address, once it answers. */
async function address(): Promise<string> {
  healthy ??= untilHealthy(here().address, 180_000);
  await healthy;
  return here().address;
}

function watch(page: Page, host: string): Watched {
  const watched: Watched = { outside: [], errors: [], asked: [] };
  page.on("request", (request) => {
    const url = request.url();
    if (url.startsWith(`${host}/api/`)) watched.asked.push(url.slice(host.length));
    else if (/^(https?|wss?):/.test(url) && !url.startsWith(`${host}/`)) watched.outside.push(url);
  });
  page.on("pageerror", (error) => watched.errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && watched.errors.push(message.text()));
  return watched;
}

/** Opens a path in a context of its own: by default a desk of 1366 × 768 in Chinese, without animated camera flights. */
export async function visit(path: string, options: BrowserContextOptions = {}, browser?: Browser): Promise<Visit> {
  return visitAt(await address(), path, options, browser);
}

/** The same, at another program's address. */
export async function visitAt(host: string, path: string, options: BrowserContextOptions = {}, browser?: Browser): Promise<Visit> {
  connected ??= chromium.connect(here().browser);
  const context = await (browser ?? (await connected)).newContext({
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1366, height: 768 },
    reducedMotion: "reduce",
    ...options,
  });
  contexts.push(context);
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const watched = watch(page, host);
  await page.goto(host + path);
  return { page, watched };
}

/** The server's own answer to a question, asked beside the page. */
export async function ask<T>(path: string): Promise<T> {
  const answer = await fetch((await address()) + path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Waits until the map says that its picture is of the present question. */
export async function mapReady(page: Page): Promise<void> {
  await page.locator('.map-root[data-ready="true"]').waitFor({ timeout: 60_000 });
}

export async function visitMap(path: string, options?: BrowserContextOptions): Promise<Visit> {
  const visited = await visit(path, options);
  await mapReady(visited.page);
  return visited;
}

/** What the page says the question's total is: "共 763 个问题" → 763; null while it counts. */
export async function totalOf(page: Page): Promise<number | null> {
  const text = await page
    .locator("output.total:not(.stale)")
    .first()
    .textContent({ timeout: 2000 })
    .catch(() => null);
  const digits = /([\d,]+)/.exec(text ?? "")?.[1];
  return digits === undefined ? null : Number(digits.replaceAll(",", ""));
}

/** Waits until a value read from the page is the expected one; fails with what it is. */
export async function until<T>(read: () => Promise<T>, expected: T): Promise<void> {
  await expect.poll(read, { timeout: 30_000, interval: 150 }).toEqual(expected);
}

/** The camera as the page's address holds it. */
export function cameraOf(page: Page): { lon: number; lat: number; zoom: number } | null {
  const [, lon, lat, zoom] = /#map=(-?[\d.]+),(-?[\d.]+),([\d.]+)/.exec(page.url()) ?? [];
  return lon && lat && zoom ? { lon: Number(lon), lat: Number(lat), zoom: Number(zoom) } : null;
}

/** Moves the camera as a link pasted into the page's own address does. */
export async function lookAt(page: Page, lon: number, lat: number, zoom: number): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `map=${lon},${lat},${zoom}`);
}

/** Keeps a picture of the whole page for a person to look at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png` });
}

/** Closes the pages opened since; those of a suite's own start stay for all its tests. */
async function leave(since: number): Promise<void> {
  await Promise.all(contexts.splice(since).map((context) => context.close()));
}

/** A suite of journeys: skipped without a browser; a failed test leaves pictures of its pages; each closes what it opened. */
export function journey(name: string, tests: () => void): void {
  describe.skipIf(opened === null)(name, () => {
    let before = 0;
    beforeEach(() => {
      before = contexts.length;
    });
    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") {
        const pages = contexts.flatMap((context) => context.pages());
        await Promise.all(pages.map((page, i) => keepPicture(page, `failed ${task.name.replace(/[^\w]+/g, " ")} ${i}`).catch(() => {})));
      }
      await leave(before);
    });
    afterAll(() => leave(0));
    tests();
  });
}
