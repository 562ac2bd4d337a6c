/** Who says that they know of an alarm: it leaves the walls, once, with their name on it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Alarms } from "../../../server/contract/wallSchemas.ts";
import { sql } from "../../../server/db/sql.ts";
import { watch } from "../../../server/walls/watch.ts";
import { databases } from "../../support/databases.ts";
import { cookieOfDevice } from "../../support/people.ts";
import { march, type Precinct, people, setClock } from "../acts/precinct.ts";
import { expectContract } from "../http/contract.ts";
import { askAlarms, changes, clearWard, kept, openWard, put, setRule } from "./ward.ts";

const now = march("10T09:00");
const minute = 60_000;
const hour = 60 * minute;
const usual = { at: [119.01, 33.51], found: now - hour, deadline: now + hour } as const;

describe.each(databases())("alarms that are acknowledged on $name", ({ fresh }) => {
  let ward: Precinct;
  beforeAll(async () => {
    ward = await openWard(await fresh());
  });
  afterAll(async () => {
    await ward.app.close();
    await ward.db.close();
  });
  beforeEach(async () => {
    await clearWard(ward.db);
    await setClock(ward.db, now);
  });
  const raise = async (count: number) => {
    await setRule(ward.db, { immediate: ["01"] });
    await put(ward.db, Array(count).fill(usual));
    await watch(ward.db);
    return (await kept(ward.db)).map(({ id }) => id);
  };
  const audited = () =>
    ward.db.query<{ person: number; detail: object }>(sql`select person_id as person, detail from audit_entry
        where detail ->> 'what' = 'alarms' order by id`);

  it("leave the walls, with who, when and why, and stay acknowledged", async () => {
    const ids = (await raise(3)) as [number, number, number];
    const audits = (await audited()).length;
    await ward.db.query(sql`truncate change`);
    const reply = await ward.post("westDispatcher", "/api/alarms/acknowledge", { ids: [ids[1], ids[0], ids[0]], note: "已派应急小队" });
    expect([reply.statusCode, reply.json()]).toEqual([200, { ok: true }]);
    expect(await changes(ward.db)).toEqual(["alarms"]);
    expect(await askAlarms(ward)).toMatchObject({ total: 1, rows: [{ id: ids[2] }] });
    const all = await askAlarms(ward, "?all=1");
    expectContract(Alarms, all);
    expect(all.total, "what stands").toBe(1);
    expect(all.rows.map(({ id }) => id)).toEqual(ids.toReversed());
    const { acknowledged } = all.rows[2] ?? {};
    expect(acknowledged).toMatchObject({ by: "westDispatcher", note: "已派应急小队" });
    expect(Math.abs(Date.parse(acknowledged?.at ?? "") - now), "by the district's clock").toBeLessThan(minute);
    const entries = (await audited()).slice(audits);
    expect(entries).toEqual([
      { person: people.westDispatcher.id, detail: { what: "alarms", alarms: [ids[0], ids[1]], note: "已派应急小队" } },
    ]);

    const again = await ward.post("administrator", "/api/alarms/acknowledge", { ids: ids.slice(0, 2), note: "重复" });
    expect(again.statusCode).toBe(200);
    expect(await changes(ward.db)).toEqual(["alarms"]);
    expect(await audited()).toHaveLength(audits + 1);
    await watch(ward.db);
    expect((await askAlarms(ward, "?all=1")).rows[2]?.acknowledged).toEqual(acknowledged);
    expect(await askAlarms(ward)).toMatchObject({ total: 1 });
  });

  it("by two at once are acknowledged by one of them", async () => {
    const ids = await raise(5);
    await ward.db.query(sql`truncate change`);
    const who = ["leader", "dispatcher", "administrator"] as const;
    const replies = await Promise.all(who.map((one) => ward.post(one, "/api/alarms/acknowledge", { ids, note: one })));
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    const { rows } = await askAlarms(ward, "?all=1");
    expect(new Set(rows.map(({ acknowledged }) => acknowledged?.by)).size).toBe(1);
    expect(rows.every(({ acknowledged }) => acknowledged?.by === acknowledged?.note)).toBe(true);
    expect(await changes(ward.db)).toEqual(["alarms"]);
  });

  it("that do not exist are refused by their number, and none of the others is done", async () => {
    const [id] = await raise(1);
    const reply = await ward.post("leader", "/api/alarms/acknowledge", { ids: [id, 999_999] });
    expect([reply.statusCode, reply.json()]).toMatchObject([400, { parameter: "ids", value: "999999" }]);
    expect(reply.json().expected).toMatchObject({ zh: "没有这条告警", en: "the id of an alarm that exists" });
    expect(await askAlarms(ward)).toMatchObject({ total: 1 });
    expect((await ward.post("leader", "/api/alarms/acknowledge", { ids: [] })).statusCode).toBe(400);
  });

  it("are not a wall's to acknowledge, but its to show", async () => {
    const [id] = await raise(1);
    const headers = { cookie: await cookieOfDevice(ward.db), "content-type": "application/json" };
    const shown = await ward.app.inject({ url: "/api/alarms", headers });
    expect(shown.json()).toMatchObject({ total: 1, rows: [{ id }] });
    const payload = JSON.stringify({ ids: [id] });
    const refused = await ward.app.inject({ method: "POST", url: "/api/alarms/acknowledge", headers, payload });
    expect(refused.statusCode).toBe(403);
    expect((await ward.get("inspector", "/api/alarms")).statusCode).toBe(403);
  });
});
