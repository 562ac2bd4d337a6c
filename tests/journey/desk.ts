/** A desk for journeys: the real program on the demo district in a process of its own, and a real browser before it. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { PNG } from "pngjs";

/** Chromium's path, or undefined: journeys are then skipped. */
export const browserPath = process.env["CHROMIUM_PATH"] ?? ["/usr/bin/chromium"].find((path) => existsSync(path));

const flags = [
  "--no-sandbox",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface Desk {
  readonly address: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const at = probe.address();
      probe.close(() => resolve(typeof at === "object" && at ? at.port : 0));
    });
  });
}

async function untilHealthy(address: string, server: ChildProcess, limit_ms: number, words: () => string): Promise<void> {
  for (const end = Date.now() + limit_ms; Date.now() < end; ) {
    if (server.exitCode !== null) break;
    const health = await fetch(`${address}/api/health`).then((answer) => answer.json() as Promise<{ status: string }>, () => null);
    if (health?.status === "ok") return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`The server was not ready:\n${words()}`);
}

/** Starts the program on an empty data folder (the demo is loaded) and a browser. */
export async function openDesk(): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), "chuangtu-journey-"));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const { DATABASE_URL: _unused, ...environment } = process.env;
  const server = spawn(process.execPath, ["--import", "tsx", "server/main.ts"], {
    env: { ...environment, PORT: String(port), DATA_DIR: join(folder, "district") },
  });
  let words = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (chunk: Buffer) => (words += chunk.toString()));
  await untilHealthy(address, server, 180_000, () => words);
  const browser = await chromium.launch({ executablePath: browserPath as string, args: flags });
  return {
    address,
    browser,
    async close() {
      await browser.close();
      server.kill("SIGTERM");
      await new Promise((resolve) => server.once("exit", resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Requests that a page sent to another host, and its errors: both must stay empty. */
export interface Watched {
  readonly outside: string[];
  readonly errors: string[];
  readonly asked: string[];
}

/** A page of a size, watched from its first request. */
export async function openPage(desk: Desk, path: string, options: BrowserContextOptions): Promise<{ page: Page; watched: Watched }> {
  const context = await desk.browser.newContext({ locale: "zh-CN", timezoneId: "Asia/Shanghai", ...options });
  const page = await context.newPage();
  const watched: Watched = { outside: [], errors: [], asked: [] };
  page.on("request", (request) => {
    const url = request.url();
    if (url.startsWith(`${desk.address}/api/`)) watched.asked.push(url.slice(desk.address.length));
    else if (/^(https?|wss?):/.test(url) && !url.startsWith(desk.address)) watched.outside.push(url);
  });
  page.on("pageerror", (error) => watched.errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && watched.errors.push(message.text()));
  await page.goto(desk.address + path);
  return { page, watched };
}

/** What a part of the page looks like, as pixels. */
export async function picture(page: Page, selector: string): Promise<PNG> {
  return PNG.sync.read(await page.locator(selector).first().screenshot());
}

/** How many pixels differ between two pictures of one size by more than a little. */
export function differing(a: PNG, b: PNG): number {
  let count = 0;
  for (let i = 0; i < Math.min(a.data.length, b.data.length); i += 4) {
    const d = [0, 1, 2].reduce((sum, k) => sum + Math.abs((a.data[i + k] as number) - (b.data[i + k] as number)), 0);
    if (d > 30) count++;
  }
  return count;
}
