/**
 * The one function that turns a filter into SQL. List, count, near, heat and export all stand on `hits`.
 *
 * A filter is a set: plain conditions, narrowed by each distance clause. A clause is driven from its few anchors
 * (`from site join problem on ST_DWithin`), with the plain conditions repeated inside so that the index of open
 * problems serves; clauses meet by INTERSECT, and what lies beyond by a full join: their cost does not hang on the planner's guess.
 *
 * Whoever asks sees no more than their own area: it is one of the plain conditions, and none for the whole district.
 */
import { and, join, type Sql, sql } from "../db/sql.ts";
import { isOnePlace, reach } from "./anchors.ts";
import { areaOf, type Caller, seen } from "./caller.ts";
import type { Checked } from "./check.ts";
import type { PlainClause } from "./named.ts";
import { allProblems, amongFew, amongOpen, type FacetPart, isOpenOnly, leaving, partsOf, problems } from "./parts.ts";

type Distance = Extract<PlainClause, { of: unknown }>;

/** What a caller may see of the problems `p`, as conditions; none for who may see all, so that their statements are as short. */
export const mine = (caller: Caller): Sql[] => (areaOf(caller) === null ? [] : [seen(caller)]);

function conditions(checked: Checked, without: readonly FacetPart[]): Sql[] {
  const parts = Object.entries(partsOf(checked)).filter(([name]) => !without.some((one) => one === name));
  return [...mine(checked.caller), ...parts.flatMap(([, some]) => some)];
}

/** Every condition but the distances, over a problem `p`: the filter's, and the caller's area. */
export const plain = (checked: Checked, without: readonly FacetPart[] = []): Sql => and(conditions(checked, without));

const isDistance = (clause: PlainClause): clause is Distance => "of" in clause;

/** True when finding the hits is work worth keeping (a distance clause, repeats, words): say MATERIALIZED, and ask once. */
export const isSpatial = ({ clauses, filter }: Checked): boolean => filter.repeat !== null || filter.q !== null || clauses.some(isDistance);

/** A drawing no larger holds few problems, in degrees. */
const fewAcross = 0.05;
const isSmall = (points: readonly (readonly [number, number])[], axis: 0 | 1): boolean => {
  const at = points.map((point) => point[axis]);
  return Math.max(...at) - Math.min(...at) <= fewAcross;
};
const isFew = (clause: PlainClause): boolean =>
  clause.op === "inside" &&
  clause.areas.every(
    (area) => "draw" in area && area.draw.kind === "area" && ([0, 1] as const).every((axis) => isSmall(area.draw.points, axis)),
  );

/** True when the hits of a page are to be found once and kept, for the count and for the page: what is in a small drawing is few, and dear to judge. */
export const isKept = (checked: Checked): boolean => isSpatial(checked) || checked.clauses.some(isFew);

/**
 * How a set of hits that several sums stand on is said: found once and kept; or, where all problems there are is what is meant, counted anew
 * for each sum, by the narrow index of what it sums by: to write a million rows down takes longer than to count them three times.
 */
export function kept(checked: Checked, without: readonly FacetPart[] = []): Sql {
  const all = checked.filter.at === null && !isSpatial(checked) && conditions(checked, without).length === 0;
  return all ? sql`not materialized` : sql`materialized`;
}

/** Nothing says where, when or which: of a past moment all problems are looked through. */
const isWide = ({ clauses, filter }: Checked): boolean =>
  clauses.length === 0 && filter.problem.length === 0 && filter.siteType.length === 0 && filter.found === null;

/**
 * A select of `columns` (of a problem `p`), one row for each problem the filter means and its caller may see.
 * The columns must hold the id, by that name, and be of types that can be compared.
 * @param without parts of the filter that are left out
 */
export function hits(checked: Checked, columns: Sql, without: readonly FacetPart[] = []): Sql {
  const asked = leaving(checked.filter, without);
  const source = checked.among ?? (isWide(checked) ? allProblems(asked) : problems(asked));
  const where = plain(checked, without);
  const near = ({ of, distance_m }: Distance, chosen: Sql) =>
    sql`select ${isOnePlace(of) ? sql`` : sql`distinct `}${chosen} from (${reach(of, distance_m)}) a join ${source} p on ST_DWithin(p.geog, a.geog, ${distance_m}::float8) where ${where}`;
  const distances = checked.clauses.filter(isDistance);
  const within = distances.filter((clause) => clause.op === "within").map((clause) => near(clause, columns));
  const beyond = distances.filter((clause) => clause.op === "beyond").map((clause) => near(clause, sql`p.id`));
  const first = within.length
    ? join(within.length > 1 ? within.map(bracket) : within, sql` intersect `)
    : sql`select ${columns} from ${source} p where ${where}`;
  if (!beyond.length) return first;
  // A full join is hashed or merged whatever the planner guesses: it is half of what EXCEPT costs, and no guess makes it a loop in a loop.
  return sql`select h.* from (${first}) h full join (${join(beyond, sql` union `)}) n on n.id = h.id where n.id is null`;
}

/**
 * The hits among those few problems that a condition leaves, which has an index.
 * @param few a condition over a problem `p`
 */
export function hitsAmong(checked: Checked, columns: Sql, few: Sql): Sql {
  // Where nothing else is asked there is nothing to find first, and a row is read only as far as it is asked for.
  if (checked.clauses.length === 0 && conditions(checked, []).length === 0)
    return sql`select ${columns} from ${problems(checked.filter)} p where ${few}`;
  return hits({ ...checked, among: amongFew(checked.filter, few) }, columns);
}

/** The hits that sums are made of. */
export function summed(checked: Checked, columns: Sql, without: readonly FacetPart[] = []): Sql {
  const { filter, clauses } = checked;
  const isOfOpen =
    isOpenOnly(filter) && filter.found !== null && clauses.length === 0 && filter.problem.length === 0 && !without.includes("status");
  return hits(isOfOpen ? { ...checked, among: amongOpen } : checked, columns, without);
}

const bracket = (select: Sql): Sql => sql`(${select})`;
