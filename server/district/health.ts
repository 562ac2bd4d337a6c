/** "Are you well?" Answers while the database is still being opened, and says how far that is. */
import { readFileSync } from "node:fs";
import { Reply, type Route, route } from "../ask/route.ts";
import type { BackupsStand } from "../ask/standing.ts";
import { Health as HealthSchema } from "../contract/schemas.ts";
import type { Health } from "../contract/types.ts";

const packageFile = new URL("../../package.json", import.meta.url);
export const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };
const unknown = { version, database: "", postgis: "", revision: 0 };

const say = (health: Health): Reply =>
  new Reply(
    health.status === "ok" ? 200 : 503,
    { "cache-control": "no-store", ...(health.status === "ok" ? {} : { "retry-after": "2" }) },
    health,
  );

export const health = (backupsStand: () => BackupsStand): Route =>
  route({
    path: "/api/health",
    question: "Is the server well, which version is it, what does it stand on, and how is its nightly backup?",
    may: { who: "everybody", area: "none" },
    answer: HealthSchema,
    async handle({ standing, now }) {
      const stands = standing();
      const { status, lastGood } = backupsStand();
      const backups = { status, lastGood };
      if (stands.status !== "ready") return say({ status: stands.status, ...unknown, backups, phase: stands.phase });
      try {
        const { engine, database, postgis } = await stands.db.health();
        return say({ status: "ok", version, database: `${engine} ${database}`, postgis, revision: now().revision, backups });
      } catch {
        return say({ status: "failed", ...unknown, backups, phase: "The database does not answer." });
      }
    },
  });
