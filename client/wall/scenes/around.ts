/** "How many problems lie around each of these?" One question of all, and one of the overdue among them. */
import type { Filter } from "../../../server/contract/filter.ts";
import type { GeoClause } from "../../../server/contract/geo.ts";
import type { NearAnswer } from "../../../server/contract/types.ts";
import type { SiteType } from "../../../server/contract/vocabulary.ts";
import type { SceneKind } from "../../../server/contract/wall.ts";
import { askNear } from "../../api/problems.ts";
import { ask } from "../asking.ts";
import type { WallPage } from "../page.ts";
import type { Shown } from "../state.ts";
import { viewOf } from "./camera.ts";
import { aim, mapSize, textOf } from "./standing.ts";

export interface AroundRow {
  readonly id: number;
  readonly name: string;
  readonly count: number;
  /** null = not asked: the filter is not of open problems. */
  readonly overdue: number | null;
}
export interface Around {
  readonly clock: string;
  readonly within_m: number;
  /** Each problem once, also when it is near two. */
  readonly total: number;
  readonly overdue: number | null;
  /** The most first; of as many, the more overdue. */
  readonly rows: readonly AroundRow[];
  /** Of all of them, longitude and latitude. */
  readonly places: readonly (readonly [number, number])[];
}

const isOf = (clause: GeoClause, type: SiteType): clause is Extract<GeoClause, { of: unknown }> =>
  clause.op === "within" && clause.of.length === 1 && clause.of.some((anchor) => "type" in anchor && anchor.type === type);

/** The filter without the distance that the question itself asks; that distance, or the usual one. */
export function questionOf(filter: Filter, type: SiteType, usual_m: number): { readonly filter: Filter; readonly within_m: number } {
  const clause = filter.geo.find((one) => isOf(one, type));
  return clause && "of" in clause
    ? { filter: { ...filter, geo: filter.geo.filter((one) => one !== clause) }, within_m: clause.distance_m }
    : { filter, within_m: usual_m };
}

/** Of other problems "overdue" is no part that one could show beside the whole. */
export const isOfOpen = ({ status }: Filter): boolean => status.length === 1 && status[0] === "open";

export function joined(within_m: number, all: NearAnswer, overdue: NearAnswer | null): Around {
  const late = new Map(overdue?.anchors.map(({ kind, id, count }) => [`${kind}/${id}`, count]));
  const rows = all.anchors.map(({ kind, id, name, count }): AroundRow => {
    return { id, name, count, overdue: overdue && (late.get(`${kind}/${id}`) ?? 0) };
  });
  rows.sort((a, b) => b.count - a.count || (b.overdue ?? 0) - (a.overdue ?? 0));
  const { clock, total } = all;
  return { clock, within_m, total, overdue: overdue?.total ?? null, rows, places: all.anchors.map(({ lon, lat }) => [lon, lat] as const) };
}

/** @throws HttpError */
async function askAround(filter: Filter, type: SiteType, usual_m: number, signal: AbortSignal): Promise<Around> {
  const asked = questionOf(filter, type, usual_m);
  const near = { of: [{ type }], within_m: asked.within_m };
  const one = { sort: "-found", limit: 1 };
  const [all, overdue] = await Promise.all([
    askNear(asked.filter, near, one, signal),
    isOfOpen(filter) ? askNear({ ...asked.filter, status: ["overdue"] }, near, one, signal) : null,
  ]);
  return joined(asked.within_m, all, overdue);
}

/** Metres of a degree of latitude; near enough for a margin. */
const degree_m = 111_000;

/** The places with all that lies around them: together they are mostly a part of the district. */
function look(page: WallPage, shown: Shown, { places, within_m }: Around): void {
  aim(page, shown, viewOf(places, (within_m / degree_m) * 1.2, mapSize()));
}

/** Asks, and goes where they are. @returns ends it */
export function enterAround(page: WallPage, shown: Shown, kind: SceneKind, type: SiteType, usual_m: number): () => void {
  const end = ask(page, kind, textOf(shown.filter), async (signal) => {
    const around = await askAround(shown.filter, type, usual_m, signal);
    if (!signal.aborted) look(page, shown, around);
    return around;
  });
  const known = page.store.get().asked[kind];
  if (known?.state === "there" || known?.state === "old") look(page, shown, known.value as Around);
  return end;
}
