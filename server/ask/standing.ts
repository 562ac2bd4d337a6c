/** How the database stands: the server listens before it is open, and says so. */
import type { Backups } from "../contract/types.ts";
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

/** How the nightly backups stand. */
export interface BackupsStand extends Backups {
  /** What the last one failed of, for who looks after the program; null: it did not. */
  readonly why: string | null;
}
export const noBackups: BackupsStand = { status: "off", lastGood: null, why: null };
