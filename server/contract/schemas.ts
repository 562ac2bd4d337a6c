/** Shapes of answers about the ground: the district, its layers, its sites, and every refusal. The server documents and tests hold answers to them; types.ts gives them to the client. */
import { Type } from "typebox";
import { integers, nullable, texts, time, words } from "./schemaParts.ts";
import { campaigns, limitUnits, siteKinds, siteTypes } from "./vocabulary.ts";

export const Word = Type.Object({ zh: Type.String(), en: Type.String() });
/** RFC 9457. `parameter`, `value` and `expected` say which input was refused and what would be right. */
export const ProblemDocument = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  detail_zh: Type.Optional(Type.String()),
  parameter: Type.Optional(Type.String()),
  value: Type.Optional(Type.String()),
  expected: Type.Optional(Word),
  phase: Type.Optional(Type.String({ description: "While the database is being opened: what is being done." })),
  now: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: "Of a 409: how the thing stands now (of a problem: state, version, and since: what happened since the version given).",
    }),
  ),
});
/** A backup that failed or is missing takes no server out of service: `status` of the health stays what it is. */
export const Backups = Type.Object({
  status: Type.Enum(["off", "none_yet", "good", "failed", "missing"], {
    description: "The nightly backup of this server: off = none is to be made; missing = the last good one is more than 26 hours old.",
  }),
  lastGood: nullable(time),
});
export const Health = Type.Object({
  status: Type.Enum(["ok", "starting", "failed"]),
  version: Type.String(),
  database: Type.String(),
  postgis: Type.String(),
  revision: Type.Integer(),
  backups: Backups,
  phase: Type.Optional(Type.String({ description: "While starting: what is being done." })),
});
export const Alive = Type.Object({ status: Type.Literal("live") });
export const Readiness = Type.Object({
  status: Type.Enum(["ready", "starting", "failed", "stopping"]),
});
export const Limit = Type.Object({ value: Type.Number(), unit: words(limitUnits) });
export const Category = Type.Object({
  code: Type.String(),
  major: Type.String(),
  name: Word,
  campaign: nullable(words(campaigns)),
  limit: nullable(Limit),
  retired: Type.Boolean({ description: "No new problem is filed under it." }),
});
export const District = Type.Object({
  code: Type.String(),
  name: Word,
  timeZone: Type.String(),
  language: Type.Enum(["zh", "en"]),
  centre: Type.Tuple([Type.Number(), Type.Number()]),
  bounds: Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()]),
  clock: Type.String({ format: "date-time", description: "The district's time now: the database's, or a snapshot's." }),
  frozen: Type.Boolean({ description: "The district is a snapshot: its clock stands." }),
  dataAsOf: nullable(time),
  madeUp: Type.Boolean(),
  notice: nullable(Word),
  attribution: nullable(Type.String()),
  mapApproval: nullable(Type.String()),
  revision: Type.Integer({ description: "Number of the last change: moves when anything moves." }),
  categories: Type.Array(Category),
  units: Type.Array(
    Type.Object({ id: Type.Integer(), name: Type.String(), shortName: Type.String(), kind: Type.String(), dissolved: Type.Boolean() }),
  ),
  zones: Type.Array(Type.Object({ id: Type.Integer(), level: Type.Integer(), name: Type.String(), parent: nullable(Type.Integer()) }), {
    description: "All zones by name, so that a sentence and a chooser need no geometry.",
  }),
  rounds: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String(), starts: Type.String({ format: "date" }) }), {
    description: "Rounds of inspection, the latest first; twenty at most. A round lasts until the next begins.",
  }),
  siteCounts: Type.Record(Type.String(), Type.Integer(), { description: "Sites of each type." }),
});
/**
 * Geometry in a column: null for a point (its lon/lat columns say where); {l: lines}; {a: polygons of rings}.
 * Each line or ring is flat: x0, y0, then differences, in 1e-6 degrees; rings repeat their first position.
 */
export const PackedGeometry = Type.Union([
  Type.Null(),
  Type.Object({ l: Type.Array(integers) }),
  Type.Object({ a: Type.Array(Type.Array(integers)) }),
]);
const geometries = Type.Array(PackedGeometry);
const head = { revision: Type.Integer(), clock: time, count: Type.Integer() };
/** Columns: lon and lat in 1e-6 degrees; index columns point into the list beside them; 0 or -1 as said for "none". */
export const SitesLayer = Type.Object({
  ...head,
  types: texts,
  id: integers,
  type: Type.Array(Type.Integer(), { description: "index into types" }),
  name: texts,
  key: Type.Array(Type.Integer(), { description: "1 = a key site" }),
  unit: Type.Array(Type.Integer(), { description: "unit id, 0 = none" }),
  lon: integers,
  lat: integers,
  length_m: integers,
  area_m2: integers,
  geometry: geometries,
});
export const ZonesLayer = Type.Object({
  ...head,
  id: integers,
  level: integers,
  parent: Type.Array(Type.Integer(), { description: "zone id, 0 = none" }),
  code: texts,
  name: texts,
  person: Type.Array(nullable(Type.String())),
  unit: Type.Array(Type.Integer(), { description: "unit id, 0 = none" }),
  lon: integers,
  lat: integers,
  area_m2: integers,
  geometry: geometries,
});
export const BaseLayer = Type.Object({
  ...head,
  classes: texts,
  class: Type.Array(Type.Integer(), { description: "index into classes" }),
  name: Type.Array(nullable(Type.String())),
  lon: integers,
  lat: integers,
  geometry: geometries,
});
/** The working set: open problems and those closed or rejected in the last 90 days of the district's clock. */
export const ProblemsLayer = Type.Object({
  ...head,
  states: texts,
  categories: texts,
  sources: texts,
  id: integers,
  lon: integers,
  lat: integers,
  state: Type.Array(Type.Integer(), { description: "index into states" }),
  category: Type.Array(Type.Integer(), { description: "index into categories" }),
  source: Type.Array(Type.Integer(), { description: "index into sources" }),
  unit: Type.Array(Type.Integer(), { description: "unit id, 0 = none" }),
  siteTypes: texts,
  siteType: Type.Array(Type.Integer(), { description: "index into siteTypes, whose first stands for none: of the site it was found at" }),
  zone3: Type.Array(Type.Integer(), { description: "grid cell id, 0 = none" }),
  found: Type.Array(Type.Integer(), { description: "unix seconds" }),
  due: Type.Array(Type.Integer(), { description: "unix seconds, 0 = no deadline" }),
  nearlyDue: Type.Array(Type.Integer(), { description: "unix seconds, 0 = never" }),
  closed: Type.Array(Type.Integer(), { description: "unix seconds, 0 = not closed" }),
  since: Type.String({ format: "date-time", description: "Problems that ended before this are not in the layer." }),
  working: Type.Integer({
    description: "Problems of the working set; more than `count` when it is too large to travel whole: then the latest do.",
  }),
  total: Type.Integer({ description: "All problems in the database." }),
});
export const SiteDetail = Type.Object({
  id: Type.Integer(),
  type: words(siteTypes),
  kind: Type.Enum([...siteKinds]),
  name: Type.String(),
  address: nullable(Type.String()),
  unit: nullable(Type.Integer()),
  person: nullable(Type.String()),
  key: Type.Boolean(),
  lon: Type.Number(),
  lat: Type.Number(),
  length_m: Type.Number(),
  area_m2: Type.Number(),
  zones: Type.Array(Type.Object({ id: Type.Integer(), level: Type.Integer(), name: Type.String(), person: nullable(Type.String()) })),
  near: Type.Object({ distance_m: Type.Number(), open: Type.Integer(), overdue: Type.Integer(), total: Type.Integer() }),
  lastCheckIns: Type.Array(
    Type.Object({ id: Type.Integer(), person: Type.String(), at: time, distance_m: Type.Number(), proved: Type.Boolean() }),
    { description: "Newest first; at most 3." },
  ),
});
export const SearchAnswer = Type.Object({
  hits: Type.Array(
    Type.Object({
      kind: Type.Enum(["site", "zone", "problem", "unit"]),
      id: Type.Integer(),
      name: Type.String(),
      note: Type.String({ description: "type, level or state code that says what it is" }),
      lon: nullable(Type.Number()),
      lat: nullable(Type.Number()),
    }),
  ),
});
