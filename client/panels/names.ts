/** Names of what a filter and a row point at, from the district and the sites layer. */
import type { Names } from "../../server/contract/sentence.ts";
import type { Category, District, Me, NamedShape, SitesLayer } from "../../server/contract/types.ts";
import type { AppState } from "../state/app.ts";

export interface Book extends Names {
  readonly categories: ReadonlyMap<string, Category>;
  /** Row of a site in the sites layer. */
  siteRow(id: number): number | undefined;
}

type Shapes = readonly NamedShape[] | null;

function makeBook(district: District | null, sites: SitesLayer | undefined, me: Me | null, shapes: Shapes): Book {
  const categories = new Map(district?.categories.map((c) => [c.code, c]));
  const units = new Map(district?.units.map((u) => [u.id, u.shortName || u.name]));
  const zones = new Map(district?.zones.map((z) => [z.id, z.name]));
  const rows = new Map(sites?.id.map((id, row) => [id, row]));
  const siteRow = (id: number) => rows.get(id);
  return {
    categories,
    siteRow,
    category: (code) => categories.get(code)?.name,
    unit: (id) => units.get(id),
    zone: (id) => zones.get(id),
    site: (id) => sites?.name[siteRow(id) ?? -1],
    person: (id) => (me?.person?.id === id ? me.person.name : undefined),
    shape: (id) => shapes?.find((one) => one.id === id)?.name,
  };
}

let last: { district: District | null; sites: SitesLayer | undefined; me: Me | null; shapes: Shapes; book: Book } | null = null;
/** The book of this state; the same object while district, sites, named shapes and whoever reads it are the same. */
export function bookOf({ district, data: { sites }, me, shapes }: Pick<AppState, "district" | "data" | "me" | "shapes">): Book {
  const same = last?.district === district && last.sites === sites && last.me === me && last.shapes === shapes;
  if (!last || !same) last = { district, sites, me, shapes, book: makeBook(district, sites, me, shapes) };
  return last.book;
}
