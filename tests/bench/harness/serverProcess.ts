/** The server as in earnest, in a process of its own with its database; and, on order, statements as they stand. */
import type { Db, QueryOptions } from "../../../server/db/db.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { type Sql, sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { readSettings } from "../../../server/settings.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { loadSize, type Size } from "../town.ts";
import { obey } from "./child.ts";
import { inTurn, type Rate } from "./rate.ts";

export interface Opening {
  /** Of a migrated, empty database; none: the embedded one, in memory. */
  readonly url?: string;
  /** Loaded first; none: it is there. */
  readonly size?: Size;
  /** So many sign in. */
  readonly clients: number;
}
export interface Opened {
  readonly port: number;
  /** Of dispatchers who signed in. */
  readonly cookies: readonly string[];
  readonly version: string;
}
/** A statement as it travels between processes. */
export type Carried = Pick<Sql, "texts" | "values">;

let db: Db;

/** A statement again. It was one on the other side. */
const again = ({ texts, values }: Carried): Sql => sql(Object.assign([...texts], { raw: texts }), ...values);

async function open({ url, size, clients }: Opening): Promise<Opened> {
  const { statementTimeout_ms, logLevel, slowRequest_ms, mostConnections } = readSettings({});
  db = await openDatabase({ databaseUrl: url, dataFolder: null, limit_ms: statementTimeout_ms });
  if (size) await loadSize(db, size);
  const cookies: string[] = [];
  for (let i = 0; i < clients; i++) cookies.push(await cookieOf(db, await makePerson(db, { roles: ["dispatcher"] })));
  const standing = { status: "ready", db } as const;
  const app = await buildApp({ db: () => standing, log: logLevel, slow_ms: slowRequest_ms, mostConnections, statementTimeout_ms });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { database, postgis } = await db.health();
  return { port: (app.server.address() as { port: number }).port, cookies, version: `${database}, PostGIS ${postgis}` };
}

const orders = {
  open,
  query: ({ statement, options }: { statement: Carried; options?: Pick<QueryOptions, "timeout_ms"> }): Promise<object[]> =>
    db.query(again(statement), options),
  /** A statement's cases, one after the other on so many sessions, with the driver. */
  raw({ cases, clients, seconds }: { cases: readonly Carried[]; clients: number; seconds: number }): Promise<Rate> {
    const statements = cases.map(again);
    return inTurn(clients, seconds, 0.2, async (n) => {
      await db.query(statements[n % statements.length] as Sql);
    });
  },
};
export type ServerOrders = typeof orders;
obey(orders);
