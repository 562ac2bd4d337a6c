/** A city small enough to count by hand, as a bundle in a temporary folder; tests change what they are about. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const made: string[] = [];
// At the very end: test files share this module, and a hook would be the first one's alone.
process.on("exit", () => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export type Files = Readonly<Record<string, string | Buffer>>;
// biome-ignore lint/suspicious/noExplicitAny: tests write manifests that are wrong on purpose
export type AnyManifest = any;

export function bundle(manifest: unknown, files: Files = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  made.push(folder);
  writeFileSync(join(folder, "city.json"), typeof manifest === "string" ? manifest : JSON.stringify(manifest));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), name.endsWith(".gz") ? gzipSync(content) : content);
  return folder;
}

export const square = (w: number, s: number, e: number, n: number) => ({
  type: "Polygon",
  coordinates: [
    [
      [w, s],
      [e, s],
      [e, n],
      [w, n],
      [w, s],
    ],
  ],
});
export const point = (x: number, y: number) => ({ type: "Point", coordinates: [x, y] });
export const line = (...coordinates: number[][]) => ({ type: "LineString", coordinates });

type Feature = readonly [properties: object, geometry: unknown];
export const features = (...list: Feature[]): string =>
  JSON.stringify({
    type: "FeatureCollection",
    features: list.map(([properties, geometry]) => ({ type: "Feature", properties, geometry })),
  });

export const head = {
  format: 1,
  code: "small",
  name: { zh: "小城", en: "Small" },
  timeZone: "Asia/Shanghai",
  language: "zh",
  centre: [119.02, 33.6],
  asOf: "2026-11-20T08:00:00+08:00",
};

const names = (...fields: string[]) => Object.fromEntries(fields.map((field) => [field, field]));
const problemFields = names(
  "externalId",
  "category",
  "title",
  "place",
  "state",
  "unit",
  "foundAt",
  "dispatchedAt",
  "deadlineAt",
  "handedBackAt",
  "closedAt",
);

/** West and east sub-district; each with a south and a north community. The border between west and east is 119.02. */
export const layers = {
  boundary: { id: "outline", into: "boundary", file: "outline.geojson", format: "geojson", crs: "EPSG:4326", fields: {} },
  units: { id: "units", into: "units", file: "units.csv", format: "csv", fields: names("externalId", "name", "parent") },
  zones1: {
    id: "towns",
    into: "zones",
    file: "towns.geojson",
    format: "geojson",
    crs: "EPSG:4326",
    fields: { ...names("externalId", "name", "unit"), level: { value: 1 } },
  },
  zones2: {
    id: "communities",
    into: "zones",
    file: "communities.geojson",
    format: "geojson",
    crs: "EPSG:4326",
    fields: { ...names("externalId", "name", "parent"), level: { value: 2 } },
  },
  people: {
    id: "people",
    into: "people",
    file: "people.csv",
    format: "csv",
    fields: names("externalId", "name", "roles", "unit", "zone", "account", "phone", "joined", "left"),
  },
  duties: {
    id: "duties",
    into: "duties",
    file: "duties.csv",
    format: "csv",
    fields: names("category", "siteType", "unit", "lead", "from", "to"),
  },
  sites: {
    id: "sites",
    into: "sites",
    file: "sites.geojson",
    format: "geojson",
    crs: "EPSG:4326",
    fields: names("externalId", "siteType", "name"),
  },
  problems: {
    id: "problems",
    into: "problems",
    file: "problems.csv",
    format: "csv",
    crs: "EPSG:4326",
    geometry: { x: "x", y: "y" },
    addCategories: "99",
    fields: problemFields,
  },
  events: {
    id: "events",
    into: "events",
    file: "events.csv",
    format: "csv",
    fields: names("problem", "seq", "act", "at", "unit", "deadline"),
  },
  namedEvents: {
    id: "events",
    into: "events",
    file: "events.csv",
    format: "csv",
    fields: names("problem", "seq", "act", "at", "actor", "unit", "person", "deadline"),
  },
} as const;

export const header = "externalId,x,y,category,title,place,state,unit,foundAt,dispatchedAt,deadlineAt,handedBackAt,closedAt";
export const rows = [
  "P1,119.01,33.59,0101,井盖缺失,建设路12号,handling,urban,2026-11-18T08:00:00+08:00,2026-11-18T09:00:00+08:00,2026-11-19T09:00:00+08:00,,",
  "P2,119.02,33.61,market-mess,市场脏乱,城南市场,closed,urban,2026-11-10T08:00:00+08:00,2026-11-10T09:00:00+08:00,2026-11-12T09:00:00+08:00,2026-11-11T08:00:00+08:00,2026-11-11T18:00:00+08:00",
  "P3,119.03,33.61,market-mess,,北街,reported,,2026-11-19T08:00:00+08:00,,,,",
];

const files: Files = {
  "outline.geojson": features([{}, square(119, 33.58, 119.04, 33.62)]),
  "units.csv": "externalId,name,parent\ngov,区政府,\nurban,城市管理局,gov\n",
  "towns.geojson": features(
    [{ externalId: "W", name: "西街道", unit: "urban" }, square(119, 33.58, 119.02, 33.62)],
    [{ externalId: "E", name: "东街道" }, square(119.02, 33.58, 119.04, 33.62)],
  ),
  "communities.geojson": features(
    [{ externalId: "WS", name: "西南社区", parent: "W" }, square(119, 33.58, 119.02, 33.6)],
    [{ externalId: "WN", name: "西北社区" }, square(119, 33.6, 119.02, 33.62)],
    [{ externalId: "ES", name: "东南社区" }, square(119.02, 33.58, 119.04, 33.6)],
    [{ externalId: "EN", name: "东北社区" }, square(119.02, 33.6, 119.04, 33.62)],
  ),
  "sites.geojson": features(
    [{ externalId: 1, siteType: "market", name: "城南农贸市场" }, point(119.011, 33.591)],
    [{ externalId: 2, siteType: "river", name: "大运河" }, line([119.001, 33.59], [119.011, 33.59])],
    [{ externalId: 3, siteType: "compound", name: "绿地小区" }, square(119.03, 33.6, 119.031, 33.601)],
  ),
  "problems.csv": [header, ...rows].join("\n"),
};

export const smallManifest = (...which: readonly (keyof typeof layers)[]): AnyManifest =>
  structuredClone({
    ...head,
    layers: (which.length ? which : (["boundary", "units", "zones1", "zones2", "sites", "problems"] as const)).map((name) => layers[name]),
  });

/** The small city with some of its files replaced. */
export const smallCity = (changed: Files = {}, manifest: unknown = smallManifest()): string => bundle(manifest, { ...files, ...changed });
/** One of its files as it is. */
export const smallFile = (name: string): string => String(files[name]);
export const problemsOf = (...lines: string[]): Files => ({ "problems.csv": [header, ...lines].join("\n") });

/** Towns alone, which then have no unit to name. */
export const withoutUnit = (): AnyManifest => {
  const manifest = smallManifest("zones1");
  delete manifest.layers[0].fields.unit;
  return manifest;
};
