/** "Who is there, with which duties?" At most a thousand; words narrow them. */
import { type Parameter, route } from "../ask/route.ts";
import { People } from "../contract/bookSchemas.ts";
import type { Person } from "../contract/types.ts";
import { personRoles } from "../contract/vocabulary.ts";
import { and, sql } from "../db/sql.ts";
import { oneOf, someId, someText } from "./parameters.ts";
import { personColumns, tellPerson } from "./personFields.ts";
import { here } from "./standing.ts";

const most = 1000;
const role: Parameter<(typeof personRoles)[number] | null> = oneOf(personRoles, "Who hold this duty.");

export const people = route({
  path: "/api/people",
  question: "Which people are there, with which duties, and can they sign in?",
  may: { who: ["security"], area: "none" },
  takes: {
    q: someText("Words in the name, its pinyin or the account; all of them."),
    role,
    unit: someId("Of this unit."),
    left: oneOf(["0", "1"], "0: who are here; 1: who have left."),
  },
  answer: People,
  async handle({ given, rows }) {
    const all = (given.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const asked = all.map((word) => sql`strpos(lower(p.name) || ' ' || coalesce(p.account, '') || ' ' || p.search, ${word}::text) > 0`);
    if (given.role !== null) asked.push(sql`${given.role}::text = any(p.roles)`);
    if (given.unit !== null) asked.push(sql`p.unit_id = ${given.unit}::bigint`);
    if (given.left !== null) asked.push(given.left === "0" ? here : sql`not ${here}`);
    const found = await rows<Person & { total: number }>(
      "people",
      sql`select ${personColumns}, count(*) over ()::int as total from person p where ${and(asked)} order by ${here} desc, p.name, p.id limit ${most}::int`,
    );
    return { total: found[0]?.total ?? 0, rows: found.map(({ total: _all, ...person }) => tellPerson(person)) };
  },
});
