/** The market question: our statement against the same question written by hand, and the whole answer over HTTP against the statement. */
import type { Db } from "../../server/db/db.ts";
import { type Sql, sql } from "../../server/db/sql.ts";
import { buildApp } from "../../server/http/app.ts";
import { type Line, medians } from "./measure.ts";

export const marketQuestion = "/api/problems?status=open&geo=within:500:market&ids=1";

/** Ways a person would write it: ids of the open problems within 500 m of a market. */
const byHand: Readonly<Record<string, Sql>> = {
  "by hand: join, distinct": sql`select distinct p.id from site s join problem p on ST_DWithin(p.geog, s.geog, 500) where s.site_type = 'market' and p.is_open`,
  "by hand: join, group by": sql`select p.id from site s join problem p on ST_DWithin(p.geog, s.geog, 500) where s.site_type = 'market' and p.is_open group by p.id`,
  "by hand: lateral": sql`select distinct n.id from site s, lateral (select p.id from problem p where p.is_open and ST_DWithin(p.geog, s.geog, 500)) n where s.site_type = 'market'`,
  "by hand: exists": sql`select p.id from problem p where p.is_open and exists (select 1 from site s where s.site_type = 'market' and ST_DWithin(p.geog, s.geog, 500))`,
};

/** The statement an answer was made with, as the database got it. */
export async function statementOf(db: Db, url: string, timer: RegExp): Promise<Sql> {
  const heard: Sql[] = [];
  const app = await buildApp({ db: () => ({ status: "ready", db: overheard(db, heard) }), demo: () => true });
  await app.inject(url);
  await app.close();
  const found = heard.find((statement) => timer.test(statement.texts.join("")));
  if (!found) throw new Error(`${url} ran no statement like ${timer}`);
  return found;
}

/** The same database; what is asked of it is noted. */
const overheard = (db: Db, heard: Sql[]): Db => ({
  kind: db.kind,
  capabilities: db.capabilities,
  query(statement, options) {
    heard.push(statement);
    return db.query(statement, options);
  },
  tx: (work) => db.tx(work),
  alone: (text) => db.alone(text),
  listen: (channel, call, resumed) => db.listen(channel, call, resumed),
  notify: (channel, payload) => db.notify(channel, payload),
  health: () => db.health(),
  stands: () => db.stands(),
  close: () => db.close(),
});

async function httpAsker(db: Db): Promise<{ ask(url: string): Promise<{ total: number; ids: number[] }>; close(): Promise<void> }> {
  const app = await buildApp({ db: () => ({ status: "ready", db }), demo: () => true });
  const base = await app.listen({ port: 0, host: "127.0.0.1" });
  return {
    ask: async (url) =>
      (await (await fetch(base + url, { headers: { "accept-encoding": "identity" } })).json()) as { total: number; ids: number[] },
    close: async () => {
      await app.close();
    },
  };
}

/** Checks that all forms count the same before any is timed. */
async function sameCounts(db: Db, answer: { total: number; ids: number[] }): Promise<void> {
  const ids = [...answer.ids].sort((a, b) => a - b).join();
  if (answer.total !== answer.ids.length || answer.total === 0) throw new Error(`total ${answer.total}, ids ${answer.ids.length}`);
  for (const [name, statement] of Object.entries(byHand)) {
    const rows = await db.query<{ id: number }>(statement);
    if (
      rows
        .map((r) => r.id)
        .sort((a, b) => a - b)
        .join() !== ids
    )
      throw new Error(`${name}: ${rows.length} rows, the answer has ${answer.total}`);
  }
}

/** Two lines that hold, and the hand-written forms for the reader. */
export async function benchMarket(db: Db, engine: string, rounds: number): Promise<Line[]> {
  const ours = await statementOf(db, marketQuestion, /string_agg/);
  const http = await httpAsker(db);
  const answer = await http.ask(marketQuestion);
  await sameCounts(db, answer);
  const works = [
    { name: "our statement (total, ids, 50 rows)", run: () => db.query(ours) },
    ...Object.entries(byHand).map(([name, statement]) => ({ name, run: () => db.query(statement) })),
    { name: "HTTP answer", run: () => http.ask(marketQuestion) },
  ];
  const took = await medians(works, rounds);
  await http.close();
  const mine = took.get("our statement (total, ids, 50 rows)") as number;
  const best = Math.min(...Object.keys(byHand).map((name) => took.get(name) as number));
  return works.map(({ name }) => {
    const ms = took.get(name) as number;
    const line = { engine, what: `${name}, ${answer.total} hits`, ms };
    if (name.startsWith("our")) return { ...line, ratio: { to: "the best by hand", value: mine / best, most: 1.5 } };
    return name === "HTTP answer" ? { ...line, ratio: { to: "our statement", value: ms / mine, most: 2 } } : line;
  });
}
