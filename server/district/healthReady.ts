/** "Should requests be sent here?" For whoever gives them out: 200 only when they can be answered. */
import { setTimeout as wait } from "node:timers/promises";
import { Reply, type Route, route } from "../ask/route.ts";
import type { Standing } from "../ask/standing.ts";
import { Readiness as ReadinessSchema } from "../contract/schemas.ts";
import type { Readiness } from "../contract/types.ts";
import type { Db } from "../db/db.ts";

/** A database that says nothing for so long would keep who asks something waiting as long. */
const patience_ms = 3_000;

async function answers(db: Db): Promise<boolean> {
  const given = new AbortController();
  const late = wait(patience_ms, false, { signal: given.signal }).catch(() => false);
  const well = db.health().then(
    () => true,
    () => false,
  );
  return Promise.race([well, late]).finally(() => given.abort());
}

async function readiness(stands: Standing, stopping: boolean): Promise<Readiness["status"]> {
  if (stopping) return "stopping";
  if (stands.status !== "ready") return stands.status;
  return (await answers(stands.db)) ? "ready" : "failed";
}

/** @param stopping true once the program was told to stop */
export const healthReady = (stopping: () => boolean = () => false): Route =>
  route({
    path: "/api/health/ready",
    question: "Should requests be sent to this process now?",
    may: { who: "everybody", area: "none" },
    unasked: true,
    answer: ReadinessSchema,
    async handle({ standing }) {
      const status = await readiness(standing(), stopping());
      const wanted = status === "ready";
      return new Reply(wanted ? 200 : 503, { "cache-control": "no-store", ...(wanted ? {} : { "retry-after": "2" }) }, { status });
    },
  });
