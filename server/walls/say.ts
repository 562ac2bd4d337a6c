/** "I am here, and this is how I stand." A wall's word, at least twice a minute; the answer holds what the desk tells it. */
import type { Body } from "../ask/body.ts";
import { Unauthenticated } from "../ask/caller.ts";
import { type Route, route } from "../ask/route.ts";
import { WallAnswer } from "../contract/wallSchemas.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { wallFields } from "./fields.ts";
import { isWaiting, type KeptOrder, orderColumns, tellOrder } from "./orders.ts";

interface Heard {
  readonly clock: Date;
  readonly id: number | null;
  readonly version: number | null;
}

/** Writes the word down. The device's own row is the first that is locked, as when it is revoked. @throws Unauthenticated when that came in between */
async function hear(tx: Tx, device: number | null, { taken, upSince, ...word }: Body<typeof wallFields>): Promise<Heard> {
  const state = JSON.stringify({ ...word, upSince: new Date(upSince).toISOString() });
  const [heard] = await tx.query<Heard>(sql`
    with seen as (update device set seen_at = now() where id = ${device}::bigint and revoked_at is null returning id, tour_id),
      word as (insert into wall_state (device_id, state) select id, ${state}::jsonb from seen
        on conflict (device_id) do update set heard_at = now(), state = excluded.state),
      taken as (update wall_order o set taken_at = now() from seen
        where o.device_id = seen.id and o.taken_at is null and o.id = any(${taken}::bigint[]))
    select clock() as clock, t.id, t.version from seen left join wall_tour t on t.id = seen.tour_id`);
  if (!heard) throw new Unauthenticated();
  return heard;
}

/** @param build the page's present build */
export const wallSay = (build: () => string): Route =>
  route({
    method: "POST",
    path: "/api/wall/say",
    question: "Tells how a wall stands, which orders it has taken, and asks what it is told.",
    may: { who: ["wall"], area: "none" },
    body: wallFields,
    answer: WallAnswer,
    handle: ({ body, caller, tx }) =>
      tx("say", async (t) => {
        const { clock, id, version } = await hear(t, caller.deviceId, body);
        const orders = await t.query<KeptOrder>(
          sql`select ${orderColumns} from wall_order o where o.device_id = ${caller.deviceId}::bigint and ${isWaiting} order by o.id`,
        );
        return { clock: clock.toISOString(), page: build(), tour: { id, version: version ?? 0 }, orders: orders.map(tellOrder) };
      }),
  });
