/**
 * The one look-up of every request: whose the tokens are, and how the layers and the clock stand. Requests that come together share one
 * statement; it begins after the last of them came, so a revocation and a change count at once, other processes' too.
 */
import { type Now, type NowRow, nowSelect, toNow } from "../ask/now.ts";
import { Together } from "../ask/together.ts";
import type { Role } from "../contract/vocabulary.ts";
import type { Db } from "../db/db.ts";
import { join, type Sql, sql } from "../db/sql.ts";
import { here, outdated } from "../people/standing.ts";

/** Who a token is of. */
export interface Known {
  readonly session_id: number | null;
  readonly person_id: number | null;
  readonly device_id: number | null;
  readonly name: string | null;
  readonly roles: readonly Role[];
  readonly zone_id: number | null;
  readonly zone_level: number | null;
  readonly units: readonly number[];
  /** Not noted as seen for a minute. */
  readonly stale: boolean;
  /** Without a password: such people are the demo's alone. */
  readonly demo_only: boolean;
}

/** What a request asks beside how things stand: whose tokens are, by their hashes, and who the demo's dispatcher is. */
export interface Question {
  readonly session?: Buffer;
  readonly key?: Buffer;
  readonly demo?: true;
}

interface Row extends NowRow, Known {
  /** Null when nobody was found. */
  readonly asked: "session" | "key" | "demo" | null;
  readonly hash: Buffer | null;
  /** Of several servers: where the one that answered stands. */
  readonly position?: string | null;
}

export interface Looked {
  readonly now: Now;
  session(hash: Buffer): Known | undefined;
  key(hash: Buffer): Known | undefined;
  readonly demo: Known | undefined;
}

/** A person as a caller; `p` is the person. */
const units = sql`array(with recursive under as (select p.unit_id as id where p.unit_id is not null
    union select u.id from unit u join under on u.parent_id = under.id) select id from under)::bigint[]`;

/** Sessions that hold. People without a password are the demo's alone: a session of theirs ends with the demo. */
const bySession = (hashes: readonly Buffer[]): Sql => sql`
  select 'session' as asked, s.token_hash as hash, s.id as session_id, s.person_id, s.device_id, coalesce(p.name, d.name) as name,
    case when s.device_id is not null then array['wall'] when ${outdated} then '{}' else p.roles end as roles,
    z.id as zone_id, z.level as zone_level, case when p.id is null then '{}'::bigint[] else ${units} end as units,
    s.seen_at < now() - interval '1 minute' as stale, p.id is not null and p.password_hash is null as demo_only
  from session s join sign_in_policy r on true
    left join person p on p.id = s.person_id left join zone z on z.id = p.zone_id left join device d on d.id = s.device_id
  where s.token_hash = any(${hashes}::bytea[]) and s.revoked_at is null and s.expires_at > now()
    and (s.device_id is not null or s.seen_at > now() - r.idle_min * interval '1 minute')
    and (p.id is null or ${here})
    and (s.device_id is null or (d.kind = 'wall' and d.revoked_at is null))`;

/** Other systems by their keys: no session, no part of the district. */
const byKey = (hashes: readonly Buffer[]): Sql => sql`
  select 'key' as asked, d.token_hash as hash, null::bigint as session_id, null::bigint as person_id, d.id as device_id, d.name,
    array['intake'] as roles, null::bigint as zone_id, null::int as zone_level, '{}'::bigint[] as units,
    coalesce(d.seen_at < now() - interval '1 minute', true) as stale, false as demo_only
  from device d where d.token_hash = any(${hashes}::bytea[]) and d.kind = 'intake' and d.revoked_at is null`;

/** The demo's dispatcher: the first of the whole district who can. */
const demoPerson = sql`(select 'demo' as asked, null::bytea as hash, null::bigint as session_id, p.id as person_id, null::bigint as device_id, p.name,
    p.roles, z.id as zone_id, z.level as zone_level, ${units} as units, false as stale, true as demo_only
  from person p left join zone z on z.id = p.zone_id
  where 'dispatcher' = any(p.roles) and p.zone_id is null and ${here} order by p.id limit 1)`;

/** Only what is asked for is in it: a handful of texts, each planned once. */
function statement(questions: readonly Question[], stands: Sql): Sql {
  const sessions = new Map<string, Buffer>();
  const keys = new Map<string, Buffer>();
  let demo = false;
  for (const question of questions) {
    if (question.session) sessions.set(question.session.toString("latin1"), question.session);
    if (question.key) keys.set(question.key.toString("latin1"), question.key);
    if (question.demo) demo = true;
  }
  const arms: Sql[] = [];
  if (sessions.size) arms.push(bySession([...sessions.values()]));
  if (keys.size) arms.push(byKey([...keys.values()]));
  if (demo) arms.push(demoPerson);
  if (!arms.length) return sql`select n.*, null as asked from (${stands}) n`;
  // How things stand is said on one row only.
  return sql`select n.*, w.* from (select 1::bigint as first, s.* from (${stands}) s) n
    full join (select row_number() over () as nth, x.* from (${join(arms, sql` union all `)}) x) w on w.nth = n.first`;
}

async function look(db: Db, questions: readonly Question[]): Promise<Looked> {
  const { copies } = db.capabilities;
  const stands = copies ? sql`select s.*, ${copies.position} as position from (${nowSelect}) s` : nowSelect;
  const rows = await db.query<Row>(statement(questions, stands), { lane: "gate", ...(copies && { orStale: true }) });
  const found = new Map(rows.filter((row) => row.asked !== null).map((row) => [`${row.asked} ${row.hash?.toString("latin1") ?? ""}`, row]));
  const row = rows.find(({ clock }) => clock !== null) as Row;
  return {
    now: toNow(row, row.position ? copies?.at(row.position, rows) : undefined),
    session: (hash) => found.get(`session ${hash.toString("latin1")}`),
    key: (hash) => found.get(`key ${hash.toString("latin1")}`),
    demo: found.get("demo "),
  };
}

/** One for each database that is open. */
const gates = new WeakMap<Db, Together<Question, Looked>>();

/** Looks up after this call, together with whoever else asks now. */
export function lookUp(db: Db, question: Question): Promise<Looked> {
  let gate = gates.get(db);
  if (gate === undefined) {
    gate = new Together((questions) => look(db, questions));
    gates.set(db, gate);
  }
  return gate.ask(question);
}
