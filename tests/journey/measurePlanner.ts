/**
 * Measures the planner's sheet: `node --import tsx tests/journey/measurePlanner.ts`. In Chromium with software GL, a made-up district of 400
 * and of 5,041 cells with 2,000 sites and 20,000 problems: a vertex moved and a cell painted, from the hand to the picture, load figures
 * included (≤ 200 and ≤ 500 ms), beside what a frame of the same picture takes.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { cpus } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build } from "vite";
import { chromiumPath } from "../../scripts/test/found.ts";
import { browserFlags } from "./desk.ts";
import type { measure } from "./plannerBench/page.ts";

const built = fileURLToPath(new URL("../../.build/plannerBench", import.meta.url));
const kinds: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
};

/** The page's files, from a port of its own. */
function served(): Promise<{ readonly address: string; close(): void }> {
  const server = createServer((request, response) => {
    const path = join("/", new URL(request.url ?? "/", "http://127.0.0.1").pathname);
    try {
      const body = readFileSync(join(built, path === "/" ? "index.html" : path));
      response.writeHead(200, { "content-type": kinds[extname(path) || ".html"] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const at = server.address();
      resolve({ address: `http://127.0.0.1:${typeof at === "object" && at ? at.port : 0}`, close: () => server.close() });
    });
  });
}

const executablePath = chromiumPath();
if (!executablePath) throw new Error("no Chromium on this machine; set CHROMIUM_PATH");
await build({
  configFile: false,
  logLevel: "error",
  root: fileURLToPath(new URL("plannerBench", import.meta.url)),
  build: { outDir: built, emptyOutDir: true, target: "chrome110", chunkSizeWarningLimit: 3000 },
  worker: { format: "es" },
});
const server = await served();
const browser = await chromium.launch({ executablePath, args: [...browserFlags] });
console.log(`${cpus().length} cores, ${cpus()[0]?.model ?? "?"}; software GL`);
for (const [size, limit_ms] of [
  [20, 200],
  [71, 500],
] as const) {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(server.address);
  await page.waitForFunction(() => "measure" in window);
  const taken = await page.evaluate((cells) => (window as unknown as { measure: typeof measure }).measure(cells), size);
  for (const edit of ["move", "paint"] as const) {
    const { step_ms, load_ms, show_ms, seen_ms } = taken[edit];
    const parts = `step ${step_ms.toFixed(0)}, load figures ${load_ms.toFixed(0)}, sheet ${show_ms.toFixed(0)}`;
    const ratio = `${(seen_ms / taken.frame_ms).toFixed(1)} × a frame of ${taken.frame_ms.toFixed(0)} ms`;
    console.log(`${size * size} cells, ${edit}: seen after ${seen_ms.toFixed(0)} ms (≤ ${limit_ms}): ${parts}; ${ratio}`);
  }
  await page.close();
}
await browser.close();
server.close();
