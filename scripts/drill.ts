/**
 * `npm run drill`: plays on this machine what happens when parts of a large installation die, and prints what happened: a primary and two
 * replicas, three processes of the program behind a proxy, people who act, look and listen. `--short`: in less than a minute, for CI.
 * It ends with 1 when a promise was not kept.
 */

import { type Pace, playAll } from "./drill/play.ts";
import { onStage, type Size } from "./drill/stage.ts";
import { report } from "./drill/table.ts";
import { postgresPrograms } from "./test/found.ts";

const full: Size & Pace = {
  ...{ servers: 3, replicas: 2, writers: 4, readers: 4, listeners: 6 },
  ...{ look_ms: 6_000, notice_ms: 5_000, recovery_ms: 60_000 },
};
const short: Size & Pace = { ...full, servers: 2, writers: 2, readers: 2, listeners: 3, look_ms: 1_500, notice_ms: 1_000 };

/** Faults of one promise that are printed. */
const mostFaults = 10;

async function drill(size: Size & Pace): Promise<boolean> {
  const began = performance.now();
  const say = ({ zh, en }: { zh: string; en: string }): void =>
    console.log(`${((performance.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${zh} ${en}`);
  return onStage(size, say, async (stage) => {
    const promises = await playAll(stage, size).catch((error: unknown) => {
      console.log(`\n${report(stage.scenes, []).join("\n")}`);
      throw error;
    });
    console.log(`\n${report(stage.scenes, promises).join("\n")}`);
    for (const { faults } of promises) for (const fault of faults.slice(0, mostFaults)) console.log(`  ${fault}`);
    return promises.every(({ kept }) => kept);
  });
}

if (postgresPrograms() === null) {
  console.error(
    "演练需要本机装有 PostgreSQL 15+ 与 PostGIS（Debian：apt install postgresql-15-postgis-3）。The drill needs PostgreSQL 15+ with PostGIS on this machine (Debian: apt install postgresql-15-postgis-3).",
  );
  process.exit(2);
}
process.exitCode = (await drill(process.argv.includes("--short") ? short : full)) ? 0 : 1;
