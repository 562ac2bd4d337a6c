/** What the program removes by itself: uploads that nothing named, sets nobody finished, parts; and what it must not touch. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "../../../server/db/sql.ts";
import { sweepPhotos } from "../../../server/photos/sweep.ts";
import { databases } from "../../support/databases.ts";
import { jpeg } from "./pictures.ts";
import { Studio } from "./studio.ts";

describe.each(databases())("the sweep on $name", (engine) => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await Studio.open(engine);
  });
  afterAll(() => studio.close());
  const filesOf = async (id: number): Promise<string[]> => (await studio.files()).filter((path) => path.startsWith(`0/${id}-`));
  const age = (id: number, hours: number) =>
    studio.db.query(sql`update photo set made_at = now() - ${hours}::float8 * interval '1 hour' where id = ${id}::bigint`);

  it("forgets uploads of two days ago that no act named, whole or not, with their files and parts; and nothing else", async () => {
    const bytes = await jpeg({ seed: 1 });
    const whole = await studio.take("inspector", bytes);
    const half = await studio.begin("inspector", bytes);
    await studio.part("inspector", half.id, 0, bytes.subarray(0, 300));
    const young = await studio.take("inspector", bytes);
    const { photo } = await studio.reported(bytes);
    const checked = await studio.take("inspector", bytes, { kind: "site" });
    const [check] = await studio.db.query<{
      id: number;
    }>(sql`insert into check_in (client_id, person_id, site_id, at, geom, accuracy_m, distance_m, proved)
      values (gen_random_uuid(), 8, 501, now(), ST_Point(119.011, 33.511, 4326), 5, 3, true) returning id`);
    await studio.db.query(sql`update photo set check_in_id = ${check?.id}::bigint where id = ${checked.id}::bigint`);
    const withdrawn = await studio.take("inspector", bytes);
    await studio.precinct.post("inspector", `/api/photos/${withdrawn.id}/withdraw`, { reason: "拍错了" });
    for (const { id } of [whole, half, photo, checked, withdrawn]) await age(id, 48.1);
    await age(young.id, 47.9);
    await Promise.all([1, 2, 3].map(() => sweepPhotos(studio.db, studio.store)));
    await sweepPhotos(studio.db, studio.store);
    for (const { id } of [whole, half]) expect([await studio.row(id), await filesOf(id)]).toEqual([undefined, []]);
    for (const { id } of [young, photo, checked]) {
      expect(await studio.row(id)).toMatchObject({ state: "ready" });
      expect(await filesOf(id)).toHaveLength(2);
    }
    expect(await studio.row(withdrawn.id), "what somebody withdrew is remembered").toMatchObject({ state: "withdrawn", by: "inspector" });
    const again = await studio.part("inspector", half.id, 300, bytes.subarray(300));
    expect(again.statusCode).toBe(404);
  });

  it("removes sets that nobody has finished for ten minutes, and leaves those that may still be", async () => {
    const photo = await studio.take("inspector", await jpeg({ seed: 2 }));
    const left = [`0/${photo.id}-7-picture.jpg`, `0/${photo.id}-7-thumb.jpg`];
    const write = async (since: string): Promise<void> => {
      for (const key of left) await studio.store.put(key, Buffer.from("left"), "image/jpeg");
      await studio.db.query(
        sql`update photo set writing = '{7}', sets = 7, writing_since = now() - ${since}::interval where id = ${photo.id}::bigint`,
      );
      await sweepPhotos(studio.db, studio.store);
    };
    await write("9 minutes");
    expect(await filesOf(photo.id)).toHaveLength(4);
    await write("11 minutes");
    expect(await filesOf(photo.id)).toHaveLength(2);
    expect(await studio.row(photo.id)).toMatchObject({ state: "ready", writing: [], dead: [] });
    expect((await studio.precinct.get("inspector", `/api/photos/${photo.id}/thumb`)).statusCode).toBe(200);
  });

  it("parts of an upload that is whole are removed", async () => {
    const photo = await studio.take("inspector", await jpeg({ seed: 3 }));
    await studio.db.query(sql`insert into photo_part values (${photo.id}::bigint, 0, 'left')`);
    await sweepPhotos(studio.db, studio.store);
    expect((await studio.row(photo.id))?.parts).toBe(0);
  });
});
