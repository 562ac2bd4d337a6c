/** Rows that were refused, kept as they came with every reason: what is to be mended. */
import type { ImportNote } from "../../contract/importing/importing.ts";
import type { Tx } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";

import { partsOf } from "./parts.ts";

export interface RefusedRow {
  readonly row: number;
  readonly reasons: readonly ImportNote[];
}

/** In place of those of an earlier try. */
export async function keepRefused(tx: Tx, batchId: number, refused: readonly RefusedRow[]): Promise<void> {
  await tx.query(sql`delete from import_refused where batch_id = ${batchId}::bigint`);
  if (refused.length === 0) return;
  const reasons = new Map(refused.map((one) => [one.row, one.reasons]));
  for await (const { first, rows } of partsOf(tx, batchId)) {
    const some = rows.flatMap((cells, i) => {
      const said = reasons.get(first + i);
      return said ? [{ row: first + i, cells, reasons: said.map(({ field, value, reason }) => ({ field, value, reason })) }] : [];
    });
    if (some.length)
      await tx.query(sql`
        insert into import_refused (batch_id, row, reasons, cells)
        select ${batchId}::bigint, row, reasons, cells from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) x(row int, reasons jsonb, cells jsonb)`);
  }
}
