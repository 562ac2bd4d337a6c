/** One problem as its file has it: fields read and checked, its place in EPSG:4326 found afterwards for many at once. */
import { type ProblemSource, type ProblemState, problemSources, problemStates } from "../../contract/vocabulary.ts";
import { type System, toDegrees } from "../crs.ts";
import { type Ids, type Loading, tryAll } from "../loading.ts";
import { isNear, misplaced } from "../nearby.ts";
import type { Fields } from "../read/fields.ts";
import type { Row } from "../read/row.ts";
import { type Position, shapeOf } from "../read/shape.ts";
import { RowRefused } from "../report.ts";
import type { Categories } from "./categories.ts";
import type { NamedIds } from "./namedIds.ts";
import type { Units } from "./units.ts";

export interface ProblemRow {
  readonly row: Row;
  readonly externalId: string;
  readonly category: string;
  readonly title: string;
  readonly description: string | null;
  readonly place: string | null;
  readonly source: ProblemSource;
  readonly siteId: number | null;
  readonly night: boolean;
  readonly state: ProblemState | null;
  readonly unit: string | null;
  readonly person: string | null;
  readonly foundAt: number;
  readonly dispatchedAt: number | null;
  readonly deadlineAt: number | null;
  readonly handedBackAt: number | null;
  readonly closedAt: number | null;
  /** As the file has it. */
  readonly position: Position;
}

export interface Lookups {
  readonly ids: Ids;
  readonly units: Units;
  readonly categories: Categories;
  readonly sites: NamedIds;
}

/** @throws RowRefused, RowSkipped */
export function problemRow(loading: Loading, { ids, units, categories, sites }: Lookups, row: Row, fields: Fields): ProblemRow {
  const externalId = fields.id(row, "externalId");
  const foundAt = fields.time(row, "foundAt") as number;
  const shape = shapeOf(row, loading.layer, () => {});
  if (shape.type !== "Point")
    throw new RowRefused("geometry", shape.type, { zh: "问题的位置须为点", en: "a problem's place should be a point" });
  const read = {
    row,
    externalId,
    description: fields.text(row, "description"),
    place: fields.text(row, "place"),
    source: fields.word(row, "source", problemSources) ?? "import",
    siteId: sites.find(fields.text(row, "site")),
    night: fields.flag(row, "night"),
    state: fields.word(row, "state", problemStates),
    unit: fields.text(row, "unit"),
    person: fields.text(row, "person"),
    foundAt,
    dispatchedAt: fields.time(row, "dispatchedAt"),
    deadlineAt: fields.time(row, "deadlineAt"),
    handedBackAt: fields.time(row, "handedBackAt"),
    closedAt: fields.time(row, "closedAt"),
    position: shape.coordinates,
  };
  const category = categories.want(fields.needed(row, "category"), fields.text(row, "categoryName"));
  ids.take(externalId, row);
  // Last, so that a row refused for something else adds no unit.
  units.want(read.unit);
  return { ...read, category, title: fields.text(row, "title") ?? categories.name(category) };
}

/** A problem with its place in EPSG:4326. */
export interface PlacedProblem extends ProblemRow {
  readonly at: Position;
}

/** Those whose place can be right; the others are refused with the likely reason. */
export async function placeProblems(loading: Loading, system: System, problems: readonly ProblemRow[]): Promise<PlacedProblem[]> {
  const { tx, log, manifest } = loading;
  const transform = async (some: readonly ProblemRow[]): Promise<PlacedProblem[]> => {
    const at = await toDegrees(
      tx,
      system,
      some.map((p) => p.position),
    );
    return some.map((p, i) => ({ ...p, at: at[i] as Position }));
  };
  const placed = await tryAll(tx, problems, transform, ({ row, position }, why) => {
    log.say("refused", row, "geometry", position.join(" "), {
      zh: `无法由 ${system.name} 转换：${why}`,
      en: `cannot be transformed from ${system.name}: ${why}`,
    });
  });
  const far = placed.filter((p) => !isNear(p.at, manifest.centre));
  for (const p of far) {
    const swapped = await swappedAxes(loading, system, p.position);
    log.say(
      "refused",
      p.row,
      "geometry",
      p.position.join(" "),
      misplaced(p.at, manifest.centre, system.name, swapped) ?? { zh: "位置不对", en: "misplaced" },
    );
  }
  return far.length ? placed.filter((p) => isNear(p.at, manifest.centre)) : placed;
}

/** Where a place would be if x and y were each other's. */
async function swappedAxes({ tx }: Loading, system: System, [x, y]: Position): Promise<Position | null> {
  const [swapped] = await tryAll(
    tx,
    [[y, x] as Position],
    (some) => toDegrees(tx, system, some),
    () => {},
  );
  return swapped ?? null;
}
