/** Shapes of what comes from the street: changes as they happen, check-ins, finds that may be the same. */
import { Type } from "typebox";
import { changeLayers } from "./officeWords.ts";
import { ProblemRow } from "./problemSchemas.ts";
import { id, nullable, time, words } from "./schemaParts.ts";
import { type ProblemAct, problemActs, siteTypes } from "./vocabulary.ts";

const revision = Type.Integer({ description: "Number of the change; the stream's id." });
/** A problem as it stands after a change: its row, and what the map's columns need beside it. */
export const LiveProblem = Type.Object({
  ...ProblemRow.properties,
  nearlyDue: nullable(time),
  zone3: nullable(id),
  siteType: nullable(words(siteTypes)),
  act: nullable(
    Type.Enum(Object.keys(problemActs) as ProblemAct[], { description: "What led to it; null = time passed, or its photos changed." }),
  ),
});
/** The first event of a stream (event: hello). */
export const LiveHello = Type.Object({
  revision,
  clock: time,
  layers: Type.Record(Type.Enum([...changeLayers]), Type.Integer(), { description: "Each layer's revision now." }),
  resumed: Type.Boolean({ description: "False: what was missed is not known any more; fetch the problems anew." }),
});
/** Problems that changed (event: change), each as it stands now; `gone`: ids that the caller no longer sees. */
export const LiveChange = Type.Object({ revision, clock: time, problems: Type.Array(LiveProblem), gone: Type.Array(id) });
/** A layer that is to be fetched anew (event: layer). */
export const LiveLayer = Type.Object({ revision, clock: time, layer: Type.Enum([...changeLayers]) });
/** Nothing happened, and the link stands (event: beat). */
export const LiveBeat = Type.Object({ revision, clock: time });
/**
 * The database is away (event: away): nothing newer is known before the next event of another name; said again in place of beats.
 * `since`: the district's time up to which everything was told; null = not known to this server.
 */
export const LiveAway = Type.Object({ since: nullable(time) });
/** Why the server ends the stream (event: end). `slow`: the reader did not keep up; come back with the last id. */
export const LiveEnd = Type.Object({ why: Type.Enum(["signed_out", "slow", "closing", "area"]) });

/** Finds of the same category, so near and so lately that they may be the same. */
export const Similar = Type.Object({
  radius_m: Type.Number(),
  days: Type.Number(),
  rows: Type.Array(Type.Object({ ...ProblemRow.properties, distance_m: Type.Number(), meToo: Type.Integer(), photo: nullable(id) }), {
    description: "Nearest first; at most 20.",
  }),
});

export const CheckIn = Type.Object({
  id,
  site: Type.Object({ id, name: Type.String(), type: words(siteTypes) }),
  person: Type.Object({ id, name: Type.String() }),
  at: time,
  lon: Type.Number(),
  lat: Type.Number(),
  accuracy_m: Type.Number(),
  distance_m: Type.Number({ description: "From the position to the site's own shape." }),
  proved: Type.Boolean({ description: "The position proves it: near enough, and sure enough." }),
});
export const CheckIns = Type.Object({ total: Type.Integer(), rows: Type.Array(CheckIn) });
export const SitesNear = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      name: Type.String(),
      type: words(siteTypes),
      distance_m: Type.Number(),
      lon: Type.Number(),
      lat: Type.Number(),
      lastCheckIn: nullable(time),
    }),
  ),
});
