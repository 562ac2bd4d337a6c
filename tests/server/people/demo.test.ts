/** The demo's one click: who has not signed in is its dispatcher, but only at this machine's own address. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Me } from "../../../server/contract/bookSchemas.ts";
import type { Me as Told } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { makePerson } from "../../support/people.ts";
import { appOn } from "../http/asked.ts";
import { expectContract } from "../http/contract.ts";
import { type Office, openOffice } from "./office.ts";

describe.each(databases())("the demo on $name", (engine) => {
  let office: Office;
  const ids: Record<string, number> = {};
  beforeAll(async () => {
    office = await openOffice(engine, { demo: true });
    const bare = { account: null };
    ids.zoned = await makePerson(office.db, { ...bare, name: "zoned", roles: ["dispatcher"], zone: 3 });
    ids.gone = await makePerson(office.db, { ...bare, name: "gone", roles: ["dispatcher"] });
    ids.whole = await makePerson(office.db, { ...bare, name: "whole", roles: ["leader", "dispatcher"] });
    ids.later = await makePerson(office.db, { ...bare, name: "later", roles: ["dispatcher"] });
    ids.inspector = await makePerson(office.db, { ...bare, name: "inspector", roles: ["inspector"], zone: 3 });
    ids.handler = await makePerson(office.db, { ...bare, name: "handler", roles: ["handler"], unit: 11 });
    ids.second = await makePerson(office.db, { ...bare, name: "second inspector", roles: ["inspector"], zone: 3 });
    ids.third = await makePerson(office.db, { ...bare, name: "third inspector", roles: ["inspector"], zone: 3 });
    ids.real = await makePerson(office.db, { name: "with a password", roles: ["leader"] });
    await office.db.query(sql`update person set left_on = '2020-01-01' where name = 'gone'`);
  });
  afterAll(() => office.close());

  it("opens as the first dispatcher of the whole district, and names one of each role, two who recheck", async () => {
    const { body } = await office.get("/api/me");
    expectContract(Me, body);
    expect(body).toMatchObject({ kind: "demo", person: { id: ids.whole }, demo: true, setUp: true, zone: null });
    const me = body as unknown as Told;
    expect(me.roles).toEqual(["leader", "dispatcher"]);
    expect(me.demoPeople.map(({ id }) => id)).toEqual([ids.whole, ids.handler, ids.inspector, ids.second]);
    expect(me.demoPeople.find(({ id }) => id === ids.inspector)).toMatchObject({ roles: ["inspector"], zone: 3, unit: null });
  });

  it.each(["localhost", "localhost:8080", "LOCALHOST", "127.0.0.1", "127.0.0.1:65535", "[::1]", "[::1]:8080"])("at %s", async (host) => {
    expect((await office.get("/api/me", "", { host })).body).toMatchObject({ kind: "demo", demo: true });
  });

  it.each([
    "demo.example",
    "localhost.evil.example",
    "evil.example:8080",
    "127.0.0.1.nip.io",
    "127.0.0.2",
    "0.0.0.0:8080",
    "localhost:8080@evil",
    "[::1].evil",
    "192.168.1.5:8080",
    "localhost,evil",
  ])("never at %j: a name of another's may have been resolved to this machine", async (host) => {
    const me = await office.get("/api/me", "", { host });
    expect(me.body).toMatchObject({ kind: "nobody", roles: [], demo: false, demoPeople: [] });
    expect((await office.get("/api/problems", "", { host })).status).toBe(401);
    expect((await office.post("/api/session/demo", { person: ids.handler }, "", { host })).status).toBe(404);
  });

  it.each(["x-forwarded-for", "forwarded", "via", "x-real-ip", "x-forwarded-host"])(
    "never where a proxy passed it on: %s",
    async (name) => {
      expect((await office.get("/api/me", "", { host: "localhost", [name]: "10.0.0.1" })).body.kind).toBe("nobody");
    },
  );

  it("is tried as another by one click, audited, and left again", async () => {
    const tried = await office.post("/api/session/demo", { person: ids.handler });
    expect(tried.body).toMatchObject({ kind: "person", person: { id: ids.handler }, roles: ["handler"], unit: 11, demo: true });
    expect((await office.get("/api/me", tried.cookie)).body).toEqual(tried.body);
    expect((await office.audited("sign_in")).at(-1)).toMatchObject({ person_id: ids.handler, detail: { demo: true } });
    await office.post("/api/session/end", {}, tried.cookie);
    expect((await office.get("/api/me", tried.cookie)).body).toMatchObject({ kind: "demo", person: { id: ids.whole } });
  });

  it("as any of its people, but nobody who left or has a password", async () => {
    expect((await office.post("/api/session/demo", { person: ids.third })).status).toBe(200);
    for (const person of [ids.real, ids.gone, 999_999])
      expect((await office.post("/api/session/demo", { person })).body).toMatchObject({ status: 400, parameter: "person" });
    expect((await office.post("/api/session/demo", {})).body).toMatchObject({ status: 400, parameter: "person" });
  });

  it("nobody has a password to change there", async () => {
    const change = { old: "a", new: "Harbour-Lantern-7" };
    expect((await office.post("/api/password", change)).status).toBe(403);
    const { cookie } = await office.post("/api/session/demo", { person: ids.handler });
    expect((await office.post("/api/password", change, cookie)).status).toBe(409);
  });

  it("ends with the demo: its sessions open nothing where passwords are asked", async () => {
    const { cookie } = await office.post("/api/session/demo", { person: ids.handler });
    const strict = await appOn(office.db, { demo: false });
    const me = (await strict.inject({ url: "/api/me", headers: { cookie } })).json();
    expect(me).toMatchObject({ kind: "nobody", demo: false, demoPeople: [], setUp: false });
    expect((await strict.inject("/api/problems")).statusCode).toBe(401);
    expect((await strict.inject({ method: "POST", url: "/api/session/demo", payload: { person: ids.handler } })).statusCode).toBe(404);
    await strict.close();
  });

  it("a made-up district without people can still be looked at", async () => {
    const empty = await openOffice(engine, { demo: true });
    expect((await empty.get("/api/me")).body).toMatchObject({ kind: "demo", person: null, roles: ["dispatcher"], demoPeople: [] });
    expect((await empty.get("/api/problems")).status).toBe(200);
    await empty.close();
  });
});
