/** Places as words and as options of a list. Pure. */

import { emptyFilter } from "../../../server/contract/filter.ts";
import type { Anchor, Area } from "../../../server/contract/geo.ts";
import { formatAnchor } from "../../../server/contract/geo.ts";
import { type Chip, chips } from "../../../server/contract/sentence.ts";
import type { District, SitesLayer } from "../../../server/contract/types.ts";
import { type SiteType, siteTypes, type ZoneLevel, zoneLevels } from "../../../server/contract/vocabulary.ts";
import { initials } from "../../state/initials.ts";
import type { Book } from "../names.ts";
import type { Option } from "../parts/Picker.tsx";
import type { Say } from "../useApp.ts";

export type Place = Anchor | Area;
export const keyOf = (place: Place): string => formatAnchor(place);

/** A place by its name. */
export function nameOf(place: Place, book: Book, say: Say): string {
  if ("type" in place) return say.of(siteTypes[place.type]);
  if ("site" in place) return book.site(place.site) ?? `${say.t("search.site")} ${place.site}`;
  if ("zone" in place) return book.zone(place.zone) ?? `${say.t("search.zone")} ${place.zone}`;
  if ("shape" in place) return book.shape?.(place.shape) ?? `${say.t("where.named")} ${place.shape}`;
  return "view" in place ? say.t("where.inView") : say.t(`where.drawn.${place.draw.kind}`);
}

/** The words of one clause: as its chip has them. */
export const clauseText = (geo: (typeof emptyFilter)["geo"][number], book: Book, say: Say): string => {
  const [chip] = chips({ ...emptyFilter, geo: [geo] }, book) as [Chip];
  return say.of(chip.text);
};

const siteOptions = new WeakMap<SitesLayer, Record<"zh" | "en", readonly Option[]>>();
/** Every site, with its type beside it; made once for a sites layer. */
export function sitesAsOptions(sites: SitesLayer, lang: "zh" | "en"): readonly Option[] {
  const known = siteOptions.get(sites);
  if (known) return known[lang];
  const make = (spoken: "zh" | "en") =>
    sites.id.map((id, row): Option => {
      const word = siteTypes[sites.types[sites.type[row] ?? 0] as SiteType];
      return { key: String(id), name: sites.name[row] ?? "", note: word?.[spoken] };
    });
  const made = { zh: make("zh"), en: make("en") };
  siteOptions.set(sites, made);
  return made[lang];
}

type Zone = District["zones"][number];

/** Zones that hold what was typed, in their name or its initials; of one level while nothing was typed. */
export function foundZones(zones: readonly Zone[], typed: string, level: number): readonly Zone[] {
  const wanted = typed.trim().toLowerCase();
  const below = zones.filter((zone) => zone.level > 0);
  if (!wanted) return below.filter((zone) => zone.level === level);
  const begins = (zone: Zone) => (zone.name.toLowerCase().startsWith(wanted) || initials(zone.name).startsWith(wanted) ? 0 : 1);
  return below
    .filter((zone) => zone.name.toLowerCase().includes(wanted) || initials(zone.name).includes(wanted))
    .toSorted((a, b) => begins(a) - begins(b) || a.level - b.level);
}

export const zonesAsOptions = (zones: readonly Zone[], say: Say): readonly Option[] =>
  zones
    .filter((zone) => zone.level > 0)
    .map((zone) => ({ key: String(zone.id), name: zone.name, note: say.of(zoneLevels[zone.level as ZoneLevel]) }));

/** Types of site the district has, the most numerous first. */
export function typesHere(counts: District["siteCounts"]): SiteType[] {
  return (Object.keys(siteTypes) as SiteType[])
    .filter((type) => (counts[type] ?? 0) > 0)
    .toSorted((a, b) => rank(a) - rank(b) || (counts[b] ?? 0) - (counts[a] ?? 0));
}
/** What is asked about most comes first. */
const asked: readonly SiteType[] = [
  "market",
  "school",
  "river",
  "back_alley",
  "compound",
  "commercial_street",
  "hospital",
  "arterial_road",
];
const rank = (type: SiteType) => {
  const at = asked.indexOf(type);
  return at < 0 ? asked.length : at;
};
