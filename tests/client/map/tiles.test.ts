/** Problems drawn from tiles: the same layers as from columns, counts as text, and the heat of sums as of their problems. */
import { createExpression } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, it } from "vitest";
import { Desk } from "../../../client/cluster/desk.ts";
import { heatGrid } from "../../../client/cluster/heatGrid.ts";
import type { Reply } from "../../../client/cluster/protocol.ts";
import { problems } from "../../../client/layers/problems.ts";
import { mapColours } from "../../../client/look/basemap.ts";
import { beyondScene, openPart } from "../../../client/map/beyond.ts";
import { heatStops } from "../../../client/map/heatSheet.ts";
import { specsOf } from "../../../client/map/style.ts";
import { emptyFilter } from "../../../server/contract/filter.ts";
import { looksOf } from "../../../server/contract/status.ts";

const looks = { theme: "dark", lang: "zh", shown: new Set(["problems"]) } as const;
const seen = (part: object) =>
  specsOf({ ...looks, ...part }).flatMap(({ id, layout }) => (id.startsWith("problem-") && layout?.visibility === "visible" ? [id] : []));

describe("one definition", () => {
  it("draws the same from either source", () => {
    const specs = problems.specs({ ...looks, colours: mapColours.dark, from: "columns", waiting: "tiles" });
    for (const id of ["problem-symbol", "problem-cluster"]) {
      const [columns, tiles] = [id, `${id}-tile`].map((one) => {
        const {
          id: _,
          source: _source,
          "source-layer": _layer,
          paint,
          ...rest
        } = specs.find((spec) => spec.id === one) as unknown as Record<string, unknown>;
        return rest;
      });
      expect(tiles).toEqual(columns);
    }
  });
  it("shows one of them, and keeps the other unseen while it comes", () => {
    expect(seen({})).toEqual(["problem-symbol", "problem-cluster"]);
    expect(seen({ from: "tiles" })).toEqual(["problem-symbol-tile", "problem-cluster-tile"]);
    expect(seen({ from: "columns", waiting: "tiles" })).toHaveLength(4);
    expect(seen({ from: "tiles", shown: new Set() })).toEqual([]);
    const coming = specsOf({ ...looks, from: "columns", waiting: "tiles" }).find(({ id }) => id === "problem-cluster-tile");
    expect(coming?.paint).toMatchObject({ "icon-opacity": 0, "text-opacity": 0 });
  });
  it.each([
    [2, "2", "2"],
    [9_999, "9999", "9999"],
    [12_345, "1.2万", "12k"],
    [345_678, "35万", "346k"],
    [12_345_678, "1235万", "12.3M"],
  ])("says %i short on a disc", (n, zh, en) => {
    for (const [lang, text] of [
      ["zh", zh],
      ["en", en],
    ] as const) {
      const spec = problems.specs({ theme: "dark", lang, colours: mapColours.dark }).find(({ id }) => id === "problem-cluster") as never;
      const made = createExpression((spec as { layout: Record<string, unknown> }).layout["text-field"] as never, "layout.text-field");
      if (made.result !== "success") throw new Error("no expression");
      expect(made.value.evaluate({ zoom: 12 }, { type: "Point", properties: { n } } as never)).toBe(text);
    }
  });
});

describe("the heat of sums", () => {
  const lon = Int32Array.from([119_100_000, 119_100_000, 119_104_000, 119_104_000, 119_104_000]);
  const lat = Int32Array.from([33_600_000, 33_600_000, 33_601_000, 33_601_000, 33_601_000]);
  const sums = { lon: lon.slice(1, 3), lat: lat.slice(1, 3), n: Float64Array.from([2, 3]) };

  it("is that of their problems where each stands in the middle of its cell", () => {
    const each = heatGrid(lon, lat, () => 1);
    const cells = heatGrid(sums.lon, sums.lat, (i) => sums.n[i] as number);
    expect(cells?.bounds).toEqual(each?.bounds);
    for (const [i, value] of (each?.values ?? []).entries()) expect(cells?.values[i]).toBeCloseTo(value, 5);
  });
  it("comes without any rows, and gives way to the rows' own", () => {
    const heard: Reply[] = [];
    const desk = new Desk((reply) => heard.push(reply));
    desk.take({ kind: "heat", stops: heatStops, cells: sums });
    expect(heard.at(-1)).toMatchObject({ kind: "heat", picture: expect.objectContaining({ width: expect.any(Number) }) });
    const none = new Int32Array(0);
    const columns = {
      states: [],
      id: new Float64Array(0),
      lon: none,
      lat: none,
      state: new Uint8Array(0),
      due: none,
      nearlyDue: none,
    } as never;
    desk.take({ kind: "columns", columns });
    desk.take({ kind: "rows", mask: null, clock: 0 });
    expect(heard.filter(({ kind }) => kind === "heat")).toHaveLength(1);
    desk.take({ kind: "heat", stops: heatStops, cells: null });
    expect(heard.at(-1)).toMatchObject({ kind: "heat", picture: null });
  });
});

describe("the question for tiles", () => {
  it("is the filter as the address has it; the heat is of its open part", () => {
    const known = { turn: 3, clock: 125, total: null, cells: null, rows: [{ id: 7, lon: 119, lat: 33 }] };
    expect(beyondScene({ ...emptyFilter, status: ["closed"] }, known)).toMatchObject({ query: "status=closed", turn: 3, minute: 2 });
    expect(beyondScene(emptyFilter, known).places.get(7)).toEqual([119, 33]);
    expect(openPart(emptyFilter)?.status).toEqual(["open"]);
    expect(openPart({ ...emptyFilter, status: ["overdue", "closed"] })?.status).toEqual(["overdue"]);
    expect(openPart({ ...emptyFilter, status: ["closed"] })).toBeNull();
    expect(openPart({ ...emptyFilter, closed: { days: 7 } })).toBeNull();
  });
  it("counts each look once", () => {
    const states = [
      { key: "handling", count: 5 },
      { key: "rework", count: 2 },
      { key: "reported", count: 3 },
      { key: "closed", count: 9 },
    ];
    const counts = looksOf(states, [
      { key: "open", count: 10 },
      { key: "overdue", count: 4 },
      { key: "nearly_due", count: 1 },
    ]);
    expect(Object.fromEntries(counts)).toEqual({ handling: 2, undispatched: 3, closed: 9, overdue: 4, nearly_due: 1 });
  });
});
