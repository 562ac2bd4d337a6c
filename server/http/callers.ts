/** From a request to its caller: a session's cookie, a device's, another system's key, or on a demo nobody's at all. Looked up at every request, so that a revocation is at once. */
import type { FastifyRequest } from "fastify";
import { type Caller, nobody } from "../ask/caller.ts";
import type { Route } from "../ask/route.ts";
import type { Standing } from "../ask/standing.ts";
import type { Role } from "../contract/vocabulary.ts";
import type { Queryable } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { here, outdated } from "../people/standing.ts";
import { sessionToken, tokenHash } from "../people/token.ts";

interface Stored {
  session_id: number | null;
  person_id: number | null;
  device_id: number | null;
  name: string | null;
  roles: Role[];
  zone_id: number | null;
  zone_level: number | null;
  units: number[];
  stale: boolean;
}

/** A person as a caller; `p` is the person, `z` their zone. */
const personColumns = sql`p.name, p.roles, z.id as zone_id, z.level as zone_level,
  array(with recursive under as (select p.unit_id as id where p.unit_id is not null
    union select u.id from unit u join under on u.parent_id = under.id) select id from under)::bigint[] as units`;

/** A session that holds. People without a password are the demo's alone: a session of theirs ends with the demo. */
const bySession = (hash: Buffer, demo: boolean): Sql => sql`
  select s.id as session_id, s.person_id, s.device_id, coalesce(p.name, d.name) as name,
    case when s.device_id is not null then array['wall'] when ${outdated} then '{}' else p.roles end as roles, z.id as zone_id, z.level as zone_level,
    case when p.id is null then '{}'::bigint[] else (select x.units from (select ${personColumns}) x) end as units,
    s.seen_at < now() - interval '1 minute' as stale
  from session s join sign_in_policy r on true
    left join person p on p.id = s.person_id left join zone z on z.id = p.zone_id left join device d on d.id = s.device_id
  where s.token_hash = ${hash}::bytea and s.revoked_at is null and s.expires_at > now()
    and (s.device_id is not null or s.seen_at > now() - r.idle_min * interval '1 minute')
    and (p.id is null or (${here} and (p.password_hash is not null or ${demo}::boolean)))
    and (s.device_id is null or (d.kind = 'wall' and d.revoked_at is null))`;

/** Another system by its key: no session, no part of the district. */
const byKey = (hash: Buffer): Sql => sql`
  select null::bigint as session_id, null::bigint as person_id, d.id as device_id, d.name, array['intake'] as roles, null::bigint as zone_id,
    null::int as zone_level, '{}'::bigint[] as units, coalesce(d.seen_at < now() - interval '1 minute', true) as stale
  from device d where d.token_hash = ${hash}::bytea and d.kind = 'intake' and d.revoked_at is null`;

/** The demo's dispatcher: the first of the whole district who can. */
const demoPerson = sql`select null::bigint as session_id, p.id as person_id, null::bigint as device_id, ${personColumns}, false as stale
  from person p left join zone z on z.id = p.zone_id
  where 'dispatcher' = any(p.roles) and p.zone_id is null and ${here} order by p.id limit 1`;

const asCaller = (kind: Caller["kind"], row: Stored, address: string): Caller => ({
  kind,
  personId: row.person_id,
  deviceId: row.device_id,
  sessionId: row.session_id,
  name: row.name,
  roles: new Set(row.roles),
  zone: row.zone_id === null || row.zone_level === null ? null : { id: row.zone_id, level: row.zone_level },
  units: row.units,
  address,
});

export interface CallerOptions {
  readonly db: () => Standing;
  /** Who has not signed in is the demo dispatcher: the made-up district, on this machine alone. Known once the database is open. */
  readonly demo: () => boolean;
}
type Asked = Pick<FastifyRequest, "headers" | "ip">;

/** Routes that other systems ask with a key. */
export const isKeyed = ({ who }: Route["may"]): boolean => typeof who !== "string" && who.includes("intake");

const thisMachine = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;
const passedOn = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/**
 * Whether a request comes to a demo from this very machine: addressed to it by its own name, for a page of elsewhere may have had
 * a name of its own resolved to it; and passed on by nobody.
 */
export function demoFor({ headers }: Pick<Asked, "headers">, { demo }: Pick<CallerOptions, "demo">): boolean {
  return demo() && thisMachine.test(headers.host ?? "") && passedOn.every((name) => headers[name] === undefined);
}

/** The token of `Authorization: Bearer`; empty when the header holds something else; undefined without one. */
function keyOf({ headers }: Pick<Asked, "headers">): string | undefined {
  const text = headers.authorization;
  return text === undefined ? undefined : (/^Bearer +([\w-]{20,200})$/i.exec(text.trim())?.[1] ?? "");
}

/**
 * The caller of a request; `nobody` while the database is not open.
 * @param keyed the route takes a key: one that is given decides alone. On other routes it is nothing.
 */
export async function callerOf(request: Asked, options: CallerOptions, keyed = false): Promise<Caller> {
  const standing = options.db();
  const none = { ...nobody, address: request.ip };
  if (standing.status !== "ready") return none;
  const key = keyed ? keyOf(request) : undefined;
  if (key !== undefined) return byGivenKey(standing.db, key, none);
  const demo = demoFor(request, options);
  const token = sessionToken(request.headers.cookie);
  if (token) {
    const [row] = await standing.db.query<Stored>(bySession(tokenHash(token), demo));
    if (row) {
      if (row.stale) await seen(standing.db, row);
      return asCaller(row.device_id === null ? "person" : "device", row, request.ip);
    }
  }
  return demo ? asDemo(standing.db, none) : none;
}

async function byGivenKey(db: Queryable, key: string, none: Caller): Promise<Caller> {
  const [row] = await db.query<Stored>(byKey(tokenHash(key)));
  if (!row) return none;
  if (row.stale) await seen(db, row);
  return asCaller("device", row, none.address);
}

async function asDemo(db: Queryable, none: Caller): Promise<Caller> {
  const [row] = await db.query<Stored>(demoPerson);
  if (row) return asCaller("demo", row, none.address);
  // A made-up district without people can still be looked at.
  return { ...none, kind: "demo", name: null, roles: new Set(["dispatcher"]) };
}

const seen = (db: Queryable, { session_id, device_id }: Stored): Promise<object[]> =>
  db.query(sql`with s as (update session set seen_at = now() where id = ${session_id}::bigint)
    update device set seen_at = now() where id = ${device_id}::bigint`);
