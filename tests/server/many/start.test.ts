/** Three processes started at the same moment on an empty database: one of them fills it, and all of them serve it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { sql } from "../../../server/db/sql.ts";
import { adminUrl, createDatabase } from "../../support/databases.ts";
import { type Process, startProcesses } from "./processes.ts";

/** What is there, and what is there twice. */
const looked = async (db: Db): Promise<unknown> =>
  (
    await db.query(sql`select (select count(*)::int from district) as districts, (select count(*)::int from problem) as problems,
      (select count(*)::int from (select from problem group by layer, external_id having count(*) > 1) x) as twice,
      (select count(*)::int from work_hours) as hours, (select count(*)::int from handbook_role) > 0 as roles,
      (select count(*)::int from (select from note_template group by act, text_zh having count(*) > 1) x) as templates,
      (select count(*) from note_template) > 0 as templated,
      (select count(*)::int from change where layer = 'calendar') as calendars,
      (select extract(epoch from clock() - greatest(data_as_of, (select max(at) from problem_event)))::float8 between 0 and 120 from district) as "runsOn"`)
  )[0];

const linkOf = ({ said }: Process): string => /#(\S+)$/.exec(said.find((line) => line.includes("/set-up#")) ?? "")?.[1] ?? "";

async function setUp({ address }: Process, token: string, account: string): Promise<number> {
  const body = JSON.stringify({ token, account, password: "Harbour-Lantern-7" });
  return (await fetch(`${address}/api/setUp`, { method: "POST", headers: { "content-type": "application/json" }, body })).status;
}

describe.runIf(adminUrl() !== null)("three processes started at once on an empty database", () => {
  it("make one district of it and one set of what a district starts from; each one's link opens, and one is used", {
    timeout: 240_000,
  }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "chuangtu-many-"));
    const databaseUrl = await createDatabase();
    const processes = await startProcesses({ databaseUrl, folder }, ["one", "two", "three"]);
    const db = await openDatabase({ databaseUrl, dataFolder: null });
    try {
      const loaders = processes.filter(({ said }) => said.some((line) => line.includes("Loading the demo district")));
      expect(loaders).toHaveLength(1);
      expect(await looked(db)).toEqual({
        ...{ districts: 1, problems: 20_000, twice: 0, hours: 1, roles: true },
        ...{ templates: 0, templated: true, calendars: 1, runsOn: true },
      });
      const [one, two, three] = processes as [Process, Process, Process];
      // At another process than the one that printed it.
      expect(await setUp(two, linkOf(one), "first")).toBe(200);
      expect([await setUp(three, linkOf(two), "second"), await setUp(one, linkOf(three), "third")]).toEqual([400, 400]);
      expect(await Promise.all(processes.map((each) => each.stop()))).toEqual([0, 0, 0]);
    } finally {
      await Promise.all(processes.map((each) => each.kill()));
      await db.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
