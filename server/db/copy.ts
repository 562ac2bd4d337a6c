/** Rows that come and go as COPY sends them, on a session that does nothing else meanwhile. */
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";

import type { Blocks } from "./db.ts";
import { cut } from "./guard.ts";

/** A table as statements name it; its schema before a dot, if need be. */
const named = (table: string): string => table.split(".").map(pg.escapeIdentifier).join(".");
const listed = (columns: readonly string[]): string => columns.map((column) => pg.escapeIdentifier(column)).join(", ");

/** @returns rows written */
export async function copyRows(client: pg.PoolClient, table: string, columns: readonly string[], source: Readable): Promise<number> {
  const into = client.query(copyFrom(`copy ${named(table)} (${listed(columns)}) from stdin`));
  await pipeline(source, into);
  return into.rowCount;
}

/** COPY does not read rules for rows: what is held by some is copied beside the table, and inserted from there. @returns rows written */
export async function copyHeld(client: pg.PoolClient, table: string, columns: readonly string[], source: Readable): Promise<number> {
  const names = listed(columns);
  await client.query(`create temporary table copied on commit drop as select ${names} from ${named(table)} limit 0`);
  const rows = await copyRows(client, "copied", columns, source);
  await client.query(`insert into ${named(table)} (${names}) overriding system value select ${names} from copied`);
  await client.query("drop table copied");
  return rows;
}

/** @param blocks null: the whole table */
export async function copyBlocks(
  client: pg.PoolClient,
  table: string,
  columns: readonly string[],
  blocks: Blocks | null,
  into: Writable,
): Promise<void> {
  const until = blocks?.to == null ? "" : ` and ctid < '(${blocks.to},0)'`;
  const where = blocks === null ? "" : ` where ctid >= '(${blocks.from},0)'${until}`;
  const from = client.query(copyTo(`copy (select ${listed(columns)} from ${named(table)}${where}) to stdout`));
  await pipeline(from, into).catch((error: unknown) => {
    // The server would go on sending to nobody; only an error of its own ends the statement.
    if (!(error instanceof Error && "severity" in error)) cut(client);
    throw error;
  });
}
