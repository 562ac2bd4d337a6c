/** What a scene asks and which of the problems it lights. Pure. */
import { emptyFilter, type Filter, isEmpty } from "../../../server/contract/filter.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import type { Scene } from "../../../server/contract/wall.ts";
import { drawnFrom } from "../../state/beyond.ts";
import { holdsAll, keepIds, localMask, needsServer } from "../../state/columnsTest.ts";
import { namesStand, readKept } from "../../state/keptView.ts";
import { shownFilter } from "../../state/shown.ts";
import { effectiveFilter, type Fault, type MapView } from "../../state/view.ts";
import type { SceneFile } from "../page.ts";
import type { Shown, WallState } from "../state.ts";

/** Ground, outline, names, and what marks something on the map: in every scene. */
const always = ["baseGround", "baseRoads", "basePlaces", "district", "changes", "rings", "drawn"] as const;

export interface Question {
  readonly filter: Filter;
  readonly layers: ReadonlySet<string>;
  readonly camera: MapView | null;
  /** A part that cannot be read: without it the question would be another. */
  readonly fault: Word | null;
}

const unreadable = ({ parameter, value, expected }: Fault): Word => ({
  zh: `画面的条件读不懂：${parameter}=${value.slice(0, 60)}，应为${expected.zh}`,
  en: `The scene's question cannot be read: ${parameter}=${value.slice(0, 60)}; expected ${expected.en}`,
});

/** @param today yyyy-MM-dd by the district's clock */
export function questionOf(scene: Scene, file: Pick<SceneFile, "query" | "layers">, today: string): Question {
  // An empty question means all problems; the desk's bare address means those that are open.
  const { kept, faults } = readKept(scene.query || file.query(today) || "#all");
  const layers = scene.query && kept.layers ? kept.layers : file.layers;
  const [first] = faults;
  return {
    filter: first ? emptyFilter : effectiveFilter(kept),
    layers: new Set([...always, ...layers]),
    camera: kept.map,
    fault: first ? unreadable(first) : null,
  };
}

/** What the server answered to a filter. */
export interface Answered {
  readonly ids: readonly number[] | null;
  readonly total: number;
}

type Known = Pick<WallState, "district" | "data" | "now">;
export const sumOf = (mask: Uint8Array): number => {
  let sum = 0;
  for (const bit of mask) sum += bit;
  return sum;
};

/** True when the columns do not hold what the filter means: the map is drawn from tiles. */
export const isFar = (shown: Pick<Shown, "filter" | "stood">, { data: { problems } }: Pick<WallState, "data">): boolean =>
  !shown.stood && problems !== undefined && drawnFrom(shown.filter, problems) === "tiles";

/** True when only the server can say which problems the filter means: not asked where tiles show them. */
export const asksIds = ({ filter, stood }: Pick<Shown, "filter" | "stood">, { district, data }: Known): boolean =>
  !isFar({ filter, stood }, { data }) &&
  !stood &&
  !!district &&
  !!data.problems &&
  (needsServer(filter, data.problems, district.zones) || !namesStand(filter, district));

/** True when only the server can say how many they are: those that ended long ago are in no column. */
export const asksTotal = ({ filter, stood }: Pick<Shown, "filter" | "stood">, { district, data }: Known): boolean =>
  isFar({ filter, stood }, { data }) ||
  (!stood && !!district && !!data.problems && !isEmpty(filter) && !holdsAll(filter, data.problems, district.zones));

/** What is lit at a moment, by the columns as far as they can tell. @param clock unix seconds */
export function columnsMask(
  { filter, stood }: Pick<Shown, "filter" | "stood">,
  { district, data }: Known,
  clock: number,
): Uint8Array | null {
  const problems = stood?.problems ?? data.problems;
  if (!district || !problems || isEmpty(filter)) return null;
  const { timeZone, categories, zones } = district;
  return localMask(shownFilter(stood, filter), problems, { clock, timeZone, categories, zones });
}

/**
 * What is lit, and how many they are. What is not known is not lit: another answer than the question's would be a lie.
 * @param answered what the server said last; null = nothing yet
 */
export function litBy(
  shown: Pick<Shown, "filter" | "stood" | "fault">,
  known: Known,
  answered: Answered | null,
): Pick<Shown, "mask" | "total"> {
  const problems = shown.stood?.problems ?? known.data.problems;
  if (!problems) return { mask: null, total: null };
  if (shown.fault) return { mask: new Uint8Array(problems.count), total: null };
  // A part of the answer would look like the whole.
  if (isFar(shown, known)) return { mask: new Uint8Array(problems.count), total: answered?.total ?? null };
  const mask = columnsMask(shown, known, shown.stood?.at ?? known.now);
  if (!mask) return { mask: null, total: shown.stood ? problems.count : problems.total };
  if (asksIds(shown, known)) {
    if (!answered?.ids) return { mask: new Uint8Array(problems.count), total: null };
    return { mask: keepIds(mask, problems, answered.ids), total: answered.total };
  }
  return { mask, total: asksTotal(shown, known) ? (answered?.total ?? null) : sumOf(mask) };
}
