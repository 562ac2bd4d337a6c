/** From a request to its caller: a session's cookie, a device's, another system's key, or on a demo nobody's at all. Looked up at every request, so that a revocation is at once. */
import type { FastifyRequest } from "fastify";
import { type Caller, nobody } from "../ask/caller.ts";
import type { Now } from "../ask/now.ts";
import type { Route } from "../ask/route.ts";
import type { Standing } from "../ask/standing.ts";
import { type Db, type Queryable, Unavailable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { sessionToken, tokenHash } from "../people/token.ts";
import { type Known, lookUp, type Question } from "./gate.ts";

const asCaller = (kind: Caller["kind"], row: Known, address: string): Caller => ({
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

/** Who came, and how the database stood then; no `now` while it is not open. */
export interface Arrival {
  readonly caller: Caller;
  readonly now: Now | null;
}

/** The caller of a request; `nobody` while the database is not open. */
export const callerOf = async (request: Asked, options: CallerOptions, keyed = false): Promise<Caller> =>
  (await arrive(request, options, keyed)).caller;

/**
 * Looks up who asks, and how the layers stand: what counted when this was called counts in the answer.
 * @param keyed the route takes a key: one that is given decides alone. On other routes it is nothing.
 */
export function arrive(request: Asked, options: CallerOptions, keyed = false): Promise<Arrival> {
  const standing = options.db();
  const { ip } = request;
  if (standing.status !== "ready") return Promise.resolve({ caller: { ...nobody, address: ip }, now: null });
  const key = keyed ? keyOf(request) : undefined;
  if (key !== undefined) return byGivenKey(standing.db, key, ip);
  const token = sessionToken(request.headers.cookie);
  const demo = demoFor(request, options);
  if (token !== null) return bySession(standing.db, tokenHash(token), demo, ip);
  return lookUp(standing.db, demo ? theDemo : nothing).then(({ now, demo: dispatcher }) => ({
    caller: without(demo, dispatcher, ip),
    now,
  }));
}

const theDemo: Question = { demo: true };
const nothing: Question = {};

/** Who comes without a session that holds. */
const without = (demo: boolean, dispatcher: Known | undefined, address: string): Caller =>
  demo ? demoCaller(dispatcher, address) : { ...nobody, address };

/** A caller by a session that holds and was noted as seen lately; undefined for whoever needs a second look. */
export const callerOfSession = (known: Known | undefined): Caller | undefined =>
  known && !known.demo_only && !known.stale ? asCaller(known.device_id === null ? "person" : "device", known, "") : undefined;

async function bySession(db: Db, session: Buffer, demo: boolean, address: string): Promise<Arrival> {
  const looked = await lookUp(db, demo ? { session, demo } : { session });
  const known = looked.session(session);
  if (!known || (known.demo_only && !demo)) return { caller: without(demo, looked.demo, address), now: looked.now };
  await noteSeen(db, known, looked.now);
  return { caller: asCaller(known.device_id === null ? "person" : "device", known, address), now: looked.now };
}

async function byGivenKey(db: Db, token: string, address: string): Promise<Arrival> {
  const hash = tokenHash(token);
  const { now, key } = await lookUp(db, { key: hash });
  const known = key(hash);
  if (known) await noteSeen(db, known, now);
  return { caller: known ? asCaller("device", known, address) : { ...nobody, address }, now };
}

const demoCaller = (known: Known | undefined, address: string): Caller =>
  known
    ? asCaller("demo", known, address)
    : // A made-up district without people can still be looked at.
      { ...nobody, address, kind: "demo", roles: dispatcherAlone };
const dispatcherAlone: Caller["roles"] = new Set(["dispatcher"] as const);

/** Being noted as seen, once for all who were looked up together. */
const noting = new WeakMap<Known, Promise<object[]>>();

/** While what is written to is away, it is noted later: that keeps nobody from reading. */
async function noteSeen(db: Db, known: Known, { at }: Now): Promise<void> {
  if (!known.stale || at?.staleSince) return;
  const noted = noting.get(known) ?? seen(db, known);
  noting.set(known, noted);
  await noted.catch((error: unknown) => {
    if (!(error instanceof Unavailable)) throw error;
  });
}

const seen = (db: Queryable, { session_id, device_id }: Known): Promise<object[]> =>
  db.query(sql`with s as (update session set seen_at = now() where id = ${session_id}::bigint)
    update device set seen_at = now() where id = ${device_id}::bigint`);
