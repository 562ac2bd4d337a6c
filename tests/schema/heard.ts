/** The statements an answer is made with, as the database gets them. */
import type { Db, Tx } from "../../server/db/db.ts";
import type { Sql } from "../../server/db/sql.ts";
import { buildApp } from "../../server/http/app.ts";

/** Asks an app of its own, so that nothing is answered from memory. @returns the statements, each text once */
export async function heardAt(db: Db, cookie: string, url: string): Promise<readonly Sql[]> {
  const heard: Sql[] = [];
  const query: Db["query"] = (statement, options) => {
    heard.push(statement);
    return db.query(statement, { ...options, timeout_ms: 60_000 });
  };
  const own = { query: { value: query }, kind: { value: db.kind }, capabilities: { value: db.capabilities } };
  const listening = Object.create(db, own) as Db;
  const app = await buildApp({ db: () => ({ status: "ready", db: listening }), demo: () => false });
  const reply = await app.inject({ url, headers: { cookie } });
  await app.close();
  if (reply.statusCode !== 200) throw new Error(`${url}: ${reply.statusCode} ${reply.body.slice(0, 300)}`);
  return [...new Map(heard.map((statement) => [statement.texts.join("?"), statement])).values()];
}

/** The statements of what the program does in transactions; all of it is undone. */
export async function heardOf(db: Db, work: (db: Db) => Promise<unknown>): Promise<readonly Sql[]> {
  const heard: Sql[] = [];
  const undone = new Error("undo");
  const done = db.tx(async (tx) => {
    const query: Tx["query"] = (statement, options) => {
      heard.push(statement);
      return tx.query(statement, { ...options, timeout_ms: 60_000 });
    };
    const listening = Object.create(tx, { query: { value: query } }) as Tx;
    await work({
      kind: db.kind,
      capabilities: db.capabilities,
      query,
      tx: (inner: (tx: Tx) => Promise<unknown>) => inner(listening),
    } as Db);
    throw undone;
  });
  await done.catch((error: unknown) => {
    if (error !== undone) throw error;
  });
  return heard;
}
