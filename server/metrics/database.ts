/** The database as this process sees it: servers, roles, sessions. Nothing is asked of it. */
import type { Standing } from "../ask/standing.ts";
import { type Family, gauge, type Sample } from "./exposition.ts";

export function databaseFamilies(standing: Standing): Family[] {
  const up = gauge("chuangtu_ready", "1 when the database is open.", standing.status === "ready" ? 1 : 0);
  if (standing.status !== "ready") return [up];
  const { servers, heard_ms } = standing.db.stands();
  const sessions = servers.flatMap(({ name, pools }) =>
    pools.flatMap(({ pool, total, idle, waiting }): Sample[] =>
      Object.entries({ idle, busy: total - idle, waited_for: waiting }).map(([state, value]) => ({
        labels: { server: name, pool, state },
        value,
      })),
    ),
  );
  const roles = servers.map(({ name, role }) => ({ labels: { server: name, role }, value: 1 }));
  const copies = servers.filter(({ role }) => role === "copy");
  return [
    up,
    gauge("chuangtu_database_server", "Servers and what they are: primary, copy, away.", roles),
    gauge("chuangtu_database_sessions", "Sessions with the database; waited_for: those who wait for one.", sessions),
    gauge(
      "chuangtu_database_left_out",
      "1 for a copy that is too far behind to be read from.",
      copies.map(({ name, leftOut }) => ({ labels: { server: name }, value: leftOut ? 1 : 0 })),
    ),
    gauge(
      "chuangtu_database_behind_bytes",
      "How far a copy was behind when both were asked last.",
      copies.flatMap(({ name, behind_bytes }) => (behind_bytes === null ? [] : [{ labels: { server: name }, value: behind_bytes }])),
    ),
    gauge(
      "chuangtu_database_primary_heard_seconds",
      "Since the server that is written to was heard last; what is read meanwhile may be so old.",
      heard_ms === null ? [] : Math.max(0, Date.now() - heard_ms) / 1_000,
    ),
  ];
}
