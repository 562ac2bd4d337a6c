/** "Make a plan of these polygons": what they leak is closed within a tolerance, and told. */
import { refusedField } from "../ask/body.ts";
import { today } from "../ask/day.ts";
import { flag } from "../ask/parameters.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { PartitionError } from "../contract/partition/partitionError.ts";
import type { Polygon } from "../contract/partition/shapes.ts";
import { ZonePlanImported } from "../contract/planSchemas.ts";
import type { ZoneLevel } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { type Import, type ImportZone, mostBytes, readImport } from "./importRead.ts";
import { outlineOf, type ZoneOnDay, zonesOn } from "./inForce.ts";
import { auditedPlan, keepPlan, mayDrawPlans } from "./kept.ts";
import { type GivenZone, type Mended, partitionFrom } from "./mend.ts";

/** What the district knows of codes. */
interface Known {
  readonly zones: ReadonlyMap<string, ZoneOnDay>;
  readonly units: ReadonlyMap<string, number>;
}
const keyOf = ({ level, code }: { readonly level: number; readonly code: string }): string => `${level} ${code}`;

async function known(tx: Tx): Promise<Known> {
  const units = await tx.query<{ code: string; id: number }>(sql`select external_id as code, id from unit`);
  const zones = await zonesOn(tx, today);
  return { zones: new Map(zones.map((zone) => [keyOf(zone), zone])), units: new Map(units.map(({ code, id }) => [code, id])) };
}

/** @throws ParameterError */
async function outlineFor(tx: Tx, { outline }: Import): Promise<readonly Polygon[] | null> {
  if (outline === "zones") return null;
  const found = await outlineOf(tx);
  if (found) return found;
  throw refusedField("outline", outline, { zh: "zones：本区没有区界", en: "zones: the district has no outline" });
}

/** @throws ParameterError */
function unitOf({ unit, path }: ImportZone, { units }: Known): number | null {
  if (unit === null || unit === undefined) return null;
  const id = units.get(unit);
  if (id !== undefined) return id;
  throw refusedField(path, unit, { zh: "已有单位的编码", en: "the code of a unit that there is" });
}

/** The zone in force with its code is the same zone; what the file says nothing of stays as it is there. */
function givenOf(level: ZoneLevel, zones: readonly ImportZone[], from: Known): GivenZone[] {
  const taken = new Set<string>();
  return zones.map((zone) => {
    const there = taken.has(zone.code) ? undefined : from.zones.get(keyOf({ level, code: zone.code }));
    taken.add(zone.code);
    return {
      ...{ code: zone.code, name: zone.name, parent: zone.parent, polygons: zone.polygons },
      person: zone.person === undefined ? (there?.person ?? null) : zone.person,
      unit: zone.unit === undefined ? (there?.unit ?? null) : unitOf(zone, from),
      ...(there ? { id: there.id } : {}),
    };
  });
}

/** @throws ParameterError */
async function mendedOf(tx: Tx, read: Import): Promise<Mended> {
  const from = await known(tx);
  const outline = await outlineFor(tx, read);
  const levels = read.levels.map(({ level, zones }) => ({ level, zones: givenOf(level, zones, from) }));
  try {
    return await partitionFrom(tx, { depth: levels.length as ZoneLevel, outline, levels, tolerance_m: read.tolerance_m });
  } catch (error) {
    if (error instanceof PartitionError) throw refusedField(error.member, error.value, error.expected);
    throw error;
  }
}

function answer(plan: number | null, { partition, mended }: Mended) {
  const zones = Array.from(
    { length: partition.depth },
    (_, i) => [...partition.zones.values()].filter(({ level }) => level === i + 1).length,
  );
  return { plan, zones, faces: partition.faces.size, mended: [...mended] };
}

export const importPlan = route({
  method: "POST",
  path: "/api/zonePlans/import",
  question:
    "Makes a new plan of polygons of one to three levels; gaps and overlaps are closed within a tolerance, and what was mended is listed.",
  may: mayDrawPlans,
  takes: { dry: flag("1 = only say what would be mended.") },
  bytes: mostBytes,
  answer: ZonePlanImported,
  async handle({ bytes, given: { dry }, caller, tx, audit }) {
    const read = readImport(bytes);
    return tx("import", async (on) => {
      const made = await mendedOf(on, read);
      if (dry) return answer(null, made);
      const plan = await keepPlan(on, caller, { name: read.name, from: null, weights: {}, ...made });
      await audit(
        { kind: "change", detail: { what: "zonePlan", plan: plan.id, from: "import", before: null, after: auditedPlan(plan) } },
        on,
      );
      await on.query(moved("plans"));
      return answer(plan.id, made);
    });
  },
});
