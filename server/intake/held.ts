/** A held row in the hands of whoever settles it: locked, so that it is settled once. */
import { type Caller, Conflict, Forbidden } from "../ask/caller.ts";
import { NotFound } from "../ask/route.ts";
import { intakeStates } from "../contract/officeWords.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { notYours } from "../log/allowed.ts";
import { intakeColumns, intakeJoins, reached, type StoredIntake, tellIntake } from "./rows.ts";
import type { Sent } from "./sent.ts";

/** @throws NotFound, Forbidden when it lies outside the caller's area, Conflict when it is settled: with how it stands */
export async function holdIntake(tx: Tx, caller: Caller, id: number): Promise<StoredIntake & { readonly whole: Sent }> {
  // The lock first: another statement then sees what was done while this one waited.
  await tx.query(sql`select from intake where id = ${id}::bigint for update`);
  const [row] = await tx.query<StoredIntake & { whole: Sent; mine: boolean }>(sql`
    select ${intakeColumns}, i.body as whole, ${reached(caller)} as mine from intake i ${intakeJoins} where i.id = ${id}::bigint`);
  if (!row) throw new NotFound({ zh: "没有这条来件", en: "Nothing with this number was sent in." });
  if (!row.mine) throw new Forbidden(notYours);
  if (row.state === "held") return row;
  const { state, problem, note } = tellIntake(row);
  const why = { zh: `这条来件已处理：${intakeStates[state].zh}`, en: `It has been settled: ${intakeStates[state].en}.` };
  throw new Conflict(why, { state, problem, note });
}

/** A row as it stands now. */
export async function readIntake(tx: Tx, id: number): Promise<StoredIntake> {
  const [row] = await tx.query<StoredIntake>(sql`select ${intakeColumns} from intake i ${intakeJoins} where i.id = ${id}::bigint`);
  return row as StoredIntake;
}
