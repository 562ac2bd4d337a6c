/** What a scene asks, and what it lights: nothing that is not known, and nothing of a question that cannot be read. */
import { describe, expect, test } from "vitest";
import { asksIds, asksTotal, litBy, questionOf } from "../../../client/wall/run/question.ts";
import { emptyFilter } from "../../../server/contract/filter.ts";
import type { Scene } from "../../../server/contract/wall.ts";
import { district, noon, problemsOf } from "./columns.ts";

const scene = (query: string): Scene => ({ kind: "view", title: null, seconds: 20, query });
const file = { query: (today: string) => `?status=open&found=${today}..${today}`, layers: ["problems", "markets"] };
const ask = (query: string) => questionOf(scene(query), file, "2026-11-21");
const problems = problemsOf([{ id: 1, due: noon - 5 }, { id: 2 }, { id: 3, state: "closed", closed: noon - 60 }]);
const known = { district, data: { problems }, now: noon };
const lit = (query: string, answered: Parameters<typeof litBy>[2] = null) => {
  const question = { ...ask(query), stood: null };
  const { mask, total } = litBy(question, known, answered);
  return { lit: mask && [...mask], total };
};

describe("the question", () => {
  test("is the tour's own, or the scene file's of today; an empty one means all problems", () => {
    expect(ask("?status=overdue").filter.status).toEqual(["overdue"]);
    expect(ask("").filter).toMatchObject({ status: ["open"], found: { from: "2026-11-21", to: "2026-11-21" } });
    expect(questionOf(scene(""), { query: () => "", layers: [] }, "2026-11-21").filter).toEqual(emptyFilter);
  });

  test("brings its camera and layers; what marks something on the map is always there", () => {
    const { camera, layers } = ask("?status=open&layers=streets#map=119.1,33.6,14");
    expect(camera).toEqual({ lon: 119.1, lat: 33.6, zoom: 14 });
    expect(layers.has("streets") && layers.has("baseGround") && layers.has("changes") && layers.has("drawn")).toBe(true);
    expect(layers.has("markets")).toBe(false);
    expect(ask("?status=open").layers.has("markets")).toBe(true);
    expect(ask("?status=open").camera).toBeNull();
  });

  test("a near question is a part of it", () => {
    expect(ask("?status=open&of=market&within=500").filter.geo).toEqual([{ op: "within", distance_m: 500, of: [{ type: "market" }] }]);
  });

  test("a part that cannot be read is named in both languages, and lights nothing", () => {
    const { fault } = ask("?status=sleeping");
    expect(fault?.zh).toContain("status=sleeping");
    expect(fault?.en).toContain("status=sleeping");
    expect(lit("?status=sleeping")).toEqual({ lit: [0, 0, 0], total: null });
  });
});

describe("what is lit", () => {
  test("follows the columns where they can tell", () => {
    expect(lit("?status=open")).toEqual({ lit: [1, 1, 0], total: 2 });
    expect(lit("?status=overdue")).toEqual({ lit: [1, 0, 0], total: 1 });
    expect(lit("#all")).toEqual({ lit: null, total: 13 });
  });

  test("is nothing while only the server can tell, and then what it named", () => {
    const query = "?status=open&geo=within:500:market";
    expect(asksIds({ ...ask(query), stood: null }, known)).toBe(true);
    expect(lit(query)).toEqual({ lit: [0, 0, 0], total: null });
    expect(lit(query, { ids: [2, 99], total: 2 })).toEqual({ lit: [0, 1, 0], total: 2 });
  });

  test("is not counted by columns that do not hold all of it", () => {
    const query = "?status=closed";
    expect(asksTotal({ ...ask(query), stood: null }, known)).toBe(true);
    expect(lit(query)).toEqual({ lit: [0, 0, 0], total: null });
    expect(lit(query, { ids: null, total: 1132 })).toEqual({ lit: [0, 0, 0], total: 1132 });
  });

  test("of a zone that is gone only the server can tell", () => {
    expect(asksIds({ ...ask("?status=open&geo=inside:zone/9"), stood: null }, known)).toBe(true);
    expect(asksIds({ ...ask("?status=open&geo=inside:zone/1"), stood: null }, known)).toBe(false);
    expect(lit("?status=open&geo=inside:zone/1")).toEqual({ lit: [1, 1, 0], total: 2 });
  });

  test("of a moment is what its own columns say", () => {
    const stood = { at: noon - 100, problems: problemsOf([{ id: 1, due: noon - 50 }]) };
    const { mask, total } = litBy({ ...ask("?status=overdue"), stood }, known, null);
    expect([[...(mask ?? [])], total]).toEqual([[0], 0]);
  });
});
