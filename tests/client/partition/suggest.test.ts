/** Suggested zones: even where they can be, in one piece where the pieces are, the same each time. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PartitionError } from "../../../server/contract/partition/partitionError.ts";
import { randomOf } from "../../../server/contract/partition/random.ts";
import { type SuggestAnswer, type SuggestProgress, type SuggestQuestion, suggest } from "../../../server/contract/partition/suggest.ts";
import { latticeOf, planted } from "./planted.ts";

function answered(question: SuggestQuestion): { answer: SuggestAnswer; progress: SuggestProgress[] } {
  const search = suggest(question);
  const progress: SuggestProgress[] = [];
  for (let step = search.next(); ; step = search.next()) {
    if (step.done) return { answer: step.value, progress };
    progress.push(step.value);
  }
}

/** Zone → its parts that hang together, found by going along borders from piece to piece. */
function partsIn({ pieces, borders }: SuggestQuestion, zones: ReadonlyMap<number, number>): Map<number, number> {
  const root = new Map(pieces.map(({ id }) => [id, id]));
  const rootOf = (id: number): number => {
    const up = root.get(id) as number;
    return up === id ? id : rootOf(up);
  };
  for (const [a, b] of borders) if (zones.get(a) === zones.get(b)) root.set(rootOf(a), rootOf(b));
  const roots = new Set(pieces.map(({ id }) => rootOf(id)));
  const parts = new Map<number, number>();
  for (const id of roots) parts.set(zones.get(id) as number, (parts.get(zones.get(id) as number) ?? 0) + 1);
  return parts;
}
function deviationsOf({ pieces, zones: count }: SuggestQuestion, zones: ReadonlyMap<number, number>): number[] {
  const works = new Array<number>(count).fill(0);
  for (const { id, work } of pieces) works[zones.get(id) as number] = (works[zones.get(id) as number] ?? 0) + work;
  const mean = works.reduce((a, b) => a + b, 0) / count;
  return works.map((work) => work / mean - 1);
}
function expectSound(question: SuggestQuestion, answer: SuggestAnswer): void {
  expect([...answer.zones.keys()].sort()).toEqual(question.pieces.map(({ id }) => id).sort());
  const deviations = deviationsOf(question, answer.zones);
  expect(answer.heaviest).toBeCloseTo(Math.max(...deviations), 9);
  expect(answer.lightest).toBeCloseTo(Math.min(...deviations), 9);
  expect(answer.torn).toBe([...partsIn(question, answer.zones).values()].filter((parts) => parts > 1).length);
}

describe("where an even answer exists, the suggestion is within 5 % of the mean, and every zone hangs together", () => {
  it.each([
    ["400 cells, 12 zones", (seed: number) => planted(20, 20, 12, seed)],
    ["400 cells, 2 zones", (seed: number) => planted(20, 20, 2, seed)],
    ["1,000 cells with heavy ones among many light, 25 zones", (seed: number) => planted(40, 25, 25, seed, { uneven: true })],
    ["400 cells, most borders closed, 12 zones", (seed: number) => planted(20, 20, 12, seed, { kept: 0.3 })],
    ["a street of 150, 8 zones", (seed: number) => planted(150, 1, 8, seed)],
    ["64 cells, 8 zones", (seed: number) => planted(8, 8, 8, seed, { rounds: 300 })],
  ])("%s", { timeout: 60_000 }, (_name, make) => {
    for (let seed = 1; seed <= 5; seed++) {
      const { question } = make(seed);
      const { answer } = answered(question);
      expectSound(question, answer);
      expect(answer.torn).toBe(0);
      expect(Math.max(answer.heaviest, -answer.lightest)).toBeLessThan(0.05);
    }
  });
});

describe("a suggestion", () => {
  it("has shorter borders than the crooked answer that was planted", () => {
    const { question, answer: crooked } = planted(30, 20, 12, 5);
    const cut = (zoneOf: (id: number) => number | undefined) => question.borders.filter(([a, b]) => zoneOf(a) !== zoneOf(b)).length;
    const { answer } = answered(question);
    expect(cut((id) => answer.zones.get(id))).toBeLessThan(0.7 * cut((id) => crooked[id - 1000]));
  });

  it("is the same for the same question, and another for another seed", () => {
    const { question } = planted(15, 15, 7, 2, { rounds: 80 });
    const first = answered(question).answer;
    expect(answered(question).answer).toEqual(first);
    expect(answered({ ...question, seed: 77 }).answer.zones).not.toEqual(first.zones);
  });

  it("says how far it is, in many small strides, and never gets worse", () => {
    const { progress, answer } = answered(planted(20, 20, 12, 3, { rounds: 300 }).question);
    expect(progress.length).toBeGreaterThan(100);
    for (const [i, { done }] of progress.entries()) {
      expect(done).toBeGreaterThanOrEqual(progress[i - 1]?.done ?? 0);
      expect(done).toBeLessThanOrEqual(1);
    }
    expect(answer.heaviest).toBeLessThanOrEqual(progress[0]?.heaviest ?? 0);
  });

  it("leaves fixed pieces where they are, and joins those of a zone that lie apart", () => {
    const { question } = planted(20, 20, 8, 4);
    // Two corners are one zone's, a block in the middle is another's, the rest is free.
    const fixed = new Map([
      [0, 3],
      [1, 3],
      [399, 3],
      [398, 3],
      [189, 5],
      [190, 5],
      [209, 5],
      [210, 5],
    ]);
    const pieces = question.pieces.map((piece, i) => ({ ...piece, fixed: fixed.get(i) ?? null }));
    const { answer } = answered({ ...question, pieces });
    expectSound(question, answer);
    for (const [i, zone] of fixed) expect(answer.zones.get(1000 + i)).toBe(zone);
    expect(answer.torn).toBe(0);
    expect(new Set(answer.zones.values()).size).toBe(8);
    expect(Math.max(answer.heaviest, -answer.lightest)).toBeLessThan(0.05);
  });

  it("leaves closed zones as they are and evens out the others, around them", () => {
    const { question } = planted(20, 20, 8, 7);
    // Zone 0 has a block of 16 cells and zone 1 a corner; both are far lighter than the others will be.
    const block = (i: number) => i % 20 >= 8 && i % 20 < 12 && Math.floor(i / 20) >= 8 && Math.floor(i / 20) < 12;
    const pieces = question.pieces.map((piece, i) => ({ ...piece, fixed: block(i) ? 0 : i === 0 ? 1 : null }));
    const asked = { ...question, pieces, closed: 2 };
    const { answer } = answered(asked);
    const held = (zone: number) => pieces.filter(({ id }) => answer.zones.get(id) === zone);
    expect(held(0).map(({ fixed }) => fixed)).toEqual(Array.from({ length: 16 }, () => 0));
    expect(held(1).map(({ id }) => id)).toEqual([1000]);
    const works = [2, 3, 4, 5, 6, 7].map((zone) => held(zone).reduce((sum, { work }) => sum + work, 0));
    const mean = works.reduce((a, b) => a + b, 0) / 6;
    expect(answer.heaviest).toBeCloseTo(Math.max(...works) / mean - 1, 9);
    expect(Math.max(...works.map((work) => Math.abs(work / mean - 1)))).toBeLessThan(0.05);
    expect([...partsIn(asked, answer.zones).values()].every((parts) => parts === 1)).toBe(true);
  });

  it("says that a zone is torn whose fixed pieces cannot be joined", () => {
    const { question } = planted(9, 1, 2, 1);
    const pieces = question.pieces.map((piece, i) => ({ ...piece, fixed: i === 4 ? 1 : i === 0 || i === 8 ? 0 : null }));
    const { answer } = answered({ ...question, pieces });
    expectSound(question, answer);
    expect(answer.torn).toBe(1);
  });

  it("gives parts that lie apart zones in proportion, none of them torn", () => {
    const large = planted(20, 20, 8, 1).question;
    const small = planted(10, 20, 4, 2).question;
    const away = small.pieces.map((piece) => ({ ...piece, id: piece.id + 5000, at: [piece.at[0] + 0.1, piece.at[1]] as const }));
    const borders = [...large.borders, ...small.borders.map(([a, b, m]) => [a + 5000, b + 5000, m] as const)];
    const question = { ...large, pieces: [...large.pieces, ...away], borders, zones: 12 };
    const { answer } = answered(question);
    expectSound(question, answer);
    expect(answer.torn).toBe(0);
    expect(new Set(away.map(({ id }) => answer.zones.get(id))).size).toBe(4);
    expect(Math.max(answer.heaviest, -answer.lightest)).toBeLessThan(0.05);
  });

  it("joins an islet to a zone near it: one is torn, the balance stays", () => {
    const { question } = planted(20, 10, 5, 6);
    const islet = { id: 1, work: 4, at: [119.03, 33.505] as const, area_m2: 100, fixed: null };
    const { answer } = answered({ ...question, pieces: [...question.pieces, islet] });
    expectSound({ ...question, pieces: [...question.pieces, islet] }, answer);
    expect(answer.torn).toBe(1);
    expect(Math.max(answer.heaviest, -answer.lightest)).toBeLessThan(0.05);
    const east = new Set(question.pieces.filter(({ at }) => at[0] > 119.014).map(({ id }) => answer.zones.get(id)));
    expect(east).toContain(answer.zones.get(1));
  });
});

describe("whatever is asked", () => {
  it("each piece has a zone, each zone something, and none is torn where all hangs together", { timeout: 60_000 }, () => {
    const questions = fc.record({
      cols: fc.integer({ min: 1, max: 9 }),
      rows: fc.integer({ min: 1, max: 9 }),
      zones: fc.integer({ min: 1, max: 12 }),
      seed: fc.nat(1000),
      kept: fc.constantFrom(0, 0.5, 1),
      works: fc.array(fc.constantFrom(0, 0, 1, 2.5, 40), { minLength: 81, maxLength: 81 }),
    });
    fc.assert(
      fc.property(questions, ({ cols, rows, zones, seed, kept, works }) => {
        const borders = latticeOf(cols, rows, kept, randomOf(seed)).map(([a, b]) => [a, b, 50] as const);
        const pieces = Array.from({ length: cols * rows }, (_, id) => ({
          id,
          work: works[id] as number,
          at: [119 + (id % cols) / 1000, 33 + Math.floor(id / cols) / 1000] as const,
          area_m2: 1,
          fixed: null,
        }));
        const question = { pieces, borders, zones, seed, rounds: 8 };
        const { answer } = answered(question);
        expect(answer.torn).toBe(0);
        expect([...partsIn(question, answer.zones).values()].every((parts) => parts === 1)).toBe(true);
        expect(new Set(answer.zones.values()).size).toBe(Math.min(zones, pieces.length));
        expect([answer.objective, answer.heaviest, answer.lightest].every(Number.isFinite)).toBe(true);
        if (works.slice(0, pieces.length).some((work) => work > 0)) expectSound(question, answer);
      }),
      { numRuns: 40 },
    );
  });

  it("without work the ground is shared evenly", () => {
    const { question } = planted(20, 20, 4, 1);
    const pieces = question.pieces.map((piece) => ({ ...piece, work: 0 }));
    const { zones, heaviest } = answered({ ...question, pieces }).answer;
    const counts = [0, 1, 2, 3].map((zone) => [...zones.values()].filter((of) => of === zone).length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(105);
    expect(heaviest).toBeCloseTo(Math.max(...counts) / 100 - 1, 9);
  });

  it("no pieces, no answer to be torn", () => {
    const { answer } = answered({ pieces: [], borders: [], zones: 3, seed: 1, rounds: 5 });
    expect(answer).toEqual({
      zones: new Map(),
      objective: expect.any(Number),
      heaviest: expect.any(Number),
      lightest: expect.any(Number),
      torn: 0,
    });
  });

  it.each<[string, (question: SuggestQuestion) => SuggestQuestion]>([
    ["zones", (q) => ({ ...q, zones: 0 })],
    ["zones", (q) => ({ ...q, zones: 2.5 })],
    ["closed", (q) => ({ ...q, closed: 2 })],
    ["pieces[2].work", (q) => ({ ...q, pieces: q.pieces.map((p, i) => (i === 2 ? { ...p, work: Number.NaN } : p)) })],
    ["pieces[1].fixed", (q) => ({ ...q, pieces: q.pieces.map((p, i) => (i === 1 ? { ...p, fixed: 9 } : p)) })],
    ["pieces[0].at", (q) => ({ ...q, pieces: q.pieces.map((p, i) => (i === 0 ? { ...p, at: [119, Number.NaN] as const } : p)) })],
    ["pieces", (q) => ({ ...q, pieces: q.pieces.map((p) => ({ ...p, id: 7 })) })],
    ["borders[0]", (q) => ({ ...q, borders: [[1000, 4, 10]] })],
    ["borders[0][2]", (q) => ({ ...q, borders: [[1000, 1001, -1]] })],
  ])("refuses %s that cannot be used, by its name", (member, spoil) => {
    const { question } = planted(4, 4, 2, 1);
    const refusal = expect.objectContaining({ member, expected: { zh: expect.any(String), en: expect.any(String) } });
    let thrown: unknown = null;
    try {
      answered(spoil(question));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(PartitionError);
    expect(thrown).toEqual(refusal);
  });
});
