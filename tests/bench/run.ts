/**
 * The figures that must hold: the market question against the best SQL by hand and over HTTP, its growth with the number
 * of problems, a layer's prices, what acts cost, the change feed, and every way to name a place, on native and embedded PostGIS. Counts are checked before anything is timed.
 * Prints a Markdown table, writes .build/bench.json, and fails when a ratio is over its limit.
 * `npm run bench -- [native|embedded|both] [live|where|exports]`: of one engine; of the change feed alone, of the ways to name a place, or of a workbook.
 * BENCH_SMALL=1 takes a tenth of every size; TEST_DATABASE_URL names a server to use instead of a private one.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { startPrivateCluster } from "../../scripts/cluster.ts";
import type { Db } from "../../server/db/db.ts";
import { asAdmin, freshDb, runPrefix } from "../support/databases.ts";
import { benchActs } from "./acts.ts";
import { benchExports } from "./exports.ts";
import { benchLayer } from "./layers.ts";
import { benchLive } from "./live.ts";
import { benchMarket, marketQuestion, statementOf } from "./market.ts";
import { type Line, medians, table } from "./measure.ts";
import { loadSize, type Size } from "./town.ts";
import { benchWhere } from "./where.ts";

type Engine = "postgres" | "embedded";
const part = process.env.BENCH_SMALL ? 10 : 1;
const rounds = 25;
const size = (problems: number, open: number, markets: number): Size => ({ problems: problems / part, open: open / part, markets });

async function withTown<T>(engine: Engine, of: Size, work: (db: Db) => Promise<T>): Promise<T> {
  process.stderr.write(`${engine}: loading ${of.problems} problems, ${of.open} open …\n`);
  const db = await freshDb(engine);
  try {
    await loadSize(db, of);
    return await work(db);
  } finally {
    await db.close();
  }
}

/** The same answer from few problems and from many: open ones are as many, the rest are history. */
async function benchGrowth(engine: Engine, few: number, many: number, open: number): Promise<Line[]> {
  const medianAt = (problems: number) =>
    withTown(engine, size(problems, open, 50), async (db) => {
      const ours = await statementOf(db, marketQuestion, /string_agg/);
      const [row] = await db.query<{ total: number }>(ours);
      const took = await medians([{ name: "ours", run: () => db.query(ours) }], rounds * 2);
      return { ms: took.get("ours") as number, total: row?.total ?? 0 };
    });
  const [small, large] = [await medianAt(few), await medianAt(many)];
  // The places are drawn anew: the answers are as large within a tenth.
  if (!(Math.abs(small.total - large.total) < small.total / 10))
    throw new Error(`the answers differ in size: ${small.total} and ${large.total}`);
  return [
    { engine, what: `growth: ${few / part} problems, ${small.total} hits`, ms: small.ms },
    {
      engine,
      what: `growth: ${many / part} problems, ${large.total} hits`,
      ms: large.ms,
      ratio: { to: "the small one", value: large.ms / small.ms, most: 2 },
    },
  ];
}

const liveOf = (engine: Engine): Promise<Line[]> => withTown(engine, size(20_000, 4_000, 50), (db) => benchLive(db, engine));

const whereOf = (engine: Engine): Promise<Line[]> =>
  withTown(engine, { ...size(300_000, 21_000, 50), placed: true }, (db) => benchWhere(db, engine, rounds * 2));

const exportsOf = (engine: Engine): Promise<Line[]> =>
  withTown(engine, { problems: 22_000, open: 4_000, markets: 50 }, (db) => benchExports(db, engine));

async function benchEngine(engine: Engine): Promise<Line[]> {
  if (process.argv[3] === "live") return liveOf(engine);
  if (process.argv[3] === "where") return whereOf(engine);
  if (process.argv[3] === "exports") return exportsOf(engine);
  const main = await withTown(engine, size(300_000, 21_000, 50), async (db) => [
    ...(await benchMarket(db, engine, rounds)),
    ...(await benchLayer(db, engine, rounds)),
  ]);
  const growth =
    engine === "postgres" ? await benchGrowth(engine, 10_000, 1_000_000, 5_000) : await benchGrowth(engine, 10_000, 100_000, 5_000);
  const acts = await withTown(engine, size(20_000, 4_000, 50), (db) => benchActs(db, engine));
  return [...main, ...growth, ...acts, ...(await liveOf(engine)), ...(await whereOf(engine)), ...(await exportsOf(engine))];
}

async function native(): Promise<Line[]> {
  const given = process.env.TEST_DATABASE_URL;
  const cluster = given ? null : await startPrivateCluster();
  process.env.TEST_DATABASE_URL = given ?? cluster?.url;
  try {
    return await benchEngine("postgres");
  } finally {
    for (const { datname } of await asAdmin(`select datname from pg_database where datname like '${runPrefix()}%'`)) {
      await asAdmin(`drop database if exists "${String(datname)}" with (force)`);
    }
    await cluster?.stop();
  }
}

const only = process.argv[2];
const lines: Line[] = [];
if (only !== "embedded") lines.push(...(await native()));
if (only !== "native") lines.push(...(await benchEngine("embedded")));
mkdirSync(".build", { recursive: true });
writeFileSync(".build/bench.json", `${JSON.stringify(lines, null, 1)}\n`);
process.stdout.write(`${table(lines)}\n`);
process.exitCode = lines.some(({ ratio }) => ratio && ratio.value > ratio.most) ? 1 : 0;
