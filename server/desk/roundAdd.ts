/** "A new round begins." This round is the last that has begun. */
import { type Body, dayField, textField } from "../ask/body.ts";
import type { Caller } from "../ask/caller.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { Round as RoundSchema } from "../contract/deskSchemas.ts";
import type { Round } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";

const fields = { name: textField(1, 60, "What it is called."), starts: dayField("Its first day.") };

/** Begins it, or gives the one that begins on that day its new name. */
async function begin(tx: Tx, caller: Caller, { name, starts }: Body<typeof fields>): Promise<{ before: Round | null; after: Round }> {
  const [before] = await tx.query<Round>(
    sql`select id, name, starts::text as starts from inspection_round where starts = ${starts}::date for update`,
  );
  const [after] = (await tx.query<Round>(sql`
    insert into inspection_round (name, starts, made_by) values (${name.replace(/\s+/g, " ")}::text, ${starts}::date, ${caller.personId}::bigint)
    on conflict (starts, district_id) do update set name = excluded.name, made_by = excluded.made_by, made_at = now()
    returning id, name, starts::text as starts`)) as [Round];
  return { before: before ?? null, after };
}

export const roundAdd = route({
  method: "POST",
  path: "/api/rounds",
  question: "Begins a round of inspection on a day; it lasts until the next. A day on which one begins already gets the new name.",
  may: { who: ["leader", "planner", "dispatcher", "administrator"], area: "none" },
  body: fields,
  answer: RoundSchema,
  handle: ({ body, caller, tx, audit }) =>
    tx("round", async (on) => {
      const { before, after } = await begin(on, caller, body);
      await audit({ kind: "change", detail: { what: "round", round: after.id, before, after } }, on);
      await on.query(moved("district"));
      return after;
    }),
});
