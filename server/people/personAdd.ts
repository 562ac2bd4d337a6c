/** "A new colleague." Named from now on; able to sign in once their link has been used. */

import { route } from "../ask/route.ts";
import { searchText } from "../ask/searchText.ts";
import { Person as PersonSchema } from "../contract/bookSchemas.ts";
import type { Person } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import { checkDrafted, takeTurn } from "./personChecks.ts";
import { auditedPerson, personColumns, personFields, tellPerson } from "./personFields.ts";

export const personAdd = route({
  method: "POST",
  path: "/api/people",
  question: "Adds a person.",
  may: { who: ["security"], area: "none" },
  body: personFields,
  answer: PersonSchema,
  handle: ({ body, tx, audit }) =>
    tx("person", async (t) => {
      await takeTurn(t);
      await checkDrafted(t, body, null);
      const [person] = (await t.query<Person>(sql`
        with p as (insert into person (external_id, name, account, phone, roles, unit_id, zone_id, joined_on, search)
          values (gen_random_uuid(), ${body.name}::text, ${body.account}::text, nullif(${body.phone}::text, ''), ${body.roles}::text[],
            ${body.unit}::bigint, ${body.zone}::bigint, ${body.joined}::date, ${searchText(body.name, body.account)}::text) returning *)
        select ${personColumns} from p`)) as [Person];
      await audit({ kind: "change", detail: { what: "person", person: person.id, before: null, after: auditedPerson(person) } }, t);
      return tellPerson(person);
    }),
});
