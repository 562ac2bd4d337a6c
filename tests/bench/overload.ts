/**
 * Ten times what can be answered, by the clock, from another process: how long those wait who are let in, how what must stay answered is
 * answered meanwhile, what memory it takes, and how soon all is as before. The questions are all different, so that none is answered from
 * memory: small views, the first page of each.
 */
import { type ChildProcess, fork } from "node:child_process";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Db } from "../../server/db/db.ts";
import { buildApp } from "../../server/http/app.ts";
import { boundsFor } from "../../server/http/places.ts";
import { percentile } from "./acts.ts";
import type { Fate, Order, Report } from "./crowd.ts";
import type { Line } from "./measure.ts";

const seconds = process.env.BENCH_SMALL ? 5 : 15;
const times = 10;
/** At first a rush fills the queue, and is let in; who comes later finds a crowd that stays. */
const rush_ms = 2_000;
const cheap = ["/api/health", "/api/layers/sites", "/api/layers/counts"];

const views = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => {
    const [west, south] = [118.98 + ((i * 37) % 1_009) * 1.2e-4, 33.56 + ((i * 91) % 1_013) * 0.7e-4];
    const box = [west, south, west + 0.0011, south + 0.0008].map((degrees) => degrees.toFixed(5));
    return `/api/problems?geo=inside:view/${box.join()}`;
  });

class Crowd {
  readonly #child: ChildProcess;
  constructor() {
    this.#child = fork(fileURLToPath(new URL("./crowd.ts", import.meta.url)), { execArgv: ["--import", "tsx"] });
  }
  ask(order: Order): Promise<Report> {
    return new Promise((resolve, reject) => {
      this.#child.once("message", (report: Report) => resolve(report));
      this.#child.once("exit", () => reject(new Error("The process with the crowd ended.")));
      this.#child.send(order);
    });
  }
  close(): void {
    this.#child.disconnect();
  }
}

const tookOf = (fates: readonly Fate[], status = 200): number[] => fates.filter((fate) => fate[2] === status).map((fate) => fate[1]);

/** The most memory the process has had while the work went on, in MiB. */
async function watched<T>(work: Promise<T>): Promise<{ result: T; most_MiB: number }> {
  let most = 0;
  const look = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 100);
  try {
    return { result: await work, most_MiB: most / 2 ** 20 };
  } finally {
    clearInterval(look);
  }
}

/** Lines that hold: those who are let in, memory, and the first second after. */
export async function benchOverload(db: Db, engine: string): Promise<Line[]> {
  const app = await buildApp({ db: () => ({ status: "ready", db }), demo: () => true });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  const crowd = new Crowd();
  const ask = (order: Partial<Order>) => crowd.ask({ port, paths: views(20_011), for_ms: seconds * 1_000, ...order });
  try {
    const { places } = boundsFor(db.capabilities.sessions).lanes.question;
    await ask({ callers: places, for_ms: 3_000, beside: cheap });
    const normal = await watched(ask({ callers: places, beside: cheap }));
    const capacity = (tookOf(normal.result.asked).length / seconds) | 0;
    const crowded = await watched(ask({ rate: capacity * times, beside: cheap }));
    const after = await ask({ callers: places, for_ms: 1_000 });
    await wait(1_000);
    const later = await ask({ callers: places, for_ms: 1_000 });
    return lines(engine, capacity, normal, crowded, after, later);
  } finally {
    crowd.close();
    await app.close();
  }
}

type Watched = Awaited<ReturnType<typeof watched<Report>>>;

function lines(engine: string, capacity: number, normal: Watched, crowded: Watched, after: Report, later: Report): Line[] {
  const p99 = (fates: readonly Fate[]): number => percentile(tookOf(fates), 0.99);
  const { beside, unsent, late_ms, after_s, asked: all } = crowded.result;
  const asked = all.filter(([due_ms]) => due_ms > rush_ms);
  const rush = all.filter(([due_ms]) => due_ms <= rush_ms);
  const length_s = seconds - rush_ms / 1_000;
  const usual = p99(normal.result.asked);
  const away = tookOf(asked, 503);
  const other = asked.length - away.length - tookOf(asked).length;
  const told = `${capacity * times}/s offered, ${Math.round(tookOf(asked).length / length_s)}/s answered, ${Math.round(away.length / length_s)}/s sent away for ${after_s.join("–")} s, ${unsent} unsent, ${Math.round(late_ms)} ms late at most`;
  if (other > 0)
    throw new Error(`${other} questions were neither answered nor sent away: ${[...new Set(asked.map((fate) => fate[2]))].join()}`);
  const ratio = (to: string, value: number, most: number) => ({ ratio: { to, value, most } });
  const answeredAfter = tookOf(after.asked).length / Math.max(1, tookOf(later.asked).length);
  return [
    { engine, what: `overload: ${capacity}/s at capacity, p99`, ms: usual },
    { engine, what: `overload: let in, p99; ${told}`, ms: p99(asked), ...ratio("p99 at capacity", p99(asked) / usual, 2) },
    { engine, what: "overload: let in at first, when a rush fills the queue, p99", ms: p99(rush) },
    { engine, what: "overload: let in, median", ms: percentile(tookOf(asked), 0.5) },
    { engine, what: "overload: sent away, median", ms: percentile(away, 0.5) },
    ...cheap.map((path) => ({
      engine,
      what: `overload: ${path} meanwhile, p99; ${tookOf(beside[path] ?? []).length} of ${beside[path]?.length} answered, ${p99(normal.result.beside[path] ?? []).toFixed(0)} ms at capacity`,
      ms: p99(beside[path] ?? []),
    })),
    {
      engine,
      what: `overload: memory ${Math.round(crowded.most_MiB)} MiB at most (${Math.round(normal.most_MiB)} before)`,
      ms: 0,
      ...ratio("memory at capacity", crowded.most_MiB / normal.most_MiB, 2),
    },
    {
      engine,
      what: "overload: p99 in the first second after",
      ms: p99(after.asked),
      ...ratio("a second later, answers", 1 / answeredAfter, 2),
    },
  ];
}
