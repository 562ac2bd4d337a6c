/** The demo district: one seed, one district; whole zones; lives that the rules allow. Needs no database. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { eventHead, problemHead, problemRows, smallFiles } from "../../scripts/demo-city/output.ts";
import { makeProblems } from "../../scripts/demo-city/problems.ts";
import { staffOf } from "../../scripts/demo-city/staff.ts";
import { leadOf } from "../../scripts/demo-city/units.ts";
import { makeWorld, type World } from "../../scripts/demo-city/world.ts";
import {
  baseClasses,
  clockStates,
  endStates,
  type ProblemAct,
  type ProblemState,
  personRoles,
  problemActs,
  problemSources,
  siteTypes,
} from "../../server/contract/vocabulary.ts";

const seed = 20261115;
const folder = new URL("../../data/demo/", import.meta.url);
const committed = (name: string): string => {
  const packed = new URL(`${name}.gz`, folder);
  return existsSync(packed) ? gunzipSync(readFileSync(packed)).toString("utf8") : readFileSync(new URL(name, folder), "utf8");
};

interface Feature {
  readonly properties: Record<string, string | number | boolean>;
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
}
type Ring = readonly (readonly [number, number])[];
type Row = Record<string, string>;

const features = (name: string): Feature[] => (JSON.parse(committed(name)) as { features: Feature[] }).features;
const rows = (name: string): Row[] => parse(committed(name), { columns: true }) as Row[];
const ringsOf = (f: Feature): Ring[] => f.geometry.coordinates as Ring[];
const ringOf = (f: Feature): Ring => {
  const [ring] = ringsOf(f);
  if (!ring) throw new Error("no ring");
  return ring;
};

/** All files of a small district, as text. */
function generate(world: World, count: number): Record<string, string> {
  const lines = { problems: [problemHead], events: [eventHead] };
  for (const p of makeProblems(world, count)) {
    const r = problemRows(world, p);
    lines.problems.push(r.problem);
    lines.events.push(r.events);
  }
  return { ...smallFiles(world), "problems.csv": lines.problems.join(""), "events.csv": lines.events.join("") };
}

/** Signed area about the district's middle, square degrees. */
function area(ring: Ring): number {
  let sum = 0;
  for (const [i, [x, y]] of ring.entries()) {
    const [u, v] = ring[i + 1] ?? [x, y];
    sum += (x - 119.1) * (v - 33.6) - (u - 119.1) * (y - 33.6);
  }
  return sum / 2;
}

function inside(ring: Ring, x: number, y: number): boolean {
  let hit = false;
  for (const [i, [ax, ay]] of ring.entries()) {
    const [bx, by] = ring[i + 1] ?? [ax, ay];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) hit = !hit;
  }
  return hit;
}

/** Directed edges of rings: "from → to". */
function edges(fs: readonly Feature[]): string[] {
  return fs.flatMap((f) => ringOf(f).flatMap((p, i, ring) => (ring[i + 1] ? [`${p.join()} ${ring[i + 1]?.join()}`] : [])));
}

/** Edges that no neighbour runs the other way. */
function outerEdges(fs: readonly Feature[]): Set<string> {
  const all = new Set(edges(fs));
  return new Set([...all].filter((e) => !all.has(e.split(" ").reverse().join(" "))));
}

describe("one seed, one district", () => {
  it("gives the same files twice, and others for another seed", () => {
    const first = generate(makeWorld(7), 300);
    expect(generate(makeWorld(7), 300)).toEqual(first);
    expect(generate(makeWorld(8), 300)["problems.csv"]).not.toBe(first["problems.csv"]);
  });

  it("is what is committed, to the byte, and small enough to commit", () => {
    const fresh = generate(makeWorld(seed), 20_000);
    const differing = Object.entries(fresh).filter(([name, text]) => committed(name) !== text);
    expect(differing.map(([name]) => name)).toEqual([]);
    const bytes = Object.keys(fresh).map((n) => statSync(new URL(n === "city.json" ? n : `${n}.gz`, folder)).size);
    expect(bytes.reduce((a, b) => a + b, 0)).toBeLessThan(6_000_000);
  });

  it("has a manifest that follows the bundle's schema", () => {
    const require = createRequire(import.meta.url);
    const Ajv = (require("ajv") as { default: new (o: object) => { validate(s: object, d: unknown): boolean; errors?: unknown } }).default;
    const ajv = new Ajv({ strict: false });
    const schema = JSON.parse(readFileSync(new URL("../../data/bundle.schema.json", import.meta.url), "utf8")) as object;
    expect(ajv.validate(schema, JSON.parse(committed("city.json"))), JSON.stringify(ajv.errors)).toBe(true);
  });
});

describe("zones", () => {
  const levels = [features("boundary.geojson"), ...[1, 2, 3].map((n) => features(`zones${n}.geojson`))];
  const level = (n: number): Feature[] => levels[n] ?? [];

  it("are many, each one ring, closed and counter-clockwise, with a person and, where it has one, a known unit", () => {
    expect(level(1).length).toBeGreaterThanOrEqual(8);
    expect(level(2).length).toBeGreaterThanOrEqual(60);
    expect(level(3).length).toBeGreaterThanOrEqual(400);
    const units = new Set(rows("units.csv").map((u) => u.externalId));
    for (const f of levels.flat()) {
      const ring = ringOf(f);
      expect(f.geometry.type).toBe("Polygon");
      expect(ringsOf(f)).toHaveLength(1);
      expect(ring[0]).toEqual(ring[ring.length - 1]);
      expect(area(ring)).toBeGreaterThan(0);
      // No ring passes one corner twice.
      expect(new Set(ring.map((p) => p.join())).size).toBe(ring.length - 1);
      if (f.properties.level) expect(f.properties.person).toBeTruthy();
      if (f.properties.unit) expect(units.has(String(f.properties.unit))).toBe(true);
    }
  });

  it.each([1, 2, 3])("level %i covers the district exactly once", (n) => {
    const sum = level(n).reduce((s, f) => s + area(ringOf(f)), 0);
    const whole = area(ringOf(level(0)[0] as Feature));
    expect(Math.abs(sum / whole - 1)).toBeLessThan(1e-9);
    // A directed edge belongs to one zone only; its reverse, if any, to its neighbour.
    expect(new Set(edges(level(n))).size).toBe(edges(level(n)).length);
    expect(outerEdges(level(n))).toEqual(outerEdges(level(0)));
  });

  it.each([2, 3])("level %i: each parent is the union of its children", (n) => {
    for (const parent of level(n - 1)) {
      const children = level(n).filter((f) => f.properties.parent === parent.properties.externalId);
      expect(children.length).toBeGreaterThan(0);
      expect(outerEdges(children), String(parent.properties.name)).toEqual(outerEdges([parent]));
    }
  });
});

describe("sites and units", () => {
  const sites = features("sites.geojson");
  const of = (type: string): Feature[] => sites.filter((s) => s.properties.siteType === type);

  it("are as many as promised", () => {
    expect(sites.length).toBeGreaterThanOrEqual(1200);
    expect(new Set(sites.map((s) => s.properties.siteType)).size).toBeGreaterThanOrEqual(30);
    expect(of("back_alley").length).toBeGreaterThanOrEqual(200);
    expect(of("river").length).toBeGreaterThanOrEqual(60);
    expect(new Set(of("river").map((s) => String(s.properties.name).split("（")[0])).size).toBe(7);
    expect(of("market").filter((s) => s.properties.key)).toHaveLength(12);
    expect(of("market").length).toBeGreaterThanOrEqual(22);
    expect(of("compound").length).toBeGreaterThanOrEqual(250);
    expect(rows("units.csv").length).toBeGreaterThanOrEqual(60);
  });

  it("have known types, unique names and ids, known units, and lie in the district", () => {
    const units = new Set(rows("units.csv").map((u) => u.externalId));
    const border = ringOf(features("boundary.geojson")[0] as Feature);
    expect(new Set(sites.map((s) => s.properties.externalId)).size).toBe(sites.length);
    expect(new Set(sites.map((s) => s.properties.name)).size).toBe(sites.length);
    for (const s of sites) {
      expect(siteTypes).toHaveProperty(String(s.properties.siteType));
      expect(units.has(String(s.properties.unit)), String(s.properties.unit)).toBe(true);
      if (s.geometry.type !== "Point") continue;
      const [x, y] = s.geometry.coordinates as [number, number];
      expect(inside(border, x, y), String(s.properties.name)).toBe(true);
    }
  });

  it("have a base map of every class", () => {
    const classes = new Set(features("base.geojson").map((f) => f.properties.class));
    expect([...classes].sort()).toEqual([...baseClasses].sort());
  });
});

describe("people and duties", () => {
  const people = rows("people.csv");
  const units = new Set(rows("units.csv").map((u) => u.externalId));
  const holds = (p: Row, role: string): boolean => (p.roles ?? "").split("|").includes(role);
  const of = (role: string): Row[] => people.filter((p) => holds(p, role));

  it("are of every role, each with a name, a number and a plainly invented phone of their own, and no account", () => {
    for (const role of personRoles) expect(of(role).length, role).toBeGreaterThan(0);
    expect(people.every((p) => (personRoles as readonly string[]).includes(p.roles ?? ""))).toBe(true);
    for (const field of ["externalId", "name", "phone"]) expect(new Set(people.map((p) => p[field])).size).toBe(people.length);
    expect(people.every((p) => /^1390000\d{4}$/.test(p.phone ?? "") && !p.account)).toBe(true);
  });

  it("are handlers of a known unit, each unit with at least two and the first of them its contact", () => {
    for (const p of people) expect(holds(p, "handler")).toBe(p.unit !== "");
    for (const u of rows("units.csv")) {
      const own = of("handler").filter((p) => p.unit === u.externalId);
      expect(own.length, u.name).toBeGreaterThanOrEqual(2);
      expect(u.contact).toBe(own[0]?.externalId);
    }
    expect(of("handler").every((p) => units.has(p.unit ?? ""))).toBe(true);
  });

  it("are dispatchers and patrols of sub-districts, and some of the whole district", () => {
    const zones = new Set(features("zones1.geojson").map((f) => f.properties.externalId));
    expect(of("dispatcher").map((p) => p.zone !== "")).toEqual([false, false, ...Array(7).fill(true)]);
    expect(of("inspector").filter((p) => p.zone !== "")).toHaveLength(80);
    expect(people.every((p) => p.zone === "" || (zones.has(p.zone ?? "") && (holds(p, "dispatcher") || holds(p, "inspector"))))).toBe(true);
  });

  it("name one trade for every category, as problems are dispatched, or the area alone", () => {
    const text = readFileSync(new URL("../../data/reference/categories.json", import.meta.url), "utf8");
    const codes = (JSON.parse(text) as { minors: { code: string }[] }).minors.map((m) => m.code);
    const book = rows("duties.csv");
    expect(new Set(book.map((d) => d.category))).toEqual(new Set(codes));
    for (const d of book) {
      expect(d.unit === "" || units.has(d.unit ?? ""), d.unit).toBe(true);
      expect(d.lead).toBe(d.unit ? "trade" : "area");
      const dispatched = leadOf(d.category ?? "", "YH0203");
      if (d.category !== "1604") expect(d.unit === "" ? ["S02", "C0203"] : [d.unit]).toContain(dispatched);
    }
  });

  it("have three blemishes, and no fourth: two trades for one category, a cell without a unit, a category without a limit", () => {
    const book = rows("duties.csv").map((d) => d.category);
    expect(book.filter((code, i) => book.indexOf(code) !== i)).toEqual(["1604"]);
    const cells = [1, 2, 3].flatMap((n) => features(`zones${n}.geojson`)).filter((f) => !f.properties.unit);
    expect(cells.map((f) => f.properties.level)).toEqual([3]);
    const { categories } = JSON.parse(committed("city.json")) as { categories: { code: string; limit?: unknown }[] };
    expect(categories.map((c) => [c.code, c.limit])).toEqual([["1506", undefined]]);
  });
});

/** The states each act may be done in, as DOMAIN §3 has it. */
const from: Partial<Record<ProblemAct, readonly ProblemState[]>> = {
  verify: ["reported"],
  file: ["verifying"],
  reject: ["verifying"],
  dispatch: ["filed", "returned"],
  accept: ["dispatched", "rework"],
  return: ["dispatched"],
  suspend: ["handling"],
  resume: ["suspended"],
  extend: ["handling"],
  hand_back: ["handling"],
  recheck: ["handed_back"],
  rework: ["rechecking"],
  close: ["rechecking"],
  fix_on_spot: ["reported"],
  supervise: ["dispatched", "handling", "rework"],
};

interface Life {
  readonly problem: Row;
  readonly events: Row[];
  state: ProblemState;
  deadline: number;
}

describe("problems", () => {
  const asOf = Date.parse("2026-11-15T18:00+08:00");
  const lives = new Map<string, Life>();
  let faults: string[] = [];

  beforeAll(() => {
    for (const problem of rows("problems.csv")) {
      lives.set(problem.externalId ?? "", { problem, events: [], state: "reported", deadline: 0 });
    }
    for (const e of rows("events.csv")) lives.get(e.problem ?? "")?.events.push(e);
    faults = [...lives.values()].flatMap((life) => faultsOf(life));
  }, 60_000);

  /** Folds a life, and says what in it breaks the rules. */
  function faultsOf(life: Life): string[] {
    const bad: string[] = [];
    let last = Date.parse(life.problem.foundAt ?? "");
    let stopped = 0;
    for (const [i, e] of life.events.entries()) {
      const act = e.act as ProblemAct;
      const at = Date.parse(e.at ?? "");
      const lawful = i === 0 ? act === "report" : from[act]?.includes(life.state);
      if (!lawful) bad.push(`${e.problem}: ${act} in ${life.state}`);
      if (at < last || at > asOf) bad.push(`${e.problem}: ${act} at ${e.at}`);
      if (Number(e.seq) !== i + 1) bad.push(`${e.problem}: seq ${e.seq}`);
      if (act === "dispatch" && !(e.unit && e.person && e.deadline)) bad.push(`${e.problem}: dispatched to nobody`);
      if (act === "extend" && !(Date.parse(e.deadline ?? "") > life.deadline)) bad.push(`${e.problem}: extended to no later`);
      if (act === "suspend") stopped = at;
      if (act === "resume") life.deadline += at - stopped;
      if (e.deadline) life.deadline = Date.parse(e.deadline);
      life.state = problemActs[act].to ?? life.state;
      last = at;
    }
    return bad;
  }

  const isOpen = (life: Life): boolean => !(endStates as readonly ProblemState[]).includes(life.state);
  const all = (): Life[] => [...lives.values()];

  it("live as the rules allow, in order of time", () => {
    expect(faults.slice(0, 10)).toEqual([]);
    expect(all().every((l) => l.events.length > 0)).toBe(true);
  });

  it("are rechecked by somebody other than the handlers", () => {
    const { recheckers } = staffOf(makeWorld(seed));
    const events = all().flatMap((l) => l.events);
    expect(events.filter((e) => ["accept", "hand_back", "return"].includes(e.act ?? "") && recheckers.has(e.actor ?? ""))).toEqual([]);
    expect(events.filter((e) => ["recheck", "close", "rework"].includes(e.act ?? "") && !recheckers.has(e.actor ?? ""))).toEqual([]);
  });

  it("name people of the staff: those who mend it are of the unit that has it, and never those who recheck", () => {
    const people = new Map(rows("people.csv").map((p) => [p.name, p]));
    const outsiders = new Set(["12345热线", "市民"]);
    const odd: string[] = [];
    const mended = new Set<string>();
    const rechecked = new Set<string>();
    for (const { events } of all()) {
      let unit = "";
      for (const { problem: id, act = "", actor = "", unit: to, person = "" } of events) {
        const who = people.get(actor);
        if (!who && !(act === "report" && outsiders.has(actor))) odd.push(`${id} ${act}: ${actor} is nobody`);
        if (["accept", "return", "suspend", "resume", "hand_back"].includes(act)) {
          mended.add(actor);
          if (who?.unit !== unit) odd.push(`${id} ${act}: ${actor} is not of ${unit}`);
        }
        if (["recheck", "rework", "close"].includes(act)) rechecked.add(actor);
        if (to) unit = to;
        if (person && people.get(person)?.unit !== unit) odd.push(`${id}: ${person} is not of ${unit}`);
        if (act === "dispatch" && who?.roles !== "dispatcher") odd.push(`${id}: ${actor} dispatches`);
        if (act === "supervise" && who?.roles !== "leader") odd.push(`${id}: ${actor} supervises`);
      }
    }
    expect(odd.slice(0, 10)).toEqual([]);
    expect([...mended].filter((name) => rechecked.has(name) || people.get(name)?.roles !== "handler")).toEqual([]);
    expect([...rechecked].filter((name) => people.get(name)?.roles !== "inspector")).toEqual([]);
  });

  it("are open, late and put right in believable shares", () => {
    const open = all().filter(isOpen);
    expect(lives.size).toBe(20_000);
    expect(open).toHaveLength(1500);
    expect(new Set(open.map((l) => l.state)).size).toBe(10);
    const overdue = open.filter((l) => (clockStates as readonly ProblemState[]).includes(l.state) && l.deadline < asOf);
    expect(overdue.length / open.length).toBeGreaterThan(0.07);
    expect(overdue.length / open.length).toBeLessThan(0.13);
    const closed = all().filter((l) => l.state === "closed" && l.deadline > 0);
    const onTime = closed.filter((l) => Date.parse(l.events.at(-1)?.at ?? "") <= l.deadline);
    const redone = closed.filter((l) => l.events.some((e) => e.act === "rework"));
    expect(onTime.length / closed.length).toBeGreaterThan(0.9);
    expect(onTime.length / closed.length).toBeLessThan(0.95);
    expect(redone.length / closed.length).toBeCloseTo(0.05, 1);
  });

  it("have known categories, sources and sites, and lie in the district", () => {
    const text = readFileSync(new URL("../../data/reference/categories.json", import.meta.url), "utf8");
    const codes = new Set((JSON.parse(text) as { minors: { code: string }[] }).minors.map((m) => m.code));
    const sites = new Set(features("sites.geojson").map((s) => s.properties.externalId));
    const border = ringOf(features("boundary.geojson")[0] as Feature);
    const odd = all().filter(
      ({ problem: p }) =>
        !codes.has(p.category ?? "") ||
        !((p.source ?? "") in problemSources) ||
        (p.site !== "" && !sites.has(p.site ?? "")) ||
        !inside(border, Number(p.x), Number(p.y)),
    );
    expect(odd.map((l) => l.problem.externalId)).toEqual([]);
  });
});

describe("categories", () => {
  it("are many, with a major and a limit each", () => {
    const text = readFileSync(new URL("../../data/reference/categories.json", import.meta.url), "utf8");
    const { majors, minors } = JSON.parse(text) as {
      majors: { code: string }[];
      minors: { code: string; major: string; limit: { value: number } }[];
    };
    expect(minors.length).toBeGreaterThanOrEqual(40);
    expect(new Set(minors.map((m) => m.code)).size).toBe(minors.length);
    for (const m of minors) {
      expect(m.code).toMatch(/^\d{4}$/);
      expect(majors.some((k) => k.code === m.major && m.code.startsWith(k.code))).toBe(true);
      expect(m.limit.value).toBeGreaterThan(0);
    }
  });
});
