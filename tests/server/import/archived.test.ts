/** A bundle over a city whose past is in the archive: what it says again stays there, what it says otherwise comes back, and a new city leaves nothing. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { archiveAll, tellAll } from "../log/archived.ts";
import { harness, layer } from "./harness.ts";
import { features, problemsOf, rows, smallCity, square } from "./smallCity.ts";

describe.each(databases())("an import over an archive on $name", ({ fresh }) => {
  let db: Db;
  const { run, anew } = harness(() => db);
  /** Where P2 lies, which was closed in November 2026, and the zone it is in. */
  const lies = async () =>
    (
      await db.query<{ of: string; zone: string; title: string; events: number }>(sql`select p.of, z.external_id as zone, p.title,
          (select count(*)::int from problem_event_past e where e.problem_id = p.id) as events
        from (select 'live' as of, id, external_id, zone1_id, title from problem union all
          select 'archived', id, external_id, zone1_id, title from archived_problem) p join zone z on z.id = p.zone1_id where p.external_id = 'P2'`)
    )[0];

  beforeAll(async () => {
    db = await fresh();
    await tellAll(db, "2026-12-01");
    await anew();
    await db.query(sql`update district set frozen_at = '2028-01-20T08:00+08:00'`);
    await db.query(sql`select make_month('problem_ended', '2026-11-01'), make_month('problem_event', '2026-11-01')`);
    expect((await archiveAll(db)).at(-1)).toBe("archived problem_event_2026_11");
  });
  afterAll(() => db.close());

  it("what is as it was stays in the archive", async () => {
    expect(await lies()).toEqual({ of: "archived", zone: "W", title: "市场脏乱", events: 4 });
    expect(layer(await run(smallCity()), "problems")).toMatchObject({ added: 0, changed: 0, unchanged: 3 });
    expect(await lies()).toMatchObject({ of: "archived", events: 4 });
  });

  it("a problem of the archive has the zone it lies in today; a zone that is gone is let go", async () => {
    const towns = (border: number, east = "E") =>
      features(
        [{ externalId: "W", name: "西街道", unit: "urban" }, square(119, 33.58, border, 33.62)],
        [{ externalId: east, name: "东街道" }, square(border, 33.58, 119.04, 33.62)],
      );
    await run(smallCity({ "towns.geojson": towns(119.015) }));
    expect(await lies()).toMatchObject({ of: "archived", zone: "E" });
    await run(smallCity({ "towns.geojson": towns(119.015, "E2") }));
    expect(await lies()).toMatchObject({ of: "archived", zone: "E2" });
  });

  it("what is said otherwise comes back, is changed, and has its log", async () => {
    const other = problemsOf(rows[0] as string, (rows[1] as string).replace("市场脏乱", "市场更乱"), rows[2] as string);
    expect(layer(await run(smallCity(other)), "problems")).toMatchObject({ added: 0, changed: 1, unchanged: 2 });
    expect(await lies()).toMatchObject({ of: "live", title: "市场更乱", events: 4 });
  });

  it("a new city leaves nothing of the old one there", async () => {
    await anew();
    const [left] = await db.query(sql`select (select count(*)::int from archived_problem) as problems,
      (select count(*)::int from archived_problem_event) as events, (select count(*)::int from problem_key) as keys`);
    expect(left).toEqual({ problems: 0, events: 0, keys: 3 });
  });
});
