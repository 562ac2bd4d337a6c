/** A robot's next message, taken so that nobody else sends it meanwhile; and what became of it, written down. Times are the machine's. */
import type { RobotKind } from "../contract/officeWords.ts";
import type { Db, Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { compose } from "./compose.ts";
import type { Verdict } from "./forms/form.ts";

export interface Limits {
  /** Posts to a robot within a window, tries included. */
  readonly most: number;
  /** A minute, and as long as a post may be on its way: so that not more arrive in any minute, either. */
  readonly window_ms: number;
  /** Between two posts: Feishu takes five a second. */
  readonly gap_ms: number;
  /** From a failure to the next try; one more and it is dead. Each a quarter shorter to longer. */
  readonly backOff_ms: readonly number[];
  /** How long everything of a robot waits when a post failed: what comes after it would fail, too. */
  readonly hold_ms: number;
  /** How long when it was refused for good: what follows becomes a digest, not a heap of dead letters. */
  readonly refusedHold_ms: number;
  /** A message taken is somebody else's after this. */
  readonly lease_ms: number;
}

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
export const usualLimits: Limits = {
  most: 20,
  window_ms: 72 * second,
  gap_ms: 250,
  backOff_ms: [5 * second, 30 * second, 2 * minute, 10 * minute, hour, 3 * hour, 3 * hour],
  hold_ms: 30 * second,
  refusedHold_ms: minute,
  lease_ms: minute,
};

/** A message that is this process's to send. */
export interface Taken {
  readonly id: number;
  readonly robot: number;
  readonly kind: RobotKind;
  readonly url: string;
  readonly secret: string | null;
  readonly text: string;
  /** Which try this is. */
  readonly tries: number;
}

const ago = (ms: number) => sql`(now() - ${ms}::float8 * interval '1 millisecond')`;
const ahead = (ms: number) => sql`(now() + ${ms}::float8 * interval '1 millisecond')`;

interface Locked {
  id: number;
  kind: RobotKind;
  url: string;
  secret: string | null;
  posted: number;
  unsent: number;
}

/** The robot's row, unless somebody else has it or is sending to it (what comes later must not overtake), or nothing may be sent now. Acts that write deliveries do not wait for it. */
async function lock(tx: Tx, robot: number, { window_ms, gap_ms }: Limits): Promise<Locked | undefined> {
  const [row] = await tx.query<Locked>(sql`
    select r.id, r.kind, r.url, r.secret,
      (select count(*)::int from unnest(r.posted_at) t where t > ${ago(window_ms)}) as posted,
      (select count(*)::int from message m where m.robot_id = r.id and m.state in ('waiting', 'sending')) as unsent
    from robot r where r.id = ${robot}::bigint and not r.paused and (r.held_until is null or r.held_until <= now())
      and not exists (select from unnest(r.posted_at) t where t > ${ago(gap_ms)})
      and not exists (select from message m where m.robot_id = r.id and m.state = 'sending' and m.taken_until > now())
    for no key update skip locked`);
  return row;
}

/** The oldest message whose time has come; also one whose sender has not been heard of. */
async function dueOf(tx: Tx, robot: number): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }>(sql`select id from message
    where robot_id = ${robot}::bigint and ((state = 'waiting' and next_at <= now()) or (state = 'sending' and taken_until <= now()))
    order by id limit 1 for update`);
  return row?.id;
}

/** Notes that a robot is posted to now. */
const post = (robot: number, window_ms: number) => sql`update robot
  set posted_at = array(select t from unnest(posted_at) t where t > ${ago(window_ms)} order by t) || now() where id = ${robot}::bigint`;

/** Takes a robot's next message; what waits becomes messages first, if there is room. Null: there is nothing to send now. */
export const take = (db: Db, robot: number, limits: Limits, publicUrl: string | undefined): Promise<Taken | null> =>
  db.tx(async (tx) => {
    const locked = await lock(tx, robot, limits);
    if (!locked || locked.posted >= limits.most) return null;
    let due = await dueOf(tx, robot);
    if (due === undefined) {
      await compose(tx, locked, limits.most - Math.max(locked.unsent, locked.posted), publicUrl);
      due = await dueOf(tx, robot);
    }
    if (due === undefined) return null;
    const [message] = (await tx.query<{ text: string; tries: number }>(sql`update message
      set state = 'sending', tries = tries + 1, taken_until = ${ahead(limits.lease_ms)} where id = ${due}::bigint returning text, tries`)) as [
      { text: string; tries: number },
    ];
    await tx.query(post(robot, limits.window_ms));
    const { kind, url, secret } = locked;
    return { id: due, robot, kind, url, secret, ...message };
  });

/** Whoever takes a robot and a message takes the robot first: two that wait for each other there are not. */
export async function holdRobot(tx: Tx, robot: number): Promise<void> {
  await tx.query(sql`select from robot where id = ${robot}::bigint for no key update`);
}

/** Room for one more post beside the messages, for a trial: takes it. @returns ms until there is some; 0 = taken */
export async function takeRoom(tx: Tx, robot: number, { most, window_ms }: Limits): Promise<number> {
  await holdRobot(tx, robot);
  const [row] = await tx.query<{ posted: number; wait: number | null }>(sql`
    select count(*)::int as posted, (extract(epoch from min(t) - ${ago(window_ms)}) * 1000)::float8 as wait
    from robot r, unnest(r.posted_at) t where r.id = ${robot}::bigint and t > ${ago(window_ms)}`);
  if (row && row.posted >= most) return Math.max(1, row.wait ?? 0);
  await tx.query(post(robot, window_ms));
  return 0;
}

const hold = (robot: number, ms: number) => sql`update robot set held_until = ${ahead(ms)} where id = ${robot}::bigint`;

/** It is there, whoever may have taken it since. Whatever else waits for the robot need not wait long: it answers. */
async function sent(tx: Tx, { id, robot }: Taken): Promise<void> {
  await tx.query(sql`update message set state = 'sent', sent_at = now(), taken_until = null, last_error = null
    where id = ${id}::bigint and state <> 'sent'`);
  await tx.query(sql`update delivery set state = 'sent' where message_id = ${id}::bigint and state <> 'sent'`);
  await tx.query(sql`update robot set held_until = null where id = ${robot}::bigint and held_until is not null`);
  await tx.query(sql`update message set next_at = least(next_at, now() + interval '2 minutes')
    where robot_id = ${robot}::bigint and state = 'waiting' and next_at > now() + interval '2 minutes'`);
}

/** It is not. Only of a message that is still this process's: somebody else may have sent it. */
async function unsent(tx: Tx, { id, robot, tries }: Taken, verdict: Exclude<Verdict, { kind: "sent" }>, limits: Limits): Promise<void> {
  const { backOff_ms, hold_ms, refusedHold_ms } = limits;
  const wait_ms = verdict.kind === "busy" ? verdict.wait_ms : (backOff_ms[tries - 1] ?? 0) * (0.75 + Math.random() / 2);
  const dead = verdict.kind === "refused" || (verdict.kind === "failed" && tries > backOff_ms.length);
  const mine =
    await tx.query(sql`update message set state = ${dead ? "dead" : "waiting"}::text, next_at = ${ahead(wait_ms)}, taken_until = null,
      tries = tries - ${verdict.kind === "busy" ? 1 : 0}::int, last_error = ${`${verdict.why.zh} ${verdict.why.en}`}::text
    where id = ${id}::bigint and state = 'sending' and tries = ${tries}::int returning id`);
  if (!mine.length) return;
  if (dead) await tx.query(sql`update delivery set state = 'dead' where message_id = ${id}::bigint`);
  await tx.query(hold(robot, verdict.kind === "busy" ? wait_ms : verdict.kind === "refused" ? refusedHold_ms : Math.min(wait_ms, hold_ms)));
}

/** Writes down what became of a message that was taken. */
export const settle = (db: Db, taken: Taken, verdict: Verdict, limits: Limits): Promise<void> =>
  db.tx(async (tx) => {
    await holdRobot(tx, taken.robot);
    if (verdict.kind === "sent") await sent(tx, taken);
    else await unsent(tx, taken, verdict, limits);
  });

/** Robots that there is something to send to now. */
export const robotsDue = async (db: Db): Promise<number[]> =>
  (
    await db.query<{ id: number }>(sql`select r.id from robot r where not r.paused and (r.held_until is null or r.held_until <= now())
      and (exists (select from delivery d where d.robot_id = r.id and d.state = 'waiting')
        or exists (select from message m where m.robot_id = r.id
          and ((m.state = 'waiting' and m.next_at <= now()) or (m.state = 'sending' and m.taken_until <= now()))))`)
  ).map(({ id }) => id);
