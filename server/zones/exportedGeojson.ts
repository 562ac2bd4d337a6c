/** "Give me the plan as GeoJSON." Coordinates with all their digits: read back, it is the same plan. */
import { Reply, route } from "../ask/route.ts";
import { ZonePlanCollection } from "../contract/planSchemas.ts";
import { type ExportedZone, exportedPlan, planFile } from "./exported.ts";
import { mayReadPlans } from "./kept.ts";

const media = "application/geo+json";

function feature({ id, polygons, ...properties }: ExportedZone): object {
  const geometry = polygons.length === 0 ? null : { type: "MultiPolygon", coordinates: polygons };
  return { type: "Feature", id, geometry, properties: { id, ...properties } };
}

export const planGeojson = route({
  path: "/api/zonePlans/{id}/export.geojson",
  question: "Give me a zone plan's zones of every level as GeoJSON.",
  may: mayReadPlans,
  answer: ZonePlanCollection,
  media,
  async handle(ask) {
    const { plan, zones } = await exportedPlan(ask, ask.id(), "geojson");
    const { name, version, status, effective_from: effectiveFrom } = plan;
    const metadata = { plan: plan.id, name, version, status, effectiveFrom, crs: "EPSG:4326" };
    const text = `{"type":"FeatureCollection","metadata":${JSON.stringify(metadata)},"features":[\n${zones.map((zone) => JSON.stringify(feature(zone))).join(",\n")}\n]}`;
    return new Reply(200, planFile(plan, "geojson", media), text);
  },
});
