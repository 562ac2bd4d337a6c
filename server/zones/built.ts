/** A partition of faces, proven: or none. */
import { partitionOf } from "../contract/partition/build.ts";
import type { Partition, PlanZone } from "../contract/partition/partition.ts";
import { PartitionError } from "../contract/partition/partitionError.ts";
import type { Polygon } from "../contract/partition/shapes.ts";
import type { ZoneLevel } from "../contract/vocabulary.ts";

export interface Zoned {
  readonly polygon: Polygon;
  readonly zone: number | null;
}

export function build(depth: ZoneLevel, zones: readonly PlanZone[], faces: readonly Zoned[]): Partition | null {
  try {
    return partitionOf(depth, zones, faces);
  } catch (error) {
    if (error instanceof PartitionError) return null;
    throw error;
  }
}
