/** Walls: a token shown once, a session of its own, and an end to both. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Devices, Me, NewDevice } from "../../../server/contract/bookSchemas.ts";
import type { Devices as Told } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { expectContract } from "../http/contract.ts";
import { type Office, openOffice, wholeAudit } from "./office.ts";

describe.each(databases())("devices on $name", (engine) => {
  let office: Office;
  let keeper: string;
  let keeperId: number;
  beforeAll(async () => {
    office = await openOffice(engine);
    keeperId = await makePerson(office.db, { roles: ["administrator"] });
    keeper = await cookieOf(office.db, keeperId);
  });
  afterAll(() => office.close());

  const rows = async () => {
    const { body } = await office.get("/api/devices", keeper);
    expectContract(Devices, body);
    return (body as unknown as Told).rows;
  };

  it("a token becomes a wall's session, and both end when it is revoked", async () => {
    const made = await office.post("/api/devices", { name: "Command centre" }, keeper);
    expectContract(NewDevice, made.body);
    const { device, token } = made.body as unknown as { device: { id: number }; token: string };
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const wall = await office.post("/api/session/device", { token });
    expectContract(Me, wall.body);
    expect(wall.body).toMatchObject({ kind: "device", device: { id: device.id, name: "Command centre" }, person: null, roles: ["wall"] });
    expect(wall.headers["set-cookie"]).toContain(`Max-Age=${400 * 86_400}`);
    expect((await office.get("/api/me", wall.cookie)).body).toEqual(wall.body);
    // A wall is looked at, not clicked at: it does not fall idle.
    await office.db.query(sql`update session set seen_at = now() - interval '30 days' where device_id = ${device.id}::bigint`);
    expect((await office.get("/api/problems", wall.cookie)).status).toBe(200);
    expect((await rows()).find(({ id }) => id === device.id)).toMatchObject({ seen: expect.any(String), revoked: null });
    const second = await office.post("/api/session/device", { token });
    expect(second.status).toBe(200);

    expect((await office.post(`/api/devices/${device.id}/revoke`, {}, keeper)).body).toEqual({ ok: true });
    for (const cookie of [wall.cookie, second.cookie]) expect((await office.get("/api/problems", cookie)).status).toBe(401);
    expect((await office.post("/api/session/device", { token })).body).toMatchObject({ status: 400, parameter: "token", value: "" });
    expect((await rows()).find(({ id }) => id === device.id)).toMatchObject({ revoked: expect.any(String) });
    expect((await office.audited("sign_in")).at(-1)).toMatchObject({
      person_id: null,
      who: "Command centre",
      detail: { device: device.id },
    });
    expect((await office.audited("change")).map(({ person_id, detail }) => [person_id, detail.before, detail.after])).toEqual([
      [keeperId, null, { name: "Command centre", kind: "wall" }],
      [keeperId, { name: "Command centre" }, null],
    ]);
    expect(await wholeAudit(office.db)).not.toContain(token);
    expect(JSON.stringify(await rows())).not.toContain(token);
  });

  it("a revoked row alone is enough: the session is looked up with its device", async () => {
    const { body } = await office.post("/api/devices", { name: "Hall" }, keeper);
    const wall = await office.post("/api/session/device", { token: body.token });
    await office.db.query(sql`update device set revoked_at = now() where name = 'Hall'`);
    expect((await office.get("/api/problems", wall.cookie)).status).toBe(401);
  });

  it("refuses a wall what is not to be looked at, and bad input by name", async () => {
    const { body } = await office.post("/api/devices", { name: "Lobby" }, keeper);
    const wall = await office.post("/api/session/device", { token: body.token });
    for (const url of ["/api/devices", "/api/people", "/api/audit", "/api/policy"])
      expect((await office.get(url, wall.cookie)).status, url).toBe(403);
    expect((await office.post("/api/password", { old: "a", new: "Harbour-Lantern-7" }, wall.cookie)).status).toBe(403);
    expect((await office.audited("refusal")).at(-1)).toMatchObject({ person_id: null, device_id: expect.any(Number), who: "Lobby" });
    expect((await office.post("/api/devices", { name: "" }, keeper)).body).toMatchObject({ status: 400, parameter: "name" });
    expect((await office.post("/api/devices/999999/revoke", {}, keeper)).status).toBe(404);
  });
});
