/** Every workload, in one list. */
import type { Workload } from "./workload.ts";
import { bbox } from "./workloads/bbox.ts";
import { layer } from "./workloads/layer.ts";
import { ledger } from "./workloads/ledger.ts";
import { markets } from "./workloads/markets.ts";
import { nearest } from "./workloads/nearest.ts";
import { polygon } from "./workloads/polygon.ts";
import { radius } from "./workloads/radius.ts";
import { river } from "./workloads/river.ts";
import { tile } from "./workloads/tile.ts";
import { tileKept } from "./workloads/tileKept.ts";
import { zones } from "./workloads/zones.ts";

export const workloads: readonly Workload[] = [radius, markets, river, polygon, nearest, zones, ledger, bbox, tile, tileKept, layer];
