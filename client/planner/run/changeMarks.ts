/** What changes owner, as marks on the map. Pure. */
import type { ZonePlanDifference } from "../../../server/contract/types.ts";
import type { PlanMark } from "../../map/plan/picture.ts";

/** More marks than these are a carpet. */
const most = 2_000;

export function changeMarks({ sites, problems }: Pick<ZonePlanDifference, "sites" | "problems">): readonly PlanMark[] {
  const mark =
    (kind: "site" | "problem") =>
    ({ lon, lat }: { lon: number; lat: number }): PlanMark => ({ at: [lon, lat], kind, from: null });
  return [...sites.rows.map(mark("site")), ...problems.rows.map(mark("problem"))].slice(0, most);
}
