/** "What is in this part of the map?" The filter's problems as vector tiles: exact counts by cell far out, each problem near. */
import { Type } from "typebox";
import { seenKey } from "../../ask/caller.ts";
import { check } from "../../ask/check.ts";
import { Kept } from "../../ask/kept.ts";
import type { Now } from "../../ask/now.ts";
import { flag } from "../../ask/parameters.ts";
import { type Ask, type Given, type Parameter, type Route, TooMany } from "../../ask/route.ts";
import { ParameterError } from "../../contract/parameter.ts";
import { lastCellZoom, lastTileZoom } from "../../contract/tiles.ts";
import { keptRoute, type Made } from "../served.ts";
import { filterKey, spokenOf } from "../spoken.ts";
import { type Asked, type Group, groupsOf, pointsOf } from "./found.ts";
import { cellLevel, cellTile, eachTile, placeTile } from "./spots.ts";
import type { Tile } from "./world.ts";

const tileMedia = "application/vnd.mapbox-vector-tile";

/** Up to this zoom all tiles of a filter come of one count of all its problems: a view of four tiles would count most of them anyway. */
const lastFarZoom = 12;
const farLevel = cellLevel(lastFarZoom);
/** Counts kept: those of the filters that were asked for last. */
const mostFar = 8;
const mostTiles = 1_000;
/** Problems of a tile that shows each. */
const mostEach = 300_000;

const whole = (most: number, description: string): Parameter<number> => ({
  schema: Type.Integer({ minimum: 0, maximum: most, description }),
  required: true,
  read(name, text = "") {
    const value = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
    if (value <= most) return value;
    throw new ParameterError(name, text, { zh: `0 至 ${most} 的整数`, en: `a whole number from 0 to ${most}` });
  },
});
const last = 2 ** lastTileZoom - 1;
const takes = {
  z: whole(lastTileZoom, "Zoom of the tile; nearer, the tile of the last zoom is enlarged."),
  x: whole(last, "Column of the tile, from the west."),
  y: whole(last, "Row of the tile, from the north."),
  each: flag("1 gives every problem as a point of its own whatever the zoom, the feature's id being the problem's, with its status."),
};
type TileAsk = Pick<Ask<typeof takes>, "given" | "filter" | "caller" | "rows" | "now">;

/** @throws ParameterError naming x or y when the zoom has no such tile */
function tileOf({ z, x, y }: Given<typeof takes>): Tile {
  for (const [name, value] of Object.entries({ x, y })) {
    const most = 2 ** z - 1;
    if (value > most) throw new ParameterError(name, String(value), { zh: `第 ${z} 级为 0 至 ${most}`, en: `0 to ${most} at zoom ${z}` });
  }
  return { z, x, y };
}

const tooMany: TooMany = new TooMany({
  zh: `逐点瓦片至多 ${mostEach} 个问题：请放大，或缩小筛选范围。`,
  en: `A tile that shows each problem has ${mostEach} at most: zoom in, or narrow the filter.`,
});

async function eachOf(rows: Ask["rows"], asked: Asked, tile: Tile): Promise<Buffer> {
  const points = await pointsOf(rows, asked, tile, mostEach + 1);
  if (points.id.length > mostEach) throw tooMany;
  return eachTile(points);
}

/** What an answer made now stands on. */
const standsOn = ({ revisions, district, minute }: Now): string =>
  [...spokenOf.map((layer) => revisions.get(layer)), revisions.get("problems"), district, minute].join(" ");

class Tiles {
  readonly #far = new Kept<Group[]>(mostFar);

  /** The tile's bytes; none when nothing is in it. */
  async make(ask: TileAsk, { clock }: Made): Promise<Buffer> {
    const tile = tileOf(ask.given);
    const asked = { checked: await check(ask), clock };
    if (ask.given.each) return eachOf(ask.rows, asked, tile);
    if (tile.z <= lastFarZoom) return cellTile(tile, await this.#groups(ask, asked), farLevel);
    if (tile.z > lastCellZoom) return placeTile(await pointsOf(ask.rows, asked, tile, 2 ** 31 - 1));
    const level = cellLevel(tile.z);
    return cellTile(tile, await groupsOf(ask.rows, asked, level, tile), level);
  }

  #groups(ask: TileAsk, asked: Asked): Promise<Group[]> {
    return this.#far.take(`${seenKey(ask.caller)} ${filterKey(ask)}`, standsOn(ask.now()), () => groupsOf(ask.rows, asked, farLevel, null));
  }
}

export const problemTiles = (): Route => {
  const tiles = new Tiles();
  return keptRoute({
    path: "/api/tiles/problems",
    question: "What is in this part of the map? The filter's problems as a vector tile: exact counts by cell far out, each place near.",
    answer: Type.String({
      format: "binary",
      description:
        "A Mapbox Vector Tile with the layer problems, each problem in exactly one tile of a zoom; empty when nothing is in it. Properties: n, status (the most urgent), donut (shares), ids.",
    }),
    media: tileMedia,
    area: "own",
    filtered: true,
    takes,
    of: "problems",
    also: spokenOf,
    stands: "minute",
    mostKept: mostTiles,
    key(ask) {
      const { z, x, y } = tileOf(ask.given);
      return `${z}/${x}/${y}${ask.given.each ? " each" : ""} ${filterKey(ask)}`;
    },
    // Made anew with every change: it is not worth more.
    make: async (ask, made) => ({ bytes: await tiles.make(ask, made), type: tileMedia, zip: { level: 1 } }),
  });
};
