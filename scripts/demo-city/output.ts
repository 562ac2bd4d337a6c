/** The bundle's files: what the importer reads, as text in pieces, so that nothing large is held whole. */
import { asOfText, stamp } from "./clock.ts";
import { lengthOf } from "./curves.ts";
import type { Pt, Ring } from "./geo.ts";
import { centre, toDegrees } from "./geo.ts";
import { readCategories } from "./kinds.ts";
import { contactOf, peopleOf } from "./people.ts";
import { describe, spots } from "./phrases.ts";
import { rivers, townness } from "./plan.ts";
import type { Problem } from "./problems.ts";
import { lakeRings, surface, withinDistrict } from "./river.ts";
import type { Shape } from "./siteBook.ts";
import { blemishes, makeDuties } from "./units.ts";
import type { World } from "./world.ts";

type Properties = Readonly<Record<string, string | number | boolean>>;

/** One GeoJSON feature a line. */
function feature(shape: Shape, properties: Properties): string {
  const geometry =
    shape.kind === "point"
      ? { type: "Point", coordinates: toDegrees(shape.p) }
      : shape.kind === "line"
        ? { type: "LineString", coordinates: tidy(shape.points.map(toDegrees)) }
        : { type: "Polygon", coordinates: [closed(shape.ring)] };
  return JSON.stringify({ type: "Feature", properties, geometry });
}

/** Without points that rounding made equal. */
function tidy(points: [number, number][]): [number, number][] {
  return points.filter((p, i) => i === 0 || p[0] !== points[i - 1]?.[0] || p[1] !== points[i - 1]?.[1]);
}

function closed(ring: Ring): [number, number][] {
  const points = tidy(ring.map(toDegrees));
  const first = points[0];
  return first ? [...points, first] : points;
}

const collection = (features: readonly string[]): string => `{"type":"FeatureCollection","features":[\n${features.join(",\n")}\n]}\n`;

/** A field of CSV, quoted where it must be. */
function cell(value: string | number | boolean | undefined): string {
  const text = value === undefined ? "" : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const row = (values: readonly (string | number | boolean | undefined)[]): string => `${values.map(cell).join(",")}\n`;

const area = (ring: Ring): Shape => ({ kind: "area", ring });
const line = (points: readonly Pt[]): Shape => ({ kind: "line", points });

function baseFeatures(w: World): string[] {
  const { drawn } = w.skeleton;
  const water = rivers.map((r, i) => ({ name: r.name, points: withinDistrict(drawn[i] ?? [], w.border, r.name), river: i }));
  const built = w.blocks.filter((b) => b.town > 0.33);
  return [
    ...built.map((b) => feature(area(b.ring), { class: "built", name: "" })),
    ...w.parks.map((ring) =>
      feature(area(ring), { class: "park", name: w.sites.find((s) => s.shape.kind === "area" && s.shape.ring === ring)?.name ?? "" }),
    ),
    ...water.map((r) => feature(area(surface(r.points, r.river)), { class: "water", name: r.name })),
    ...lakeRings().map((l) => feature(area(l.ring), { class: "water", name: l.name })),
    ...water.map((r) => feature(line(r.points), { class: "waterway", name: r.name })),
    ...w.alleys.map((points) =>
      feature(line(points), {
        class: "alley",
        name: w.sites.find((s) => s.shape.kind === "line" && s.shape.points === points)?.name ?? "",
      }),
    ),
    ...w.streets.filter((s) => lengthOf(s.points) > 40).map((s) => feature(line(s.points), { class: s.cls, name: s.name })),
    ...placeLabels(w),
  ];
}

function placeLabels(w: World): string[] {
  const label = (name: string, p: Pt): string => feature({ kind: "point", p }, { class: "place", name });
  const offices = w.sites
    .filter((s) => s.type === "subdistrict_office")
    .map((s) => label(s.name.replace(/办事处$|人民政府$/, ""), s.anchor));
  const villages = w.sites
    .filter((s) => s.type === "township" && townness(s.anchor) < 0.4)
    .map((s) => label(s.name.replace(/村民委员会$/, ""), s.anchor));
  return [
    label("云河区", [-300, 480]),
    label("清晏古城", [-900, 820]),
    label("映月湖", [3650, 2120]),
    label("新城", [3250, 480]),
    ...offices,
    ...villages,
  ];
}

function zoneFeatures(w: World, level: 1 | 2 | 3): string[] {
  const nobodys = blemishes.noUnit(w.zones);
  return w.zones
    .filter((z) => z.level === level)
    .map((z) =>
      feature(area(z.cell.ring.map((v) => w.skeleton.mesh.point(v))), {
        externalId: z.code,
        level,
        code: z.code,
        name: z.name,
        ...(z.parent ? { parent: z.parent } : {}),
        person: z.person,
        ...(z === nobodys ? {} : { unit: z.unit }),
      }),
    );
}

/** All files but the problems' two: name → text. */
export function smallFiles(w: World): Record<string, string> {
  const sites = w.sites.map((s) =>
    feature(s.shape, { externalId: s.id, siteType: s.type, name: s.name, address: s.address, unit: s.unit, key: s.key, person: s.person }),
  );
  return {
    "city.json": `${JSON.stringify(manifest(), null, 2)}\n`,
    "boundary.geojson": collection([feature(area(w.border), { name: "云河区（虚构）" })]),
    "base.geojson": collection(baseFeatures(w)),
    "units.csv": row(unitFields) + w.units.map((u) => row([u.id, u.name, u.shortName, u.kind, u.parent, contactOf(u.id)])).join(""),
    "zones1.geojson": collection(zoneFeatures(w, 1)),
    "zones2.geojson": collection(zoneFeatures(w, 2)),
    "zones3.geojson": collection(zoneFeatures(w, 3)),
    "people.csv":
      row(personFields) +
      peopleOf(w)
        .map((p) => row([p.id, p.name, p.role, p.unit, p.zone, p.phone]))
        .join(""),
    "duties.csv":
      row(dutyFields) +
      makeDuties()
        .map((d) => row([d.category, d.unit, d.lead]))
        .join(""),
    "sites.geojson": collection(sites),
  };
}

const unitFields = ["externalId", "name", "shortName", "kind", "parent", "contact"] as const;
const personFields = ["externalId", "name", "roles", "unit", "zone", "phone"] as const;
const dutyFields = ["category", "unit", "lead"] as const;
const problemFields = ["externalId", "category", "title", "description", "place", "source", "site", "night", "foundAt"] as const;
const eventFields = ["problem", "seq", "act", "at", "actor", "unit", "person", "deadline", "note"] as const;
export const problemHead = row([...problemFields, "x", "y"]);
export const eventHead = row(eventFields);

/** A problem's row, and the rows of its events. */
export function problemRows(w: World, p: Problem): { problem: string; events: string } {
  const { site, off } = p.find;
  const [x, y] = toDegrees(p.find.p);
  const words = site.type === "river" ? spots.river : site.shape.kind === "line" ? spots.line : spots.area;
  const where = site.shape.kind === "point" || off ? `${site.name}${off ? "周边" : ""}` : `${site.name}${p.rng.pick(words)}`;
  const belongs = off ? p.rng.chance(0.4) : p.rng.chance(0.95);
  const problem = row([
    p.id,
    p.category.code,
    `${where}${p.category.name.zh}`,
    describe(p.category.code, p.rng),
    w.places.address(p.find.p),
    p.source,
    belongs ? site.id : "",
    p.night,
    stamp(p.foundAt),
    x,
    y,
  ]);
  const events = p.acts
    .map((a, i) =>
      row([p.id, i + 1, a.act, stamp(a.at), a.actor, a.unit, a.person, a.deadline === undefined ? "" : stamp(a.deadline), a.note]),
    )
    .join("");
  return { problem, events };
}

const same = (names: readonly string[]): Record<string, string> => Object.fromEntries(names.map((n) => [n, n]));

function geoLayer(id: string, into: string, names: readonly string[]): unknown {
  return { id, into, file: `${id}.geojson.gz`, format: "geojson", crs: "EPSG:4326", fields: same(names) };
}

function csvLayer(id: string, names: readonly string[], place: object = {}): unknown {
  return { id, into: id, file: `${id}.csv.gz`, format: "csv", ...place, fields: same(names) };
}

/** A category of the reference list, but for its limit. */
function withoutLimit(code: string): unknown {
  const found = readCategories().get(code);
  if (!found) throw new Error(`no category ${code}`);
  const { major, name, campaign } = found;
  return { code, major, name, campaign };
}

function manifest(): unknown {
  const zone = ["externalId", "level", "code", "name", "parent", "person", "unit"];
  return {
    format: 1,
    code: "demo-yunhe",
    name: { zh: "云河区（虚构）", en: "Yunhe District (made up)" },
    timeZone: "Asia/Shanghai",
    language: "zh",
    centre: [centre.lon, centre.lat],
    asOf: asOfText,
    rolling: true,
    madeUp: true,
    notice: { zh: "虚构数据，仅供演示", en: "Made-up data, for demonstration only" },
    nearlyDueHours: 24,
    categories: [withoutLimit(blemishes.noLimit)],
    layers: [
      geoLayer("boundary", "boundary", ["name"]),
      geoLayer("base", "base", ["class", "name"]),
      csvLayer("units", unitFields),
      geoLayer(
        "zones1",
        "zones",
        zone.filter((n) => n !== "parent"),
      ),
      geoLayer("zones2", "zones", zone),
      geoLayer("zones3", "zones", zone),
      csvLayer("people", personFields),
      csvLayer("duties", dutyFields),
      geoLayer("sites", "sites", ["externalId", "siteType", "name", "address", "unit", "key", "person"]),
      csvLayer("problems", problemFields, { crs: "EPSG:4326", geometry: { x: "x", y: "y" } }),
      csvLayer("events", eventFields),
    ],
  };
}
