/** In the browser: the map with a made-up plan; edits are made, and it is timed what they take. Called by measurePlanner.ts. */
import type { Map as MapLibre } from "maplibre-gl";
import { makeMap } from "../../../client/map/createMap.ts";
import type { MapScene } from "../../../client/map/handle.ts";
import type { PlanPicture } from "../../../client/map/plan/picture.ts";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import { balanceOf, usualWeights, workOf } from "../../../server/contract/partition/balance.ts";
import { type LoadGround, loadsOf } from "../../../server/contract/partition/load.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import { randomOf } from "../../../server/contract/partition/random.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import type { District } from "../../../server/contract/types.ts";
import { bounds, madeUp } from "./district.ts";
import "./page.css";

const container = document.getElementById("map");
if (!container) throw new Error("index.html has lost its #map element.");
const district = { bounds, centre: [bounds[0], bounds[1]], attribution: null, mapApproval: null } as unknown as District;
const bare: MapScene = {
  data: {},
  lang: "zh",
  theme: "light",
  shown: new Set(["baseGround", "baseRoads"]),
  ...{ mask: null, clock: 0, rings: [], drawn: [], hovered: null, selected: null },
};
const events = { onHover() {}, onSelect() {}, onOpen() {}, onMove() {}, onStatus() {}, onReady() {}, onPlan: () => false };
const handle = makeMap({ container, district, view: null, scene: bare, events });
const { map } = handle as unknown as { readonly map: MapLibre };

/** Sites and problems strewn over the district: what a real one of this size has. */
function ground(): LoadGround {
  const random = randomOf(11);
  const at = () => [bounds[0] + random.next() * (bounds[2] - bounds[0]), bounds[1] + random.next() * (bounds[3] - bounds[1])] as const;
  return {
    sites: Array.from({ length: 2_000 }, () => ({ type: "bank" as const, at: at(), lines: null, kind: null })),
    problems: Array.from({ length: 20_000 }, (_, i) => ({ at: at(), open: i % 3 === 0, overdue: i % 17 === 0, recent: i % 5 === 0 })),
  };
}

const frame = () =>
  new Promise<void>((done) => {
    void map.once("render").then(() => done());
    map.triggerRepaint();
  });
/** What was changed is in the tiles that are drawn. */
async function drawn(): Promise<void> {
  const small = ["plan-faces-fresh", "plan-arcs-fresh"];
  while (!small.every((id) => map.isSourceLoaded(id))) await new Promise((done) => setTimeout(done, 1));
  await frame();
}
async function idle(): Promise<void> {
  const still = map.once("idle");
  map.triggerRepaint();
  await still;
}
const middle = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

export interface Taken {
  /** Median milliseconds. */
  readonly step_ms: number;
  readonly load_ms: number;
  readonly show_ms: number;
  /** From the hand to the picture, all of it. */
  readonly seen_ms: number;
}

async function timed(start: Partition, steps: readonly ((partition: Partition) => Step)[]): Promise<Taken> {
  const loads = loadsOf(ground());
  const balance = (partition: Partition) =>
    balanceOf(
      new Map(
        [...loads.zones(partition, 2)].flatMap(([zone, load]) => (zone === null ? [] : [[zone, workOf(load, usualWeights)] as const])),
      ),
    );
  const picture = (partition: Partition): PlanPicture => ({
    partition,
    level: 2,
    fill: "load",
    tints: balance(partition).deviation,
    selected: new Set(),
    pieces: new Set(),
    ...{ hovered: null, ghost: null, marks: [], other: null },
  });
  let partition = start;
  handle.show({ ...bare, plan: picture(partition) });
  while (!map.getSource("plan-faces")) await new Promise((done) => setTimeout(done, 20));
  await idle();
  const rows: number[][] = [];
  for (const make of steps) {
    const step = make(partition);
    const t0 = performance.now();
    const outcome = applyStep(partition, step);
    if ("refused" in outcome) throw new Error(outcome.refused.why.en);
    partition = outcome.done;
    const t1 = performance.now();
    const plan = picture(partition);
    const t2 = performance.now();
    handle.show({ ...bare, plan });
    const t3 = performance.now();
    await drawn();
    rows.push([t1 - t0, t2 - t1, t3 - t2, performance.now() - t0]);
    // The large sources catch up between two edits, as they do while a person looks.
    await new Promise((done) => setTimeout(done, 1600));
    await idle();
  }
  const of = (i: number) => middle(rows.map((row) => row[i] as number));
  return { step_ms: of(0), load_ms: of(1), show_ms: of(2), seen_ms: of(3) };
}

/** A vertex of a border between two cells, five metres aside. */
const move =
  (turn: number) =>
  (partition: Partition): Step => {
    const arcs = [...partition.arcs.values()].filter(({ left, right, points }) => left && right && points.length > 4);
    const at = arcs[Math.floor(arcs.length / 2) + turn * 7]?.points[2] ?? [0, 0];
    return { kind: "moveVertices", moves: [{ from: at, to: [at[0] + 5e-5, at[1] + 5e-5] }] };
  };
/** A cell into another community. */
const paint =
  (turn: number) =>
  (partition: Partition): Step => {
    const of = (level: number) => [...partition.zones.values()].filter((zone) => zone.level === level).map(({ id }) => id);
    const cells = of(3);
    return { kind: "assign", level: 2, pieces: [cells[Math.floor(cells.length / 2) + turn * 9] as number], to: of(2)[0] as number };
  };

/** What edits of a district of so many cells a side take. */
export async function measure(size: number): Promise<{ readonly move: Taken; readonly paint: Taken; readonly frame_ms: number }> {
  const start = madeUp(size);
  const turns = Array.from({ length: 7 }, (_, i) => i);
  const moved = await timed(start, turns.map(move));
  const painted = await timed(start, turns.map(paint));
  const frames: number[] = [];
  for (let i = 0; i < 15; i++) {
    const t0 = performance.now();
    await frame();
    frames.push(performance.now() - t0);
  }
  return { move: moved, paint: painted, frame_ms: middle(frames) };
}
Object.assign(window, { measure });
