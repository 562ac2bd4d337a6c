/** The roles and texts every district's handbook starts from: data/reference/handbook.json. Once there are any, they are the district's own. */
import { readFile } from "node:fs/promises";
import type { HandbookRole, HandbookText } from "../contract/types.ts";
import type { Db } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { writeRoles, writeTexts } from "./rulesWrite.ts";

const referenceFile = new URL("../../data/reference/handbook.json", import.meta.url);

interface ReferenceHandbook {
  readonly roles: readonly HandbookRole[];
  readonly texts: readonly HandbookText[];
}

export async function referenceHandbook(): Promise<ReferenceHandbook> {
  return JSON.parse(await readFile(referenceFile, "utf8")) as ReferenceHandbook;
}

/** Fills the rules of a database that has none yet. */
export async function seedHandbook(db: Db): Promise<void> {
  const { roles, texts } = await referenceHandbook();
  await db.tx(async (tx) => {
    // Two programs that start at once: the second one waits, and finds them there.
    await tx.query(sql`select from handbook_rule for update`);
    const there = await tx.query(sql`select from handbook_role limit 1`);
    if (there.length) return;
    await writeRoles(tx, roles);
    await writeTexts(tx, texts);
  });
}
