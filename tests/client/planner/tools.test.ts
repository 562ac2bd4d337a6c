import { describe, expect, it } from "vitest";
import { brush } from "../../../client/planner/tools/brush.ts";
import { cut } from "../../../client/planner/tools/cut.ts";
import { rectangle } from "../../../client/planner/tools/rectangle.ts";
import { reroute } from "../../../client/planner/tools/reroute.ts";
import { ring, squared } from "../../../client/planner/tools/ring.ts";
import { select } from "../../../client/planner/tools/select.ts";
import { toolIds } from "../../../client/planner/tools/tool.ts";
import { toolLooks, tools } from "../../../client/planner/tools/tools.ts";
import { vertices } from "../../../client/planner/tools/vertices.ts";
import type { Position } from "../../../server/contract/draw.ts";
import { facesOfZone } from "../../../server/contract/partition/belong.ts";
import { zoneShapes } from "../../../server/contract/partition/shapes.ts";
import { at, district, metresOf, Played, pointer } from "./played.ts";

const beside = (place: Position | undefined, x: number, y: number) => {
  const [px, py] = metresOf(place as Position);
  expect(px).toBeCloseTo(x, 1);
  expect(py).toBeCloseTo(y, 1);
};
const selected = (played: Played<unknown>) => [...(played.context.selected ?? [])];

describe("the list of tools", () => {
  it("has each tool under its own name, with a picture and words in both languages", () => {
    expect(Object.keys(tools).sort()).toEqual([...toolIds].sort());
    for (const id of toolIds) {
      expect(tools[id].id).toBe(id);
      const { icon, word, tip } = toolLooks[id];
      expect(icon).toMatch(/^M[\d.]/);
      for (const text of [word.zh, word.en, tip.zh, tip.en]) expect(text.length).toBeGreaterThan(1);
    }
  });
});

describe("select", () => {
  it("takes the zone of the level under a click; Shift adds and takes away; outside there is none", () => {
    const played = new Played(select);
    expect(selected(played.click(at(50, 50)))).toEqual([11]);
    expect(selected(played.click(at(350, 50), { shift: true }))).toEqual([11, 21]);
    expect(selected(played.click(at(50, 50), { shift: true }))).toEqual([21]);
    expect(selected(played.click(at(-500, 50)))).toEqual([]);
    played.context = { ...played.context, level: 1 };
    expect(selected(played.click(at(50, 350)))).toEqual([1]);
  });
  it("with Alt takes single pieces, of the level's own kind, and lets the zones go", () => {
    const played = new Played(select).click(at(50, 50)).click(at(50, 50), { alt: true });
    expect([...played.pieces]).toEqual([1]);
    expect(selected(played)).toEqual([]);
    played.click(at(150, 50), { alt: true, shift: true });
    expect([...played.pieces]).toEqual([1, 2]);
    const above = new Played(select, district(), { level: 1 }).click(at(50, 350), { alt: true });
    expect([...above.pieces]).toEqual([12]);
  });
  it("takes the piece where the ground is nobody's, and with two clicks all zones under the same one", () => {
    const played = new Played(brush, district(), { target: null }).drag([at(50, 50), at(55, 50)]);
    expect([...new Played(select, played.partition).click(at(50, 50)).pieces]).toEqual([1]);
    expect(selected(new Played(select).click(at(50, 50)).double(at(50, 50)))).toEqual([11, 12]);
  });
});

describe("cut", () => {
  it("splits what the line crosses, snapped to the border within 12 px and to the vertex before it", () => {
    const played = new Played(cut).click(at(50, 3)).click(at(50, 198)).key("Enter");
    expect(played.refused).toEqual([]);
    const [step] = played.steps;
    if (step?.kind !== "cut") throw new Error("no cut");
    beside(step.line[0], 50, 0);
    beside(step.line[1], 50, 200);
    expect(zoneShapes(played.partition, 2).size).toBe(5);
    expect(played.idle).toBe(true);
    const corner = new Played(cut).click(at(97, 4));
    beside(corner.state.points[0], 100, 0);
  });
  it("snaps to nothing while Alt is held, or when snapping is off", () => {
    beside(new Played(cut).click(at(50, 3), { alt: true }).state.points[0], 50, 3);
    beside(new Played(cut, district(), { snap: false }).click(at(50, 3)).state.points[0], 50, 3);
  });
  it("takes back vertex by vertex, ends with a double click, and says how often it meets a border", () => {
    const played = new Played(cut).click(at(50, 0)).click(at(60, 50)).click(at(20, 60));
    played.key("Backspace");
    expect(played.state.points).toHaveLength(2);
    played.hear(pointer("move", at(50, 150)));
    expect(played.hint).toMatch(/2 places/);
    expect(played.ghost?.points.filter(({ kind }) => kind === "mid")).toHaveLength(2);
    played.click(at(50, 200)).double(at(50, 200));
    expect(played.steps).toHaveLength(1);
    expect(played.refused).toEqual([]);
  });
  it("keeps its line when the cut is refused, so that it can be drawn on", () => {
    const played = new Played(cut).click(at(50, 0)).click(at(50, 50)).key("Enter");
    expect(played.refused.map(({ code }) => code)).toEqual(["endsNowhere"]);
    expect(played.state.points).toHaveLength(2);
    played.click(at(50, 200)).key("Enter");
    expect(zoneShapes(played.partition, 2).size).toBe(5);
  });
  it("cuts only selected zones that it runs through; when it runs through none of them, all that it crosses", () => {
    const through = new Played(cut, district(), { selected: new Set([11, 22]) }).click(at(50, 0)).click(at(50, 400)).key("Enter");
    expect(through.steps[0]).toMatchObject({ zones: [11] });
    const elsewhere = new Played(cut, district(), { selected: new Set([22]) }).click(at(50, 0)).click(at(50, 400)).key("Enter");
    expect(elsewhere.steps[0]).toMatchObject({ zones: null });
    // Two clicks right across: neither they nor their middle need lie in what is selected.
    const across = new Played(cut, district(), { level: 2, selected: new Set([21]) }).click(at(0, 50)).click(at(400, 50)).key("Enter");
    expect(across.steps[0]).toMatchObject({ zones: [21] });
  });
  it("follows a road between two clicks", () => {
    const road = [at(30, -20), at(30, 90), at(70, 90), at(70, 240)];
    const played = new Played(cut, district(), { follow: true, ways: () => [road] }).click(at(30, 0)).click(at(70, 200)).key("Enter");
    const [step] = played.steps;
    if (step?.kind !== "cut") throw new Error("no cut");
    const corners = step.line.map((place) => metresOf(place).map(Math.round).join());
    expect(corners).toEqual(expect.arrayContaining(["30,0", "30,90", "70,90", "70,200"]));
    expect(played.refused).toEqual([]);
  });
});

describe("vertices", () => {
  it("moves a vertex and both sides of its borders", () => {
    const played = new Played(vertices).drag([at(201, 201), at(220, 215), at(240, 230)]);
    expect(played.refused).toEqual([]);
    const [step] = played.steps;
    if (step?.kind !== "moveVertices") throw new Error("nothing moved");
    beside(step.moves[0]?.from, 200, 200);
    beside(step.moves[0]?.to, 240, 230);
  });
  it("shows the borders as they would run, and a refusal at once, in red", () => {
    const played = new Played(vertices);
    played
      .hear(pointer("move", at(200, 200)))
      .hear(pointer("down", at(200, 200)))
      .hear(pointer("drag", at(230, 210)));
    expect(played.ghost?.lines).toHaveLength(4);
    expect(played.ghost?.lines.every(({ kind }) => kind === "draft")).toBe(true);
    played.hear(pointer("drag", at(390, 390)));
    expect(played.ghost?.lines.every(({ kind }) => kind === "refused")).toBe(true);
    expect(played.ghost?.lines.length).toBeGreaterThan(0);
    played.hear(pointer("up", at(390, 390)));
    expect(played.refused).toHaveLength(1);
    expect(played.hear(pointer("move", at(300, 300))).ghost?.lines).toEqual([]);
  });
  it("pulls a new vertex out of an edge, and with Shift the whole edge", () => {
    const pulled = new Played(vertices).drag([at(200, 150), at(230, 150)]);
    expect(pulled.refused).toEqual([]);
    expect(pulled.steps[0]).toMatchObject({ kind: "reroute" });
    const edge = new Played(vertices).drag([at(200, 150), at(230, 160)], { shift: true });
    const [step] = edge.steps;
    if (step?.kind !== "moveVertices") throw new Error("nothing moved");
    expect(step.moves).toHaveLength(2);
    for (const { from, to } of step.moves) {
      const [a, b] = [metresOf(from), metresOf(to)];
      expect([b[0] - a[0], b[1] - a[1]].map(Math.round)).toEqual([30, 10]);
    }
  });
  it("leaves the outline to the map: a press there is not held; a border that ends there slides along it", () => {
    const played = new Played(vertices).hear(pointer("down", at(0, 50)));
    expect(played.held).toBe(false);
    expect(played.hear(pointer("down", at(0, 0))).held).toBe(false);
    const slid = new Played(vertices).drag([at(200, 0), at(230, 0)]);
    expect(slid.held || slid.steps.length).toBeTruthy();
    expect(slid.refused).toEqual([]);
  });
  it("Delete removes the chosen vertex, and typed coordinates move it", () => {
    const bent = new Played(vertices).drag([at(200, 150), at(230, 150)]);
    bent.click(at(230, 150)).key("Delete");
    expect(bent.steps.at(-1)).toMatchObject({ kind: "removeVertex" });
    expect(bent.refused).toEqual([]);
    const typed = new Played(vertices).click(at(200, 200)).hear({ kind: "typed", at: at(210, 205) });
    expect(typed.steps).toHaveLength(1);
    expect(typed.refused).toEqual([]);
  });
  it("shows at most 400 handles, only around the pointer, those of the outline apart", () => {
    const played = new Played(vertices).hear(pointer("move", at(100, 20)));
    const points = played.ghost?.points ?? [];
    const off = points.map(({ at: place }) => Math.hypot(metresOf(place)[0] - 100, metresOf(place)[1] - 20));
    expect(Math.max(...off)).toBeLessThan(71);
    expect(points.map(({ kind }) => kind)).toContain("vertex");
    const corner = new Played(vertices).hear(pointer("move", at(10, 10)));
    expect(corner.ghost?.points.map(({ kind }) => kind)).toContain("fixed");
  });
});

describe("brush", () => {
  it("paints what its circle meets along the way into the target, as one step", () => {
    const played = new Played(brush, district(), { target: 21, brush_m: 20 }).drag([at(50, 50), at(150, 50)]);
    expect(played.steps).toEqual([{ kind: "assign", level: 2, pieces: [1, 2], to: 21 }]);
    expect(facesOfZone(played.partition, 21)).toEqual([1, 2, 3, 4, 7, 8]);
  });
  it("leaves out what is there already and what is locked, and says so", () => {
    const locked = district({ 12: { locked: true } });
    const played = new Played(brush, locked, { target: 11, brush_m: 40 }).drag([at(150, 190), at(250, 190)]);
    expect(played.steps).toEqual([{ kind: "assign", level: 2, pieces: [7, 11], to: 11 }]);
    expect(played.hint).toMatch(/1 locked/);
  });
  it("paints zones below at a higher level; a press without a drag paints where it is; a second finger takes the stroke back", () => {
    const above = new Played(brush, district(), { level: 1, target: 1 }).click(at(350, 350));
    expect(above.steps).toEqual([{ kind: "assign", level: 1, pieces: [22], to: 1 }]);
    const broken = new Played(brush, district(), { target: 21 }).hear(pointer("down", at(50, 50))).hear(pointer("leave", at(50, 50)));
    expect(broken.hear(pointer("up", at(50, 50))).steps).toEqual([]);
    expect(broken.pieces.size).toBe(0);
  });
  it("draws its circle in metres where the pointer is", () => {
    const played = new Played(brush, district(), { brush_m: 75 }).hear(pointer("move", at(10, 20)));
    expect(played.ghost?.circle).toEqual({ at: at(10, 20), radius_m: 75 });
    expect(played.hear(pointer("leave", at(10, 20))).ghost).toBeNull();
  });
});

describe("rectangle", () => {
  it("paints pieces whose inner place lies within, by a stroke or by two corners", () => {
    const stroke = new Played(rectangle, district(), { target: 22 }).drag([at(-10, -10), at(130, 60), at(160, 110)]);
    expect(stroke.steps).toEqual([{ kind: "assign", level: 2, pieces: [1, 2], to: 22 }]);
    const corners = new Played(rectangle, district(), { target: 22 }).click(at(-10, -10));
    expect(corners.steps).toEqual([]);
    expect(corners.click(at(160, 110)).steps).toEqual(stroke.steps);
    expect(corners.idle).toBe(true);
  });
  it("takes nothing where no inner place is within", () => {
    const played = new Played(rectangle, district(), { target: 22 }).drag([at(5, 5), at(40, 40)]);
    expect(played.steps).toEqual([]);
    expect(played.idle).toBe(true);
  });
});

describe("reroute", () => {
  it("gives a stretch of border another course, from any place on it", () => {
    const played = new Played(reroute).click(at(200, 120)).click(at(230, 150)).click(at(200, 180)).key("Enter");
    expect(played.refused).toEqual([]);
    const before = zoneShapes(district(), 2).get(11)?.area_m2 ?? 0;
    expect((zoneShapes(played.partition, 2).get(11)?.area_m2 ?? 0) - before).toBeCloseTo(900, -1);
  });
  it("does not begin off a border, and says why it cannot end there", () => {
    const played = new Played(reroute).click(at(150, 150));
    expect(played.idle).toBe(true);
    expect(played.hint).toMatch(/on a border/);
    played.click(at(200, 120)).click(at(150, 150)).key("Enter");
    expect(played.steps).toEqual([]);
    expect(played.hint).toMatch(/on a border/);
  });
});

describe("ring", () => {
  const place = { selected: new Set([11]) };
  it("makes a new zone of what is drawn inside, closed by a click on the first vertex", () => {
    const played = new Played(ring, district(), place).click(at(20, 20)).click(at(80, 20)).click(at(80, 80)).click(at(22, 21));
    expect(played.refused).toEqual([]);
    expect(played.steps).toHaveLength(1);
    const fresh = [...played.partition.zones.values()].find(({ id }) => id < 0);
    expect(zoneShapes(played.partition, 2).get(fresh?.id ?? 0)?.area_m2).toBeCloseTo(1800, -1);
  });
  it("says that two vertices are too few, and keeps them", () => {
    const played = new Played(ring).click(at(20, 20)).click(at(80, 20)).key("Enter");
    expect(played.steps).toEqual([]);
    expect(played.hint).toMatch(/three/);
    expect(played.state.points).toHaveLength(2);
  });
  it("keeps right angles with Shift", () => {
    beside(squared([at(20, 20), at(60, 20)], at(68, 75)), 60, 75);
    beside(squared([at(20, 20), at(60, 20)], at(95, 31)), 95, 20);
    beside(squared([at(20, 20), at(50, 60)], at(10, 90)), 10, 90);
    const played = new Played(ring).click(at(20, 20)).click(at(60, 27), { shift: true });
    beside(played.state.points[1], 60, 20);
  });
});
