/** "What was sent, and what did not arrive?" Messages to robots, newest first. */
import { idField, refusedField } from "../ask/body.ts";
import { cursor } from "../ask/page.ts";
import { integer, words } from "../ask/parameters.ts";
import { type Parameter, route } from "../ask/route.ts";
import { Messages } from "../contract/noticeSchemas.ts";
import { type MessageState, messageStates } from "../contract/officeWords.ts";
import { readId } from "../contract/parameter.ts";
import type { Message } from "../contract/types.ts";
import { and, type Sql, sql } from "../db/sql.ts";

export interface StoredMessage extends Omit<Message, "made" | "next" | "sent"> {
  made: Date;
  next: Date | null;
  sent: Date | null;
}

/** Rows of messages `m`. */
export const messageRows = (where: Sql, limit: number): Sql => sql`
  select m.id, json_build_object('id', r.id, 'name', r.name) as robot, m.state, m.text,
    (select count(*)::int from delivery d where d.message_id = m.id) as notices, m.tries, m.made_at as made,
    case when m.state = 'waiting' then m.next_at end as next, m.sent_at as sent, m.last_error as error
  from message m join robot r on r.id = m.robot_id where ${where} order by m.id desc limit ${limit}::int`;

export const tellMessage = ({ made, next, sent, ...message }: StoredMessage): Message => ({
  ...message,
  made: made.toISOString(),
  next: next?.toISOString() ?? null,
  sent: sent?.toISOString() ?? null,
});

const robotId = idField("Of this robot.");
const robot: Parameter<number | null> = {
  schema: robotId.schema,
  read: (name, text) => (text === undefined ? null : robotId.read(name, readId(text) ?? text)),
};

/** @throws ParameterError */
function before(text: string | null): Sql {
  if (text === null) return sql`true`;
  const id = readId(text);
  if (id === undefined) throw refusedField("cursor", text, { zh: "上一页给出的 next", en: "the next of a page" });
  return sql`m.id < ${id}::bigint`;
}

export const messages = route({
  path: "/api/messages",
  question: "What was sent to robots, what waits, and what could not be delivered and why?",
  may: { who: ["administrator"], area: "none" },
  takes: {
    state: words(Object.keys(messageStates) as MessageState[], [], "How far they have come."),
    robot,
    cursor,
    limit: integer(1, 500, 100, "Rows of a page."),
  },
  answer: Messages,
  async handle({ given, rows }) {
    const asked = and([
      ...(given.state.length ? [sql`m.state = any(${given.state}::text[])`] : []),
      ...(given.robot === null ? [] : [sql`m.robot_id = ${given.robot}::bigint`]),
    ]);
    const [count] = await rows<{ total: number }>("total", sql`select count(*)::int as total from message m where ${asked}`);
    const found = await rows<StoredMessage>("messages", messageRows(and([asked, before(given.cursor)]), given.limit + 1));
    const page = found.slice(0, given.limit).map(tellMessage);
    return { total: count?.total ?? 0, rows: page, next: found.length > given.limit ? String(page.at(-1)?.id) : null };
  },
});
