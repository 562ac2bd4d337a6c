/** The table of units: volume, on time, sent back, found again; ranked and flagged as on the walls. Pure. */
import { usualRepeat } from "../ask/parts.ts";
import { rankingOf } from "../contract/ranking.ts";
import type { BriefFigure, BriefUnit } from "../contract/types.ts";
import { byName, closedPart, foundPart, grouped, idsOf, type Told } from "./areas.ts";
import type { Course } from "./course.ts";
import { byIds, counted, figure, type Part } from "./figures.ts";
import type { Folded, Open, Row } from "./fold.ts";

export interface Judged {
  readonly folded: Folded;
  readonly courses: ReadonlyMap<number, Course>;
  readonly again: ReadonlySet<number>;
}

type Counts = Omit<BriefUnit, "rate" | "rank" | "flag">;

/** Where no filter says it, ids that are all there are, or no link. */
export function standing({ frame }: Told, part: Part, value: number, ids: readonly number[]): BriefFigure {
  const said = counted(frame.scope, part, value);
  return said.query !== null || ids.length !== value ? said : byIds(frame.scope, ids);
}

function countsOf(unit: number | null, rows: readonly Row[], open: Open | undefined, told: Told, { courses, again }: Judged): Counts {
  const { frame, names } = told;
  const found = rows.filter(({ isFound }) => isFound);
  const closed = rows.filter(({ isClosed }) => isClosed);
  const course = ({ id }: Row) => courses.get(id) as Course;
  const judged = closed.filter((row) => !course(row).exempt);
  const timed = judged.filter((row) => row.deadline !== null && course(row).late !== null);
  const by = (part: Part, list: readonly Row[]) => figure(frame.scope, { ...part, unit }, idsOf(list));
  const list = (own: readonly Row[]) => byIds(frame.scope, idsOf(own));
  return {
    unit,
    name: unit === null ? "未派单" : (names.units.get(unit) ?? `#${unit}`),
    found: by(foundPart(frame), found),
    closed: by(closedPart(frame), closed),
    open: standing(told, { status: "open", unit }, open?.open ?? 0, open?.openIds ?? []),
    overdue: standing(told, { status: "overdue", unit }, open?.overdue ?? 0, open?.overdueIds ?? []),
    counted: list(timed),
    onTime: list(timed.filter((row) => course(row).late === false)),
    reworked: list(judged.filter((row) => course(row).reworks > 0)),
    repeated: by(
      { ...foundPart(frame), repeat: usualRepeat },
      found.filter(({ id }) => again.has(id)),
    ),
  };
}

/** The ranked first, then those with too few cases to be ranked, then those without any; nobody's last. */
export function unitsOf(told: Told, judged: Judged): BriefUnit[] {
  const rows = grouped(judged.folded.rows, ({ unit }) => unit);
  const open = new Map(judged.folded.open.map((one) => [one.unit, one]));
  const units = [...new Set([...rows.keys(), ...open.keys()])];
  const all = units.map((unit) => countsOf(unit, rows.get(unit) ?? [], open.get(unit), told, judged));
  const { ranked } = rankingOf(
    all.flatMap(({ unit, counted: of, onTime }) => (unit === null ? [] : [{ key: String(unit), counted: of.value, onTime: onTime.value }])),
    told.names.rules,
  );
  const places = new Map(ranked.map((one, i) => [one.key, { rank: i + 1, flag: one.flag }]));
  const made = all.map((one): BriefUnit => {
    const { rank = null, flag = null } = places.get(String(one.unit)) ?? {};
    return { ...one, rate: one.counted.value ? one.onTime.value / one.counted.value : null, rank, flag };
  });
  return made.sort(order);
}

function order(a: BriefUnit, b: BriefUnit): number {
  const last = Number(a.unit === null) - Number(b.unit === null);
  const rank = (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER);
  return last || rank || b.counted.value - a.counted.value || b.found.value - a.found.value || byName(a.name, b.name);
}
