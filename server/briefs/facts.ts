/** The facts of a document: each number with the question whose answer it is, all as of the same moment. */
import { areaOf } from "../ask/caller.ts";
import { namesOf } from "../ask/names.ts";
import { hits } from "../ask/where.ts";
import { mostListed } from "../contract/brief.ts";
import { leastOf } from "../contract/ranking.ts";
import { sentence } from "../contract/sentence.ts";
import type { BriefFacts } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import { areasOf, categoriesOf, closedPart, foundPart, idsOf, isOpen, siteTypesOf, type Told } from "./areas.ts";
import { cameAgain, coursesOf } from "./course.ts";
import { both, figure, queryText } from "./figures.ts";
import { type Folded, fold, type Row, touchedSince } from "./fold.ts";
import { type Asker, checkedOf, type Frame } from "./frame.ts";
import { flagRuleOf } from "./say.ts";
import { namesThen, type Pair, pairsOf, type Text, textsOf } from "./told.ts";
import { standing, unitsOf } from "./units.ts";

/** Points drawn on a document's map at most, the first found; more would hide each other. */
const mostPoints = 5000;
export const pointsOf = (found: readonly Row[]): BriefFacts["points"] =>
  found.slice(0, mostPoints).map(({ lon, lat, status }) => [lon, lat, status]);

/** The same counts of the time before, as that time's own document had them. */
async function beforeOf(asker: Asker, frame: Frame): Promise<BriefFacts["before"]> {
  const { from, to, asOf } = frame.before;
  const scope = { ...frame.scope, at: asOf };
  const found = both(scope, { found: { from, to } });
  const closed = both(scope, { closed: { from, to } });
  if (!found || !closed) throw new Error("Days can be added to any filter.");
  const count = async (filter: typeof found) =>
    sql`(select count(*)::int from (${hits(await checkedOf(asker, filter), sql`p.id`)}) h where h.id = ${touchedSince(from)})`;
  const [row] = (await asker.rows<{ found: number; closed: number }>(
    "before",
    sql`select ${await count(found)} as found, ${await count(closed)} as closed`,
  )) as [{ found: number; closed: number }];
  return { from, to, found: { value: row.found, query: queryText(found) }, closed: { value: row.closed, query: queryText(closed) } };
}

/** The caller's part of the district in words; null = all of it. */
async function areaText({ caller, rows }: Asker): Promise<string | null> {
  const area = areaOf(caller);
  if (area === null) return null;
  const [{ name }] = (await rows<{ name: string | null }>(
    "area",
    sql`select concat_ws('、', (select z.name from zone z where z.id = ${area.zone?.id ?? null}::bigint),
      (select string_agg(u.short_name, '、' order by u.id) from unit u where u.id = any(${area.units ?? []}::bigint[]))) as name`,
  )) as [{ name: string | null }];
  return name || "本人辖区";
}

async function scopeOf({ rows }: Asker, { narrowed }: Frame): Promise<BriefFacts["scope"]> {
  if (!narrowed) return null;
  return { sentence: sentence(narrowed, await namesOf(narrowed, rows)), query: queryText(narrowed) };
}

function photosOf(pairs: readonly Pair[], texts: ReadonlyMap<number, Text>): BriefFacts["photos"] {
  return pairs.flatMap(({ problem, before, after }) => {
    const text = texts.get(problem);
    return text ? [{ problem, code: text.code, text: text.text, place: text.site ?? text.place ?? "", before, after }] : [];
  });
}

/** Totals of the whole. */
function totals(folded: Folded, told: Told) {
  const { frame } = told;
  const found = folded.rows.filter(({ isFound }) => isFound);
  const one = (part: Parameters<typeof figure>[1], rows: readonly Row[]) => figure(frame.scope, part, idsOf(rows));
  const sum = (of: "open" | "overdue") => folded.open.reduce((all, unit) => all + unit[of], 0);
  const openIds = folded.open.flatMap((unit) => unit.openIds);
  const overdueIds = folded.open.flatMap((unit) => unit.overdueIds);
  return {
    found: one(foundPart(frame), found),
    closed: one(
      closedPart(frame),
      folded.rows.filter(({ isClosed }) => isClosed),
    ),
    foundClosed: one(
      { ...foundPart(frame), status: "closed" },
      found.filter(({ state }) => state === "closed"),
    ),
    foundOpen: one({ ...foundPart(frame), status: "open" }, found.filter(isOpen)),
    foundRejected: one(
      { ...foundPart(frame), status: "rejected" },
      found.filter(({ state }) => state === "rejected"),
    ),
    open: standing(told, { status: "open" }, sum("open"), openIds),
    overdue: standing(told, { status: "overdue" }, sum("overdue"), overdueIds),
  };
}

interface Read {
  readonly folded: Folded;
  readonly told: Told;
  readonly cut: boolean;
  readonly pairs: readonly Pair[];
  readonly pairTexts: ReadonlyMap<number, Text>;
}

const each = <T>(list: readonly (T | null)[]): T[] => [...new Set(list)].filter((one): one is T => one !== null);

/** Reads what the figures are not made of: names, texts, photos. */
async function readAll(asker: Asker, frame: Frame): Promise<Read> {
  const folded = await fold(asker, frame);
  const found = folded.rows.filter(({ isFound }) => isFound);
  const closed = folded.rows.filter(({ isClosed }) => isClosed);
  const cut = found.length > mostListed;
  const pairs = await pairsOf(asker, frame, closed);
  const shown = closed.filter(({ id }) => pairs.some(({ problem }) => problem === id));
  const texts = await textsOf(asker, frame, cut ? [] : found);
  const names = await namesThen(asker, frame, {
    units: each([...folded.rows.map(({ unit }) => unit), ...folded.open.map(({ unit }) => unit)]),
    zones: each(found.map(({ zone }) => zone)),
    categories: each(found.map(({ category }) => category)),
  });
  return { folded, told: { frame, names, texts }, cut, pairs, pairTexts: await textsOf(asker, frame, shown) };
}

/** @throws ParameterError for a name in the filter that does not exist */
export async function factsOf(asker: Asker, frame: Frame): Promise<BriefFacts> {
  // The two that fold the log are the longest: beside each other where the database has sessions for it.
  const [read, before, scope, area] = await Promise.all([
    readAll(asker, frame),
    beforeOf(asker, frame),
    scopeOf(asker, frame),
    areaText(asker),
  ]);
  const { folded, told, cut, pairs, pairTexts } = read;
  const found = folded.rows.filter(({ isFound }) => isFound);
  const closed = folded.rows.filter(({ isClosed }) => isClosed);
  const [courses, again] = await Promise.all([coursesOf(asker, frame, closed), cameAgain(asker, frame, found)]);
  const { kind, district, timeZone, from, to, asOf, running } = frame;
  const { names } = told;
  const { flagLeast, flagRed, flagBlue } = names.rules;
  return {
    ...{ kind, district, timeZone, from, to, asOf, running, scope, area, before, cut },
    ...totals(folded, told),
    siteTypes: siteTypesOf(found, told),
    categories: categoriesOf(found, told),
    areas: areasOf(found, told, scope === null && area === null),
    units: unitsOf(told, { folded, courses, again }),
    flagRule: flagRuleOf({ least: leastOf({ flagLeast }), red: flagRed, blue: flagBlue }),
    photos: photosOf(pairs, pairTexts),
    points: pointsOf(found),
    outlines: [...names.outlines],
  };
}
