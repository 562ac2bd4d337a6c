/**
 * What the planner's figures and suggestions cost: loads of 5,000 cells counted first and after an edit, and 60 zones suggested from
 * 5,000 cells for which an even answer is known to exist. Times are of the processor, so that a busy machine does not spoil them.
 */
import type { Position } from "../../server/contract/draw.ts";
import { applyStep } from "../../server/contract/partition/apply.ts";
import { type Loads, loadsOf } from "../../server/contract/partition/load.ts";
import type { Partition } from "../../server/contract/partition/partition.ts";
import { randomOf } from "../../server/contract/partition/random.ts";
import { suggest, usualRounds } from "../../server/contract/partition/suggest.ts";
import { cell_deg, districtOf, groundOf } from "../client/partition/cells.ts";
import { type Planted, planted } from "../client/partition/planted.ts";
import type { Line } from "./measure.ts";

const [cols, rows] = [100, 50];
const zones = 60;
const edits = 15;

type Say = (what: string, value: number, unit: string, most: number) => void;
function timed<T>(work: () => T): { ms: number; value: T } {
  const from = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(from);
  return { ms: (user + system) / 1000, value };
}

/** A vertex inside the district moved by some metres. */
function edited(partition: Partition, edit: number): Partition {
  const arcs = [...partition.arcs.values()].filter(({ left, right }) => left !== 0 && right !== 0);
  const { points } = arcs[(edit * 631) % arcs.length] as { points: readonly Position[] };
  const [x, y] = points[1] as Position;
  const outcome = applyStep(partition, {
    kind: "moveVertices",
    moves: [{ from: [x, y], to: [x + 0.05 * cell_deg, y + 0.04 * cell_deg] }],
  });
  return "done" in outcome ? outcome.done : partition;
}
function afterEdits(loads: Loads, district: Partition): number[] {
  const took: number[] = [];
  let now = district;
  for (let edit = 0; edit < edits; edit++) {
    now = edited(now, edit);
    took.push(timed(() => loads.zones(now, 3)).ms);
  }
  return took.sort((a, b) => a - b);
}
function benchLoads(say: Say, district: Partition, problems: number, first_ms: number, edit_ms: number): void {
  const loads = loadsOf(groundOf(cols, rows, { sites: 2_000, lines: 500, problems }, randomOf(2)));
  const name = `5,000 cells, 2,000 sites, 500 lines, ${problems} problems`;
  say(`${name}: first`, timed(() => loads.zones(district, 3)).ms, "ms", first_ms);
  const took = afterEdits(loads, district);
  say(`${name}: an edit, median of ${edits}`, took[edits >> 1] as number, "ms", edit_ms);
}

function benchSuggestion(say: Say, name: string, { question }: Planted): void {
  const search = suggest(question);
  let longest = 0;
  const { ms, value } = timed(() => {
    for (;;) {
      const stride = timed(() => search.next());
      longest = Math.max(longest, stride.ms);
      if (stride.value.done) return stride.value.value;
    }
  });
  const worst = Math.max(value.heaviest, -value.lightest);
  say(`${zones} zones from 5,000 cells, ${name}`, ms / 1000, "s", 30);
  say("  its worst deviation", worst * 100, "%", 5);
  say("  its longest stride", longest, "ms", 250);
  say("  zones that do not hang together", value.torn, "", 0);
}

/** No database is asked. */
export function benchPlanner(): Line[] {
  const lines: Line[] = [];
  const say: Say = (what, value, unit, most) => {
    const ratio = { to: "what was asked", value: most === 0 ? value : value / most, most: most === 0 ? 0 : 1 };
    lines.push({ engine: "none", what, ms: value, unit, ratio });
  };
  const district = timed(() => districtOf(cols, rows, 9, randomOf(1))).value;
  benchLoads(say, district, 20_000, 400, 20);
  benchLoads(say, district, 300_000, 4_000, 50);
  const rounds = usualRounds;
  for (const seed of [1, 2, 3]) benchSuggestion(say, `planted, seed ${seed}`, planted(cols, rows, zones, seed, { rounds }));
  benchSuggestion(say, "planted, heavy ones among many light", planted(cols, rows, zones, 4, { rounds, uneven: true }));
  benchSuggestion(say, "planted, half of the borders closed", planted(cols, rows, zones, 5, { rounds, kept: 0.3 }));
  return lines;
}
