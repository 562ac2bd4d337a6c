/**
 * A workbook of 20,000 rows over HTTP: how long it takes, what others wait for their answers meanwhile against what they wait without it, and by how
 * much the process grows. The limits are those the office asked for.
 */
import type { Db } from "../../server/db/db.ts";
import { buildApp } from "../../server/http/app.ts";
import { percentile } from "./acts.ts";
import type { Line } from "./measure.ts";

const rows = 20_000;
const most_ms = 15_000;
const question = "/api/problems?status=open&limit=50";
const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20);

/** How long each of the same questions takes, asked one after the other until `done`. */
async function waits(base: string, done: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (!done()) {
    const from = performance.now();
    await (await fetch(base + question)).arrayBuffer();
    times.push(performance.now() - from);
  }
  return times;
}

async function workbook(base: string): Promise<{ readonly ms: number; readonly bytes: number }> {
  const from = performance.now();
  const reply = await fetch(`${base}/api/problems/export.xlsx`);
  const { byteLength } = await reply.arrayBuffer();
  if (reply.status !== 200 || byteLength < rows * 20) throw new Error(`the workbook: ${reply.status}, ${byteLength} bytes`);
  return { ms: performance.now() - from, bytes: byteLength };
}

export async function benchExports(db: Db, engine: string): Promise<Line[]> {
  const app = await buildApp({ db: () => ({ status: "ready", db }), demo: () => true });
  const base = await app.listen({ port: 0, host: "127.0.0.1" });
  try {
    await workbook(base);
    let left = 200;
    const alone = await waits(base, () => left-- === 0);
    const before = process.memoryUsage.rss();
    let [most, finished] = [before, false];
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 20);
    const making = workbook(base).finally(() => {
      finished = true;
    });
    const meanwhile = await waits(base, () => finished);
    const { ms, bytes } = await making;
    clearInterval(watch);
    process.stderr.write(
      `${engine}: workbook of ${megabytes(bytes)} MB; the process grew by ${megabytes(most - before)} MB at most; ${meanwhile.length} questions meanwhile\n`,
    );
    const [quiet, busy] = [percentile(alone, 0.95), percentile(meanwhile, 0.95)];
    return [
      { engine, what: `XLSX of ${rows} rows`, ms, ratio: { to: `${most_ms} ms`, value: ms / most_ms, most: 1 } },
      { engine, what: "another question meanwhile, p95", ms: busy, ratio: { to: "without, p95", value: busy / quiet, most: 2 } },
    ];
  } finally {
    await app.close();
  }
}
