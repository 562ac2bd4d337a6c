/** What is measured by the suites: courses of things rather than one request. Each makes its own town. */
import type { Db } from "../../server/db/db.ts";
import { databases, freshDb } from "../support/databases.ts";
import { benchActs } from "./acts.ts";
import { benchExports } from "./exports.ts";
import { benchImport } from "./import.ts";
import { benchLive } from "./live.ts";
import { benchMarket } from "./market.ts";
import type { Line } from "./measure.ts";
import { benchOverload } from "./overload.ts";
import { benchPage } from "./page.ts";
import { benchPlanner } from "./planner.ts";
import { loadSize, type Size } from "./town.ts";
import { benchWhere } from "./where.ts";
import type { Engine } from "./workload.ts";

export interface Suite {
  readonly name: string;
  readonly what: string;
  /** Nothing of it differs between the databases: measured once. */
  readonly once?: true;
  run(engine: Engine): Promise<Line[]>;
}

const part = process.env.BENCH_SMALL ? 10 : 1;
const rounds = 25;

async function loaded(engine: Engine, { problems, open, ...more }: Size): Promise<Db> {
  const db = await freshDb(engine);
  await loadSize(db, { problems: problems / part, open: open / part, ...more });
  return db;
}
const small: Size = { problems: 20_000, open: 4_000, markets: 50 };
const large: Size = { problems: 300_000, open: 21_000, markets: 50, placed: true };

/** The large town of an engine: suites that only read it stand in it one after the other. */
let standing: { readonly engine: Engine; readonly db: Db } | null = null;

/** Closes what suites have left open. */
export async function leave(): Promise<void> {
  await standing?.db.close();
  standing = null;
}
async function inLarge(engine: Engine, work: (db: Db) => Promise<Line[]>): Promise<Line[]> {
  if (standing?.engine !== engine) {
    await leave();
    standing = { engine, db: await loaded(engine, large) };
  }
  return work(standing.db);
}
async function inTown(engine: Engine, size: Size, work: (db: Db) => Promise<Line[]>): Promise<Line[]> {
  await leave();
  const db = await loaded(engine, size);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

async function importing(engine: Engine): Promise<Line[]> {
  await leave();
  const one = databases().find(({ name }) => name === engine);
  if (!one) throw new Error(`There is no ${engine} database here.`);
  return benchImport(one, (engine === "postgres" ? 50_000 : 10_000) / part);
}

/** Nearly as many as travel whole; and more than that. */
const drawn: readonly Size[] = [
  { problems: 300_000, open: 290_000, markets: 50, placed: true },
  { problems: 1_000_000, open: 21_000, markets: 50, placed: true },
];
async function paging(engine: Engine): Promise<Line[]> {
  const lines: Line[] = [];
  for (const size of drawn) lines.push(...(await inTown(engine, size, benchPage)));
  return lines;
}

export const suites: readonly Suite[] = [
  {
    name: "statement",
    what: "the market question's statement against the same written by hand, 300,000 problems",
    run: (engine) => inLarge(engine, (db) => benchMarket(db, engine, rounds)),
  },
  {
    name: "where",
    what: "the first page for each way to name a place, 300,000 problems",
    run: (engine) => inLarge(engine, (db) => benchWhere(db, engine, rounds * 2)),
  },
  {
    name: "overload",
    what: "ten times what can be answered: who is let in, what stays answered, memory",
    run: (engine) => inLarge(engine, (db) => benchOverload(db, engine)),
  },
  {
    name: "acts",
    what: "dispatch, accept, hand back, recheck, close; 500 at once",
    run: (engine) => inTown(engine, small, (db) => benchActs(db, engine)),
  },
  { name: "live", what: "the change feed to 200 and 2,000 streams", run: (engine) => inTown(engine, small, (db) => benchLive(db, engine)) },
  {
    name: "exports",
    what: "a workbook of 20,000 rows, and what others wait meanwhile",
    run: (engine) => inTown(engine, { problems: 22_000 * part, open: 4_000 * part, markets: 50 }, (db) => benchExports(db, engine)),
  },
  { name: "import", what: "a sheet of rows brought in by hand and taken back", run: importing },
  { name: "page", what: "the desk in a browser: load, filter, long tasks, every problem drawn", once: true, run: paging },
  { name: "planner", what: "the planner's figures and suggestions, in Node alone", once: true, run: async () => benchPlanner() },
];
