/** Rules of alarms and flags: read by everybody, changed by few, and never to what cannot be. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WallRules } from "../../../server/contract/wallSchemas.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { type Hall, openHall } from "./hall.ts";

const usual = {
  keyOverdue: true,
  immediate: ["0101"],
  clusterLeast: 6,
  clusterWithin_m: 80,
  clusterHours: 24,
  flagLeast: 10,
  flagRed: 0.9,
  flagBlue: 0.75,
  patrolDays: 7,
};

describe.each(databases())("rules on $name", (engine) => {
  let hall: Hall;
  beforeAll(async () => {
    hall = await openHall(engine);
    await hall.db.query(sql`insert into category (code, major, name_zh, name_en) values ('01', '01', '市容', 'order'), ('0101', '01', '占道', 'stalls'),
      ('0203', '01', '井盖', 'manhole')`);
  });
  afterAll(() => hall.close());

  const change = (more: object, cookie = hall.dispatcher) => hall.post("/api/wallRules", { ...usual, ...more }, cookie);
  const read = async (cookie: string) => {
    const { body } = await hall.get("/api/wallRules", cookie);
    expectContract(WallRules, body);
    return body;
  };

  it("are the usual ones until somebody changes them; then walls and desk read the new ones, and who changed them is known", async () => {
    const wall = await hall.wall();
    expect(await read(wall.cookie)).toEqual(usual);
    const since = await hall.revision();
    const after = {
      keyOverdue: false,
      immediate: ["0203", "0101"],
      clusterLeast: 3,
      clusterWithin_m: 120.5,
      clusterHours: 168,
      flagLeast: 1,
      flagRed: 1,
      flagBlue: 0,
      patrolDays: 366,
    };
    const { status, body } = await change({ ...after, immediate: ["0203", "0101", "0203"] });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toEqual(after);
    for (const cookie of [wall.cookie, hall.leader]) {
      expect(await read(cookie)).toEqual(after);
      expect((await hall.get("/api/wall", cookie)).body.rules).toEqual(after);
    }
    expect(await hall.told(since)).toEqual(["walls"]);
    expect((await hall.audited("change")).at(-1)).toMatchObject({ who: "王调度", detail: { what: "wallRules", before: usual, after } });
    expect((await change({ immediate: [] }, hall.administrator)).body).toEqual({ ...usual, immediate: [] });
    expect((await change({}, hall.leader)).status).toBe(403);
  });

  it.each([
    [{ immediate: ["0101", "9999"] }, "immediate", "9999"],
    [{ immediate: ["0101", ""] }, "immediate[1]", ""],
    [{ flagBlue: 0.9 }, "flagBlue", "0.9"],
    [{ flagBlue: 0.95 }, "flagBlue", "0.95"],
    [{ flagRed: 1.01 }, "flagRed", "1.01"],
    [{ clusterLeast: 2 }, "clusterLeast", "2"],
    [{ clusterLeast: 6.5 }, "clusterLeast", "6.5"],
    [{ clusterWithin_m: 9 }, "clusterWithin_m", "9"],
    [{ clusterHours: 0 }, "clusterHours", "0"],
    [{ flagLeast: 0 }, "flagLeast", "0"],
    [{ patrolDays: 367 }, "patrolDays", "367"],
    [{ keyOverdue: "yes" }, "keyOverdue", "yes"],
    [{ patrolDays: undefined }, "patrolDays", ""],
  ])("refuses %j by its name and value, and changes nothing", async (more, parameter, value) => {
    const before = await read(hall.leader);
    const { status, body } = await change(more);
    expect([status, body.parameter, body.value]).toEqual([400, parameter, value]);
    expect(await read(hall.leader)).toEqual(before);
  });
});
