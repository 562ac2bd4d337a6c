/** Shapes of zone plans as they travel. */
import { Type } from "typebox";
import { mendKinds, planStatuses, signOffKinds, zoneChangeKinds } from "./plan.ts";
import { day, id, nullable, time, words } from "./schemaParts.ts";
import { personRoles } from "./vocabulary.ts";

const word = Type.Object({ zh: Type.String(), en: Type.String() });
const level = Type.Integer({ minimum: 1, maximum: 3 });
const place = { lon: Type.Number(), lat: Type.Number() };

export const PlanWeights = Type.Object({
  site: Type.Number(),
  market: Type.Number(),
  alley_km: Type.Number(),
  river_km: Type.Number(),
  open: Type.Number(),
  overdue: Type.Number(),
  foundPerWeek: Type.Number(),
  area_km2: Type.Number(),
});
export const SignOff = Type.Object({ kind: words(signOffKinds), reason: Type.String() });
export const Mend = Type.Object({
  kind: words(mendKinds),
  level: nullable(level),
  /** Names or codes of the zones concerned. */
  zones: Type.Array(Type.String()),
  area_m2: nullable(Type.Number()),
  lon: nullable(Type.Number()),
  lat: nullable(Type.Number()),
});
const summary = {
  id,
  name: Type.String(),
  status: words(planStatuses),
  version: Type.Integer(),
  depth: level,
  /** Zones by level, 1 first. */
  zones: Type.Array(Type.Integer()),
  from: nullable(Type.Object({ id, name: Type.String() })),
  note: nullable(Type.String()),
  made: time,
  madeBy: nullable(Type.String()),
  changed: time,
  changedBy: nullable(Type.String()),
  effectiveFrom: nullable(day),
  /** False of a published one whose day has not come. */
  inForce: Type.Boolean({ description: "It is the plan in force today." }),
  approver: nullable(Type.String()),
  publishedBy: nullable(Type.String()),
  published: nullable(time),
};
export const ZonePlanSummary = Type.Object(summary);
export const ZonePlans = Type.Object({ rows: Type.Array(ZonePlanSummary), clock: time });
export const ZonePlan = Type.Object({
  ...summary,
  partition: Type.String({ description: "server/contract/partition/text.ts" }),
  sum: Type.String(),
  weights: PlanWeights,
  signOffs: Type.Array(SignOff),
  mended: Type.Array(Mend),
  /** Steps that can be taken back: of the last so many, who did them. */
  steps: Type.Integer(),
});
export const ZonePlanApprovers = Type.Object({
  rows: Type.Array(Type.Object({ id, name: Type.String(), roles: Type.Array(Type.Enum([...personRoles])) })),
});
export const ZonePlanStep = Type.Object({
  seq: Type.Integer(),
  version: Type.Integer(),
  step: Type.Unknown({ description: "server/contract/partition/steps.ts" }),
  by: nullable(Type.String()),
  at: time,
});
export const ZonePlanSteps = Type.Object({ version: Type.Integer(), sum: Type.String(), rows: Type.Array(ZonePlanStep) });
/** A draft after steps. */
export const PlanStood = Type.Object({ id, version: Type.Integer(), sum: Type.String(), changed: time });

export const ZonesInForce = Type.Object({ partition: Type.String({ description: "server/contract/partition/text.ts" }) });

export const ZonePlanProof = Type.Object({
  version: Type.Integer(),
  outline_m2: Type.Number(),
  uncovered_m2: Type.Number({ description: "Of the district's outline, by PostGIS; 0 = within rounding." }),
  overlap_m2: Type.Number(),
  /** Faults of the partition itself: none, or it cannot be published. */
  faults: Type.Array(Type.Object({ why: word, lon: nullable(Type.Number()), lat: nullable(Type.Number()) })),
  nobodys: Type.Array(Type.Object({ face: Type.Integer(), area_m2: Type.Number(), ...place })),
  multipart: Type.Array(Type.Object({ zone: id, level, name: Type.String(), parts: Type.Integer() })),
  empty: Type.Array(Type.Object({ zone: id, level, name: Type.String() })),
  personless: Type.Array(Type.Object({ zone: id, level, name: Type.String() }), {
    description: "Zones of the lowest level that have ground and no person.",
  }),
  withoutPerson: Type.Object({
    total: Type.Integer(),
    rows: Type.Array(Type.Object({ site: id, name: Type.String(), type: Type.String(), ...place, zone: nullable(Type.String()) }), {
      description: "The first 500.",
    }),
  }),
  /** Kinds that need a reason before it can be published. */
  needs: Type.Array(words(signOffKinds)),
});

/** Whose something is: the zone of the lowest level, and the person. */
const owner = Type.Object({ zone: id, code: Type.String(), name: Type.String(), person: nullable(Type.String()) });
const changedOwner = {
  levels: Type.Array(level, { description: "Levels at which the zone is another." }),
  from: nullable(owner),
  to: nullable(owner),
  ...place,
};
export const ZonePlanDifference = Type.Object({
  from: Type.Object({ id: nullable(id), name: nullable(Type.String()), effectiveFrom: nullable(day) }),
  to: Type.Object({ id, name: Type.String(), version: Type.Integer() }),
  zones: Type.Array(
    Type.Object({
      zone: id,
      level,
      code: Type.String(),
      name: Type.String(),
      was: nullable(Type.String({ description: "Its name before, when it is another." })),
      kinds: Type.Array(words(zoneChangeKinds)),
      before_m2: Type.Number(),
      after_m2: Type.Number(),
      sitesIn: Type.Integer(),
      sitesOut: Type.Integer(),
      openIn: Type.Integer(),
      openOut: Type.Integer(),
    }),
  ),
  sites: Type.Object({
    total: Type.Integer(),
    rows: Type.Array(Type.Object({ site: id, name: Type.String(), type: Type.String(), ...changedOwner })),
  }),
  problems: Type.Object({
    total: Type.Integer(),
    rows: Type.Array(Type.Object({ problem: id, code: Type.String(), title: Type.String(), ...changedOwner })),
  }),
});

export const ZonePlanImported = Type.Object({
  /** Null of a dry run. */
  plan: nullable(id),
  zones: Type.Array(Type.Integer(), { description: "By level, 1 first." }),
  faces: Type.Integer(),
  mended: Type.Array(Mend),
});

const ring = Type.Array(Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }), { minItems: 4 });
/** A plan as a file: zones of every level, each with its outer border. */
export const ZonePlanCollection = Type.Object({
  type: Type.Literal("FeatureCollection"),
  metadata: Type.Object({
    plan: id,
    name: Type.String(),
    version: Type.Integer(),
    status: words(planStatuses),
    effectiveFrom: nullable(day),
    crs: Type.Literal("EPSG:4326"),
  }),
  features: Type.Array(
    Type.Object({
      type: Type.Literal("Feature"),
      id,
      geometry: nullable(Type.Object({ type: Type.Literal("MultiPolygon"), coordinates: Type.Array(Type.Array(ring)) })),
      properties: Type.Object({
        id,
        level,
        code: Type.String(),
        name: Type.String(),
        parent: nullable(Type.String({ description: "Code of the zone above." })),
        person: nullable(Type.String()),
        unit: nullable(Type.String({ description: "Code of the unit, as it was imported." })),
      }),
    }),
  ),
});
