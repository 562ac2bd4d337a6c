/** "She works elsewhere now." The whole of a person written anew, if nobody else did so meanwhile; what was taken from them is gone at once. */
import { type Body, dayField, numberField, optional } from "../ask/body.ts";
import { Conflict } from "../ask/caller.ts";
import { peopleMoved } from "../ask/revision.ts";
import { type Ask, NotFound, route } from "../ask/route.ts";
import { searchText } from "../ask/searchText.ts";
import { Person as PersonSchema } from "../contract/bookSchemas.ts";
import type { Person } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { differences } from "./differences.ts";
import { checkDrafted, refuseLockedOut, refuseOwnRemoval, takeTurn } from "./personChecks.ts";
import { auditedPerson, personColumns, personFields, tellPerson } from "./personFields.ts";
import { here } from "./standing.ts";

const fields = {
  ...personFields,
  left: optional(dayField("The first day on which they are not here any more.")),
  version: numberField(1, 2_000_000_000, "The version that was changed.", true),
};
type Change = Body<typeof fields>;

/** The person as stored, locked. @throws NotFound, Conflict with the person as they are now */
async function held(tx: Tx, id: number, version: number): Promise<Person> {
  await tx.query(sql`select from person where id = ${id}::bigint for update`);
  const [person] = await tx.query<Person>(sql`select ${personColumns} from person p where p.id = ${id}::bigint`);
  if (!person) throw new NotFound({ zh: "没有这个人员", en: "There is no such person." });
  if (person.version === version) return person;
  throw new Conflict({ zh: "此人员刚被他人修改", en: "Somebody else changed this person meanwhile." }, { ...tellPerson(person) });
}

/** Writes; a person without an account, or who has left, is signed out everywhere. */
async function write(tx: Tx, id: number, body: Change): Promise<Person> {
  await tx.query(sql`update person set name = ${body.name}::text, account = ${body.account}::text,
      phone = case when ${body.phone}::text is null then phone else nullif(${body.phone}::text, '') end, roles = ${body.roles}::text[],
      unit_id = ${body.unit}::bigint, zone_id = ${body.zone}::bigint, joined_on = ${body.joined}::date, left_on = ${body.left}::date,
      search = ${searchText(body.name, body.account)}::text, version = version + 1
    where id = ${id}::bigint`);
  await tx.query(sql`update session s set revoked_at = now() from person p
    where p.id = ${id}::bigint and s.person_id = p.id and s.revoked_at is null and (p.account is null or not ${here})`);
  await tx.query(peopleMoved({ personId: id }));
  const [person] = (await tx.query<Person>(sql`select ${personColumns} from person p where p.id = ${id}::bigint`)) as [Person];
  return person;
}

async function change({ caller, body, audit }: Pick<Ask, "caller" | "audit"> & { body: Change }, tx: Tx, id: number): Promise<Person> {
  const before = await takeTurn(tx);
  const was = await held(tx, id, body.version);
  refuseOwnRemoval(caller, id, was.roles, body.roles);
  await checkDrafted(tx, body, id);
  const is = await write(tx, id, body);
  await refuseLockedOut(tx, before);
  const phone = is.phone === was.phone ? {} : { phone: "changed" };
  await audit(
    { kind: "change", detail: { what: "person", person: id, ...differences(auditedPerson(was), auditedPerson(is)), ...phone } },
    tx,
  );
  return tellPerson(is);
}

export const personChange = route({
  method: "POST",
  path: "/api/people/{id}",
  question: "Changes a person.",
  may: { who: ["security"], area: "none" },
  body: fields,
  answer: PersonSchema,
  handle: (ask) => ask.tx("person", (t) => change(ask, t, ask.id())),
});
