/** What one keeps under a name, and for whom. */
import type { Share } from "../contract/officeWords.ts";
import { ParameterError } from "../contract/parameter.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { textField } from "./body.ts";
import type { Caller } from "./caller.ts";

const text = textField(1, 60, "What it is called.");
/** A name is one line. */
export const nameField = { ...text, read: (name: string, value: unknown) => text.read(name, value).replace(/\s+/g, " ") };

/** The caller's own unit; null = none. */
export async function unitOf(tx: Tx, { personId }: Caller): Promise<number | null> {
  const [row] = await tx.query<{ unit: number | null }>(sql`select unit_id as unit from person where id = ${personId}::bigint`);
  return row?.unit ?? null;
}

/** What is for an office needs one: it would be seen by nobody else. @throws ParameterError */
export function refuseNoOffice(share: Share, unit: number | null): void {
  if (share !== "office" || unit !== null) return;
  throw new ParameterError("share", share, {
    zh: "没有所属单位，不能共享给本单位：可取 mine 或 all",
    en: "mine or all: its owner belongs to no unit that it could be shared with",
  });
}
