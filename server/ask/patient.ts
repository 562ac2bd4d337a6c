/** Work that takes as long as it takes: an import, the turn of a plan. */
import type { Tx } from "../db/db.ts";

/** The same transaction without limits of time on its statements. */
export function patient(tx: Tx): Tx {
  return {
    query: (statement) => tx.query(statement, { timeout_ms: 0 }),
    copyIn: (table, columns, source) => tx.copyIn(table, columns, source),
    copyOut: (table, columns, blocks, into) => tx.copyOut(table, columns, blocks, into),
    script: (text) => tx.script(text),
  };
}
