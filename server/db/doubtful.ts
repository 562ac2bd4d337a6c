/**
 * A commit that a synchronous copy was waited for in vain. PostgreSQL then says that it is done, with a warning beside it: it is, on this
 * server, and may be lost with it. Whoever was to be told so is told to try again instead.
 */
import type pg from "pg";
import { Unavailable } from "./db.ts";

const doubtful = new WeakSet<object>();
/** The server's own name of the place where it gives up waiting; the warning's words are in its language. */
const waiting = "SyncRepWaitForLSN";

/** From now on it is known of this session. */
export function watchDoubt(client: pg.ClientBase): void {
  client.on("notice", ({ routine }) => {
    if (routine === waiting) doubtful.add(client);
  });
}

/** @throws Unavailable when the statement that has just ended on the session is in doubt */
export function refuseDoubtful(client: pg.ClientBase): void {
  if (doubtful.delete(client)) throw new Unavailable("No copy has received what was written; it may or may not last. Try again.");
}
