/** "Give me the plan as a Shapefile": one layer a level, zipped. A zone's faces are not told apart in it, nor is ground that is nobody's. */
import { type Zippable, zipSync } from "fflate";
import { Type } from "typebox";
import { Reply, route } from "../ask/route.ts";
import { type ShapeRecord, shapefile } from "../files/shapefile.ts";
import { type ExportedPlan, type ExportedZone, exportedPlan, planFile } from "./exported.ts";
import { mayReadPlans } from "./kept.ts";

const media = "application/zip";

const record = ({ polygons, id, level, code, name, parent, person, unit }: ExportedZone): ShapeRecord => ({
  polygons,
  fields: { id, level, code, name, parent, person, unit },
});

function zipped({ plan, zones, depth }: ExportedPlan): Buffer {
  const files: Zippable = {};
  for (const level of ([1, 2, 3] as const).filter((one) => one <= depth)) {
    const records = zones.filter((zone) => zone.level === level).map(record);
    for (const [ending, bytes] of Object.entries(shapefile(records, plan.changed))) files[`zones${level}.${ending}`] = bytes;
  }
  return Buffer.from(zipSync(files, { mtime: plan.changed }));
}

export const planShapefile = route({
  path: "/api/zonePlans/{id}/export.zip",
  question: "Give me a zone plan's zones as a zipped Shapefile, one layer a level.",
  may: mayReadPlans,
  answer: Type.String({ format: "binary" }),
  media,
  async handle(ask) {
    const exported = await exportedPlan(ask, ask.id(), "shapefile");
    return new Reply(200, planFile(exported.plan, "zip", media), zipped(exported));
  },
});
