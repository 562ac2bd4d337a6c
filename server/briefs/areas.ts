/** What was found, by sub-district, place, type of site and category. Pure. */
import type { BriefArea, BriefFacts, BriefPlace, BriefProblem } from "../contract/types.ts";
import type { SiteType } from "../contract/vocabulary.ts";
import { both, byIds, figure, type Part, queryText } from "./figures.ts";
import type { Row } from "./fold.ts";
import type { Frame } from "./frame.ts";
import type { Names, Text } from "./told.ts";

export interface Told {
  readonly frame: Frame;
  readonly names: Names;
  /** Empty when more were found than are listed. */
  readonly texts: ReadonlyMap<number, Text>;
}

/** Of a slip everything is found, whenever that was. */
export const foundPart = ({ kind, from, to }: Frame): Part => (kind === "handover" ? {} : { found: { from, to } });
export const closedPart = ({ kind, from, to }: Frame): Part => (kind === "handover" ? { status: "closed" } : { closed: { from, to } });

export function grouped<K, T>(list: readonly T[], key: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of list) {
    const own = groups.get(key(one));
    if (own) own.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}
export const idsOf = (rows: readonly Pick<Row, "id">[]): number[] => rows.map(({ id }) => id);
/** Names in the order of their sounds; where that says nothing, by their code points. */
const collator = new Intl.Collator("zh-CN-u-co-pinyin", { numeric: true });
export const byName = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
const iso = (ms: number): string => new Date(ms).toISOString();
const optional = (ms: number | null): string | null => (ms === null ? null : iso(ms));

/** A problem as it is listed. */
export function problemOf(row: Row, { texts, names }: Told): BriefProblem {
  const text = texts.get(row.id) as Text;
  const { id, category, state, status } = row;
  return {
    ...{ id, code: text.code, category, text: text.text, place: text.site ?? text.place ?? "", state, status },
    ...{ unit: row.unit === null ? null : (names.units.get(row.unit) ?? null), person: text.person },
    ...{ foundAt: iso(row.found), deadlineAt: optional(row.deadline), closedAt: optional(row.closed) },
  };
}

const unnamed = "位置未注明";

/** The places of a sub-district: the most problems first, then by name; their problems in order of finding. */
function placesOf(rows: readonly Row[], told: Told): BriefPlace[] {
  if (told.texts.size === 0) return [];
  const nameOf = ({ id }: Row) => told.texts.get(id)?.site ?? told.texts.get(id)?.place ?? unnamed;
  const groups = grouped(rows, (row) => (row.site === null ? nameOf(row) : row.site));
  const places = [...groups.values()].map((own): BriefPlace => {
    const [{ site, siteType }] = own as [Row];
    return { site, siteType, name: nameOf(own[0] as Row), problems: own.map((row) => problemOf(row, told)) };
  });
  return places.sort((a, b) => b.problems.length - a.problems.length || byName(a.name, b.name));
}

/** The ledger asks by the sub-districts of the document's moment: where those were others when a problem was found, each is named. */
function zoneFigures(rows: readonly Row[], all: readonly Row[], zone: number | null, { frame }: Told) {
  const then = zone === null ? [] : all.filter((row) => row.zoneThen === zone);
  const same = zone !== null && then.length === rows.length && then.every((row) => row.zone === zone);
  const one = (part: Part, own: readonly Row[]) => {
    const filter = same ? both(frame.scope, { ...foundPart(frame), ...part, zone }) : null;
    return filter ? { value: own.length, query: queryText(filter) } : byIds(frame.scope, idsOf(own));
  };
  return {
    found: one({}, rows),
    closed: one(
      { status: "closed" },
      rows.filter(({ state }) => state === "closed"),
    ),
    open: one({ status: "open" }, rows.filter(isOpen)),
    rejected: one(
      { status: "rejected" },
      rows.filter(({ state }) => state === "rejected"),
    ),
  };
}
export const isOpen = ({ state }: Row): boolean => state !== "closed" && state !== "rejected";

/** Sub-districts in the order of their numbers, those that have gone since after them, and last what lay in none. @param all also those where nothing was found */
export function areasOf(found: readonly Row[], told: Told, all: boolean): BriefArea[] {
  const groups = grouped(found, ({ zone }) => zone);
  const numbered = told.names.outlines.map(({ zone }) => zone).filter((zone) => all || groups.has(zone));
  const gone = [...groups.keys()].filter((zone): zone is number => zone !== null && !numbered.includes(zone)).sort((a, b) => a - b);
  const none = groups.has(null) ? [null] : [];
  return [...numbered, ...gone, ...none].map((zone): BriefArea => {
    const rows = groups.get(zone) ?? [];
    const name =
      zone === null
        ? "未划入镇街"
        : (told.names.zones.get(zone) ?? told.names.outlines.find((one) => one.zone === zone)?.name ?? `#${zone}`);
    return { zone, name, ...zoneFigures(rows, found, zone, told), places: placesOf(rows, told) };
  });
}

/** The most first; what was found at no site last. */
export function siteTypesOf(found: readonly Row[], { frame }: Told): BriefFacts["siteTypes"] {
  const groups = [...grouped(found, ({ siteType }) => siteType)].sort(
    ([a, x], [b, y]) => Number(a === null) - Number(b === null) || y.length - x.length || ((a as SiteType) < (b as SiteType) ? -1 : 1),
  );
  return groups.map(([siteType, rows]) => ({
    siteType,
    sites: new Set(rows.flatMap(({ site }) => site ?? [])).size,
    found: figure(frame.scope, { ...foundPart(frame), siteType }, idsOf(rows)),
  }));
}

export function categoriesOf(found: readonly Row[], { frame, names }: Told): BriefFacts["categories"] {
  const groups = [...grouped(found, ({ category }) => category)].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  return groups.map(([category, rows]) => {
    // The filter's word for a major class means all that is under it.
    const meant = found.filter((row) => row.category === category || names.categories.get(row.category)?.major === category);
    const ids = idsOf(rows);
    const plain = meant.length === rows.length;
    const { zh, en } = names.categories.get(category) ?? { zh: category, en: category };
    const part = { ...foundPart(frame), category };
    return { category, name: { zh, en }, found: plain ? figure(frame.scope, part, ids) : byIds(frame.scope, ids) };
  });
}
