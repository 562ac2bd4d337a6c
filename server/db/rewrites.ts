/** What is append-only may be written anew in one transaction: a made-up past that moves as a whole, a district that is replaced. */
import type { Tx } from "./db.ts";
import { sql } from "./sql.ts";

/** Runs `work` while the triggers that keep logs and published plans let it pass; they hold again after it, and after the transaction whatever happens. */
export async function rewriting(tx: Pick<Tx, "query">, work: () => Promise<void>): Promise<void> {
  await tx.query(sql`select set_config('chuangtu.rewrites', 'on', true)`);
  await work();
  await tx.query(sql`select set_config('chuangtu.rewrites', '', true)`);
}
