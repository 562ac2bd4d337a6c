import { describe, expect, it } from "vitest";
import { between, choose, later } from "../../../client/state/acts.ts";
import { initials } from "../../../client/state/initials.ts";
import type { ProblemRow } from "../../../server/contract/types.ts";
import { detail } from "../panels/acts/detail.ts";
import { row } from "../panels/state.ts";

describe("which telling of a problem is the later", () => {
  it("is the higher version, then the later clock", () => {
    const [old, fresh] = [detail({ version: 3 }), detail({ version: 4, clock: "2026-11-21T09:00:00Z" })];
    expect(later(old, fresh)).toBe(fresh);
    expect(later(fresh, old)).toBe(fresh);
    const [morning, noon] = [detail({ clock: "2026-11-21T01:00:00Z" }), detail({ clock: "2026-11-21T04:00:00Z" })];
    expect(later(noon, morning)).toBe(noon);
    expect(later(null, old)).toBe(old);
    expect(later(null, null)).toBeNull();
  });
});

describe("choosing rows", () => {
  const rows: ProblemRow[] = [1, 2, 3, 4, 5].map((id) => ({ ...row, id }));

  it("takes a range either way, and one row when the range has no beginning", () => {
    expect(between(rows, 2, 4).map(({ id }) => id)).toEqual([2, 3, 4]);
    expect(between(rows, 4, 2).map(({ id }) => id)).toEqual([2, 3, 4]);
    expect(between(rows, null, 3).map(({ id }) => id)).toEqual([3]);
    expect(between(rows, 1, 99)).toEqual([]);
  });

  it("never takes more than there is room for, and says so", () => {
    const first = choose(new Map(), rows.slice(0, 3), true, 4);
    expect([...first.chosen.keys()]).toEqual([1, 2, 3]);
    expect(first.full).toBe(false);
    const second = choose(first.chosen, rows, true, 4);
    expect([...second.chosen.keys()]).toEqual([1, 2, 3, 4]);
    expect(second.full).toBe(true);
    expect(choose(second.chosen, rows.slice(0, 2), false, 4).chosen.size).toBe(2);
    // One that is chosen already takes no more room.
    expect(choose(second.chosen, rows.slice(0, 1), true, 4).full).toBe(false);
  });
});

describe("pinyin initials", () => {
  it("are those a person types", () => {
    expect([initials("占道经营"), initials("小广告"), initials("非机动车乱停"), initials("河道排污")]).toEqual([
      "zdjy",
      "xgg",
      "fjdclt",
      "hdpw",
    ]);
    expect(initials("12345热线")).toBe("12345rx");
  });
});
