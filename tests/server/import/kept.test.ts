import { beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import type { Report } from "../../../server/import/report.ts";
import { databases } from "../../support/databases.ts";
import { harness, importDb, layer, moment, now, refusals } from "./harness.ts";
import { bundle, head, point, problemsOf, rows, smallCity, smallManifest } from "./smallCity.ts";

describe.each(databases())("what an import keeps on $name", (engine) => {
  let db: Db;
  beforeAll(async () => {
    db = await importDb(engine);
  });
  const { run, anew, whole, problem } = harness(() => db);

  describe("what is kept", () => {
    it("a layer that fails is as it was before", async () => {
      await anew();
      const before = await whole();
      const many = Array.from({ length: 6_000 }, (_, i) => `X${i},119.01,33.59,0101,t,p,reported,,2026-11-18T08:00:00+08:00,,,,`);
      const report = await run(smallCity(problemsOf(...many, 'Y,"')));
      expect(layer(report, "problems")).toMatchObject({ added: 0, loaded: 0 });
      expect(layer(report, "problems").failed).not.toBeNull();
      expect(await whole()).toBe(before);
    });

    it("a dry run writes nothing and reports the same", async () => {
      await anew();
      const before = await whole();
      const other = { ...smallManifest(), code: "other" };
      const dry = await run(smallCity(problemsOf(rows[1] as string, 'Z,"119'), other), { dryRun: true, replace: true });
      expect(await whole()).toBe(before);
      const real = await run(smallCity(problemsOf(rows[1] as string, 'Z,"119'), other), { replace: true });
      const plain = (r: Report) => ({ ...r, ms: 0, dryRun: false, layers: r.layers.map((l) => ({ ...l, ms: 0 })) });
      expect(plain(dry)).toEqual(plain(real));
    });

    it("another real city is refused, the made-up one replaced in one line", async () => {
      await anew();
      const other = { ...smallManifest(), code: "other", madeUp: true };
      await expect(run(smallCity({}, other))).rejects.toThrow(/The database holds Small \(small\), not Small \(other\)\. With --replace/);
      await run(smallCity({}, other), { replace: true });
      const report = await run(smallCity());
      expect(report.notes.map((n) => n.en)).toEqual(["all data of the made-up Small was deleted"]);
      expect(await db.query(sql`select code, made_up from district`)).toEqual([{ code: "small", made_up: false }]);
    });

    it("a rolling city moves by whole days to the last 24 hours, runs, and stays where it is when imported again", async () => {
      const rolling = { ...smallManifest(), rolling: true, asOf: "2026-10-01T08:00:00+08:00" };
      const report = await anew({}, rolling);
      expect(report.notes.at(-1)?.en).toBe("all times were moved by 52 days");
      const [d] = await db.query<{ frozen_at: Date | null; data_as_of: Date }>(sql`select frozen_at, data_as_of from district`);
      expect(d?.frozen_at).toBeNull();
      expect(d?.data_as_of).toEqual(moment("2026-11-22T08:00:00+08:00"));
      expect(await problem("P3")).toMatchObject({ found_at: new Date(moment("2026-11-19T08:00:00+08:00").getTime() + 52 * 86_400_000) });
      const before = await whole();
      await run(smallCity({}, rolling), { now: new Date(now.getTime() + 30 * 86_400_000) });
      expect(await whole()).toBe(before);
    });

    it("without asOf the data is as of the latest thing it knows", async () => {
      const manifest = smallManifest();
      delete manifest.asOf;
      await anew({}, manifest);
      expect(await db.query(sql`select data_as_of, frozen_at from district`)).toEqual([
        { data_as_of: moment("2026-11-19T08:00:00+08:00"), frozen_at: null },
      ]);
    });
  });

  describe("events", () => {
    const withEvents = () => smallManifest("boundary", "units", "zones1", "sites", "problems", "events");
    const at = (h: number) => `2026-11-19T${String(h).padStart(2, "0")}:00:00+08:00`;
    const log = (...lines: string[]) => ({ "events.csv": ["problem,seq,act,at,unit,deadline", ...lines].join("\n") });
    const good = [`P3,1,report,${at(8)},,`, `P3,2,dispatch,${at(9)},urban,${at(13)}`, `P3,3,accept,${at(10)},,`];

    it("make the state, whatever the state column says", async () => {
      const report = await anew({ ...problemsOf(rows[2] as string), ...log(...[...good].reverse()) }, withEvents());
      expect(layer(report, "events")).toMatchObject({ read: 3, added: 3, refusedRows: 0 });
      expect(await problem("P3")).toMatchObject({
        state: "handling",
        deadline_at: moment(at(13)),
        nearly_due_at: moment(at(12)),
        version: 3,
      });
      expect(layer(report, "problems").mended.map((n) => n.reason.en)).toEqual(["its events say handling; they were followed"]);
    });

    it("that are illegal are refused with all after them; the legal beginning stands", async () => {
      const report = await anew(
        {
          ...problemsOf(rows[2] as string),
          ...log(...good, `P3,4,close,${at(11)},,`, `P3,5,hand_back,${at(12)},,`, `nobody,1,report,${at(8)},,`, `P3,6,explode,${at(12)},,`),
        },
        withEvents(),
      );
      expect(refusals(report, "events")).toEqual([
        expect.stringMatching(/^7\/8 act explode: is none of/),
        expect.stringMatching(/^4\/5 act close: "close" is not possible in the state "handling"/),
        expect.stringMatching(/^5\/6 act hand_back: follows the refused event 4/),
        expect.stringMatching(/^6\/7 problem nobody: no such problem/),
      ]);
      expect(await problem("P3")).toMatchObject({ state: "handling", version: 3 });
    });

    it("grow on another import; a different past is kept and told", async () => {
      const city = (lines: string[]) => smallCity({ ...problemsOf(rows[2] as string), ...log(...lines) }, withEvents());
      await run(city(good), { replace: true });
      const grown = [...good, `P3,4,hand_back,${at(12)},,`];
      expect(layer(await run(city(grown)), "events")).toMatchObject({ added: 1, unchanged: 3 });
      expect(await problem("P3")).toMatchObject({ state: "handed_back", version: 4 });
      const before = await whole();
      expect(layer(await run(city(grown)), "events")).toMatchObject({ added: 0, unchanged: 4 });
      expect(await whole()).toBe(before);
      const other = await run(city([good[0] as string, `P3,2,reject,${at(9)},,`]));
      expect(layer(other, "problems").noted.map((n) => n.reason.en)).toEqual(["the logs differ from event 2 on; the database's was kept"]);
    });
  });

  it("a hostile bundle does no harm", async () => {
    const evil = `'); drop table problem; --\\`;
    const manifest = smallManifest("problems");
    manifest.layers[0].addUnits = true;
    manifest.layers[0].fields.source = { value: "public" };
    manifest.name = { zh: evil, en: evil };
    manifest.layers[0].file =
      "../".repeat(3) +
      smallCity(
        problemsOf(
          `${evil},119.01,33.59,${evil},${evil},\\N,,${evil},2026-11-18T08:00:00+08:00,,,,`,
          "__proto__,119.01,33.59,constructor,__proto__,toString,,hasOwnProperty,2026-11-18T08:00:00+08:00,,,,",
        ),
      ).slice(1) +
      "/problems.csv";
    const report = await run(bundle({ ...head, ...manifest }), { replace: true });
    expect(layer(report, "problems").failed).toBeNull();
    expect(layer(report, "problems")).toMatchObject({ added: 2, refusedRows: 0 });
    expect(await problem(evil)).toMatchObject({ title: evil, place: "\\N" });
    expect(await problem("__proto__")).toMatchObject({ title: "__proto__", place: "toString" });
    const hostile = JSON.stringify({
      type: "FeatureCollection",
      features: [
        null,
        5,
        {
          type: "Feature",
          properties: { __proto__: null, externalId: { a: 1 }, siteType: "market", name: ["x"] },
          geometry: point(119, 33.6),
        },
      ],
    });
    const second = await anew({ "sites.geojson": hostile }, smallManifest("sites"));
    expect(layer(second, "sites")).toMatchObject({ read: 3, added: 1, refusedRows: 2 });
  });
});
