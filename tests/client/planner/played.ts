/** A small district to play tools on: 4 × 4 cells of 100 m, four zones of level 2 (quarters), two of level 1 (halves); and a page that hears a tool. */

import type { Ghost, PlanPointer } from "../../../client/map/plan/picture.ts";
import type { Tool, ToolContext, ToolEvent } from "../../../client/planner/tools/tool.ts";
import type { Position } from "../../../server/contract/draw.ts";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import { partitionOf } from "../../../server/contract/partition/build.ts";
import { degree_m } from "../../../server/contract/partition/ellipsoid.ts";
import { finderOf } from "../../../server/contract/partition/find.ts";
import type { Partition, PlanZone } from "../../../server/contract/partition/partition.ts";
import type { Refusal, Step } from "../../../server/contract/partition/steps.ts";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";

const [east, north] = degree_m(33.6);
/** Metres from the district's corner. */
export const at = (x: number, y: number): Position => [119.1 + x / east, 33.6 + y / north];
export const metresOf = ([x, y]: Position) => [(x - 119.1) * east, (y - 33.6) * north] as const;

const zone = (id: number, level: ZoneLevel, parent: number | null, more: Partial<PlanZone> = {}): PlanZone => ({
  id,
  level,
  parent,
  code: String(id),
  name: `Z${id}`,
  unit: null,
  person: null,
  locked: false,
  ...more,
});

/** Cells are numbered from 1, west to east, then north. Zones: 1 west (11 south, 12 north), 2 east (21, 22). */
export function district(more: Readonly<Record<number, Partial<PlanZone>>> = {}, size = 4): Partition {
  const zones = [zone(1, 1, null), zone(2, 1, null), zone(11, 2, 1), zone(12, 2, 1), zone(21, 2, 2), zone(22, 2, 2)];
  const faces = Array.from({ length: size * size }, (_, i) => {
    const [x, y] = [i % size, Math.floor(i / size)];
    const corner = (dx: number, dy: number) => at((x + dx) * 100, (y + dy) * 100);
    const owner = (x < size / 2 ? 10 : 20) + (y < size / 2 ? 1 : 2);
    return { polygon: [[corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)]], zone: owner };
  });
  return partitionOf(
    2,
    zones.map((one) => ({ ...one, ...more[one.id] })),
    faces,
  );
}

type Mods = Partial<Pick<PlanPointer, "alt" | "shift" | "touch">>;
export const pointer = (kind: PlanPointer["kind"], place: Position, mods: Mods = {}): PlanPointer => ({
  kind,
  at: place,
  metresPerPixel: 0.5,
  alt: false,
  shift: false,
  ctrl: false,
  touch: false,
  ...mods,
});

/** The page around a tool, as it behaves: a refused step leaves the tool as it was. */
export class Played<S> {
  state: S;
  partition: Partition;
  readonly steps: Step[] = [];
  readonly refused: Refusal[] = [];
  pieces: ReadonlySet<number> = new Set();
  held = false;
  hint = "";
  context: Partial<ToolContext>;
  private readonly tool: Tool<S>;

  constructor(tool: Tool<S>, partition: Partition = district(), context: Partial<ToolContext> = {}) {
    this.tool = tool;
    this.state = tool.first;
    this.partition = partition;
    this.context = context;
  }

  private get all(): ToolContext {
    const plain = { level: 2 as const, selected: new Set<number>(), target: null, brush_m: 20, snap: true, follow: false, ways: () => [] };
    return { ...plain, partition: this.partition, finder: finderOf(this.partition), ...this.context };
  }

  hear(event: ToolEvent): this {
    const heard = this.tool.hear(this.state, event, this.all);
    this.held = heard.held ?? false;
    if (heard.hint) this.hint = heard.hint.en;
    if (heard.pieces) this.pieces = heard.pieces;
    if (heard.select) this.context = { ...this.context, selected: heard.select };
    if (heard.step && !this.take(heard.step)) return this;
    this.state = heard.state;
    return this;
  }
  private take(step: Step): boolean {
    this.steps.push(step);
    const outcome = applyStep(this.partition, step);
    if ("refused" in outcome) this.refused.push(outcome.refused);
    else this.partition = outcome.done;
    return "done" in outcome;
  }

  /** As the map tells it: pressed, let go, clicked. */
  click(place: Position, mods: Mods = {}): this {
    return this.hear(pointer("move", place, mods))
      .press(place, mods)
      .hear(pointer("click", place, mods));
  }
  private press(place: Position, mods: Mods): this {
    this.hear(pointer("down", place, mods));
    return this.held ? this.hear(pointer("up", place, mods)) : this;
  }
  drag(places: readonly Position[], mods: Mods = {}): this {
    const [first, ...rest] = places;
    if (!first) return this;
    this.hear(pointer("move", first, mods)).hear(pointer("down", first, mods));
    if (!this.held) return this;
    for (const place of rest) this.hear(pointer("drag", place, mods));
    return this.hear(pointer("up", places.at(-1) as Position, mods));
  }
  double(place: Position): this {
    return this.hear(pointer("double", place));
  }
  key(key: "Enter" | "Backspace" | "Delete" | "Escape"): this {
    return this.hear({ kind: "key", key, at: at(200, 200), metresPerPixel: 0.5 });
  }
  get ghost(): Ghost | null {
    return this.tool.ghost(this.state, this.all);
  }
  get idle(): boolean {
    return this.tool.idle(this.state);
  }
}
