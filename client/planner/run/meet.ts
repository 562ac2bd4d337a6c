/** Somebody else's version of the plan comes onto the table, and one's own steps with it. Pure. */
import { readPartition } from "../../../server/contract/partition/text.ts";
import type { ZonePlan, ZonePlanStep } from "../../../server/contract/types.ts";
import type { Meeting, Table } from "../state.ts";
import { type History, type Replayed, replayNone, replayOn, unsaved } from "./history.ts";
import { wordOf } from "./words.ts";

export interface Met {
  readonly part: Partial<Table>;
  /** The zone that one of before is now; null = it is gone. */
  readonly zoneNow: (id: number | null) => number | null;
  readonly lost: number;
  /** One's own steps that are to be saved. */
  readonly kept: number;
}

/**
 * @param history what one has, with what the server has of it marked
 * @param known the version that it began from
 * @param rows what was done since then
 */
export function met(table: Table, history: History, known: number, plan: ZonePlan, rows: readonly ZonePlanStep[]): Met {
  const { partition: _text, ...rest } = plan;
  const again = replayed(table, history, plan);
  const { lost, others } = again;
  const { zones } = again.history.now.partition;
  const zoneNow = (id: number | null) => {
    const now = id === null ? null : (others.zones.get(id) ?? id);
    return now !== null && zones.has(now) ? now : null;
  };
  const kept = unsaved(again.history).length;
  const meeting: Meeting = { rows, lost, kept, mine: history, version: known };
  const part: Partial<Table> = {
    ...{ plan: rest, version: plan.version, history: again.history, savedWeights: plan.weights, hand: handNow(table, zoneNow) },
    ...{ saving: { state: "saved" }, proposal: null },
    // What was told before stays to be read when there is nothing new to tell.
    meeting: rows.length + lost.length > 0 ? meeting : table.meeting,
  };
  return { part, zoneNow, lost: lost.length, kept };
}

/** One's own steps are done again on a draft; on what is none any more nothing can be done. */
function replayed(table: Table, history: History, { status, partition, weights }: ZonePlan): Replayed {
  const theirs = readPartition(partition);
  if (status !== "draft") return replayNone(history, theirs, weights, { code: "locked", why: wordOf("planner.readOnly"), at: null });
  const weighed = table.history.now.weights !== table.savedWeights;
  return replayOn(weighed ? history : { ...history, now: { ...history.now, weights } }, theirs);
}

function handNow({ hand }: Table, zoneNow: Met["zoneNow"]): Table["hand"] {
  const selected = new Set([...hand.selected].flatMap((id) => zoneNow(id) ?? []));
  const nothing = { hovered: null, pieces: new Set<number>(), refusal: null };
  return { ...hand, ...nothing, held: drawing(hand), selected, target: zoneNow(hand.target) };
}
/** Somebody else's step does not take a half-drawn line out of the hand: it is made of places. A vertex that is held may not be there any more. */
const drawing = ({ tool, held }: Table["hand"]): unknown => (tool === "cut" || tool === "ring" || tool === "reroute" ? held : null);
