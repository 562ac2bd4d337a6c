/** "Where do the problems of a document lie?" The picture that its DOCX has, for the page: of one that can be made, and of one issued. */
import { Type } from "typebox";
import type { Rows } from "../ask/check.ts";
import { NotFound, Reply, type Route, route } from "../ask/route.ts";
import { briefTakes, mayRead } from "./asked.ts";
import { drawMap } from "./docx/map.ts";
import { type MapFacts, mapGround } from "./docx/mapGround.ts";
import { pointsOf } from "./facts.ts";
import { fold } from "./fold.ts";
import { type Asker, frameOf, type Wanted } from "./frame.ts";
import { keptOf } from "./issued.ts";
import { namesThen } from "./told.ts";

const media = "image/png";
const nothing = () =>
  new NotFound({ zh: "没有可画的：没有镇街界线，也没有问题", en: "There is nothing to draw: no outlines, and no problems." });

/** Of the facts only what the map is drawn from. @throws ParameterError, Forbidden, TooMany as the page does */
async function drawnOf(asker: Asker, wanted: Wanted): Promise<MapFacts> {
  const frame = await frameOf(asker, wanted);
  const [{ rows }, { outlines }] = await Promise.all([
    fold(asker, frame),
    namesThen(asker, frame, { units: [], zones: [], categories: [] }),
  ]);
  const { running, asOf, to } = frame;
  return { running, asOf, to, outlines: [...outlines], points: pointsOf(rows.filter(({ isFound }) => isFound)) };
}

/** @throws NotFound when there is nothing to draw */
async function pictureOf(rows: Rows, facts: MapFacts): Promise<Reply> {
  const { png } = await drawMap(await mapGround(facts, (statement) => rows("map", statement)), facts.points);
  if (png === null) throw nothing();
  return new Reply(200, { "content-type": media, "cache-control": "private, no-cache" }, png);
}

export const briefMap: Route = route({
  path: "/api/briefs/map.png",
  question: "Where do the problems of the daily, weekly, notice or slip of that time lie? As its document draws it.",
  may: mayRead,
  filtered: true,
  takes: briefTakes,
  answer: Type.String(),
  media,
  handle: async ({ caller, rows, filter, given: { kind, ...days } }) =>
    pictureOf(rows, await drawnOf({ caller, rows }, { kind, days, filter })),
});

export const briefIssuedMap: Route = route({
  path: "/api/briefs/{id}/map.png",
  question: "Where did the problems of an issued document lie? Drawn from the page that is kept of it.",
  may: mayRead,
  answer: Type.String(),
  media,
  handle: async ({ caller, rows, id }) => pictureOf(rows, (await keptOf(rows, caller, id())).page.facts),
});
