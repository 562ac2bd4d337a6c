/** Problems summed on the ground: the heat of more than the columns hold. */
import { type Filter, formatFilter } from "../../server/contract/filter.ts";
import { queryOf } from "../state/view.ts";
import { getJson, HttpError } from "./http.ts";

interface ProblemGrid {
  readonly lon: readonly number[];
  readonly lat: readonly number[];
  readonly n: readonly number[];
}
interface Cells {
  readonly lon: Int32Array;
  readonly lat: Int32Array;
  readonly n: Float64Array;
}

/** Sides of a cell, metres: a fifth of the heat's bandwidth, and wider where that were too many cells. */
const sides_m = [50, 100, 200, 400, 800] as const;

const isTooMany = (error: unknown): boolean => error instanceof HttpError && error.document.parameter === "cell";

/** Each cell's middle (1e-6 degrees) and how many of the filter's problems it holds. */
export async function askCells(filter: Filter, signal?: AbortSignal, [side, ...wider]: readonly number[] = sides_m): Promise<Cells> {
  try {
    const query = queryOf([...formatFilter(filter), ["cell", String(side)]]);
    const { lon, lat, n } = await getJson<ProblemGrid>(`/api/problems/grid?${query}`, signal);
    return { lon: Int32Array.from(lon), lat: Int32Array.from(lat), n: Float64Array.from(n) };
  } catch (error) {
    if (!wider.length || !isTooMany(error)) throw error;
    return askCells(filter, signal, wider);
  }
}
