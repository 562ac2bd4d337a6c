/** Which of the rows name a site that is known. Pure. */
import type { Position } from "../../../server/contract/coordinates/systems.ts";
import type { SitesLayer } from "../../../server/contract/types.ts";
import type { FileTable } from "../../files/table.ts";
import type { Draft } from "./draft.ts";
import type { Known } from "./ghosts.ts";

const plain = (name: string): string =>
  name
    .normalize("NFKC")
    .replace(/[\s()（）]/g, "")
    .toLowerCase();

/** Places by name; a name that several have tells nothing. */
export function placesByName(sites: SitesLayer | undefined): ReadonlyMap<string, Position | null> {
  const found = new Map<string, Position | null>();
  for (let i = 0; sites && i < sites.count; i++) {
    const name = plain(sites.name[i] as string);
    found.set(name, found.has(name) ? null : [(sites.lon[i] as number) / 1e6, (sites.lat[i] as number) / 1e6]);
  }
  return found;
}

/** The column that names a site: of sites their own name, of problems the site they are at. */
export const namingColumn = (draft: Draft): string | null =>
  (draft.into === "sites" ? draft.fields.name?.column : draft.fields.site?.column) ?? null;

export function knownOf(table: FileTable, draft: Draft, rows: readonly number[], places: ReadonlyMap<string, Position | null>): Known {
  const column = namingColumn(draft);
  const at = column === null ? -1 : table.columns.indexOf(column);
  return rows.map((row) => (at < 0 ? null : (places.get(plain(table.rows[row]?.[at] ?? "")) ?? null)));
}
