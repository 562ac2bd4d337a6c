/** Another city in place of one that people have worked in: what they kept, made and ordered is not in its way. */
import { describe, expect, it } from "vitest";
import { sql } from "../../../server/db/sql.ts";
import { importBundle } from "../../../server/import/bundle.ts";
import { databases } from "../../support/databases.ts";
import { now } from "./harness.ts";
import { smallCity, smallManifest } from "./smallCity.ts";

describe.each(databases())("a city that was worked in is replaced on $name", ({ fresh }) => {
  it("what was theirs goes with those who go; what was for all, and what others keep, stays", async () => {
    const db = await fresh();
    await importBundle(db, smallCity(), { now });
    await db.query(sql`insert into person (id, layer, external_id, name, roles) overriding system value
      values (901, 'staff', '901', '走', '{dispatcher}'), (902, 'app', '902', '留', '{leader}')`);
    const unit = sql`(select min(id) from unit)`;
    await db.query(sql`insert into saved_view (name, query, share, owner_id, unit_id) values ('走的', '#all', 'all', 901, ${unit}),
      ('留的', '#all', 'office', 902, ${unit}), ('大家的', '#all', 'all', 902, ${unit})`);
    await db.query(sql`insert into named_shape (name, definition, share, owner_id, unit_id) values ('走的', 'within:5:market', 'all', 901, ${unit}),
      ('留的', 'within:5:market', 'office', 902, ${unit})`);
    await db.query(sql`insert into inspection_round (name, starts, made_by) values ('一', '2026-01-01', 901), ('二', '2026-02-01', 902)`);
    await db.query(sql`insert into share_link (code, query, made_by) values ('abcdEF34', '#all', 901)`);
    await db.query(sql`insert into wall_tour (name, scenes, changed_by) values ('走', '[]', 901), ('留', '[]', 902)`);
    await db.query(sql`with d as (insert into device (name, token_hash, tour_id) select '大屏', '\\x31', min(id) from wall_tour returning id)
      insert into wall_order (device_id, kind, made_by) select id, 'resume', 901 from d`);
    await db.query(sql`update wall_rule set changed_by = 901, flag_red = 0.95`);
    await importBundle(db, smallCity({}, { ...smallManifest(), code: "other" }), { now, replace: true });
    const list = async (statement: ReturnType<typeof sql>) => (await db.query<{ row: unknown[] }>(statement)).map(({ row }) => row);
    expect(await list(sql`select json_build_array(name, share, unit_id) as row from saved_view order by id`)).toEqual([
      ["留的", "mine", null],
      ["大家的", "all", null],
    ]);
    expect(await list(sql`select json_build_array(name, share, unit_id) as row from named_shape order by id`)).toEqual([
      ["留的", "mine", null],
    ]);
    expect(await list(sql`select json_build_array(name, made_by) as row from inspection_round order by id`)).toEqual([
      ["一", null],
      ["二", 902],
    ]);
    expect(await list(sql`select json_build_array(name, changed_by) as row from wall_tour order by id`)).toEqual([
      ["走", null],
      ["留", 902],
    ]);
    expect(
      await list(sql`select json_build_array(l.code, l.made_by, o.kind, o.made_by, r.flag_red, r.changed_by, d.tour_id is not null) as row
      from share_link l, wall_order o, wall_rule r, device d where d.kind = 'wall'`),
    ).toEqual([["abcdEF34", null, "resume", null, 0.95, null, true]]);
    await db.close();
  });
});
