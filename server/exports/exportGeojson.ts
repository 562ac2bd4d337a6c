/** "Give me these rows as GeoJSON." The filter, its sentence, the time and the coordinate system stand in `metadata`. */
import { Readable } from "node:stream";
import { Reply, route } from "../ask/route.ts";
import { toRow } from "../ask/rows.ts";
import { ProblemCollection } from "../contract/problemSchemas.ts";
import { type Exported, type ExportRow, exported, fileHeaders } from "./exported.ts";
import { mayExport } from "./outgoing.ts";

function feature(row: ExportRow, clock: Date): string {
  const { lon, lat, version: _version, ...properties } = toRow(row, clock);
  const geometry = { type: "Point", coordinates: [Number(lon.toFixed(6)), Number(lat.toFixed(6))] };
  const names = { categoryName: { zh: row.category_zh, en: row.category_en }, unitName: row.unit_name, zoneName: row.zone_name };
  return JSON.stringify({ type: "Feature", id: row.id, geometry, properties: { ...properties, ...names } });
}

async function* text(answer: Exported): AsyncGenerator<string> {
  const { total, clock, words, query } = answer;
  const metadata = { filter: query, sentence: words, at: clock.toISOString(), crs: "EPSG:4326", total, capped: total > answer.ids.length };
  yield `{"type":"FeatureCollection","metadata":${JSON.stringify(metadata)},"features":[`;
  let comma = "";
  for await (const rows of answer.pages()) {
    yield comma + rows.map((row) => feature(row, clock)).join(",\n");
    comma = ",\n";
  }
  yield "]}";
}

export const exportGeojson = route({
  path: "/api/problems/export.geojson",
  question: "Give me the filter's rows as GeoJSON.",
  may: mayExport,
  filtered: true,
  answer: ProblemCollection,
  media: "application/geo+json",
  async handle(ask) {
    const answer = await exported(ask, "geojson");
    return new Reply(200, fileHeaders(answer, "geojson", "application/geo+json"), Readable.from(text(answer)));
  },
});
