/** What there is to do in the district, out of the columns of its layers: what loads are counted from. Pure. */
import type { Position } from "../../../server/contract/draw.ts";
import type { LoadGround } from "../../../server/contract/partition/load.ts";
import type { ProblemsLayer, SitesLayer } from "../../../server/contract/types.ts";
import { clockStates, endStates, type SiteType, siteTypes } from "../../../server/contract/vocabulary.ts";
import { geometryOf } from "../../layers/geometry.ts";

type Site = LoadGround["sites"][number];
const counted: Readonly<Record<string, Site["kind"]>> = { alley: "alley", river: "river", market: "market" };

function linesOf(sites: SitesLayer, row: number): Site["lines"] {
  const geometry = geometryOf(sites, row);
  if (geometry.type === "LineString") return [geometry.coordinates as unknown as readonly Position[]];
  if (geometry.type === "MultiLineString") return geometry.coordinates as unknown as readonly (readonly Position[])[];
  return null;
}

function sitesOf(sites: SitesLayer): Site[] {
  return sites.id.map((_, row) => {
    const type = sites.types[sites.type[row] as number] as SiteType;
    return {
      type,
      at: [(sites.lon[row] as number) / 1e6, (sites.lat[row] as number) / 1e6],
      lines: linesOf(sites, row),
      kind: counted[siteTypes[type]?.kind ?? ""] ?? null,
    };
  });
}

/** Days back that "found per week" looks; as load.ts has it. */
const recent_s = 28 * 86_400;

function problemsOf(problems: ProblemsLayer, clock: number): LoadGround["problems"] {
  const ended = problems.states.map((state) => (endStates as readonly string[]).includes(state));
  const runs = problems.states.map((state) => (clockStates as readonly string[]).includes(state));
  return Array.from(problems.id, (_, row) => {
    const state = problems.state[row] as number;
    const due = problems.due[row] as number;
    return {
      at: [(problems.lon[row] as number) / 1e6, (problems.lat[row] as number) / 1e6],
      open: !ended[state],
      overdue: runs[state] === true && due !== 0 && due < clock,
      recent: (problems.found[row] as number) > clock - recent_s,
    };
  });
}

/** @param clock unix seconds by the district's clock: what is overdue is so then */
export const groundOf = (sites: SitesLayer, problems: ProblemsLayer, clock: number): LoadGround => ({
  sites: sitesOf(sites),
  problems: problemsOf(problems, clock),
});
