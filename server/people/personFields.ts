/** A person as a form gives them, and as they are told: the phone masked. */

import { Type } from "typebox";
import { dayField, type Field, idField, listField, optional, refusedField, textField, wordField } from "../ask/body.ts";
import { maskPhone } from "../ask/mask.ts";
import type { Person } from "../contract/types.ts";
import { personRoles } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import { accountField } from "./account.ts";
import { canSignIn } from "./standing.ts";

export const nameField = textField(1, 50, "As logs and dispatches name them.");

/** Never repeated when refused: it is somebody's number. */
const phoneField: Field<string> = {
  schema: Type.String({ maxLength: 20, description: "Left out: as it was. Empty: none." }),
  read(name, value) {
    if (typeof value === "string" && /^(\+?\d[\d -]{3,18})?$/.test(value.trim())) return value.trim();
    throw refusedField(name, "", { zh: "电话号码，如 13812345678", en: "a telephone number, such as 13812345678" });
  },
};

export const personFields = {
  name: nameField,
  account: optional(accountField),
  phone: optional(phoneField),
  roles: listField(wordField(personRoles, "A duty."), 0, personRoles.length, "Duties; none: named, but can do nothing."),
  unit: optional(idField("A handler's unit.")),
  zone: optional(idField("The area of a dispatcher or an inspector; none: the whole district.")),
  joined: optional(dayField("Since when.")),
};

/** Columns of a person `p` that are told. */
export const personColumns = sql`p.id, p.name, p.account, p.phone, p.roles, p.unit_id as unit, p.zone_id as zone,
  p.joined_on as joined, p.left_on as "left", ${canSignIn} as "canSignIn", p.version,
  (select count(*)::int from session s, sign_in_policy r where s.person_id = p.id and s.revoked_at is null and s.expires_at > now()
    and s.seen_at > now() - r.idle_min * interval '1 minute') as sessions`;

export const tellPerson = (stored: Person): Person => ({ ...stored, phone: stored.phone && maskPhone(stored.phone) });

/** What the audit log says of a person: no phone number. */
export const auditedPerson = ({ name, account, roles, unit, zone, joined, left }: Person): object => ({
  name,
  account,
  roles: roles.toSorted(),
  unit,
  zone,
  joined,
  left,
});
