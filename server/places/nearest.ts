/** "Which are the nearest?" Problems of the filter and sites of some types, nearest first, to the anchors' own geometry on the ellipsoid. */
import { anchorRows } from "../ask/anchors.ts";
import { type Checked, check } from "../ask/check.ts";
import { anchors, integer, words } from "../ask/parameters.ts";
import { moment, problems } from "../ask/parts.ts";
import { type Ask, route } from "../ask/route.ts";
import { hits, isSpatial, plain } from "../ask/where.ts";
import { Nearest as Answer } from "../contract/placeSchemas.ts";
import { statusOf } from "../contract/status.ts";
import type { Nearest } from "../contract/types.ts";
import { type ProblemState, type SiteType, siteTypes } from "../contract/vocabulary.ts";
import { join, type Sql, sql } from "../db/sql.ts";

type What = "problem" | SiteType;
interface Asked {
  readonly checked: Checked;
  readonly what: readonly What[];
  readonly limit: number;
}
interface Row {
  clock: Date;
  kind: "site" | "problem";
  id: number;
  name: string;
  type: SiteType | null;
  state: ProblemState | null;
  nearly_due_at: Date | null;
  deadline_at: Date | null;
  distance_m: number;
  lon: number;
  lat: number;
  length_m: number;
}

/**
 * Looked for within these distances, one after the other, until there are enough: so the indexes serve, however many anchors there are,
 * and what is found is exact. Null = however far.
 */
const radii = [50, 200, 800, 3200, 12_800, 51_200, null] as const;

const usual = 10;
/** Written out where it is the usual one: of a number that is not known the planner thinks the worst, and would plan anew each time. */
const most = ({ limit }: Asked): Sql => (limit === usual ? sql`10` : sql`${limit}::int`);

/** Sites of the types, anchors left out, as conditions over `s`. */
const isWanted = ({ checked, what }: Asked): Sql => sql`s.site_type = any(${what.filter((one) => one !== "problem")}::text[])
  and s.id not in (select x.id from (${anchorRows(checked.of)}) x where x.kind = 'site')`;
const asksSites = ({ what }: Asked): boolean => what.some((one) => one !== "problem");
const asksProblems = ({ what }: Asked): boolean => what.includes("problem");

/** How many things there are to be found, as far as it matters: whether there are as many as asked for. */
function there(asked: Asked): Sql {
  const arms: Sql[] = [];
  if (asksSites(asked)) arms.push(sql`(select s.id from site s where ${isWanted(asked)} limit ${most(asked)})`);
  if (asksProblems(asked)) arms.push(sql`(select h.id from (${hits(asked.checked, sql`p.id`)}) h limit ${most(asked)})`);
  return sql`select count(*)::int as count, ${moment(asked.checked.filter)} as clock from (${join(arms, sql` union all `)}) x`;
}

/** The nearest of what lies within a radius of an anchor. */
function nearestWithin(asked: Asked, radius: number | null): Sql {
  const { checked } = asked;
  const near = (geog: Sql): Sql => (radius === null ? sql`true` : sql`ST_DWithin(${geog}, a.geog, ${radius}::float8)`);
  const source = problems(checked.filter);
  const far = (geog: Sql): Sql => sql`min(ST_Distance(${geog}, a.geog)) as distance_m`;
  const arms: Sql[] = [];
  if (asksSites(asked))
    arms.push(sql`select 'site' as kind, s.id, ${far(sql`s.geog`)} from anchor a join site s on ${near(sql`s.geog`)}
      where ${isWanted(asked)} group by s.id`);
  if (asksProblems(asked))
    arms.push(sql`select 'problem' as kind, p.id, ${far(sql`p.geog`)} from anchor a join ${source} p on ${near(sql`p.geog`)}
      where ${isSpatial(checked) ? sql`p.id in (select id from other)` : plain(checked)} group by p.id`);
  const other = isSpatial(checked) && asksProblems(asked) ? sql`, other as materialized (${hits(checked, sql`p.id`)})` : sql``;
  return sql`with anchor as materialized (${anchorRows(checked.of)})${other},
    nearest as materialized (select * from (${join(arms, sql` union all `)}) x order by x.distance_m, x.kind, x.id limit ${most(asked)})
    select ${moment(checked.filter)} as clock, n.kind, n.id, n.distance_m, s.site_type as type, coalesce(s.name, p.title) as name,
      p.state, p.nearly_due_at, p.deadline_at, coalesce(s.length_m, 0) as length_m, ST_X(m.at) as lon, ST_Y(m.at) as lat
    from nearest n left join site s on n.kind = 'site' and s.id = n.id left join ${source} p on n.kind = 'problem' and p.id = n.id,
      lateral (select coalesce(ST_PointOnSurface(s.geom), p.geom) as at) m
    order by n.distance_m, n.kind, n.id`;
}

type Rows = Ask["rows"];
interface Found {
  readonly clock: Date;
  readonly rows: readonly Row[];
}

/** Most often there are enough close by. If not: few things are all measured; of many, those in ever wider circles. */
async function find(asked: Asked, rows: Rows): Promise<Found> {
  const [close, ...wider] = radii;
  const within = (radius: number | null): Promise<Row[]> => rows<Row>("nearest", nearestWithin(asked, radius));
  let found = await within(close);
  const [first] = found;
  if (first && found.length === asked.limit) return { clock: first.clock, rows: found };
  const [some] = (await rows<{ count: number; clock: Date }>("there", there(asked))) as [{ count: number; clock: Date }];
  for (const radius of some.count < asked.limit ? [null] : wider) {
    found = some.count > 0 ? await within(radius) : [];
    if (found.length === asked.limit) break;
  }
  return { clock: some.clock, rows: found };
}

const time = (at: Date | null): number | null => at?.getTime() ?? null;
const toRow = ({ clock: _then, state, nearly_due_at, deadline_at, ...row }: Row, clock: Date): Nearest["rows"][number] => ({
  ...row,
  status: state && statusOf(state, time(nearly_due_at), time(deadline_at), clock.getTime()),
});

export const nearest = route({
  path: "/api/nearest",
  question: "Which problems of the filter, and which sites of some types, are nearest to these?",
  filtered: true,
  takes: {
    of: anchors("What to measure from: site types, site/id, zone/id, shape/id or draw/drawing, separated by commas."),
    what: words(["problem", ...(Object.keys(siteTypes) as SiteType[])], ["problem"], "What to look for."),
    limit: integer(1, 100, usual, "How many."),
  },
  answer: Answer,
  async handle(ask) {
    const { of, what, limit } = ask.given;
    const asked: Asked = { checked: await check(ask, of), what, limit };
    const { clock, rows } = await find(asked, ask.rows);
    return { clock: clock.toISOString(), rows: rows.map((row) => toRow(row, clock)) } satisfies Nearest;
  },
});
