/** "Which categories are there, and which limits do they have, from when on?" */
import { route, signedIn } from "../ask/route.ts";
import { Categories } from "../contract/bookSchemas.ts";
import type { CategoryRow } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import { categoryRows } from "./categories.ts";

export const categoryList = route({
  path: "/api/categories",
  question: "Which categories are there, and which limits do they have, from when on?",
  may: signedIn,
  answer: Categories,
  handle: async ({ caller, rows }) => ({ rows: await rows<CategoryRow>("categories", categoryRows(caller, sql`true`)) }),
});
