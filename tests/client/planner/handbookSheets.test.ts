/** The sheets of the handbook: nothing over the edge, nothing cut, nothing twice; whatever a page holds. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { said } from "../../../client/look/say.ts";
import { handbookWords } from "../../../client/look/words/handbook.ts";
import { learn } from "../../../client/look/words.ts";
import { widthOf, wrap } from "../../../client/planner/handbook/sheet/measure.ts";
import { heads, paginate, roomOf, sheet, textWidth, type Unit } from "../../../client/planner/handbook/sheet/paginate.ts";
import { columns, type PageUnit, type, unitsOf } from "../../../client/planner/handbook/sheet/units.ts";
import { pageWith, textOf } from "./handbookPages.ts";

learn(handbookWords);
const high = (units: readonly Unit[]) => units.reduce((sum, { height }) => sum + height, 0);
const hair = 1e-6;

/** Units as pages make them: lines, some kept with the next, some of a table with a head. */
type Numbered = Unit & { readonly id: number; readonly repeat?: Numbered };
const head: Numbered = { id: -1, height: 6, withNext: true };
const anyUnits = fc
  .array(fc.record({ height: fc.integer({ min: 1, max: 120 }), withNext: fc.boolean(), inTable: fc.boolean() }), { maxLength: 120 })
  .map((list) =>
    list.map(
      ({ height, withNext, inTable }, id): Numbered => ({ id, height, ...(withNext && { withNext }), ...(inTable && { repeat: head }) }),
    ),
  );

describe("laying out", () => {
  it("no sheet holds more than it has room, and every line stands once, in its order", () => {
    fc.assert(
      fc.property(anyUnits, (units) => {
        const sheets = paginate(units);
        for (const [i, own] of sheets.entries()) expect(high(own)).toBeLessThanOrEqual(roomOf(i === 0) + hair);
        expect(sheets.flatMap((own) => own.map(({ id }) => id)).filter((id) => id >= 0)).toEqual(units.map(({ id }) => id));
        if (units.length) for (const own of sheets) expect(own.length).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  });

  it("a heading never stands last on a sheet while what it heads has room on the next", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 40 })), { maxLength: 150 }), (list) => {
        const units = list.map(
          ([isHead, height], id): Numbered => ({
            id,
            height: isHead ? 8 : height,
            ...(isHead && list[id + 1]?.[0] === false && { withNext: true }),
          }),
        );
        for (const own of paginate(units).slice(0, -1)) expect(own.at(-1)?.withNext).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it("a table that goes on overleaf has its head again", () => {
    const rows = Array.from({ length: 200 }, (_, id): Numbered => ({ id, height: 5, repeat: head }));
    const sheets = paginate([head, ...rows]);
    expect(sheets.length).toBeGreaterThan(3);
    for (const own of sheets) expect(own[0]?.id).toBe(-1);
  });

  it("a sheet's parts are a sheet", () => {
    for (const first of [true, false]) expect(sheet.top + sheet.bottom + heads[first ? "first" : "next"] + roomOf(first)).toBe(297);
    expect(columns.reduce((sum, width) => sum + width, 0)).toBe(textWidth);
  });
});

describe("breaking lines", () => {
  const anyText = fc.string({ unit: fc.constantFrom(..."网格责任手册，。（）、；abcWM xyz 0189-/.iIl".split("")), maxLength: 300 });
  it("no line is wider than it may be, and nothing but blanks is lost", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 12, max: 180 }), (text, width) => {
        const lines = wrap(text, width, type.text);
        for (const line of lines) expect(widthOf(line, type.text)).toBeLessThanOrEqual(width + hair);
        expect(lines.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
      }),
      { numRuns: 500 },
    );
  });
  it("no line begins with what closes", () => {
    const lines = wrap("地面干净，无暴露垃圾、无积水；无占道经营、乱堆乱放。".repeat(9), 40, type.text);
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(line).not.toMatch(/^[，。、；]/);
  });
});

/** Everything a page's lines say, without blanks: what is broken over lines is put together again column by column. */
function saidIn(units: readonly PageUnit[]): string {
  const columnsOf = (unit: PageUnit): readonly string[] => {
    if (unit.kind === "map") return [unit.facts.map(({ label }) => label ?? "").join(""), unit.facts.map(({ text }) => text).join("")];
    if (unit.kind === "row") return unit.cells;
    if (unit.kind === "checks") return unit.cells.map(({ text }) => text);
    return unit.kind === "heading" ? [unit.text] : [unit.label ?? "", unit.text];
  };
  const all: string[][] = [];
  for (const unit of units) for (const [i, text] of columnsOf(unit).entries()) all[i] = [...(all[i] ?? []), text];
  return all
    .map((column) => column.join(""))
    .join("|")
    .replace(/\s/g, "");
}

describe("a page of the handbook", () => {
  const anyPage = fc.record({
    holders: fc.integer({ min: 0, max: 40 }),
    sites: fc.integer({ min: 0, max: 300 }),
    checks: fc.integer({ min: 0, max: 40 }),
    duties: fc.integer({ min: 0, max: 40 }),
    neighbours: fc.integer({ min: 0, max: 30 }),
    words: fc.integer({ min: 1, max: 25 }),
  });
  it.each(["zh", "en"] as const)("whatever it holds fits on its sheets, and all of it is said, in %s", { timeout: 60_000 }, (lang) => {
    fc.assert(
      fc.property(anyPage, (made) => {
        const page = pageWith(made);
        const units = unitsOf(page, said[lang]);
        const sheets = paginate(units);
        for (const [i, own] of sheets.entries()) expect(high(own)).toBeLessThanOrEqual(roomOf(i === 0) + hair);
        const text = saidIn(sheets.flatMap((own, i) => own.filter((unit) => i === 0 || unit.kind !== "row" || !unit.head)));
        for (const one of textOf(page, lang)) expect(text, one).toContain(one.replace(/\s/g, ""));
      }),
      { numRuns: 40 },
    );
  });

  it("an ordinary cell is one sheet", () => {
    const page = pageWith({ holders: 1, sites: 6, checks: 6, duties: 2, neighbours: 5, words: 8 });
    expect(paginate(unitsOf(page, said.zh))).toHaveLength(1);
  });

  it("says where nobody is, and leaves out what nobody needs", () => {
    const page = pageWith({ holders: 0, sites: 0, checks: 0, duties: 0, neighbours: 0, words: 2 });
    const rows = unitsOf(page, said.zh).filter((unit) => unit.kind === "row" && !unit.head);
    expect(rows.map((row) => row.kind === "row" && row.cells[3])).toEqual(["未落实", "未落实"]);
  });
});
