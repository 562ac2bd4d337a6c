/** "Which views are kept?" The caller's own, their office's and everybody's. */
import { route } from "../ask/route.ts";
import { SavedViews } from "../contract/deskSchemas.ts";
import type { SavedView } from "../contract/types.ts";
import { personRoles } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import { viewRows } from "./kept.ts";

export const views = route({
  path: "/api/views",
  question: "Which views of the desk are kept: the caller's own, their office's and everybody's?",
  may: { who: [...personRoles, "wall"], area: "none" },
  answer: SavedViews,
  handle: async ({ caller, rows }) => ({ rows: await rows<SavedView>("views", viewRows(caller, sql`true`)) }),
});
