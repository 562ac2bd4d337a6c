/** "Who is responsible here for this?" Before a problem is reported: a place, a category, and what it was found at. */
import { Type } from "typebox";
import { idField, refusedField, timeField } from "../ask/body.ts";
import { category, degrees, noCategory } from "../ask/parameters.ts";
import { type Parameter, route } from "../ask/route.ts";
import { ParameterError, readId } from "../contract/parameter.ts";
import { Responsibility } from "../contract/problemSchemas.ts";
import { type SiteType, siteTypes } from "../contract/vocabulary.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { responsibilityFor, under } from "./responsible.ts";

const siteType: Parameter<SiteType | null> = {
  schema: Type.Enum(Object.keys(siteTypes), { description: "The type of the site it was found at." }),
  read(name, text) {
    if (text === undefined) return null;
    if (Object.hasOwn(siteTypes, text)) return text as SiteType;
    throw new ParameterError(name, text, {
      zh: `可取：${Object.keys(siteTypes).join(", ")}`,
      en: `one of ${Object.keys(siteTypes).join(", ")}`,
    });
  },
};
const site: Parameter<number | null> = {
  schema: idField("The site it was found at, instead of its type.").schema,
  read: (name, text) => (text === undefined ? null : idField("").read(name, readId(text) ?? text)),
};
const foundField = timeField("When it was found; now, if left out.");
const found: Parameter<number | null> = {
  schema: foundField.schema,
  read: (name, text) => (text === undefined ? null : foundField.read(name, text)),
};

interface Names {
  readonly category: boolean;
  readonly site: SiteType | null;
}

export const responsibility = route({
  path: "/api/responsibility",
  question: "Who is responsible for such a problem at this place, by area and by trade, and until when?",
  may: { who: ["dispatcher", "inspector", "leader"], area: "none" },
  takes: {
    category,
    lon: degrees(180, "Longitude, EPSG:4326."),
    lat: degrees(90, "Latitude, EPSG:4326."),
    siteType,
    site,
    found,
  },
  answer: Responsibility,
  async handle({ given, rows }) {
    const on = under(rows, "responsibility");
    const type = await typeOf(on, given);
    return responsibilityFor(on, { lon: given.lon, lat: given.lat, category: given.category, siteType: type, foundAt: given.found });
  },
});

/** The type of the site; what is named must be there. @throws ParameterError naming category, site or siteType */
async function typeOf(
  on: Queryable,
  asked: { category: string; site: number | null; siteType: SiteType | null },
): Promise<SiteType | null> {
  const { category, site, siteType } = asked;
  if (site !== null && siteType !== null)
    throw refusedField("siteType", siteType, { zh: "site 与 siteType 只填其一", en: "either site or siteType, not both" });
  const [names] = await on.query<Names>(sql`select exists (select from category where code = ${category}::text) as category,
    (select site_type from site where id = ${site}::bigint) as site`);
  if (!names?.category) throw new ParameterError("category", category, noCategory);
  if (site !== null && names.site === null) throw refusedField("site", site, { zh: "没有这个点位", en: "the id of a site that exists" });
  return siteType ?? names.site;
}
