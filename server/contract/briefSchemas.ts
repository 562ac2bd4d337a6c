/** Shapes of official documents as they travel: the facts, each figure with the question whose answer it is. */
import { Type } from "typebox";
import { briefKinds } from "./brief.ts";
import { day, id, nullable, time, words } from "./schemaParts.ts";
import { problemStates, problemStatuses, siteTypes } from "./vocabulary.ts";

const word = Type.Object({ zh: Type.String(), en: Type.String() });
const name = nullable(Type.String());

/**
 * A number, and the filter (a URL's parameters) that opens exactly its rows: /api/problems?… has it as `total`.
 * null: no filter says them: there is none to name, or more than a URL can name one by one.
 */
export const BriefFigure = Type.Object({ value: Type.Integer(), query: nullable(Type.String()) });
const figure = BriefFigure;

export const BriefProblem = Type.Object({
  id,
  code: Type.String(),
  category: Type.String(),
  /** What is said of it: its description, else its title. */
  text: Type.String(),
  place: Type.String(),
  state: words(problemStates),
  status: words(problemStatuses),
  unit: name,
  person: name,
  foundAt: time,
  deadlineAt: nullable(time),
  closedAt: nullable(time),
});
/** A place with its problems: a site, or where no site is named the words of the place. */
export const BriefPlace = Type.Object({
  site: nullable(id),
  siteType: nullable(words(siteTypes)),
  name: Type.String(),
  problems: Type.Array(BriefProblem),
});
/** Problems found in the period, by the sub-district in force on the day each was found; without one: zone null. */
export const BriefArea = Type.Object({
  zone: nullable(id),
  name: Type.String(),
  /** = closed + open + rejected, of these same problems, as of then. */
  found: figure,
  closed: figure,
  open: figure,
  rejected: figure,
  places: Type.Array(BriefPlace),
});
export const BriefUnit = Type.Object({
  /** null: nobody's, not dispatched yet. */
  unit: nullable(id),
  name: Type.String(),
  found: figure,
  closed: figure,
  open: figure,
  overdue: figure,
  /** Of what was closed in the period, had a deadline and is not exempt: how many, and in time. */
  counted: figure,
  onTime: figure,
  /** Of what was closed in the period and is not exempt: sent back at least once. */
  reworked: figure,
  /** Found in the period within 50 m and 30 days of a closed one of the same category. */
  repeated: figure,
  /** On time over counted, 0 to 1; null without any counted. */
  rate: nullable(Type.Number()),
  /** 1 = the best; null: too few cases to be ranked. */
  rank: nullable(Type.Integer()),
  flag: nullable(Type.Enum(["red", "blue"])),
});
export const BriefFacts = Type.Object({
  kind: words(briefKinds),
  district: word,
  timeZone: Type.String(),
  /** The period's days, both in it. */
  from: day,
  to: day,
  /** RFC 3339 with the district's offset: everything is as it stood then. The period's end, or now when it is not over. */
  asOf: time,
  /** The period is not over: the document can be looked at, not issued. */
  running: Type.Boolean(),
  /** What it is narrowed to, as a sentence and as a filter; null: nothing. */
  scope: nullable(Type.Object({ sentence: word, query: Type.String() })),
  /** The caller's area when it is not the whole district. */
  area: nullable(Type.String()),
  found: figure,
  /** Closed in the period, whenever found. */
  closed: figure,
  /** Found in the period, and as of then closed, open, or rejected (不予立案): the three are all that were found. */
  foundClosed: figure,
  foundOpen: figure,
  foundRejected: figure,
  /** All that stood open then, and overdue of them. */
  open: figure,
  overdue: figure,
  /** The same period before. */
  before: Type.Object({ from: day, to: day, found: figure, closed: figure }),
  siteTypes: Type.Array(Type.Object({ siteType: nullable(words(siteTypes)), sites: Type.Integer(), found: figure })),
  categories: Type.Array(Type.Object({ category: Type.String(), name: word, found: figure })),
  areas: Type.Array(BriefArea),
  units: Type.Array(BriefUnit),
  /** How flags are given, in words. */
  flagRule: word,
  photos: Type.Array(Type.Object({ problem: id, code: Type.String(), text: Type.String(), place: Type.String(), before: id, after: id })),
  /** Where the problems of the period lie, for the map: longitude, latitude, status. */
  points: Type.Array(Type.Tuple([Type.Number(), Type.Number(), words(problemStatuses)])),
  /** Sub-districts as they were, numbered as on the map. */
  outlines: Type.Array(Type.Object({ zone: id, name: Type.String(), number: Type.Integer() })),
  /** More were found than are listed one by one. */
  cut: Type.Boolean(),
});

const wordsAdded = Type.Object({
  number: Type.String(),
  issuer: Type.String(),
  to: Type.String(),
  opening: Type.String(),
  demands: Type.String(),
  copies: Type.String(),
});
export const BriefPage = Type.Object({
  facts: BriefFacts,
  /** As an issue would have them: the last issued of the kind, or the office's own. */
  words: wordsAdded,
  title: Type.String(),
  /** The paragraph of figures, as the document says it. */
  overview: Type.String(),
  template: Type.Object({ id: nullable(id), name: Type.String() }),
});
export const IssuedBrief = Type.Object({
  id,
  kind: words(briefKinds),
  title: Type.String(),
  from: day,
  to: day,
  asOf: time,
  number: Type.String(),
  by: Type.String(),
  made: time,
  /** SHA-256 of the document, hexadecimal: made again it is the same. */
  sum: Type.String(),
  bytes: Type.Integer(),
});
export const IssuedBriefs = Type.Object({ rows: Type.Array(IssuedBrief), next: nullable(Type.String()) });
export const IssuedBriefPage = Type.Object({ issued: IssuedBrief, page: BriefPage });
/** A document made again from what is kept of it: whether it is the same to the byte, and the SHA-256 of what was made now. */
export const BriefProof = Type.Object({ same: Type.Boolean(), sum: Type.String() });
export const BriefTemplate = Type.Object({
  /** null: the one that comes with the program. */
  id: nullable(id),
  kind: words(briefKinds),
  name: Type.String(),
  by: nullable(Type.String()),
  made: nullable(time),
  bytes: Type.Integer(),
  /** New documents of the kind are made with it. */
  used: Type.Boolean(),
});
export const BriefTemplates = Type.Object({ rows: Type.Array(BriefTemplate) });
