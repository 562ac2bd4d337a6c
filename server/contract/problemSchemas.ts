/** Shapes of answers about problems: rows, figures, one with its life, what can be done with it, who is responsible. */
import { Type } from "typebox";
import { Photo } from "./photoSchemas.ts";
import { day, id, nullable, time, words } from "./schemaParts.ts";
import { Limit, Word } from "./schemas.ts";
import { appealStates, leads, problemActs, problemSources, problemStates, problemStatuses, siteTypes } from "./vocabulary.ts";

export const ProblemRow = Type.Object({
  id: Type.Integer(),
  code: Type.String({ description: "The number people quote." }),
  title: Type.String(),
  category: Type.String(),
  state: words(problemStates),
  status: words(problemStatuses),
  place: nullable(Type.String()),
  unit: nullable(Type.Integer()),
  person: nullable(Type.String()),
  source: words(problemSources),
  found: time,
  deadline: nullable(time),
  closed: nullable(time),
  lon: Type.Number(),
  lat: Type.Number(),
  zone: nullable(Type.Integer({ description: "the smallest zone it lies in" })),
  version: Type.Integer({ description: "Said again with an act, so that what happened meanwhile is not overwritten." }),
});
const page = {
  total: Type.Integer(),
  rows: Type.Array(ProblemRow),
  next: nullable(Type.String({ description: "cursor of the next page" })),
  clock: time,
  ids: Type.Optional(Type.Array(Type.Integer(), { description: "with ids=1: every id of the answer, ascending" })),
  idsCapped: Type.Optional(Type.Boolean({ description: "with ids=1: true when only the first 300,000 ids are sent" })),
};
export const ProblemList = Type.Object(page);
export const NearAnswer = Type.Object({
  ...page,
  anchors: Type.Array(
    Type.Object({
      id: Type.Integer({ description: "site or zone id, 0 for a drawing" }),
      kind: Type.Enum(["site", "zone", "draw"]),
      type: nullable(words(siteTypes)),
      name: Type.String(),
      lon: Type.Number(),
      lat: Type.Number(),
      count: Type.Integer(),
    }),
    { description: "Each anchor's own count, most first; a problem near two anchors counts for both here and once in total." },
  ),
  anchorsTotal: Type.Integer({ description: "Anchors asked about: more than are listed when only the first 2,000 were measured." }),
});
export const ProblemEvent = Type.Object({
  seq: Type.Integer(),
  act: words(problemActs),
  at: time,
  actor: nullable(Type.String({ description: "Of a report by somebody from outside: masked." })),
  note: nullable(Type.String()),
  state: words(problemStates),
  unit: nullable(id),
  person: nullable(Type.String()),
  deadline: nullable(time),
  until: nullable(time),
  lon: nullable(Type.Number()),
  lat: nullable(Type.Number()),
  limit: nullable(Limit),
  noPhoto: nullable(Type.String()),
  overruled: nullable(Type.String()),
  photos: Type.Array(id, { description: "Photos it was said with; see the problem's photos." }),
  undone: Type.Boolean({ description: "A later act took it back." }),
});
/** How a deadline came about: every stretch of the clock, counted or not, from the dispatch to the deadline. Minutes. */
export const Arithmetic = Type.Object({
  from: time,
  due: nullable(time),
  limit: nullable(Limit),
  parts: Type.Array(
    Type.Object({
      from: time,
      to: time,
      counted_min: Type.Number({ description: "0: this stretch does not count." }),
      why: Word,
    }),
  ),
  total_min: Type.Number(),
  needed_min: Type.Number(),
  setByHand: Type.Boolean({ description: "The deadline was set by a person or came with an import: nothing was computed." }),
  unofficialYears: Type.Array(Type.Integer(), { description: "Years it passes through whose calendar is not official." }),
});
/** What the caller can do to a problem now, and why not. */
export const ActOffer = Type.Object({ act: words(problemActs), allowed: Type.Boolean(), why: nullable(Word), needsNote: Type.Boolean() });
export const ProblemDetail = Type.Object({
  ...ProblemRow.properties,
  description: nullable(Type.String()),
  site: nullable(Type.Object({ id: Type.Integer(), name: Type.String(), type: words(siteTypes) })),
  zones: Type.Array(Type.Object({ id: Type.Integer(), level: Type.Integer(), name: Type.String(), person: nullable(Type.String()) })),
  dispatched: nullable(time),
  nearlyDue: nullable(time),
  handedBack: nullable(time),
  late: nullable(Type.Boolean({ description: "The last hand-back came after the deadline." })),
  reworkCount: Type.Integer(),
  supervised: Type.Boolean(),
  onSpot: Type.Boolean(),
  night: Type.Boolean(),
  version: Type.Integer(),
  personId: nullable(id),
  coopUnit: nullable(id),
  areaUnit: nullable(id),
  tradeUnit: nullable(id),
  lead: nullable(words(leads)),
  limit: nullable(Limit),
  suspendedUntil: nullable(time),
  extensions: Type.Integer(),
  suspensions: Type.Integer(),
  returns: Type.Integer(),
  presses: Type.Integer(),
  appeal: words(appealStates),
  exempt: Type.Boolean({ description: "Not counted in the statistics: its appeal was upheld." }),
  reporter: nullable(Type.Object({ name: nullable(Type.String()), phone: nullable(Type.String()) })),
  noPhoto: nullable(Type.String({ description: "Why it was opened without a photo." })),
  outside: Type.Boolean({ description: "Its place lies outside the district." }),
  accuracy_m: nullable(Type.Number({ description: "Of the position it was reported with." })),
  meToo: Type.Integer({ description: "How many said that they saw it too." }),
  photos: Type.Array(Photo, { description: "In the order they were taken." }),
  clock: time,
  arithmetic: nullable(Arithmetic),
  acts: Type.Array(ActOffer, { description: "Acts of the caller's roles, in the order of a problem's life." }),
  history: Type.Array(ProblemEvent),
});
/** The reporter as they are, once, for the reason given; it is in the audit log. */
export const Revealed = Type.Object({ name: nullable(Type.String()), phone: nullable(Type.String()) });
/** A line of a bulk act's answer (NDJSON): one for each row, in the order given; the last has `done` = `of`. */
export const BulkLine = Type.Object({
  id,
  ok: Type.Boolean(),
  why: nullable(Word),
  state: nullable(words(problemStates)),
  version: nullable(Type.Integer()),
  unit: nullable(id),
  person: nullable(Type.String()),
  deadline: nullable(time),
  done: Type.Integer(),
  of: Type.Integer(),
});
/** Who is responsible for a place and a category: area and trade, which leads, who is named, until when, each with its reason. */
export const Responsibility = Type.Object({
  day: day,
  area: Type.Object({
    unit: nullable(id),
    zone: nullable(Type.Object({ id, level: Type.Integer(), name: Type.String() })),
    person: nullable(Type.String()),
    why: Word,
  }),
  trade: Type.Object({ unit: nullable(id), why: Word }),
  lead: nullable(words(leads)),
  unit: nullable(id),
  coop: nullable(id),
  person: nullable(Type.Object({ id, name: Type.String() })),
  limit: nullable(Limit),
  deadline: nullable(time),
  arithmetic: nullable(Arithmetic),
  outside: Type.Boolean({ description: "The place lies outside the district: to be asked about before it is sent." }),
  faults: Type.Array(Word, { description: "Why it resolves to none or to many; empty = exactly one." }),
});
/** Closure figures: of each unit (or zone, or category), over the filter's problems. Rates are of problems not exempt. */
const figures = {
  total: Type.Integer(),
  open: Type.Integer(),
  overdue: Type.Integer(),
  nearlyDue: Type.Integer(),
  closed: Type.Integer(),
  counted: Type.Integer({ description: "Closed, had a deadline, not exempt: what the on-time rate is of." }),
  onTime: Type.Integer({ description: "Of those: mended before the deadline." }),
  judged: Type.Integer({ description: "Closed and not exempt: what the rework rate is of." }),
  reworked: Type.Integer({ description: "Of those: sent back for rework at least once." }),
  returned: Type.Integer(),
  exempt: Type.Integer(),
};
/** Of a sum by zone: by the zones of the day each problem was found, or by today's. */
const zones = Type.Optional(Type.Enum(["then", "today"], { description: "Of a sum by zone: whose zones it is of." }));
export const Performance = Type.Object({
  clock: time,
  zones,
  all: Type.Object(figures),
  rows: Type.Array(Type.Object({ key: nullable(Type.String()), ...figures })),
});
export const CountAnswer = Type.Object({
  total: Type.Integer(),
  zones,
  clock: time,
  by: Type.Record(Type.String(), Type.Array(Type.Object({ key: Type.String(), count: Type.Integer() }))),
});
/** The GeoJSON export: RFC 7946, and what was asked when. */
export const ProblemCollection = Type.Object({
  type: Type.Literal("FeatureCollection"),
  metadata: Type.Object({
    filter: Type.String({ description: "as a URL asks it" }),
    sentence: Word,
    at: time,
    crs: Type.Literal("EPSG:4326"),
    total: Type.Integer(),
    capped: Type.Boolean({ description: "true when there are more rows than the file holds" }),
  }),
  features: Type.Array(
    Type.Object({
      type: Type.Literal("Feature"),
      id: Type.Integer(),
      geometry: Type.Object({ type: Type.Literal("Point"), coordinates: Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }) }),
      properties: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
});
