/** A plan's zones as both exports write them. */
import type { Ask } from "../ask/route.ts";
import type { PlanZone } from "../contract/partition/partition.ts";
import { type Polygon, zoneShapes } from "../contract/partition/shapes.ts";
import type { ZoneLevel } from "../contract/vocabulary.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { type KeptPlan, planOf } from "./kept.ts";
import { partitionAt } from "./partitions.ts";
import { withRealIds } from "./realIds.ts";

/** A zone as programs elsewhere read it. */
export interface ExportedZone {
  readonly id: number;
  readonly level: ZoneLevel;
  readonly code: string;
  readonly name: string;
  /** Code of the zone above. */
  readonly parent: string | null;
  readonly person: string | null;
  /** Code of the unit, as it was imported. */
  readonly unit: string | null;
  /** Rings closed, the outer one anticlockwise, the others clockwise; none of a zone without ground. */
  readonly polygons: readonly Polygon[];
}
export interface ExportedPlan {
  readonly plan: KeptPlan;
  readonly depth: ZoneLevel;
  readonly zones: readonly ExportedZone[];
}

const closed = (polygons: readonly Polygon[]): Polygon[] =>
  polygons.map((rings) => rings.map((ring) => [...ring, ring[0] as (typeof ring)[number]]));

/** Zones of all levels, each with its outer border. Written into the audit log before anything leaves. @throws NotFound */
export async function exportedPlan({ rows, audit }: Pick<Ask, "rows" | "audit">, id: number, format: string): Promise<ExportedPlan> {
  const on: Queryable = { query: (statement) => rows("plan", statement) };
  const plan = await planOf(on, id);
  const partition = await withRealIds(on, plan, await partitionAt(on, plan));
  const units = await on.query<{ id: number; code: string }>(sql`select id, external_id as code from unit`);
  const codes = new Map(units.map((unit) => [unit.id, unit.code]));
  const shapes = new Map(([1, 2, 3] as const).flatMap((level) => [...zoneShapes(partition, level)]));
  const zones = [...partition.zones.values()].map(
    ({ id: zone, level, code, name, parent, person, unit }: PlanZone): ExportedZone => ({
      ...{ id: zone, level, code, name, person },
      parent: parent === null ? null : (partition.zones.get(parent)?.code ?? null),
      unit: unit === null ? null : (codes.get(unit) ?? null),
      polygons: closed(shapes.get(zone)?.polygons ?? []),
    }),
  );
  await audit({ kind: "export", detail: { format, plan: id, version: plan.version, rows: zones.length } });
  return { plan, depth: partition.depth, zones };
}

/** Names the file in both alphabets: an ASCII name for old programs, the plan's own beside it. */
export function planFile({ id, name, version }: KeptPlan, ending: string, media: string): Record<string, string> {
  const own = encodeURIComponent(`责任区-${name.replace(/[\\/:*?"<>|]/g, " ")}-v${version}.${ending}`).replaceAll("'", "%27");
  return {
    "content-type": media,
    "content-disposition": `attachment; filename="zones-${id}-v${version}.${ending}"; filename*=UTF-8''${own}`,
    "cache-control": "no-store",
  };
}
