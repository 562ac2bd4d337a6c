/** "Who was where, and did their position prove it?" Newest first; whoever has no duty to know sees their own. */
import { idField } from "../ask/body.ts";
import { type Caller, Forbidden } from "../ask/caller.ts";
import { integer } from "../ask/parameters.ts";
import { type Parameter, route } from "../ask/route.ts";
import { readId } from "../contract/parameter.ts";
import { CheckIns } from "../contract/streetSchemas.ts";
import type { CheckIns as Answer } from "../contract/types.ts";
import { personRoles, type Role } from "../contract/vocabulary.ts";
import { and, type Sql, sql } from "../db/sql.ts";
import { type CheckInRow, checkInRows, toCheckIn } from "./checkInRows.ts";

/** Those who see everybody's. */
const seers: readonly Role[] = ["leader", "dispatcher", "inspector", "auditor"];
const notTheirs = { zh: "只能看自己的打卡", en: "Only one's own check-ins." };

const someId = (description: string): Parameter<number | null> => ({
  schema: idField(description).schema,
  read: (name, text) => (text === undefined ? null : idField("").read(name, readId(text) ?? text)),
});

/** @throws Forbidden when somebody else's are asked for by whoever sees only their own */
function theirs(caller: Caller, person: number | null): number | null {
  if (seers.some((role) => caller.roles.has(role))) return person;
  if (person !== null && person !== caller.personId) throw new Forbidden(notTheirs);
  return caller.personId;
}

export const checkIns = route({
  path: "/api/checkIns",
  question: "Who checked in at which site, when, and how far from it?",
  may: { who: personRoles, area: "none" },
  takes: {
    site: someId("At this site only."),
    person: someId("Of this person only."),
    limit: integer(1, 200, 50, "How many rows; the total counts all."),
  },
  answer: CheckIns,
  async handle({ caller, given: { site, person, limit }, rows }) {
    const by = theirs(caller, person);
    const asked: Sql[] = [sql`true`];
    if (site !== null) asked.push(sql`c.site_id = ${site}::bigint`);
    if (by !== null) asked.push(sql`c.person_id = ${by}::bigint`);
    const where = and(asked);
    const [count] = await rows<{ total: number }>("count", sql`select count(*)::int as total from check_in c where ${where}`);
    const found = await rows<CheckInRow>("checkIns", checkInRows(where, limit));
    return { total: count?.total ?? 0, rows: found.map(toCheckIn) } satisfies Answer;
  },
});
