/** Words of a place taken apart, and two roads' crossing found: pure. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Position } from "../../../server/contract/draw.ts";
import { houseNumber, readAddress } from "../../../server/places/address.ts";
import { meetings } from "../../../server/places/crossing.ts";
import { distance } from "../questions/oracle.ts";

it.each([
  ["明月农贸市场东200米", "明月农贸市场", 90, 200],
  ["明月农贸市场以东约200米处", "明月农贸市场", 90, 200],
  ["明月农贸市场东侧 200m", "明月农贸市场", 90, 200],
  ["明月农贸市场正西北方向一百五十米左右", "明月农贸市场", 315, 150],
  ["文庙景区向南两公里", "文庙景区", 180, 2000],
  ["文庙景区南1.5km", "文庙景区", 180, 1500],
  ["云门路与崇文路交叉口西50米", "云门路与崇文路交叉口", 270, 50],
  ["200 m north-east of Moon market", "Moon market", 45, 200],
])("%s", (text, base, bearing_deg, distance_m) => {
  const read = readAddress(text);
  expect(read?.offset).toEqual({ bearing_deg, distance_m });
  expect(readAddress(base)?.base).toBe(read?.base);
});

it.each([
  ["云门路与崇文路交叉口", "云门路与崇文路", true, false],
  ["云门路／崇文路 十字路口", "云门路/崇文路", true, false],
  ["corner of Oak St and Elm St", "Oak St and Elm St", true, false],
  ["晴川新村东门对面", "晴川新村东门", false, true],
  ["晴川新村门口。", "晴川新村", false, true],
  ["解放路１２号", "解放路12号", false, false],
  ["城东街道 解放路", "城东街道解放路", false, false],
])("%s", (text, base, crossing, beside) => {
  expect(readAddress(text)).toEqual({ base, crossing, beside, offset: null });
});

it("reads house numbers, and nothing that merely begins with digits", () => {
  expect(["12号", "甲12-1号", "第3号楼", " No. 7", "12路公交", "12", ""].map(houseNumber)).toEqual([12, 12, 3, 7, null, null, null]);
});

it("takes any text: no throw, and never an empty base", () => {
  const piece = fc.constantFrom(
    "东",
    "200",
    "米",
    "路",
    "与",
    "交叉口",
    "附近",
    "对面",
    "的",
    "号",
    "A",
    " ",
    "\u0000",
    "𠮷",
    "\ud800",
    "两",
    "百",
    "半",
    "km",
    "of",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(piece, { maxLength: 30 }).map((parts) => parts.join("")),
      ),
      (text) => {
        const read = readAddress(text);
        if (read === null) return;
        expect(read.base).not.toBe("");
        if (read.offset) expect(read.offset.distance_m).toBeGreaterThan(0);
      },
    ),
    { numRuns: 2000 },
  );
});

const metres: (x: number, y: number) => Position = (x, y) => [119 + x / 93_000, 33.5 + y / 110_900];

it("two straight roads cross where lines cross", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -400, max: 400 }),
      fc.integer({ min: -400, max: 400 }),
      fc.integer({ min: 20, max: 160 }),
      (x, y, turned) => {
        const [c, s] = [Math.cos((turned * Math.PI) / 180), Math.sin((turned * Math.PI) / 180)];
        const one = [[metres(x - 900, y), metres(x + 900, y)]];
        const other = [[metres(x - 900 * c, y - 900 * s), metres(x + 900 * c, y + 900 * s)]];
        const [meeting, ...more] = meetings(one, other);
        expect(more).toEqual([]);
        expect(meeting?.apart_m).toBe(0);
        expect(distance(meeting?.at as [number, number], { kind: "point", at: metres(x, y) as [number, number] })).toBeLessThan(0.05);
      },
    ),
    { numRuns: 200 },
  );
});

it("roads that end short of each other meet, parallel ones far apart do not; two crossings are two", () => {
  const long = [[metres(-500, 0), metres(500, 0)]];
  const short = meetings(long, [[metres(0, 30), metres(0, 400)]]);
  expect(short).toHaveLength(1);
  expect(short[0]?.apart_m).toBeCloseTo(30, 0);
  expect(meetings(long, [[metres(-500, 100), metres(500, 100)]])).toEqual([]);
  const bow = [[metres(-300, -200), metres(-300, 200), metres(300, 200), metres(300, -200)]];
  expect(meetings(long, bow)).toHaveLength(2);
  expect(meetings([], long)).toEqual([]);
});
