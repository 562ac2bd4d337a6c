/** CSV: what a sheet would run stays text, and every cell comes back. */
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csv } from "../../../server/files/csv.ts";
import { plainText } from "../../../server/files/table.ts";
import { row, table, written } from "./table.ts";

const read = (bytes: Buffer): string[][] => parse(bytes, { bom: true, relax_column_count: true }) as string[][];

describe("a CSV", () => {
  it("begins with UTF-8's mark, what it is, and Chinese headings; also when it has no rows", async () => {
    for (const rows of [[], [row("1", "一")]]) {
      const bytes = await written(csv, rows);
      expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      expect(bytes.toString().split("\r\n").slice(0, 2)).toEqual([`\uFEFF${table.line}`, "编号,标题,面积,未销号,发现时间,生效日期,经度"]);
    }
    expect(read(await written(csv, [row("1", "一"), row("2", "二"), row("3", "三")])).slice(2)).toEqual(
      ["一", "二", "三"].map((title, i) => [String(i + 1), title, "-12.35", "7", "2026-11-20 23:30", "2026-03-01", "119.010000"]),
    );
  });

  it("has no cell that a sheet would run, whatever text it is given", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc
        .tuple(fc.constantFrom("=", "+", "-", "@", "\t", "\r", "＝", "\u0000=", "\ud800+"), fc.string({ maxLength: 8 }))
        .map((two) => two.join("")),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), async (texts) => {
        const cells = read(
          await written(
            csv,
            texts.map((one, i) => row(String(i), one)),
          ),
        )
          .slice(2)
          .map((line) => line[1] ?? "");
        expect(cells).toHaveLength(texts.length);
        for (const [i, cell] of cells.entries()) {
          expect(cell).not.toMatch(/^[=+\-@\t＝＋－＠]/);
          expect([plainText(texts[i] as string), `'${plainText(texts[i] as string)}`]).toContain(cell);
        }
      }),
    );
  });
});
