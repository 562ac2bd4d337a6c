/** Shapes of the handbook as they travel. */
import { Type } from "typebox";
import { handbookClasses, handbookSubjects, handbookWays } from "./handbook.ts";
import { day, id, nullable, time, words } from "./schemaParts.ts";
import { baseClasses, siteTypes } from "./vocabulary.ts";

const word = Type.Object({ zh: Type.String(), en: Type.String() });
const level = Type.Integer({ minimum: 1, maximum: 3 });
const key = Type.String({ description: "zone/12 or site/4" });
const total = Type.Integer();

export const HandbookRole = Type.Object({
  code: Type.String(),
  name: word,
  applies: Type.Array(words(handbookClasses)),
  level: nullable(level),
  needed: Type.Boolean(),
  registered: Type.Boolean({ description: "Whom the target's own record names counts as its holder while nobody is entered." }),
  duties: Type.Array(word),
});
export const HandbookText = Type.Object({
  about: Type.Enum([...handbookSubjects]),
  checklist: Type.Array(word),
  standard: word,
  reward: word,
});
export const HandbookRules = Type.Object({
  version: Type.Integer(),
  changed: time,
  by: nullable(Type.String()),
  roles: Type.Array(HandbookRole, { description: "In their order." }),
  texts: Type.Array(HandbookText),
});

export const HandbookHolder = Type.Object({
  /** Null of the person on record. */
  id: nullable(id),
  person: nullable(id),
  name: Type.String(),
  phone: nullable(Type.String({ description: "Masked but for planners and administrators." })),
  unit: nullable(Type.String()),
  note: nullable(Type.String()),
  since: nullable(day),
});
/** What one role means at one target. */
export const HandbookPost = Type.Object({
  role: Type.String(),
  name: word,
  level: nullable(level),
  needed: Type.Boolean(),
  how: words(handbookWays),
  /** Of an inherited one: whose it is. */
  from: nullable(Type.Object({ key, name: Type.String() })),
  holders: Type.Array(HandbookHolder),
});
const target = {
  key,
  class: words(handbookClasses),
  type: nullable(words(siteTypes)),
  code: Type.String(),
  name: Type.String(),
};
export const HandbookTargetRow = Type.Object({
  ...target,
  posts: Type.Array(HandbookPost),
  gaps: Type.Integer({ description: "Needed posts without a holder." }),
});
export const HandbookHolders = Type.Object({ day, total, rows: Type.Array(HandbookTargetRow), next: nullable(Type.String()) });
export const HandbookHeld = Type.Object({
  rows: Type.Array(Type.Object({ target: key, role: Type.String(), holders: Type.Array(HandbookHolder) })),
});

export const HandbookGaps = Type.Object({
  day,
  total,
  /** Of roles that have any, in their order. */
  roles: Type.Array(Type.Object({ role: Type.String(), name: word, zones: Type.Integer(), sites: Type.Integer() })),
  rows: Type.Array(Type.Object({ ...target, role: Type.String(), zone: nullable(Type.Object({ id, name: Type.String() })) }), {
    description: "Zones first, then sites.",
  }),
  next: nullable(Type.String()),
});

export const HandbookPages = Type.Object({
  day,
  edition: nullable(Type.Object({ number: Type.Integer(), day })),
  /** In the book's order. */
  rows: Type.Array(
    Type.Object({
      ...target,
      parent: nullable(key),
      gaps: Type.Integer(),
      sum: Type.String({ description: "Of all that the page says." }),
      since: nullable(Type.Integer({ description: "The edition since which it has said so; null = it differs from the last one." })),
    }),
  ),
  /** Pages of the last edition that are no more. */
  gone: Type.Array(Type.Object({ key, name: Type.String() })),
});

const line = Type.Array(Type.Number(), { description: "Longitude, latitude, longitude … EPSG:4326" });
export const HandbookMap = Type.Object({
  frame: Type.Array(Type.Number(), { description: "West, south, east, north." }),
  /** Of the zone, or of the zone a site lies in. */
  outline: Type.Array(line),
  /** The site itself: a point, a line, or rings. */
  shape: Type.Array(line),
  shapeKind: Type.Enum(["none", "point", "line", "area"]),
  ground: Type.Array(Type.Object({ class: Type.Enum([...baseClasses]), name: nullable(Type.String()), area: Type.Boolean(), line })),
  neighbours: Type.Array(Type.Object({ name: Type.String(), lon: Type.Number(), lat: Type.Number() })),
});
export const HandbookPage = Type.Object({
  ...target,
  sum: Type.String(),
  since: nullable(Type.Integer()),
  address: nullable(Type.String()),
  unit: nullable(Type.String()),
  area_m2: Type.Number(),
  length_m: Type.Number(),
  /** Zones above, the highest first. */
  above: Type.Array(Type.Object({ key, level, name: Type.String(), posts: Type.Array(HandbookPost) })),
  posts: Type.Array(HandbookPost),
  /** Of a zone: the zones under it, and whom their own record or their entries name to answer for them. */
  below: Type.Array(Type.Object({ key, name: Type.String(), people: Type.Array(Type.String()) })),
  duties: Type.Array(Type.Object({ role: Type.String(), name: word, lines: Type.Array(word) })),
  checklist: Type.Array(word),
  standard: word,
  reward: word,
  /** Of a zone: the sites in it, numbered as on its map. */
  sites: Type.Array(Type.Object({ key, name: Type.String(), type: words(siteTypes), lon: Type.Number(), lat: Type.Number() })),
  map: HandbookMap,
});
export const HandbookContent = Type.Object({
  day,
  district: word,
  notice: nullable(word),
  attribution: nullable(Type.String()),
  mapApproval: nullable(Type.String()),
  edition: nullable(Type.Object({ number: Type.Integer(), day })),
  pages: Type.Array(HandbookPage, { description: "In the order of the keys." }),
});

export const HandbookEdition = Type.Object({
  number: Type.Integer(),
  day,
  note: nullable(Type.String()),
  by: nullable(Type.String()),
  pages: Type.Integer(),
  changed: Type.Integer({ description: "Pages that were new or others than in the edition before." }),
  gone: Type.Integer(),
});
export const HandbookEditions = Type.Object({ rows: Type.Array(HandbookEdition, { description: "The last one first." }) });
export const HandbookPeople = Type.Object({
  rows: Type.Array(Type.Object({ id, name: Type.String(), unit: nullable(Type.String()), phone: nullable(Type.String()) })),
});
