/** The whole made-up district but its problems: one call, one seed. */

import type { Pt, Ring } from "./geo.ts";
import { at, awayFrom, centroid, inside } from "./geo.ts";
import { alleysOf } from "./parcels.ts";
import type { Zone } from "./places.ts";
import { nameZones, Places } from "./places.ts";
import { reaches } from "./river.ts";
import { streamOf } from "./rng.ts";
import type { Block } from "./siteAreas.ts";
import { addCompounds, addFringe, addMarkets, addOnParcels, addParks, addScenic, makeBlocks, makeParcels } from "./siteAreas.ts";
import type { Site } from "./siteBook.ts";
import { SiteBook } from "./siteBook.ts";
import { addAlleys, addCrossings, addRivers, addRoads } from "./siteLines.ts";
import { addOffices, addSchools, addStations, addStreetside } from "./sitePoints.ts";
import type { Skeleton } from "./skeleton.ts";
import { makeSkeleton } from "./skeleton.ts";
import type { Street } from "./streets.ts";
import { makeStreets } from "./streets.ts";
import type { Unit } from "./units.ts";
import { makeUnits } from "./units.ts";
import { Names } from "./words.ts";
import { makeLevels } from "./zones.ts";

export interface World {
  readonly seed: number;
  readonly skeleton: Skeleton;
  readonly border: Ring;
  readonly zones: readonly Zone[];
  readonly units: readonly Unit[];
  readonly streets: readonly Street[];
  readonly alleys: readonly (readonly Pt[])[];
  readonly blocks: readonly Block[];
  readonly parks: readonly Ring[];
  readonly sites: readonly Site[];
  readonly places: Places;
}

/** Draws the district for a seed. About a second. */
export function makeWorld(seed: number): World {
  const skeleton = makeSkeleton(seed);
  const { mesh } = skeleton;
  const levels = makeLevels(mesh);
  const border = levels.district.ring.map((v) => mesh.point(v));
  const names = new Names();
  const zones = nameZones(levels, mesh, names, streamOf(seed, "zones"));
  const streets = makeStreets(skeleton, names, streamOf(seed, "streets"));
  const places = new Places(mesh, zones, streets);
  const blocks = makeBlocks(mesh);
  const alleys: Pt[][] = [];
  const book = new SiteBook(places, names, streamOf(seed, "persons"));
  const parks = fillBook(book, { seed, zones, streets, blocks, alleys, skeleton, border });
  const units = makeUnits(
    zones.filter((z) => z.level === 1),
    zones.filter((z) => z.level === 2),
  );
  return { seed, skeleton, border, zones, units, streets, alleys, blocks, parks, sites: book.sites, places };
}

type Drawn = Pick<World, "seed" | "zones" | "streets" | "blocks" | "skeleton" | "border"> & { readonly alleys: Pt[][] };

/** Draws up all sites; returns the parks' rings. Roads, rivers and markets first: the rest makes room for them. */
function fillBook(book: SiteBook, w: Drawn): Ring[] {
  const rng = streamOf(w.seed, "sites");
  const { mesh, drawn } = w.skeleton;
  addRoads(book, w.streets);
  addCrossings(book, w.streets);
  addRivers(book, reaches(drawn, w.border, 850));
  addMarkets(book, w.blocks, rng);
  w.alleys.push(...drawAlleys(book, w));
  addAlleys(book, w.alleys, rng);
  const parcels = makeParcels(book, w.blocks, drawn, rng);
  const parks = addParks(book, parcels, rng);
  addOnParcels(
    book,
    parcels,
    { type: "square", count: 11, from: 5_000, to: 19_000, apart: 900, name: () => `${book.names.stem("square", rng)}广场` },
    rng,
  );
  addOnParcels(
    book,
    parcels,
    {
      type: "construction_site",
      count: 28,
      from: 9_000,
      to: 45_000,
      apart: 420,
      name: () =>
        `${book.names.stem("works", rng)}${rng.pick(["安置房项目", "商住地块项目", "小学新建工程", "片区改造工程", "产业园项目"])}工地`,
    },
    rng,
  );
  addSchools(book, parcels, rng);
  addCompounds(book, parcels, 420, rng);
  addScenic(book, w.blocks);
  addFringe(book, w.blocks, rng);
  addOffices(book, w.zones, (z) => middleOf(z.cell.ring.map((v) => mesh.point(v))));
  addStations(book);
  addStreetside(book, w.streets, rng);
  return parks;
}

function middleOf(ring: Ring): Pt {
  const c = centroid(ring);
  return inside(ring, c) ? c : at(ring, 0);
}

/** The old town's alleys, from street to street, none through a market. */
function drawAlleys(book: SiteBook, { blocks, skeleton, seed }: Drawn): Pt[][] {
  const rng = streamOf(seed, "alleys");
  const halls = book.of("market").map((s) => s.anchor);
  const alleys = blocks.filter((b) => b.old).flatMap((b) => alleysOf(skeleton.mesh.ring(b.face), 12_500, rng));
  return alleys.filter((a) => halls.every((h) => awayFrom(a, h) > 46));
}
