/** Partitions of plans as they were read or made last: a draft's three million characters are not read anew for each of its steps. */

import { NotFound } from "../ask/route.ts";
import type { Partition } from "../contract/partition/partition.ts";
import { readPartition } from "../contract/partition/text.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";

/** Which partition: what a version of a plan holds does not change. The sum tells a version apart that was never written. */
export interface PlanAt {
  readonly id: number;
  readonly version: number;
  readonly sum: string;
}

export const noPlan = () =>
  new NotFound({ zh: "没有这个责任区方案（可能已删除）", en: "There is no such zone plan: it was removed, or never was." });

/** Some plans are drawn at the same time, not many. */
const most = 8;
const known = new Map<string, Partition>();
/** Figures are small: of every plan in a list. */
const mostFigures = 2000;
const figures = new Map<string, PlanFigures>();
const keyOf = ({ id, version, sum }: PlanAt): string => `${id}.${version}.${sum}`;

function keep<V>(map: Map<string, V>, key: string, value: V, limit: number): V {
  map.delete(key);
  map.set(key, value);
  for (const old of [...map.keys()].slice(0, -limit)) map.delete(old);
  return value;
}

/** Of one that has just been made. */
export const rememberPartition = (plan: PlanAt, partition: Partition): Partition => keep(known, keyOf(plan), partition, most);

/** Of a plan whose text is at hand. @throws PartitionError when it cannot be read */
export const partitionOfText = (plan: PlanAt, text: string): Partition =>
  rememberPartition(plan, known.get(keyOf(plan)) ?? readPartition(text));

/** A plan's partition in the version said; in a later one, when it was changed since it was looked up and is not locked. */
export async function partitionAt(on: Queryable, plan: PlanAt): Promise<Partition> {
  const there = known.get(keyOf(plan));
  if (there) return rememberPartition(plan, there);
  const [row] = await on.query<PlanAt & { readonly partition: string }>(
    sql`select id, version, sum, partition from zone_plan where id = ${plan.id}::bigint`,
  );
  if (!row) throw noPlan();
  return partitionOfText(row, row.partition);
}

/** What a list of plans says of their partitions. */
export interface PlanFigures {
  readonly depth: Partition["depth"];
  /** Zones by level, 1 first. */
  readonly zones: readonly number[];
}

function counted({ depth, zones }: Partition): PlanFigures {
  const counts = Array.from({ length: depth }, () => 0);
  for (const { level } of zones.values()) counts[level - 1] = (counts[level - 1] ?? 0) + 1;
  return { depth, zones: counts };
}

export async function figuresAt(on: Queryable, plan: PlanAt): Promise<PlanFigures> {
  const key = keyOf(plan);
  return keep(figures, key, figures.get(key) ?? counted(await partitionAt(on, plan)), mostFigures);
}
