/**
 * Every problem as a point of its own, none gathered: for a computer with a graphics card, when one asks for it. The overlay draws it
 * (client/map/overlayPoints.ts), and its GPU judges by the filter's ranges.
 */
import { problemStatuses, statusOrder } from "../../server/contract/vocabulary.ts";
import { statusColour } from "../look/palette.ts";
import type { MapLayer } from "./layer.ts";

/** A dot; colour alone does not tell statuses apart, so the legend names each. */
const dot = "M12 6a6 6 0 1 1 0 12a6 6 0 1 1 0-12Z";

export const everyPoint: MapLayer = {
  id: "everyPoint",
  group: "problems",
  title: { zh: "逐点显示（不聚合）", en: "every problem a point" },
  legend: statusOrder.map((status) => ({
    id: status,
    label: problemStatuses[status],
    swatch: { kind: "path", d: dot, colour: { dark: statusColour("dark", status), light: statusColour("light", status) } },
    counts: { by: "status", status },
  })),
  needs: ["problems"],
  on: false,
  minZoom: 0,
  sources: [],
  specs: () => [],
};
