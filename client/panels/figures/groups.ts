/** Groups of the figures: from the server's counts to rows, each with what a click on it and on its number means. Pure. */
import type { Filter, StatusWord } from "../../../server/contract/filter.ts";
import type { GeoClause } from "../../../server/contract/geo.ts";
import type { Category, District, Facets } from "../../../server/contract/types.ts";
import {
  endStates,
  type ProblemState,
  type ProblemStatus,
  problemStates,
  type SiteType,
  siteTypes,
  statusGroups,
  statusOfState,
  type Word,
} from "../../../server/contract/vocabulary.ts";

export const asked = ["status", "state", "category", "major", "unit", "siteType", "zone", "day", "hour"] as const;
export type Asked = (typeof asked)[number];

export interface Row {
  readonly key: string;
  readonly label: Word;
  readonly count: number;
  readonly chosen: boolean;
  /** A choice beside it holds it too: "open" holds every open state. */
  readonly covered?: boolean;
  /** The look of a state, for its shape and colour. */
  readonly status?: ProblemStatus;
  /** The filter after a click: this value more, or fewer. */
  readonly toggled: Filter;
  /** The filter whose rows the number is. */
  readonly only: Filter;
  readonly under?: readonly Row[];
}
export interface Group {
  readonly rows: readonly Row[];
  /** Something of this group is in the filter. */
  readonly held: boolean;
  /** The filter without this group. */
  readonly without: Filter;
}

const plain = (text: string): Word => ({ zh: text, en: text });
const flip = <T>(list: readonly T[], value: T): T[] => (list.includes(value) ? list.filter((one) => one !== value) : [...list, value]);

/** Counts of one of the server's groups, by key. */
export const countsOf = (answer: Facets, by: Asked): ReadonlyMap<string, number> =>
  new Map(answer.by[by]?.map(({ key, count }) => [key, count]));

/** A group whose values are a list of the filter. */
function listGroup<K extends "status" | "unit" | "siteType" | "hour">(filter: Filter, part: K) {
  type Value = Filter[K][number];
  const list = filter[part] as readonly Value[];
  const row = (value: Value, label: Word, count: number, more: Pick<Row, "status" | "covered"> = {}): Row => ({
    key: String(value),
    label,
    count,
    chosen: list.includes(value),
    toggled: { ...filter, [part]: flip(list, value) },
    only: { ...filter, [part]: [value] },
    ...more,
  });
  const group = (rows: readonly Row[]): Group => ({ rows, held: list.length > 0, without: { ...filter, [part]: [] } });
  return { row, group };
}

const names = <K extends string>(words: Record<K, unknown>) => Object.keys(words) as K[];

/** Open, overdue and nearly due first; then every state by itself, which together are all. */
export function statusGroup(answer: Facets, filter: Filter): Group & { readonly states: readonly Row[] } {
  const { row, group } = listGroup(filter, "status");
  const [groups, states] = [countsOf(answer, "status"), countsOf(answer, "state")];
  const words = names(statusGroups).map((word) => {
    const look = word === "open" ? {} : { status: word };
    return row(word as StatusWord, statusGroups[word], groups.get(word) ?? 0, look);
  });
  const open = filter.status.includes("open");
  const ended = new Set<ProblemState>(endStates);
  const single = names(problemStates).map((state: ProblemState) =>
    row(state, problemStates[state], states.get(state) ?? 0, { status: statusOfState[state], covered: open && !ended.has(state) }),
  );
  return { ...group([...words, ...single]), states: single };
}

function categoryRow(filter: Filter, code: string, label: Word, count: number, sisters: readonly string[], major: string | null): Row {
  const whole = major !== null && filter.category.includes(major);
  const chosen = whole || filter.category.includes(code);
  // Taking one out of a whole major leaves its sisters chosen one by one; a major takes the place of its minors.
  const base = whole
    ? [...filter.category.filter((one) => one !== major), ...sisters]
    : filter.category.filter((one) => major !== null || !sisters.includes(one));
  return {
    ...{ key: code, label, count, chosen },
    toggled: { ...filter, category: flip(base, code) },
    only: { ...filter, category: [code] },
  };
}

/** Majors with their minors under them, the most problems first. */
export function categoryGroup(answer: Facets, filter: Filter, categories: readonly Category[]): Group {
  const [minor, major] = [countsOf(answer, "category"), countsOf(answer, "major")];
  const codes = [...new Set(categories.map((one) => one.major))];
  const most = (rows: Row[]) => rows.toSorted((a, b) => b.count - a.count || a.key.localeCompare(b.key));
  const rows = codes.map((code): Row => {
    const under = categories.filter((one) => one.major === code && one.code !== code);
    const minors = under.map((one) => one.code);
    const name = categories.find((one) => one.code === code)?.name ?? plain(code);
    return {
      ...categoryRow(filter, code, name, major.get(code) ?? 0, minors, null),
      under: most(under.map((one) => categoryRow(filter, one.code, one.name, minor.get(one.code) ?? 0, minors, code))),
    };
  });
  return { rows: most(rows), held: filter.category.length > 0, without: { ...filter, category: [] } };
}

/** Units that have some, the most first; then those that have none and are still at work. */
export function unitGroup(answer: Facets, filter: Filter, units: District["units"]): Group {
  const { row, group } = listGroup(filter, "unit");
  const counts = countsOf(answer, "unit");
  const rows = units
    .filter((unit) => !unit.dissolved || counts.has(String(unit.id)) || filter.unit.includes(unit.id))
    .map((unit) => row(unit.id, plain(unit.shortName || unit.name), counts.get(String(unit.id)) ?? 0));
  return group(rows.toSorted((a, b) => b.count - a.count || a.label.zh.localeCompare(b.label.zh)));
}

const namesZones = (clause: GeoClause) => "areas" in clause && clause.areas.every((area) => "zone" in area);

/** Sub-districts. A choice is a place inside; a number also leaves out what zones were excluded, as it was counted. */
export function zoneGroup(answer: Facets, filter: Filter, zones: District["zones"]): Group {
  const counts = countsOf(answer, "zone");
  const inside = (clause: GeoClause) => clause.op === "inside" && namesZones(clause);
  const chosen = filter.geo.filter(inside).flatMap((clause) => ("areas" in clause ? clause.areas : []));
  const ids = chosen.flatMap((area) => ("zone" in area ? [area.zone] : []));
  const others = filter.geo.filter((clause) => !inside(clause));
  const rest = filter.geo.filter((clause) => !namesZones(clause));
  const within = (list: readonly number[], geo: readonly GeoClause[]): Filter => ({
    ...filter,
    geo: list.length ? [...geo, { op: "inside", areas: list.map((zone) => ({ zone })) }] : geo,
  });
  const rows = zones
    .filter((zone) => zone.level === 1)
    .map(
      (zone): Row => ({
        key: String(zone.id),
        label: plain(zone.name),
        count: counts.get(String(zone.id)) ?? 0,
        chosen: ids.includes(zone.id),
        toggled: within(flip(ids, zone.id), others),
        only: within([zone.id], rest),
      }),
    );
  return {
    rows: rows.toSorted((a, b) => b.count - a.count || a.label.zh.localeCompare(b.label.zh)),
    held: ids.length > 0,
    without: { ...filter, geo: others },
  };
}

/** Types that the district has sites of. */
export function siteTypeGroup(answer: Facets, filter: Filter, siteCounts: District["siteCounts"]): Group {
  const { row, group } = listGroup(filter, "siteType");
  const counts = countsOf(answer, "siteType");
  const has = (type: SiteType) => (siteCounts[type] ?? 0) > 0 || counts.has(type) || filter.siteType.includes(type);
  const rows = names(siteTypes)
    .filter(has)
    .map((type) => row(type, siteTypes[type], counts.get(type) ?? 0));
  return group(rows.toSorted((a, b) => b.count - a.count));
}

const clock = (hour: number) => `${String(hour).padStart(2, "0")}:00`;

export function hourGroup(answer: Facets, filter: Filter): Group {
  const { row, group } = listGroup(filter, "hour");
  const counts = countsOf(answer, "hour");
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  return group(hours.map((hour) => row(hour, plain(`${clock(hour)}–${clock(hour + 1)}`), counts.get(String(hour)) ?? 0)));
}

/** The filter of several rows of one group together. */
export function together(rows: readonly Row[]): Filter {
  const [first, ...others] = rows.map((row) => row.only);
  if (!first) throw new Error("no rows have no filter");
  return others.reduce((all, one) => joined(all, one), first);
}

/** Two filters that differ in one list: the list of both. */
function joined(a: Filter, b: Filter): Filter {
  const part = (["unit", "siteType", "category", "status", "hour"] as const).find((name) => a[name].join() !== b[name].join());
  if (part) return { ...a, [part]: [...a[part], ...b[part]] };
  const areas = [a, b].flatMap(({ geo }) => {
    const last = geo.at(-1);
    return last && "areas" in last ? last.areas : [];
  });
  return { ...a, geo: [...a.geo.slice(0, -1), { op: "inside", areas }] };
}
