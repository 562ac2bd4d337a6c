/** A process for the tests to kill: sends what waits in a server's database to robots, with the patience of a busy machine. */
import { openDatabase } from "../../../server/db/open.ts";
import { deliver } from "../../../server/notices/deliver.ts";
import { quickly } from "../notices/street.ts";

const [databaseUrl = ""] = process.argv.slice(2);
const db = await openDatabase({ databaseUrl, dataFolder: null });
const { limits } = quickly();
deliver(
  db,
  quickly({
    patience_ms: 3_000,
    limits: { ...limits, lease_ms: 4_000 },
    failed: (error) => process.stderr.write(`${error}\n`),
  }),
);
process.stdout.write("ready\n");
await new Promise(() => setInterval(() => {}, 60_000));
