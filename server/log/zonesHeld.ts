/** Zones stay as they are while somebody looks up in which one a place lies and writes it down. */
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";

// Any number, as long as every version of the program takes the same.
const LOCK = 6_247_006;
const IMPORTS = 6_247_050;

/** Until the transaction ends no plan comes into force. */
export async function holdZones(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock_shared(${LOCK}::int, own_district())`);
}

/** Two imports into one district take turns; until the transaction ends nobody else begins one. */
export async function takeImports(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${IMPORTS}::int, own_district())`);
}

/** Until the transaction ends nobody looks zones up to write them down: waits for reports and imports that do. */
export async function takeZones(tx: Tx): Promise<void> {
  // An import may take minutes: it is waited for before anybody waits for this.
  await takeImports(tx);
  await tx.query(sql`select pg_advisory_xact_lock(${LOCK}::int, own_district())`);
}
