/** While the server that is written to is away, what is answered says since when it may be old. */
import type { Now } from "../ask/now.ts";
import { staleSince } from "../contract/stale.ts";

/** A header for an answer. */
export type Stale = Readonly<Record<string, string>>;
const none: Stale = {};
/** A kept answer's headers are the last ones that came with it: "as it was" takes the word back. */
const over: Stale = { [staleSince]: "" };

/** @param status of the answer */
export function staleHeader(now: Pick<Now, "at"> | null, status: number): Stale {
  const at = now?.at;
  if (at === undefined) return none;
  if (at.staleSince !== null) return { [staleSince]: at.staleSince.toISOString() };
  return status === 304 ? over : none;
}
