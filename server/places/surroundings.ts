/** "What lies within 500 m of these?" Problems, sites by type, metres of alley and river: per anchor and in all, each thing once. */
import { check } from "../ask/check.ts";
import { anchors, metres } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { Surroundings as Answer } from "../contract/placeSchemas.ts";
import type { Surroundings } from "../contract/types.ts";
import { radii_m, type SiteType, siteTypes } from "../contract/vocabulary.ts";
import { type AroundRow, around, type Told } from "./around.ts";
import { clipper } from "./clip.ts";
import { type Solid, solidOf } from "./frame.ts";
import { chainsOf } from "./wkb.ts";

/** How many sites of each type, and how many metres of them. */
type Tally = Map<SiteType, { count: number; length_m: number }>;
type Sites = Surroundings["all"]["sites"];

function add(tally: Tally, type: SiteType, metres: number): void {
  const { count, length_m } = tally.get(type) ?? { count: 0, length_m: 0 };
  tally.set(type, { count: count + 1, length_m: length_m + metres });
}

/** The most first; metres to the decimetre. */
const sitesOf = (tally: Tally): Sites =>
  [...tally]
    .map(([type, { count, length_m }]) => ({ type, kind: siteTypes[type].kind, count, length_m: Math.round(length_m * 10) / 10 }))
    .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));

interface Anchor {
  readonly told: Told;
  readonly solid: Solid;
  readonly tally: Tally;
}
type Only<What> = Extract<AroundRow, { what: What }>;
const only = <W extends AroundRow["what"]>(rows: readonly AroundRow[], what: W): Only<W>[] =>
  rows.filter((row): row is Only<W> => row.what === what);

/** Counts each site at every anchor that it is near. @returns those near any of them */
function countSites(sites: readonly Only<"site">[], anchors: readonly Anchor[], within: number): Tally {
  const measure = clipper(
    anchors.map(({ solid }) => solid),
    within,
  );
  const numbers = new Map(anchors.flatMap(({ told }, i) => (told.kind === "site" ? [[told.id, i]] : [])));
  const all: Tally = new Map();
  for (const { told, wkb } of sites) {
    const near = measure(solidOf(chainsOf(wkb)), numbers.get(told.id));
    for (const [i, metres] of near.each) add((anchors[i] as Anchor).tally, told.type, metres);
    if (near.each.size && !told.anchor) add(all, told.type, near.all);
  }
  return all;
}

function toAnswer(rows: readonly AroundRow[], within: number): Surroundings {
  const [first] = only(rows, "all") as [Only<"all">];
  const anchors = only(rows, "anchor").map(({ told, wkb }): Anchor => ({ told, solid: solidOf(chainsOf(wkb)), tally: new Map() }));
  const all = countSites(only(rows, "site"), anchors, within);
  const told = anchors.map(({ told, tally }) => ({ ...told, sites: sitesOf(tally) }));
  return {
    clock: first.clock.toISOString(),
    within_m: within,
    all: { problems: first.told.problems, sites: sitesOf(all) },
    anchors: told.sort((a, b) => b.problems - a.problems || a.name.localeCompare(b.name) || a.id - b.id),
    anchorsTotal: first.told.anchors ?? 0,
  };
}

export const surroundings = route({
  path: "/api/surroundings",
  question: "What lies within a distance of each of these, and of all together: problems, sites by type, metres of alley and river?",
  filtered: true,
  takes: {
    of: anchors("What to look around: site types, site/id, zone/id, shape/id or draw/drawing, separated by commas."),
    within: metres(radii_m[0], "Distance in metres on the ellipsoid, to the anchor's geometry."),
  },
  answer: Answer,
  async handle(ask) {
    const { within, of } = ask.given;
    return toAnswer(await ask.rows<AroundRow>("surroundings", around(await check(ask, of), within)), within);
  },
});
