/** What a route costs, and so what it may not stand behind: one table of what its method does not tell. */
import type { Route } from "../ask/route.ts";

/**
 * - `cheap`: answered from memory or by one small statement; what keeps a page and a wall alive.
 * - `tile`: a piece of the picture; a page asks for dozens at once.
 * - `act`: changes something, for somebody who waits with a finger on the button.
 * - `question`: reads.
 * - `heavy`: reads or reckons for long, a whole file or over everything there is.
 */
export type Weight = "cheap" | "tile" | "act" | "question" | "heavy";

const byPath: Readonly<Partial<Record<Weight, readonly Route["path"][]>>> = {
  cheap: [
    "/api/health",
    "/api/health/live",
    "/api/health/ready",
    "/metrics",
    "/api/district",
    "/api/me",
    "/api/changes",
    "/api/session",
    "/api/session/demo",
    "/api/session/device",
    "/api/session/end",
    "/api/layers/base",
    "/api/layers/sites",
    "/api/layers/zones",
    "/api/layers/problems",
    "/api/layers/counts",
    // Made once for whoever asks within some seconds: two hundred walls that come back at once have it together.
    "/api/problems/headline",
    "/api/wall",
    "/api/wall/say",
    "/api/wall/picture",
    "/api/walls",
    "/api/alarms",
  ],
  heavy: [
    "/api/layers/points",
    "/api/problems/clusters",
    "/api/problems/hotSpots",
    "/api/problems/facets",
    "/api/problems/replay",
    "/api/problems/performance",
    "/api/problems/export.csv",
    "/api/problems/export.geojson",
    "/api/problems/export.xlsx",
    "/api/surroundings",
    "/api/locateMany",
    "/api/exports/{id}/file",
    "/api/briefs",
    "/api/briefs/page",
    "/api/briefs/document.docx",
    "/api/briefs/map.png",
    "/api/briefs/{id}/document.docx",
    "/api/briefs/{id}/map.png",
    "/api/briefs/{id}/proof",
    "/api/imports/mapping",
    "/api/imports/{id}/try",
    "/api/imports/{id}/load",
    "/api/imports/{id}/undo",
    "/api/handbook/gaps",
    "/api/handbook/editions",
    "/api/zonePlans/import",
    "/api/zonePlans/{id}/proof",
    "/api/zonePlans/{id}/difference",
    "/api/zonePlans/{id}/publish",
    "/api/zonePlans/{id}/export.geojson",
    "/api/zonePlans/{id}/export.zip",
  ],
};

const weights: ReadonlyMap<string, Weight> = new Map(
  Object.entries(byPath).flatMap(([weight, paths]) => paths.map((path) => [path, weight as Weight] as const)),
);

/** Paths that the table names. */
export const weighed: readonly string[] = [...weights.keys()];

/** A route's weight: what the table says, else by what it is: a tile, an act, or a question. */
export function weightOf({ path, method }: Pick<Route, "path" | "method">): Weight {
  const listed = weights.get(path);
  if (listed !== undefined) return listed;
  if (/\btiles?\b/i.test(path)) return "tile";
  return method === "POST" ? "act" : "question";
}
