/** Which copy answers a read: one that has come far enough, or does within a moment; nobody waits for one that is known to be behind. */
import { setTimeout as wait } from "node:timers/promises";
import type { Position } from "./db.ts";
import type { Server } from "./server.ts";

/** So long a read waits for a copy at most, before it goes to the primary. Milliseconds. */
export const patience_ms = 50;

let turn = 0;

/** The one with the fewest statements under way, and of equals each in turn; undefined: there is none. */
function leastBusy(servers: readonly Server[]): Server | undefined {
  turn++;
  return servers
    .map((_, i) => servers[(i + turn) % servers.length] as Server)
    .reduce<Server | undefined>((best, one) => (best === undefined || one.running < best.running ? one : best), undefined);
}

/** Waits until the copy has come so far; false: it has not by then. @param until_ms of performance.now() */
export async function comes(server: Server, to: Position, until_ms: number): Promise<boolean> {
  for (let pause_ms = 1; ; pause_ms = Math.min(pause_ms * 2, 8)) {
    await Promise.race([server.look(), wait(Math.max(1, until_ms - performance.now()), undefined, { ref: false })]);
    if (server.hasCome(to)) return true;
    if (performance.now() >= until_ms || server.place?.timeline !== to.timeline) return false;
    await wait(pause_ms);
  }
}

/**
 * @param told of one that was waited for in vain: it is behind from now on
 * @returns undefined when none has come so far
 */
export async function chosenCopy(copies: readonly Server[], to: Position, told: (late: Server) => void): Promise<Server | undefined> {
  const there = leastBusy(copies.filter((copy) => copy.hasCome(to)));
  if (there !== undefined) return there;
  const hopeful = copies.filter(({ behind, place }) => !behind && place?.timeline === to.timeline);
  if (hopeful.length === 0) return undefined;
  const until_ms = performance.now() + patience_ms;
  const coming = hopeful.map(async (copy) => {
    if (await comes(copy, to, until_ms)) return copy;
    if (!copy.behind && copy.place !== null) told(copy);
    throw new Error("It did not come so far in time.");
  });
  const first = await Promise.any(coming).catch(() => undefined);
  return first && leastBusy(copies.filter((copy) => copy.hasCome(to)));
}
