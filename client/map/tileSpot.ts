/** A spot of several problems in a tile, opened: the camera goes in until it falls apart; on one place its problems are laid out around it. */
import type { Map as MapLibre } from "maplibre-gl";
import { emptyFilter } from "../../server/contract/filter.ts";
import { lastTileZoom } from "../../server/contract/tiles.ts";
import type { ProblemStatus } from "../../server/contract/vocabulary.ts";
import { askProblems } from "../api/problems.ts";
import type { Leaf } from "../cluster/protocol.ts";
import { calm } from "./camera.ts";
import type { TileFeed } from "./tileFeed.ts";

export interface TileCluster {
  readonly n: number;
  readonly at: readonly [lon: number, lat: number];
  readonly status: ProblemStatus;
  /** Of those that stand on one place; null = it falls apart nearer. */
  readonly ids: readonly number[] | null;
}

/** A picture that has not come by then is not waited for. */
const patience_ms = 3_000;
const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
/** Four times as near: a cell is sixteen then. */
const step = 2;

let turn = 0;

/** True while it is one spot still, of as many. */
function whole(tiles: TileFeed, { n, at }: TileCluster): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) < 1e-4;
  return tiles.spots().some((spot) => spot.n === n && near(spot.at[0], at[0]) && near(spot.at[1], at[1]));
}

/** Goes in step by step, since only the tiles themselves know where it falls apart. */
export async function goInto(map: MapLibre, tiles: TileFeed, spot: TileCluster): Promise<void> {
  const mine = ++turn;
  do {
    const zoom = Math.min(lastTileZoom, Math.floor(map.getZoom()) + step);
    const moved = map.once("moveend");
    map.easeTo({ center: [...spot.at] as [number, number], zoom: zoom + 0.2, duration: calm() ? 0 : 500 });
    await moved;
    await Promise.race([map.once("idle"), wait(patience_ms)]);
  } while (mine === turn && !map.isMoving() && Math.floor(map.getZoom()) < lastTileZoom && whole(tiles, spot));
}

/** The problems of one place, each with its own status. @param query the filter of the tiles, with the moment it speaks of */
export async function leavesOf({ ids, status }: TileCluster, query: string): Promise<readonly Leaf[]> {
  const problem = [...(ids ?? [])].sort((a, b) => a - b);
  const filter = { ...emptyFilter, problem, at: new URLSearchParams(query).get("at") };
  const answer = await askProblems(filter, { sort: "-id", limit: problem.length }).catch(() => null);
  const known = new Map(answer?.rows.map((row) => [row.id, row.status]));
  return (ids ?? []).map((id) => ({ id, status: known.get(id) ?? status }));
}
