/** Shapes of what the desk keeps: saved views, short links, rounds; and of a stretch of the past, for replay. */
import { Type } from "typebox";
import { shares } from "./officeWords.ts";
import { day, id, integers, nullable, texts, time, words } from "./schemaParts.ts";

export const SavedView = Type.Object({
  id,
  name: Type.String(),
  query: Type.String({ description: "The query and fragment of the page's URL, as the page writes it." }),
  share: words(shares),
  owner: nullable(Type.String()),
  mine: Type.Boolean({ description: "The caller may change it and take it away." }),
});
export const SavedViews = Type.Object({ rows: Type.Array(SavedView) });
export const ShareLink = Type.Object({ code: Type.String(), query: Type.String() });
export const Round = Type.Object({ id, name: Type.String(), starts: day });

/**
 * Problems over a stretch of time, as columns: as they stood when it began, and every event since that changes what is shown; being found is
 * one, too. Codes are as in the problems layer. Indices point to rows; times are unix seconds, 0 = none.
 */
export const Replay = Type.Object({
  clock: time,
  from: time,
  to: time,
  count: Type.Integer(),
  states: texts,
  categories: texts,
  sources: texts,
  siteTypes: texts,
  id: integers,
  lon: integers,
  lat: integers,
  category: integers,
  source: integers,
  siteType: integers,
  zone3: integers,
  found: integers,
  state: Type.Array(Type.Integer(), {
    description: "When the stretch began; -1 = not there: not found yet, or not the caller's to see then.",
  }),
  unit: integers,
  due: integers,
  nearlyDue: integers,
  closed: integers,
  events: Type.Object({
    row: Type.Array(Type.Integer(), { description: "Whose; events are in the order of their times." }),
    at: integers,
    state: Type.Array(Type.Integer(), { description: "-1 = no longer there." }),
    unit: integers,
    due: integers,
    nearlyDue: integers,
    closed: integers,
  }),
});
