/** A process for the tests to kill: opens the embedded database in a folder and prints each number once it is committed. */
import { openEmbedded } from "../../server/db/embedded/open.ts";
import { sql } from "../../server/db/sql.ts";

const db = await openEmbedded(process.argv[2] ?? null);
await db.query(sql`create table if not exists written (n int primary key, body text)`);
const [row] = await db.query<{ last: number }>(sql`select coalesce(max(n), 0) as last from written`);
for (let n = (row?.last ?? 0) + 1; ; n++) {
  await db.query(sql`insert into written values (${n}, ${"x".repeat(n % 3_000)})`);
  // A checkpoint throws away the log that it makes unnecessary.
  if (n % 40 === 0) await db.query(sql`checkpoint`);
  process.stdout.write(`${n}\n`);
}
