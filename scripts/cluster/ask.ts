/** One statement to one server, over a connection of its own: what an operator types. */
import pg from "pg";

/** @throws when the server does not answer within `limit_ms`, or refuses */
export async function ask<Row extends object>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
  limit_ms = 5_000,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: limit_ms, query_timeout: limit_ms });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Asks until the answer pleases. @throws when it has not after `limit_ms`, with `what` was waited for and the last error */
export async function until(what: string, pleased: () => Promise<boolean> | boolean, limit_ms: number): Promise<void> {
  let last: unknown = null;
  for (const end = performance.now() + limit_ms; performance.now() < end; ) {
    try {
      if (await pleased()) return;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Waited ${limit_ms / 1_000} s in vain: ${what}${last instanceof Error ? ` (${last.message})` : ""}`);
}
