/** Every problem as a point, by typed arrays that go to the GPU as they are; the filter's ranges are judged there. */
import { DataFilterExtension, type DataFilterExtensionProps } from "@deck.gl/extensions";
import { ScatterplotLayer } from "@deck.gl/layers";
import { type ProblemStatus, statusOrder } from "../../server/contract/vocabulary.ts";
import { everyPoint } from "../layers/everyPoint.ts";
import { statusColour, type Theme } from "../look/palette.ts";
import { always, lookRanks, looksOf, mostWords, type Ranges } from "../state/ranges.ts";
import type { MapScene } from "./handle.ts";

/** Points and what the GPU judges them by; equal input gives the same object, so that nothing is sent twice. */
interface Points {
  readonly length: number;
  /** Degrees, x and y in turn. */
  readonly positions: Float64Array;
  readonly colours: Uint8Array;
  /** What the GPU judges by; null = the server chose the points, and all are drawn. */
  readonly judged: {
    /** Of each point its look and its category. */
    readonly words: Uint8Array;
    /** Of each point when it was found and closed (unix seconds), and 1 when the mask lets it through. */
    readonly numbers: Float64Array;
  } | null;
}

const extension = new DataFilterExtension({ filterSize: 3, categorySize: 2, fp64: true });

const inks = (theme: Theme): readonly (readonly [number, number, number])[] =>
  statusOrder.map((status: ProblemStatus) => {
    const value = Number.parseInt(statusColour(theme, status).slice(1), 16);
    return [value >> 16, (value >> 8) & 255, value & 255] as const;
  });

/** Colours by rank; what is closed steps back. */
function coloursOf(length: number, rankAt: (row: number) => number, theme: Theme): Uint8Array {
  const ink = inks(theme);
  const colours = new Uint8Array(length * 4);
  const closed = statusOrder.indexOf("closed");
  for (let row = 0; row < length; row++) {
    const rank = rankAt(row);
    const [r, g, b] = ink[rank] as readonly [number, number, number];
    colours[row * 4] = r;
    colours[row * 4 + 1] = g;
    colours[row * 4 + 2] = b;
    colours[row * 4 + 3] = rank < closed ? 230 : 110;
  }
  return colours;
}

interface Places {
  readonly length: number;
  readonly [row: number]: number;
}

function positionsOf(lon: Places, lat: Places): Float64Array {
  const positions = new Float64Array(lon.length * 2);
  for (let row = 0; row < lon.length; row++) {
    positions[row * 2] = (lon[row] as number) / 1e6;
    positions[row * 2 + 1] = (lat[row] as number) / 1e6;
  }
  return positions;
}

/** What the points were made of, part by part, and what was made: a part that is the same is not made again. */
export class PointMaker {
  private places: { readonly lon: Places; readonly positions: Float64Array } | null = null;
  private looks: { readonly of: object; readonly clock: number; readonly all: Uint8Array } | null = null;
  private made: { readonly key: readonly unknown[]; readonly points: Points } | null = null;

  /** @returns null when there is nothing to draw */
  take({ data, mask, clock, theme, ranges }: PointScene): Points | null {
    const { points, problems } = data;
    if (points) return this.keep([points, theme], () => this.sent(points, theme));
    // Without the filter's ranges all rows would be drawn, whatever is asked.
    if (!problems || !ranges) return null;
    const lit = ranges.whole ? null : mask;
    return this.keep([problems, clock, theme, lit], () => this.held(problems, clock, theme, lit));
  }

  private keep(key: readonly unknown[], make: () => Points): Points {
    if (this.made && key.length === this.made.key.length && key.every((part, i) => part === this.made?.key[i])) return this.made.points;
    this.made = { key, points: make() };
    return this.made.points;
  }

  private at(lon: Places, lat: Places): Float64Array {
    if (this.places?.lon !== lon) this.places = { lon, positions: positionsOf(lon, lat) };
    return this.places.positions;
  }

  /** Points that the server chose by the filter: all of them are drawn. */
  private sent({ lon, lat, rank }: NonNullable<MapScene["data"]["points"]>, theme: Theme): Points {
    const colours = coloursOf(lon.length, (row) => rank[row] as number, theme);
    return { length: lon.length, positions: this.at(lon, lat), colours, judged: null };
  }

  private held(rows: NonNullable<MapScene["data"]["problems"]>, clock: number, theme: Theme, lit: Uint8Array | null): Points {
    const { count } = rows;
    if (this.looks?.of !== rows || this.looks.clock !== clock) this.looks = { of: rows, clock, all: looksOf(rows, clock) };
    const { all } = this.looks;
    const words = new Uint8Array(count * 2);
    const numbers = new Float64Array(count * 3);
    for (let row = 0; row < count; row++) {
      words[row * 2] = all[row] as number;
      words[row * 2 + 1] = Math.min(rows.category[row] as number, mostWords - 1);
      numbers[row * 3] = rows.found[row] as number;
      numbers[row * 3 + 1] = rows.closed[row] as number;
      numbers[row * 3 + 2] = lit ? (lit[row] as number) : 1;
    }
    const colours = coloursOf(count, (row) => lookRanks[all[row] as number] as number, theme);
    return { length: count, positions: this.at(rows.lon, rows.lat), colours, judged: { words, numbers } };
  }
}

type PointScene = Pick<MapScene, "data" | "mask" | "clock" | "theme" | "ranges" | "shown">;

/** Whether two scenes can have different points. */
export const pointsDiffer = (a: PointScene, b: PointScene): boolean =>
  a.shown.has(everyPoint.id) !== b.shown.has(everyPoint.id) ||
  (b.shown.has(everyPoint.id) &&
    (a.data.points !== b.data.points ||
      a.data.problems !== b.data.problems ||
      a.ranges !== b.ranges ||
      a.clock !== b.clock ||
      (a.mask !== b.mask && b.ranges?.whole !== true)));

const everyWord = Array.from({ length: mostWords }, (_, i) => i);

/** What the extension takes. Its words go by a function: of bytes it would not know which word is which. */
function judging({ words, numbers }: NonNullable<Points["judged"]>, ranges: Ranges | null | undefined) {
  const spans = [[...(ranges?.found ?? always)], [...(ranges?.closed ?? always)], [0.5, 1.5]];
  const props: DataFilterExtensionProps & { extensions: DataFilterExtension[] } = {
    extensions: [extension],
    filterRange: spans as [number, number][],
    filterCategories: [[...(ranges?.looks ?? everyWord)], [...(ranges?.categories ?? everyWord)]],
    getFilterCategory: (_row: unknown, { index }: { index: number }) => [words[index * 2] as number, words[index * 2 + 1] as number],
  };
  return { props, attributes: { getFilterValue: { value: numbers, size: 3 } } };
}

/** The layer of the overlay; none when it is switched off. */
export function pointLayers({ shown, ranges }: Pick<MapScene, "shown" | "ranges">, points: Points | null) {
  if (!points || !shown.has(everyPoint.id)) return [];
  const judged = points.judged && judging(points.judged, ranges);
  return [
    new ScatterplotLayer({
      id: `${everyPoint.id}-${judged ? "held" : "sent"}`,
      ...judged?.props,
      data: dataOf(points, judged?.attributes),
      radiusUnits: "pixels",
      getRadius: 2.2,
      stroked: false,
      pickable: false,
    }),
  ];
}

const known = new WeakMap<Points, object>();
/** The very same object for the same points: deck sends nothing anew then. */
function dataOf(points: Points, more: object | undefined): { length: number } {
  const made = known.get(points) ?? {
    length: points.length,
    attributes: {
      getPosition: { value: points.positions, size: 2 },
      getFillColor: { value: points.colours, size: 4, normalized: true },
      ...more,
    },
  };
  known.set(points, made);
  return made as { length: number };
}
