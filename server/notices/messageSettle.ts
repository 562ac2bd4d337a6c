/** What an administrator makes of a message that did not arrive: it is tried again, or given up. */
import { Conflict } from "../ask/caller.ts";
import { type Ask, NotFound } from "../ask/route.ts";
import { type MessageState, messageStates } from "../contract/officeWords.ts";
import type { Message } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import { messageRows, type StoredMessage, tellMessage } from "./messages.ts";
import { holdRobot } from "./take.ts";

/** From these states it can become that; its notices go with it. */
export interface Step {
  readonly from: readonly MessageState[];
  readonly to: "waiting" | "dropped";
}

/**
 * Takes a message one step. Tried again it has all its tries before it, and its robot need not wait any longer.
 * @throws NotFound, Conflict when it is in none of the step's states
 */
export function settleMessage({ id, tx, audit }: Pick<Ask, "id" | "tx" | "audit">, { from, to }: Step): Promise<Message> {
  const message = id();
  return tx("message", async (on) => {
    const [of] = await on.query<{ robot: number }>(sql`select robot_id as robot from message where id = ${message}::bigint`);
    if (of) await holdRobot(on, of.robot);
    const [before] = await on.query<{ state: MessageState; robot: number }>(
      sql`select state, robot_id as robot from message where id = ${message}::bigint for update`,
    );
    if (!before) throw new NotFound({ zh: "没有这条消息", en: "There is no such message." });
    const { zh, en } = messageStates[before.state];
    if (!from.includes(before.state))
      throw new Conflict({ zh: `此消息“${zh}”，不能这样办理`, en: `Not possible: the message is "${en}".` });
    await on.query(sql`update message set state = ${to}::text, tries = case when ${to}::text = 'waiting' then 0 else tries end, next_at = now(),
      taken_until = null where id = ${message}::bigint`);
    await on.query(sql`update delivery set state = ${to === "waiting" ? "sending" : to}::text where message_id = ${message}::bigint`);
    if (to === "waiting")
      await on.query(sql`update robot set held_until = null where id = ${before.robot}::bigint and held_until is not null`);
    await audit({ kind: "change", detail: { what: "message", message, robot: before.robot, before: before.state, after: to } }, on);
    const [after] = (await on.query<StoredMessage>(messageRows(sql`m.id = ${message}::bigint`, 1))) as [StoredMessage];
    return tellMessage(after);
  });
}
