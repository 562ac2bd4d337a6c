/** What pages and caches are told of a change by. */
import { type Sql, sql } from "../db/sql.ts";

type Revised = "district" | "problems" | "calendar";

/** Moves a layer's revision. The last statement of its transaction: the row is everybody's, and locked until the commit. */
export const moved = (layer: Revised): Sql => sql`update layer_revision set revision = revision + 1 where layer = ${layer}::text`;
