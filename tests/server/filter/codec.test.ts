/** The filter's text and sentence: read back they are the same filter; every part is said; a chip takes away exactly one. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeShape, encodeShape, maxVertices, type Position, readShape } from "../../../server/contract/draw.ts";
import { emptyFilter, type Filter, filterParameters, formatFilter, parseFilter } from "../../../server/contract/filter.ts";
import { formatIds, mostIdsNamed, parseIds } from "../../../server/contract/ids.ts";
import { ParameterError } from "../../../server/contract/parameter.ts";
import { chips, type Names, sentence } from "../../../server/contract/sentence.ts";
import { anyFilter, anywhere } from "./arbitrary.ts";

const names: Names = { category: () => undefined, unit: () => undefined, site: () => undefined, zone: () => undefined };
const written = (filter: Filter) => new URLSearchParams(formatFilter(filter) as [string, string][]);
const reread = (text: string): Filter => parseFilter(new URLSearchParams(text));

describe("the filter as text", () => {
  it("reads back to the same filter, and to one text", () => {
    fc.assert(
      fc.property(anyFilter(anywhere), (filter) => {
        const text = written(filter).toString();
        expect(reread(text)).toEqual(filter);
        expect(written(reread(text)).toString()).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it("an empty filter has no text and asks for everything", () => {
    expect(written(emptyFilter).toString()).toBe("");
    expect(sentence(emptyFilter, names)).toEqual({ zh: "全部问题", en: "all problems" });
  });

  /** Any text, and texts that are nearly right: one letter of a good one changed, gone or more. */
  const nearly = fc
    .tuple(anyFilter(anywhere), fc.nat(), fc.nat(), fc.constantFrom("", ":", ",", ".", "/", "0", "-", "z", "9", "市", "\u0000"))
    .map(([filter, pick, at, letter]) => {
      const pairs = formatFilter(filter);
      const [name, text] = pairs[pick % pairs.length] ?? ["q", "x"];
      const cut = at % (text.length + 1);
      return [name, text.slice(0, cut) + letter + text.slice(cut + (pick % 2))] as const;
    });
  const anything = fc.tuple(fc.constantFrom(...filterParameters), fc.oneof(fc.string(), fc.string({ unit: "binary" })));

  it("any text at all is read or refused by name, nothing else, and what is read has one text", () => {
    fc.assert(
      fc.property(fc.oneof(anything, nearly), ([name, value]) => {
        try {
          const filter = parseFilter(new URLSearchParams([[name, value]]));
          expect(filter).not.toEqual(emptyFilter);
          expect(reread(written(filter).toString())).toEqual(filter);
        } catch (error) {
          expect(error).toBeInstanceOf(ParameterError);
          expect(error).toMatchObject({ parameter: name, expected: { zh: expect.any(String), en: expect.any(String) } });
        }
      }),
      { numRuns: 4000 },
    );
  });
});

it("a view next to nothing, or at minus nothing, has a plain text that reads back", () => {
  for (const view of ["-0,-0,1,1", "0.0000001,0,1,1", "-0.00000004,0,0.5,0.5"]) {
    const filter = parseFilter(new URLSearchParams([["geo", `inside:view/${view}`]]));
    expect(reread(written(filter).toString())).toEqual(filter);
  }
  expect(() => parseFilter(new URLSearchParams([["geo", "inside:view/0.0000001,0,0.0000002,1"]]))).toThrow(ParameterError);
});

describe("ids as text", () => {
  it("read back ascending, each once, whatever their order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e12 }), { minLength: 1, maxLength: 60 }), (ids) => {
        expect(parseIds("problem", formatIds(ids))).toEqual([...new Set(ids)].sort((a, b) => a - b));
      }),
    );
  });

  it("stay short: a thousand of 300,000 are under 4 kB", () => {
    const ids = Array.from({ length: mostIdsNamed }, (_, i) => 1 + i * 300);
    expect(formatIds(ids).length).toBeLessThan(4_000);
    expect(parseIds("problem", formatIds(ids))).toEqual(ids);
  });

  it.each([
    "",
    ".",
    "0",
    "1.0",
    "1..2",
    "1.-2",
    "1,2",
    "01",
    "1.5e3",
    `${"999999999999999.".repeat(12)}1`,
    `${"1.".repeat(mostIdsNamed)}1`,
  ])("text %# that is no list is refused", (text) => {
    expect(() => parseIds("problem", text)).toThrow(ParameterError);
  });
});

describe("a drawing as text", () => {
  const ring = (count: number): Position[] =>
    Array.from({ length: count }, (_, i) => {
      const turn = (2 * Math.PI * i) / count;
      return [119 + 0.1 * Math.cos(turn), 33.5 + 0.1 * Math.sin(turn)];
    });
  const refused = (text: string): ParameterError => {
    try {
      parseFilter(new URLSearchParams([["geo", text]]));
    } catch (error) {
      return error as ParameterError;
    }
    throw new Error(`${text.slice(0, 50)} was taken`);
  };

  it("takes 500 vertices; of more it says how many there are and how many may be", () => {
    expect(decodeShape(encodeShape({ kind: "area", points: ring(maxVertices) }))?.points).toHaveLength(maxVertices);
    for (const count of [501, 100_000]) {
      const fault = refused(`inside:draw/${encodeShape({ kind: "area", points: ring(count) })}`);
      expect(fault).toMatchObject({ parameter: "geo" });
      expect([fault.expected.zh, fault.expected.en]).toEqual([
        expect.stringContaining(String(count)),
        expect.stringContaining("at most 500"),
      ]);
      expect(fault.value.length).toBeLessThanOrEqual(200);
    }
  });

  it("says what is wrong: cut short, too few, off the globe, no inside", () => {
    const line = encodeShape({ kind: "line", points: ring(4) });
    const expected = (text: string) => refused(text).expected.en;
    expect(expected(`within:50:draw/${line.slice(0, -1)}~`)).toContain("text of a drawing");
    expect(expected("within:50:draw/")).toContain("text of a drawing");
    expect(expected(`within:50:draw/${encodeShape({ kind: "area", points: ring(2) })}`)).toContain("at least 3 vertices; this one has 2");
    expect(expected(`within:50:draw/${encodeShape({ kind: "point", points: [[190, 0]] })}`)).toContain("on the globe");
    expect(expected(`within:50:draw/p${line.slice(1)}`)).toContain("a point of one position");
    expect(expected(`inside:draw/${line}`)).toContain("within a distance");
    expect(readShape(line)).toMatchObject({ kind: "line" });
  });

  it.each([
    ["a corridor of 0 m", "within:0:draw/", "1", "20000"],
    ["a corridor of 500 km", "within:500000:draw/", "1", "20000"],
  ])("%s is refused with what it may be", (_what, text, least, most) => {
    const fault = refused(text + encodeShape({ kind: "line", points: ring(3) }));
    expect(fault.expected.zh).toContain(`${least} 至 ${most}`);
    expect(fault.expected.en).toContain(`from ${least} to ${most}`);
  });
});

describe("the filter as a sentence", () => {
  it("names people where it knows them", () => {
    const known: Names = { ...names, person: (id) => (id === 17 ? "王芳" : undefined) };
    expect(sentence({ ...emptyFilter, person: [17, 18] }, known)).toEqual({ zh: "责任人 王芳、#18", en: "assigned to 王芳 or #18" });
    expect(sentence({ ...emptyFilter, person: [17] }, names).zh).toBe("责任人 #17");
  });

  it.each([
    [{ siteType: ["market", "school"] }, "点位类型 农贸市场、学校", "found at a farmers' market or a school"],
    [{ hour: [8, 7, 22] }, "07:00–09:00、22:00–23:00 发现", "found at 07:00–09:00 or 22:00–23:00"],
    [{ hour: [23] }, "23:00–24:00 发现", "found at 23:00–24:00"],
    [{ problem: [5] }, "指定的 1 个问题", "1 chosen problem"],
    [{ problem: [5, 9] }, "指定的 2 个问题", "2 chosen problems"],
    [{ during: { from: "2026-11-01", to: "2026-11-21" } }, "2026-11-01 至 2026-11-21 在办", "open during 2026-11-01 to 2026-11-21"],
    [{ during: { from: "2026-11-01", to: "2026-11-01" } }, "2026-11-01 在办", "open on 2026-11-01"],
    [{ during: { from: "2026-11-01", to: null } }, "2026-11-01 起仍在办", "open on 2026-11-01 or later"],
    [{ during: { from: null, to: "2026-11-01" } }, "2026-11-01 前已发现", "found by 2026-11-01"],
    [{ closed: { from: "2026-11-01", to: "2026-11-21" } }, "2026-11-01 至 2026-11-21 销号", "closed 2026-11-01 to 2026-11-21"],
    [{ closed: { from: "2026-11-21", to: "2026-11-21" } }, "2026-11-21 销号", "closed on 2026-11-21"],
    [{ closed: { from: "2026-11-21", to: null } }, "2026-11-21 起销号", "closed since 2026-11-21"],
    [{ closed: { from: null, to: "2026-11-21" } }, "2026-11-21 前销号", "closed up to 2026-11-21"],
    [{ closed: { days: 7 } }, "近 7 天销号", "closed in the last 7 days"],
    [{ closed: { days: 1 } }, "近 1 天销号", "closed in the last day"],
    [{ found: { days: 1 } }, "近 1 天", "last day"],
    [{ found: { from: "2026-11-21", to: "2026-11-21" } }, "2026-11-21 发现", "found on 2026-11-21"],
    [{ repeat: { within_m: 50, days: 30 } }, "反弹（50 米、30 天内同类复发）", "repeats (same category within 50 m and 30 days)"],
    [{ geo: [{ op: "inside", areas: [{ shape: 3 }, { shape: 4 }] }] }, "老街、常用图形 4内", "in 老街 or named shape 4"],
    [{ geo: [{ op: "within", distance_m: 50, of: [{ shape: 3 }] }] }, "距老街 50 米内", "within 50 m of 老街"],
    [{ geo: [{ op: "outside", areas: [{ view: [1, 2, 3, 4] }] }] }, "当前视野外", "outside the view"],
  ] as const)("says %j", (part, zh, en) => {
    const known: Names = { ...names, shape: (id) => (id === 3 ? "老街" : undefined) };
    expect(sentence({ ...emptyFilter, ...part } as Filter, known)).toEqual({ zh, en });
  });

  it("says every part once, and each chip takes away exactly its own", () => {
    fc.assert(
      fc.property(anyFilter(anywhere), (filter) => {
        const made = chips(filter, names);
        expect(made).toHaveLength(formatFilter(filter).length);
        const said = sentence(filter, names);
        for (const chip of made) {
          expect(said.zh).toContain(chip.text.zh);
          expect(said.en).toContain(chip.text.en);
          const kept = formatFilter(chip.without).map((pair) => pair.join("="));
          const gone = formatFilter(filter)
            .map((pair) => pair.join("="))
            .filter((pair) => !kept.includes(pair));
          expect(kept).toHaveLength(made.length - 1);
          expect(gone).toHaveLength(1);
          expect(gone[0]?.startsWith(chip.key.split("=")[0] as string)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
