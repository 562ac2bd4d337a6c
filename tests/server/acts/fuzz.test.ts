/** Whatever body an act is sent, it is answered or refused: never a failure of ours, and a refusal changes nothing. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProblemDetail } from "../../../server/contract/types.ts";
import { actPaths, type PersonAct } from "../../../server/contract/vocabulary.ts";
import { databases } from "../../support/databases.ts";
import { loadPrecinct, Precinct, units, usual, usualReport, type Who, west } from "./precinct.ts";

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>("\ud800", "\u0000", "'; drop table problem; --", "\\", "٣", "𠮷", -0, 1e308, 2 ** 53, 0.1, "", " ", [], {}, [
    [],
  ]),
  fc.constantFrom<unknown>("0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-13-01T00:00:00Z", "+275760-09-13T00:00:00Z"),
);
const right = {
  version: fc.integer({ min: 1, max: 12 }),
  place: fc.constant(west),
  note: fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
  noPhoto: fc.string({ unit: "binary", maxLength: 30 }),
  photos: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 10 }),
  clientId: fc.uuid(),
  unit: fc.constantFrom(...Object.values(units)),
  person: fc.constantFrom(5, 6, 7, 11, 16, 99),
  coop: fc.constantFrom(...Object.values(units)),
  limit: fc.record({ value: fc.double({ min: 0, max: 11_000, noNaN: true }), unit: fc.constantFrom("eh", "h", "d", "nd") }),
  deadline: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  until: fc.date({ min: new Date("2026-01-01"), max: new Date("2028-01-01"), noInvalidDate: true }).map((date) => date.toISOString()),
  reason: fc.string({ unit: "binary", maxLength: 30 }),
};
const either = Object.fromEntries(Object.entries(right).map(([name, good]) => [name, fc.oneof({ weight: 4, arbitrary: good }, odd)]));
/** What an act usually says with one or two fields changed, its own or another act's; or anything at all. */
const bodies = (act: PersonAct) => {
  const own = [...Object.keys(usual[act]), "place", "note", "clientId", ...("noPhoto" in usual[act] ? ["photos"] : [])];
  const changed = (names: readonly string[]) =>
    fc
      .uniqueArray(fc.constantFrom(...names), { maxLength: 2 })
      .chain((some) => fc.record(Object.fromEntries(some.map((name) => [name, either[name] as fc.Arbitrary<unknown>]))));
  return fc.oneof(
    { weight: 6, arbitrary: changed(own) },
    { weight: 2, arbitrary: changed(Object.keys(either)) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
};
const states = ["reported", "dispatched", "handling", "handed_back", "suspended", "closed"] as const;
const doers: Partial<Record<PersonAct, Who>> = {
  ...{ accept: "westHandler", return: "westHandler", hand_back: "westHandler", appeal: "westHandler" },
  ...{ supervise: "leader", fix_on_spot: "inspector", undo: "inspector" },
};
const runs = process.env.CI ? 60 : 30;

describe.each(databases())("any body on $name", ({ fresh }) => {
  let precinct: Precinct;
  const answers = new Set<number>();
  beforeAll(async () => {
    const db = await fresh();
    await loadPrecinct(db);
    precinct = await Precinct.open(db);
  });
  afterAll(async () => {
    await precinct.app.close();
    await precinct.db.close();
  });

  it.each(Object.keys(actPaths) as PersonAct[])("%s", async (act) => {
    const who = doers[act] ?? "dispatcher";
    const problems = await Promise.all(states.map((state) => precinct.bring(state)));
    await fc.assert(
      fc.asyncProperty(bodies(act), fc.jsonValue({ maxDepth: 2 }), fc.nat(states.length - 1), async (said, anything, which) => {
        const { id } = problems[which] as ProblemDetail;
        const before = await precinct.read(id);
        const payload = said === null ? anything : { version: before.version, ...usual[act], ...said };
        const reply = await precinct.post(who, `/api/problems/${id}/${actPaths[act]}`, payload);
        answers.add(reply.statusCode);
        expect([200, 400, 403, 409]).toContain(reply.statusCode);
        const after = await precinct.read(id);
        expect(after.version).toBe(before.version + (reply.statusCode === 200 ? 1 : 0));
      }),
      { numRuns: runs },
    );
  });

  it("is weighed, not only read: some were done, some refused for how things stood", () => {
    expect([...answers].sort()).toEqual([200, 400, 403, 409]);
  });

  it("a report", async () => {
    const fields = {
      ...{ category: fc.constantFrom("0101", "0102", "01", "x"), lon: fc.double({ min: 118.9, max: 119.1, noNaN: true }) },
      ...{
        lat: fc.constant(33.51),
        source: fc.constantFrom("patrol", "12345"),
        noPhoto: right.noPhoto,
        title: right.note,
        place: right.reason,
      },
      ...{ found: fc.date({ max: new Date("2026-03-01"), noInvalidDate: true }).map((date) => date.toISOString()), fixed: fc.boolean() },
      ...{ ago_s: fc.integer({ min: 0, max: 90 * 86_400 }), accuracy_m: fc.double({ min: 0, max: 1e6, noNaN: true }), clientId: fc.uuid() },
      ...{ photos: right.photos, photosAfter: right.photos },
      ...{ night: fc.boolean(), reporterName: right.note, reporterPhone: fc.constantFrom("0517-12345678", "+86 139 5178 8888") },
    };
    const either = Object.fromEntries(Object.entries(fields).map(([name, good]) => [name, fc.oneof({ weight: 9, arbitrary: good }, odd)]));
    await fc.assert(
      fc.asyncProperty(fc.record(either, { requiredKeys: [] }), async (said) => {
        const reply = await precinct.post("inspector", "/api/problems", { ...usualReport, ...said });
        expect([200, 400, 403]).toContain(reply.statusCode);
      }),
      { numRuns: runs * 4 },
    );
  });

  it("no JSON, too much of it, or of another kind is refused", async () => {
    const { id } = await precinct.report();
    const send = async (payload: string, type: string) => {
      const cookie = (await precinct.headers("dispatcher")).cookie ?? "";
      return (
        await precinct.app.inject({ method: "POST", url: `/api/problems/${id}/file`, headers: { cookie, "content-type": type }, payload })
      ).statusCode;
    };
    expect(await send("{", "application/json")).toBe(400);
    expect(await send('{"version":1,"__proto__":{"version":1}}', "application/json")).toBe(400);
    expect(await send(JSON.stringify({ version: 1, note: "x".repeat(300_000) }), "application/json")).toBe(413);
    expect(await send("version=1", "application/x-www-form-urlencoded")).toBe(415);
    expect(await send("", "application/json")).toBe(400);
    expect((await precinct.read(id)).version).toBe(1);
  });
});
