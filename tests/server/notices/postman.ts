/** A process for the tests to kill: sends what waits in a data folder or a server's database, and makes more of it, saying each problem's code once it is told of. */
import { openDatabase } from "../../../server/db/open.ts";
import { sql } from "../../../server/db/sql.ts";
import { deliver } from "../../../server/notices/deliver.ts";
import { loadPrecinct } from "../acts/precinct.ts";
import { makeProblems, makeRobot, quickly, tellOf } from "./street.ts";

const [target = "", url = "", makes = ""] = process.argv.slice(2);
const db = await openDatabase(target.startsWith("postgres:") ? { databaseUrl: target, dataFolder: null } : { dataFolder: target });
if ((await db.query(sql`select 1 from district`)).length === 0) {
  await loadPrecinct(db);
  await makeRobot(db, { url, kind: "feishu" });
}
await db.query(sql`update robot set url = ${url}::text`);
deliver(db, quickly({ failed: (error) => process.stderr.write(`${error}\n`), limits: { ...quickly().limits, lease_ms: 300 } }));
process.stdout.write("ready\n");
while (makes === "makes") {
  const ids = await makeProblems(db, 1 + Math.floor(Math.random() * 3));
  await tellOf(db, ids);
  const rows = await db.query<{ code: string }>(sql`select external_id as code from problem where id = any(${ids}::bigint[])`);
  for (const { code } of rows) process.stdout.write(`${code}\n`);
  await new Promise((resolve) => setTimeout(resolve, 20));
}
await new Promise(() => setInterval(() => {}, 60_000));
