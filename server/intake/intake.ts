/** "The hotline was told of this." A problem sent in by another system: made at once, or held until somebody says what is wanting; never lost, never twice. */

import { anyProblem } from "../ask/past.ts";
import type { Ask } from "../ask/route.ts";
import { route } from "../ask/route.ts";
import { IntakeAnswer } from "../contract/noticeSchemas.ts";
import type { IntakeAnswer as Answer } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { file } from "./filed.ts";
import { refuseUnclear, type Sent, sentFields } from "./sent.ts";
import { countCall } from "./throttle.ts";
import { type Understood, understand } from "./understood.ts";

type Asking = Pick<Ask, "caller">;

/** Keeps what was sent. Who sends the same at the same time waits here. @returns null when it has been sent before */
async function keep(tx: Tx, { caller }: Asking, sent: Sent, { position, wanting }: Understood): Promise<number | null> {
  const [row] = await tx.query<{ id: number }>(sql`
    insert into intake (device_id, external_id, body, state, wanting, geom)
    values (${caller.deviceId}::bigint, ${sent.externalId}::text, ${JSON.stringify(sent)}::jsonb, 'held', ${wanting}::text[],
      st_setsrid(st_makepoint(${position?.[0] ?? null}::float8, ${position?.[1] ?? null}::float8), 4326))
    on conflict (device_id, external_id) do nothing returning id`);
  return row?.id ?? null;
}

async function tell(tx: Tx, { caller }: Asking, { externalId }: Sent, repeated: boolean): Promise<Answer> {
  const [row] = await tx.query<Omit<Answer, "repeated">>(sql`
    select i.id, i.external_id as "externalId", i.state, i.wanting, i.note,
      case when p.id is not null then json_build_object('id', p.id, 'code', p.external_id) end as problem
    from intake i left join ${anyProblem} p on p.id = i.problem_id
    where i.device_id = ${caller.deviceId}::bigint and i.external_id = ${externalId}::text`);
  return { ...(row as Omit<Answer, "repeated">), repeated };
}

/** @throws Conflict in a snapshot: then nothing is kept, and the sender is to send again */
async function take(tx: Tx, asking: Asking, sent: Sent): Promise<Answer> {
  const understood = await understand(tx, sent);
  const id = await keep(tx, asking, sent, understood);
  const { category, position, wanting } = understood;
  if (id !== null && wanting.length === 0 && category !== null && position !== null) {
    const [lon, lat] = position;
    const filing = { id, from: asking.caller.name ?? "", sent, found: sent.found };
    await file(tx, asking.caller, filing, { category, lon, lat, site: null, title: sent.title, place: sent.place });
  }
  return tell(tx, asking, sent, id === null);
}

export const intake = route({
  method: "POST",
  path: "/api/intake",
  question: "Takes in a problem that another system sends, by its key; sent again, it answers what became of the first.",
  may: { who: ["intake"], area: "none" },
  body: sentFields,
  answer: IntakeAnswer,
  async handle(ask) {
    await countCall(ask);
    refuseUnclear(ask.body);
    return ask.tx("intake", (tx) => take(tx, ask, ask.body));
  },
});
