/** What is drawn against what the server counts. Pure. */
import type { LayerCounts } from "../../../server/contract/types.ts";
import { type SiteKind, type SiteType, siteTypes } from "../../../server/contract/vocabulary.ts";
import { drawnOf } from "../../map/question.ts";
import { isPart } from "../../state/beyond.ts";
import type { Difference, WallState } from "../state.ts";
import { sumOf } from "./question.ts";

type Data = WallState["data"];
type Drawn = Readonly<Record<string, number>>;

/** Site types of each layer of the map, and whether those without a shape of their own are left out of it. */
const kindsOf: Readonly<Record<string, { readonly kinds: readonly SiteKind[]; readonly shaped: boolean }>> = {
  evaluatedPoints: { kinds: ["point"], shaped: false },
  markets: { kinds: ["market"], shaped: false },
  compounds: { kinds: ["compound", "area"], shaped: true },
  streets: { kinds: ["street"], shaped: true },
  riverSegments: { kinds: ["river"], shaped: true },
  backAlleys: { kinds: ["alley"], shaped: true },
};
const kindOf = (type: string | undefined): SiteKind | undefined => siteTypes[type as SiteType]?.kind;

/** Sites of some kinds in the columns; shaped = only those with a shape. */
function sitesOf(sites: NonNullable<Data["sites"]>, kinds: readonly SiteKind[], shaped: boolean): number {
  let count = 0;
  for (const [row, type] of sites.type.entries()) {
    const kind = kindOf(sites.types[type]);
    if (kind && kinds.includes(kind) && (!shaped || sites.geometry[row])) count++;
  }
  return count;
}

const zonesOf = ({ level }: NonNullable<Data["zones"]>, wanted: number): number => level.filter((one) => one === wanted).length;

/** The first part of a layer that differs; a layer is named once, with its sum. */
function summed(layer: Difference["layer"], pairs: readonly (readonly [drawn: number, counted: number])[]): Difference[] {
  if (pairs.every(([drawn, counted]) => drawn === counted)) return [];
  const drawn = pairs.reduce((sum, [one]) => sum + one, 0);
  const counted = pairs.reduce((sum, [, one]) => sum + one, 0);
  // Parts that differ both ways may have the same sum: then the first that differs speaks.
  const [first] = pairs.filter(([a, b]) => a !== b);
  return [drawn === counted && first ? { layer, drawn: first[0], counted: first[1] } : { layer, drawn, counted }];
}

function siteDifferences({ sites }: Data, drawn: Drawn, counts: LayerCounts): Difference[] {
  if (!sites || counts.revisions.sites !== sites.revision) return [];
  const kinds = new Set([...Object.keys(counts.sites), ...sites.types.flatMap((type) => kindOf(type) ?? [])]) as Set<SiteKind>;
  const columns = [...kinds].map((kind) => [sitesOf(sites, [kind], false), counts.sites[kind] ?? 0] as const);
  const layers = Object.entries(kindsOf).flatMap(([id, { kinds, shaped }]) => {
    const there = drawn[id];
    return there === undefined ? [] : [[there, sitesOf(sites, kinds, shaped)] as const];
  });
  return [...summed("sites", columns), ...summed("sites", layers)].slice(0, 1);
}

function zoneDifferences({ zones }: Data, drawn: Drawn, counts: LayerCounts): Difference[] {
  if (!zones || counts.revisions.zones !== zones.revision) return [];
  const levels = [...new Set([...zones.level, ...Object.keys(counts.zones).map(Number)])];
  const columns = levels.map((level) => [zonesOf(zones, level), counts.zones[level] ?? 0] as const);
  const layers = levels.flatMap((level) => {
    const there = drawn[`zones${level}`];
    return there === undefined ? [] : [[there, zonesOf(zones, level)] as const];
  });
  return [...summed("zones", columns), ...summed("zones", layers)].slice(0, 1);
}

/** What the columns light, and what they would at the server's own moment; null = not known now. */
export interface Lit {
  readonly shown: number;
  readonly atCount: number | null;
}

/** Problems: the columns against the server's working set; what is lit against what the filter means, and against the drawing. */
function problemDifferences({ problems }: Data, drawn: Drawn, counts: LayerCounts, lit: Lit | null): Difference[] {
  if (!problems) return [];
  const rows: Difference = { layer: "problems", drawn: problems.count, counted: counts.problems.rows };
  // Of a part of the working set the number that is held here says nothing.
  const held = isPart(problems) || rows.drawn === rows.counted ? [] : [rows];
  if (lit === null) return held;
  const hits: Difference = { layer: "hits", drawn: lit.atCount ?? 0, counted: counts.problems.hits };
  const feed: Difference = { layer: "hits", drawn: drawn.problems ?? 0, counted: lit.shown };
  const all = [...held, ...(lit.atCount === null ? [] : [hits]), ...(drawn.problems === undefined ? [] : [feed])];
  return all.filter((one) => one.drawn !== one.counted).slice(0, 1);
}

/** Shapes that the scene's question names, by its own text: some of them drawn is what can be told. */
function overlayDifferences({ shown, data }: WallState, drawn: Drawn): Difference[] {
  if (!shown || drawn.overlay === undefined) return [];
  const { shapes, zones } = drawnOf(shown.filter.geo, null, null);
  const named = shapes.length + zones.filter((id) => data.zones?.id.includes(id)).length;
  return named > 0 && drawn.overlay === 0 ? [{ layer: "overlay", drawn: 0, counted: named }] : [];
}

/** How many problems a state lights. */
export const litNow = ({ shown, data }: Pick<WallState, "shown" | "data">): number =>
  shown?.mask ? sumOf(shown.mask) : (data.problems?.count ?? 0);

/**
 * Every layer of which something differs, each once. @param lit null = problems are drawn from tiles: those are of the revision that the caller
 * compares, and the picture shows only some of them. The caller sees to it that the problems are of one revision here and there; sites and
 * zones of another revision are on their way, and not compared.
 */
export const differencesOf = (state: WallState, drawn: Drawn, counts: LayerCounts, lit: Lit | null): Difference[] => [
  ...problemDifferences(state.data, drawn, counts, lit),
  ...siteDifferences(state.data, drawn, counts),
  ...zoneDifferences(state.data, drawn, counts),
  ...overlayDifferences(state, drawn),
];

/** Those of the second look that were there at the first: what differs once was only on its way. */
export const twice = (first: readonly Difference[], second: readonly Difference[]): readonly Difference[] =>
  second.filter(({ layer }) => first.some((one) => one.layer === layer));
