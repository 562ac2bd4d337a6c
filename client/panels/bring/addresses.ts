/** Rows that have only an address: each different one is looked up once, and what is found becomes two columns more. Pure but for the asking. */
import { mostLocated } from "../../../server/contract/placeFound.ts";
import type { LocatedMany } from "../../../server/contract/types.ts";
import type { FileTable } from "../../files/table.ts";
import { cellsOf } from "./draft.ts";

export type Located = LocatedMany["rows"][number];
export type Found = ReadonlyMap<string, Located>;

/** Different addresses of a column, in their order. */
export const addressesOf = (table: FileTable, column: string): string[] => [...new Set(cellsOf(table, column))].filter(Boolean);

/** @param ask at most `mostLocated` at once @param told how many are through */
export async function locateAll(
  addresses: readonly string[],
  ask: (addresses: readonly string[]) => Promise<LocatedMany>,
  told: (done: number) => void,
): Promise<Found> {
  const found = new Map<string, Located>();
  for (let i = 0; i < addresses.length; i += mostLocated) {
    const part = addresses.slice(i, i + mostLocated);
    const { rows } = await ask(part);
    for (const [j, address] of part.entries()) found.set(address, rows[j] ?? { place: null, sure: false });
    told(i + part.length);
  }
  return found;
}

/** The found ones of which something else could be meant, and those that were not found. */
export const doubtful = (found: Found): (readonly [address: string, located: Located])[] =>
  [...found].filter(([, { place, sure }]) => place === null || !sure);

/** A name that no column has. */
const free = (columns: readonly string[], name: string): string => (columns.includes(name) ? free(columns, `${name}_`) : name);

/** The table with the places that were found, EPSG:4326, to seven decimals. @param unsure those of which something else could be meant are taken too */
export function withPlaces(
  table: FileTable,
  column: string,
  found: Found,
  unsure: boolean,
  names: readonly [lon: string, lat: string],
): { readonly table: FileTable; readonly x: string; readonly y: string } {
  const [x, y] = [free(table.columns, names[0]), free(table.columns, names[1])];
  const at = table.columns.indexOf(column);
  const rows = table.rows.map((row) => {
    const located = found.get((row[at] ?? "").trim());
    const place = located && (located.sure || unsure) ? located.place : null;
    return [...row, place ? place.lon.toFixed(7) : "", place ? place.lat.toFixed(7) : ""];
  });
  return { table: { ...table, columns: [...table.columns, x, y], rows }, x, y };
}
