/** "Which places have a name?" The caller's own, their office's and everybody's. */
import { route } from "../ask/route.ts";
import { NamedShapes as Answer } from "../contract/placeSchemas.ts";
import type { NamedShape, NamedShapes } from "../contract/types.ts";
import { personRoles } from "../contract/vocabulary.ts";
import { seenShapes } from "./kept.ts";

export const shapes = route({
  path: "/api/shapes",
  question: "Which shapes have a name: the caller's own, their office's and everybody's?",
  may: { who: [...personRoles, "wall"], area: "none" },
  answer: Answer,
  handle: async ({ caller, rows }) => ({ rows: await rows<NamedShape>("shapes", seenShapes(caller)) }) satisfies NamedShapes,
});
