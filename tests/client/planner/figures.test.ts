/** Figures of the table against a hand's count: what is counted, what is summed, what is found next, what is searched for. */
import { describe, expect, test } from "vitest";
import { said } from "../../../client/look/say.ts";
import { plannerWords } from "../../../client/look/words/planner.ts";
import { learn } from "../../../client/look/words.ts";
import { columns, shares, sorted } from "../../../client/planner/panels/columns.ts";
import { areaText, percent } from "../../../client/planner/panels/numbers.ts";
import { nextMonday } from "../../../client/planner/panels/Publish.tsx";
import { matching } from "../../../client/planner/panels/Search.tsx";
import { figuresOf, findAll, pieceWorks } from "../../../client/planner/run/figures.ts";
import { groundOf } from "../../../client/planner/run/ground.ts";
import { askingOf, shareOf, together, wishesOf } from "../../../client/planner/run/suggestion.ts";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import { usualWeights } from "../../../server/contract/partition/balance.ts";
import type { LoadGround } from "../../../server/contract/partition/load.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import { suggest } from "../../../server/contract/partition/suggest.ts";
import type { ProblemsLayer, SitesLayer } from "../../../server/contract/types.ts";
import { at, cellId, gridOf, middle } from "./grid.ts";

learn(plannerWords);
const grid = gridOf();
function done(partition: Partition, step: Step): Partition {
  const outcome = applyStep(partition, step);
  if ("refused" in outcome) throw new Error(outcome.refused.why.en);
  return outcome.done;
}
const site = (column: number, row: number): LoadGround["sites"][number] => ({
  type: "park",
  at: middle(column, row),
  lines: null,
  kind: null,
});
const found = (column: number, row: number, overdue = false) => ({ at: middle(column, row), open: true, overdue, recent: false });
/** Three sites and two problems in the west, one site in the east. */
const ground: LoadGround = {
  sites: [site(0, 0), site(0, 0), site(1, 2), site(3, 3)],
  problems: [found(0, 0), found(1, 1, true)],
};
const weights = { ...usualWeights, area_km2: 0 };

describe("what is counted", () => {
  const head = { revision: 1, clock: "2026-11-20T08:00:00Z" };
  const micro = ([x, y]: readonly [number, number]) => [Math.round(x * 1e6), Math.round(y * 1e6)] as const;
  test("sites with their lines, problems by their state, overdue by the district's clock", () => {
    const [x, y] = micro(at(1, 1));
    const sites = {
      ...{ ...head, count: 2, types: ["market", "back_alley"], id: [1, 2], type: [0, 1], name: ["甲", "乙"], key: [0, 0], unit: [0, 0] },
      ...{ lon: [x, x], lat: [y, y], length_m: [0, 50], area_m2: [0, 0], geometry: [null, { l: [[x, y, 1000, 0]] }] },
    } satisfies SitesLayer;
    const clock = 1_000_000;
    const problems = {
      ...{ states: ["handling", "closed", "filed"], id: [1, 2, 3, 4], state: [0, 1, 2, 0], lon: [x, x, x, x], lat: [y, y, y, y] },
      ...{ due: [clock - 1, clock - 1, clock - 1, clock + 1], found: [clock - 10, clock - 40 * 86_400, clock - 10, clock - 10] },
    } as unknown as ProblemsLayer;
    const counted = groundOf(sites, problems, clock);
    expect(counted.sites.map(({ type, kind, lines }) => [type, kind, lines?.[0]?.length])).toEqual([
      ["market", "market", undefined],
      ["back_alley", "alley", 2],
    ]);
    expect(counted.problems.map(({ open, overdue, recent }) => [open, overdue, recent])).toEqual([
      [true, true, true],
      [false, false, false],
      // No clock runs before it is dispatched.
      [true, false, true],
      [true, false, true],
    ]);
  });
});

describe("zones of a level", () => {
  const figures = figuresOf(grid, 2, weights, ground);
  test("work and deviation, as a hand counts them", () => {
    // West: 3 sites at 6, 2 open at 8, 1 overdue at 8 = 42; east: 6; the mean is 24.
    expect(figures.rows.map(({ work }) => work)).toEqual([42, 6]);
    expect(figures.rows.map(({ deviation }) => deviation)).toEqual([0.75, -0.75]);
    expect(figures.balance?.index).toBe(25);
    expect(figures.nobodys).toBeNull();
    expect(shares(figures.rows[0]?.load ?? never(), weights)[0]).toEqual({ of: "site", work: 18 });
  });
  test("without what is counted they are not known, and not 0", () => {
    const [row] = figuresOf(grid, 2, weights, null).rows;
    expect([row?.work, row?.load, row?.deviation]).toEqual([null, null, null]);
    expect(columns.find(({ id }) => id === "sites")?.said(row ?? never(), said.zh)).toBe("–");
    expect(columns.find(({ id }) => id === "sites")?.summed(figuresOf(grid, 2, weights, null).rows, said.zh, false)).toBe("–");
  });
  test("sums and means", () => {
    const sites = columns.find(({ id }) => id === "sites");
    expect([sites?.summed(figures.rows, said.zh, false), sites?.summed(figures.rows, said.zh, true)]).toEqual(["4", "2"]);
  });
  test("sorted either way, and what is not known last", () => {
    const names = (down: boolean) => sorted(figures.rows, { by: "work", down }).map(({ zone }) => zone?.id);
    expect([names(false), names(true)]).toEqual([
      [11, 10],
      [10, 11],
    ]);
    const people = sorted(figures.rows, { by: "person", down: true }).map(({ zone }) => zone?.person);
    expect(people).toEqual(["王", null]);
  });
  test("nobody's ground is found wherever it lies, and what hangs apart", () => {
    const lost = done(grid, { kind: "assign", level: 2, pieces: [cellId(0, 0)], to: null });
    const after = figuresOf(lost, 2, weights, ground);
    expect(after.nobodys?.area_m2).toBeGreaterThan(1e6);
    expect(after.nobodys?.load?.sites).toBe(2);
    expect(findAll("nobodys", lost, 2, after)).toHaveLength(1);
    const torn = done(grid, { kind: "assign", level: 2, pieces: [cellId(0, 0)], to: 11 });
    const parts = figuresOf(torn, 2, weights, ground);
    expect(findAll("apart", torn, 2, parts).map(({ zone }) => zone)).toEqual([11]);
    expect(findAll("heavy", grid, 2, figures).map(({ zone }) => zone)).toEqual([10]);
    expect(findAll("nobodys", grid, 2, figures)).toEqual([]);
  });
});

describe("a suggestion", () => {
  const wish = { level: 2 as const, under: 1, zones: 2, keepLocked: true, seed: 3 };
  function search(partition: Partition, asked = wish) {
    const asking = askingOf(partition, asked, pieceWorks(partition, 2, weights, ground));
    const run = suggest({ ...asking.question, rounds: 50 });
    let step = run.next();
    while (!step.done) step = run.next();
    return { asking, share: shareOf(partition, asked, asking, step.value, (n) => ({ code: `S${n}`, name: `建议${n}` })) };
  }
  test("is one step that keeps the zones there are, and is more even", () => {
    const { share } = search(grid);
    expect(share.zones.map(({ id }) => id).toSorted()).toEqual([10, 11]);
    const after = figuresOf(done(grid, share), 2, weights, ground);
    expect(after.balance?.worst).toBeLessThan(0.75);
    expect(after.rows.every(({ parts }) => parts === 1)).toBe(true);
  });
  test("asks for more zones than there are: the rest is new, under the zone above", () => {
    const { share } = search(grid, { ...wish, zones: 3 });
    expect(share.zones.filter(({ id }) => id === null)).toEqual([{ id: null, code: "S1", name: "建议1" }]);
    const after = done(grid, share);
    expect([...after.zones.values()].filter(({ level, parent }) => level === 2 && parent === 1)).toHaveLength(3);
  });
  test("leaves a locked zone as it is", () => {
    const locked = done(grid, { kind: "lock", zones: [11], locked: true });
    const { asking, share } = search(locked, { ...wish, zones: 3 });
    expect(asking.fixed.map(({ id }) => id)).toEqual([11]);
    expect(share.zones[0]?.id).toBe(11);
    expect(share.pieces.some(([, index]) => index === 0)).toBe(false);
  });
  test("of the whole plan is one for each zone above, put together", () => {
    expect(wishesOf(grid, { ...wish, under: null })).toMatchObject([{ under: 1, zones: 2 }]);
    const { share } = search(grid);
    const both = together([share, share]);
    expect(both?.zones).toHaveLength(4);
    expect(both?.pieces.map(([, index]) => index)).toEqual([...share.pieces.map(([, i]) => i), ...share.pieces.map(([, i]) => i + 2)]);
    expect(together([])).toBeNull();
  });
});

describe("small things", () => {
  test("zones are found by name, code, person and initials; what begins so comes first", () => {
    const ids = (text: string) => matching(grid.zones.values(), text).map(({ id }) => id);
    expect(ids("社区")).toEqual([10, 11]);
    expect(ids("sq")).toEqual([10, 11]);
    expect(ids("djd")).toEqual([1]);
    expect(ids("z11")[0]).toBe(11);
    expect(ids(" ")).toEqual([]);
  });
  test("figures as they are read", () => {
    expect([percent(0.124), percent(-0.5), percent(0), percent(null)]).toEqual(["+12%", "−50%", "0%", "–"]);
    expect([areaText(said.zh, 2_345_000), areaText(said.zh, 45_600), areaText(said.en, 1234), areaText(said.en, 0.26)]).toEqual([
      "2.35 km²",
      "4.6 ha",
      "1,234 m²",
      "0.26 m²",
    ]);
  });
  test("next Monday is never today", () => {
    expect(nextMonday("2026-11-22")).toBe("2026-11-23");
    expect(nextMonday("2026-11-23")).toBe("2026-11-30");
    expect(nextMonday("2026-12-29")).toBe("2027-01-04");
  });
});

function never(): never {
  throw new Error("no such row");
}
