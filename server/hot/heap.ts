/** One cluster, told: its extent, its times, what came again, what it is made of. */
import type { Position } from "../contract/draw.ts";
import { mostIdsNamed } from "../contract/ids.ts";
import type { Clusters } from "../contract/types.ts";
import { around, covers, hullOf, insideOf, spanOf } from "./hull.ts";
import type { Moments } from "./repeats.ts";

type Cluster = Clusters["clusters"][number];

/** Problems as columns, ascending by id; `at` is when they were found. */
export interface Columns extends Moments {
  readonly id: readonly number[];
  /** Months since the year 0, by the district's calendar. */
  readonly month: readonly number[];
  /** 1 = it came again. */
  readonly repeat: Uint8Array;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** How many months in a row hold one of these, counted back from the last. */
export function monthsInRow(months: readonly number[]): number {
  const there = new Set(months);
  const last = Math.max(...there);
  let count = 0;
  while (there.has(last - count)) count++;
  return count;
}

/** The words that come most often, three at most; of equals the first by name. */
export function mostOften(words: readonly string[]): { code: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const list = [...counts].map(([code, count]) => ({ code, count }));
  return list.sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)).slice(0, 3);
}

const at = (columns: Columns, i: number): Position => [columns.lon[i] as number, columns.lat[i] as number];

/** How a cluster too large for problem=… is opened: what lies in its outline, and how many that are. */
function outline(columns: Columns, hull: readonly Position[]): Cluster["outline"] {
  const ring = around(hull);
  const count = columns.id.filter((_, i) => covers(ring, at(columns, i))).length;
  return { geo: insideOf(ring), count };
}

/** @param members numbers of its problems, ascending */
export function heap(columns: Columns, members: readonly number[]): Cluster {
  const pick = <T>(column: ArrayLike<T>): T[] => members.map((i) => column[i] as T);
  const found = pick(columns.at)
    .map((us) => Math.floor(us / 1000))
    .sort((a, b) => a - b);
  const hull = hullOf(members.map((i) => at(columns, i)));
  const count = members.length;
  return {
    ids: pick(columns.id),
    count,
    lon: sum(pick(columns.lon)) / count,
    lat: sum(pick(columns.lat)) / count,
    hull: hull.map(([lon, lat]): [number, number] => [lon, lat]),
    span_m: spanOf(hull),
    firstFound: new Date(found[0] as number).toISOString(),
    lastFound: new Date(found.at(-1) as number).toISOString(),
    repeats: sum(pick(columns.repeat)),
    monthsInRow: monthsInRow(pick(columns.month)),
    categories: mostOften(pick(columns.category)),
    outline: count > mostIdsNamed ? outline(columns, hull) : null,
  };
}
