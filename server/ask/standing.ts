/** How the database stands: the server listens before it is open, and says so. */
import type { Db } from "../db/db.ts";

export type Standing =
  | { readonly status: "starting"; readonly phase: string }
  | { readonly status: "ready"; readonly db: Db }
  | { readonly status: "failed"; readonly phase: string };

/** The database is not open yet, or could not be opened. */
export class NotReady extends Error {
  readonly standing: Exclude<Standing, { status: "ready" }>;
  constructor(standing: Exclude<Standing, { status: "ready" }>) {
    super(standing.phase);
    this.standing = standing;
  }
}
