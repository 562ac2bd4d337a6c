/** Shapes of what walls ask and say, of alarms, and of the figures that leaders ask for. */
import { Type } from "typebox";
import { id, nullable, texts, time, words } from "./schemaParts.ts";
import { siteTypes } from "./vocabulary.ts";
import { alarmKinds, freshness, orderKinds, sceneKinds } from "./wall.ts";

export const WallScene = Type.Object({
  kind: words(sceneKinds),
  title: nullable(Type.String()),
  seconds: Type.Integer(),
  query: Type.String({ description: "Query and fragment of the desk's URL; empty = the kind's own question." }),
});
export const WallTour = Type.Object({
  id,
  name: Type.String(),
  version: Type.Integer(),
  scenes: Type.Array(WallScene),
  changed: time,
  by: nullable(Type.String()),
});
export const WallTours = Type.Object({ rows: Type.Array(WallTour) });
export const WallRules = Type.Object({
  keyOverdue: Type.Boolean(),
  immediate: Type.Array(Type.String(), { description: "Categories of which each new problem is an alarm." }),
  clusterLeast: Type.Integer(),
  clusterWithin_m: Type.Number(),
  clusterHours: Type.Integer(),
  flagLeast: Type.Integer(),
  flagRed: Type.Number({ description: "On-time rate, 0 to 1; the lower end of its Wilson interval must reach it." }),
  flagBlue: Type.Number({ description: "On-time rate, 0 to 1; the upper end of its Wilson interval must not exceed it." }),
  patrolDays: Type.Integer(),
});
/** What a wall shows in turn. */
export const WallProgramme = Type.Object({
  clock: time,
  page: Type.String({ description: "The page's present build: its script's address. Empty when no page is built." }),
  tour: Type.Object({ id: nullable(id), name: nullable(Type.String()), version: Type.Integer() }),
  scenes: Type.Array(WallScene),
  rules: WallRules,
});
export const WallOrder = Type.Object({
  id,
  kind: words(orderKinds),
  scene: nullable(Type.Integer({ description: "Of its tour, from 0." })),
  lon: nullable(Type.Number()),
  lat: nullable(Type.Number()),
  zoom: nullable(Type.Number()),
  message: nullable(Type.String()),
  seconds: Type.Integer({ description: "How long it stands." }),
  made: time,
});
/** The server's answer to a wall's word. */
export const WallAnswer = Type.Object({
  clock: time,
  page: Type.String(),
  tour: Type.Object({ id: nullable(id), version: Type.Integer() }),
  orders: Type.Array(WallOrder, { description: "Not taken yet and no older than ten minutes, oldest first." }),
});
/** How a wall stands, by its own word. */
export const WallWord = Type.Object({
  scene: nullable(Type.Object({ index: Type.Integer(), kind: words(sceneKinds), title: Type.String() })),
  paused: Type.Boolean(),
  freshness: words(freshness),
  screen: Type.String({ description: "Pixels and layout, such as 3840×2160 16:9." }),
  page: Type.String(),
  clockOff_s: Type.Number({ description: "The device's clock less the server's." }),
  upSince: time,
  heap_mb: nullable(Type.Number()),
  faults: texts,
});
export const Wall = Type.Object({
  id,
  name: Type.String(),
  tour: nullable(id),
  heard: nullable(time),
  silent_s: nullable(Type.Number({ description: "Since its last word, by the machine's clock; `clock` is the district's." })),
  word: nullable(WallWord),
  picture: nullable(time),
  /** The last of those that it has not taken yet and that are still told. */
  waiting: nullable(WallOrder),
});
export const Walls = Type.Object({ clock: time, rows: Type.Array(Wall) });

export const Alarm = Type.Object({
  id,
  kind: words(alarmKinds),
  at: time,
  problems: Type.Array(Type.Integer(), { description: "Ascending." }),
  title: Type.String({ description: "As it was: of the problem; of a cluster the place." }),
  place: nullable(Type.String({ description: "Of an overdue its key site; of a cluster where its middle is." })),
  category: nullable(Type.String({ description: "Its code; of a cluster the one that most of it has." })),
  count: Type.Integer(),
  lon: Type.Number(),
  lat: Type.Number(),
  acknowledged: nullable(Type.Object({ at: time, by: nullable(Type.String()), note: nullable(Type.String()) })),
  ended: nullable(time),
});
export const Alarms = Type.Object({
  clock: time,
  total: Type.Integer({ description: "Neither acknowledged nor ended, also when the list is of others." }),
  rows: Type.Array(Alarm, { description: "Newest first." }),
});

/** A figure now, a day ago and a week ago, and the filter that opens its rows. Rates as a share and what it is of. */
const moments = { now: Type.Number(), yesterday: nullable(Type.Number()), lastWeek: nullable(Type.Number()) };
const query = Type.Object({ now: Type.String(), yesterday: Type.String(), lastWeek: Type.String() });
const Count = Type.Object({ ...moments, query });
const Rate = Type.Object({
  now: nullable(Type.Number({ description: "0 to 1; null = nothing to judge by." })),
  yesterday: nullable(Type.Number()),
  lastWeek: nullable(Type.Number()),
  of: Type.Object({ now: Type.Integer(), yesterday: Type.Integer(), lastWeek: Type.Integer() }),
  query,
});
export const Headline = Type.Object({
  clock: time,
  open: Count,
  overdue: Count,
  nearlyDue: Count,
  foundToday: Count,
  closedToday: Count,
  onTime: Rate,
  rework: Rate,
});
/** Problems closed of late that have a photo of before and one of after. */
export const Mended = Type.Object({
  clock: time,
  rows: Type.Array(
    Type.Object({
      id,
      title: Type.String(),
      category: Type.String(),
      place: nullable(Type.String()),
      unit: nullable(id),
      found: time,
      closed: time,
      lon: Type.Number(),
      lat: Type.Number(),
      before: id,
      after: id,
    }),
    { description: "Closed last first." },
  ),
});
/** When sites of a type were last walked. */
export const Patrols = Type.Object({
  clock: time,
  days: Type.Integer({ description: "After so many days one is due." }),
  rows: Type.Array(
    Type.Object({
      id,
      name: Type.String(),
      type: words(siteTypes),
      last: nullable(time),
      due: Type.Boolean({ description: "Not walked within the days; false when it never was: nothing is known then." }),
      open: Type.Integer({ description: "Open problems found at it." }),
    }),
    { description: "Due longest first, then those never walked, then the rest." },
  ),
  due: Type.Integer(),
  never: Type.Integer(),
});
/** How many of each layer there are, for whoever draws them to compare. */
export const LayerCounts = Type.Object({
  clock: time,
  revisions: Type.Record(Type.String(), Type.Integer()),
  problems: Type.Object({
    rows: Type.Integer({ description: "Of the working set: what the problems layer has." }),
    hits: Type.Integer({ description: "Of those, what the filter means." }),
  }),
  sites: Type.Record(Type.String(), Type.Integer(), { description: "By kind." }),
  zones: Type.Record(Type.String(), Type.Integer(), { description: "By level." }),
});
