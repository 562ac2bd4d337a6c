/** What waits for a robot becomes messages: a few, each its own; more, one digest. The text is fixed here, so that every try says the same. */
import type { NoticeKind, RobotKind } from "../contract/officeWords.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { forms } from "./forms/forms.ts";
import { digest, single, type Told } from "./say.ts";
import { toldRows, toneOf } from "./told.ts";

/** So many go out one by one. */
const mostSingle = 5;
/** A digest tells of so many at most, and the next of the rest. */
const mostTogether = 5_000;
/** More lines than any robot takes. */
const mostLines = 400;

interface Waiting {
  id: number;
}

/** An empty message; its number is part of its text. */
async function begin(tx: Tx, robot: number, deliveries: readonly number[]): Promise<number> {
  const [message] = (await tx.query<{ id: number }>(
    sql`insert into message (robot_id, text) values (${robot}::bigint, '') returning id`,
  )) as [{ id: number }];
  await tx.query(sql`update delivery set state = 'sending', message_id = ${message.id}::bigint where id = any(${deliveries}::bigint[])`);
  return message.id;
}

const noticesOf = (message: number) => sql`join delivery x on x.notice_id = n.id and x.message_id = ${message}::bigint`;

async function countsOf(tx: Tx, message: number): Promise<ReadonlyMap<NoticeKind, number>> {
  const rows = await tx.query<{ kind: NoticeKind; count: number }>(
    sql`select n.kind, count(*)::int as count from notice n ${noticesOf(message)} group by n.kind order by count(*) desc, n.kind`,
  );
  return new Map(rows.map(({ kind, count }) => [kind, count]));
}

async function write(tx: Tx, robot: Addressed, deliveries: readonly number[], publicUrl: string | undefined): Promise<void> {
  const id = await begin(tx, robot.id, deliveries);
  const form = forms[robot.kind];
  const tone = await toneOf(tx, publicUrl);
  const told = await tx.query<Told>(toldRows(sql`${noticesOf(id)} order by n.id limit ${mostLines}::int`));
  const [first] = told;
  const text = deliveries.length === 1 && first ? single(form, first, id, tone) : digest(form, await countsOf(tx, id), told, id, tone);
  await tx.query(sql`update message set text = ${text}::text where id = ${id}::bigint`);
}

interface Addressed {
  readonly id: number;
  readonly kind: RobotKind;
}

/**
 * Makes messages of what waits for a robot whose row this transaction holds.
 * @param room no more messages than this
 */
export async function compose(tx: Tx, robot: Addressed, room: number, publicUrl: string | undefined): Promise<void> {
  if (room <= 0) return;
  const waiting = await tx.query<Waiting>(sql`select id from delivery
    where robot_id = ${robot.id}::bigint and state = 'waiting' order by id limit ${mostTogether}::int for update`);
  const ids = waiting.map(({ id }) => id);
  if (ids.length > Math.min(mostSingle, room)) await write(tx, robot, ids, publicUrl);
  else for (const id of ids) await write(tx, robot, [id], publicUrl);
}
