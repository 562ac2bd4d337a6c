/** From the desk to a file: the map drawn aside, the sheet composed around it, packed. */
import { looksOf } from "../../../server/contract/status.ts";
import type { ProblemStatus } from "../../../server/contract/vocabulary.ts";
import { askCells } from "../../api/grid.ts";
import { askPoints } from "../../api/points.ts";
import { askCounts } from "../../api/problems.ts";
import { everyPoint } from "../../layers/everyPoint.ts";
import { problemHeat } from "../../layers/problemHeat.ts";
import { problems } from "../../layers/problems.ts";
import { openPart } from "../../map/beyond.ts";
import type { AppState } from "../../state/app.ts";
import { beyond } from "../../state/beyond.ts";
import { effectiveFilter } from "../../state/view.ts";
import type { App } from "../run/app.ts";
import type { Say } from "../useApp.ts";
import { mostOfMap } from "./card.ts";
import { composeSheet } from "./compose.ts";
import { factsOf } from "./facts.ts";
import { legendOf, problemsIn, type SheetLegend } from "./legend.ts";
import { type Bounds, groundOf, type ScaleBar, type SheetView, scaleBar, sheetView } from "./scale.ts";
import { paperScene } from "./scene.ts";
import { layoutOf, mapPixelsPerMm, mapRatio, pixelsOf, type SheetChoice, type SheetLayout, type SheetPixels } from "./sheet.ts";

/** The map of a sheet, and what is known of it. */
export interface SheetMap {
  readonly layout: SheetLayout;
  readonly pixels: SheetPixels;
  readonly shown: SheetView;
  readonly bar: ScaleBar;
  readonly legend: readonly SheetLegend[];
  /** Problems on it. */
  readonly problems: number;
  readonly picture: HTMLCanvasElement;
}

/** A preview is looked at, not printed: pixels to a millimetre. */
export const previewPerMm = 4.4;

/** Layers by which problems come to the sheet. */
const ofProblems = [problems, everyPoint, problemHeat];

const nothingAsked = { counts: null, cells: null, points: null };
/** What the columns cannot tell of the sheet: problems in it by status, the heat's cells, and where each is when that is drawn. */
async function askFar(state: AppState, bounds: Bounds, signal: AbortSignal) {
  const filter = effectiveFilter(state.view);
  const open = openPart(filter);
  const view = [...bounds] as [number, number, number, number];
  const here = { ...filter, geo: [...filter.geo, { op: "inside" as const, areas: [{ view }] }] };
  const [figures, cells, points] = await Promise.all([
    askCounts(here, ["state", "status"], signal),
    open && askCells(open, signal),
    state.view.layers?.includes(everyPoint.id) ? askPoints(filter, signal) : null,
  ]);
  const looks = [...looksOf(figures.by.state ?? [], figures.by.status ?? [])].filter(([, n]) => n > 0);
  return { counts: new Map(looks) as ReadonlyMap<ProblemStatus, number>, cells, points };
}

/**
 * Draws the map for a sheet: what the desk's map shows, at a round scale.
 * @param perMm pixels to a millimetre; the choice's own resolution when absent
 * @throws the signal's reason, or what kept the map from being drawn
 */
export async function drawSheetMap(app: App, choice: SheetChoice, say: Say, signal: AbortSignal, perMm?: number): Promise<SheetMap> {
  const state = app.store.get();
  const { district, bounds } = state;
  if (!district) throw new Error("The district has not come yet.");
  const layout = layoutOf(choice);
  const pixels = pixelsOf(choice, perMm);
  const { width, height } = layout.map;
  const shown = sheetView(groundOf(bounds ?? district.bounds, district.bounds, choice.whole), width, height, mapPixelsPerMm);
  const { counts: asked, ...far } = beyond(state) ? await askFar(state, shown.bounds, signal) : nothingAsked;
  const scene = paperScene(state, say, far);
  const size = { width: Math.round(width * mapPixelsPerMm), height: Math.round(height * mapPixelsPerMm) };
  const { stillWhole } = await import("../../map/still.ts");
  const picture = await stillWhole({ district, scene, view: shown.view, ratio: mapRatio(layout, pixels, mostOfMap()), ...size, signal });
  const counts = asked ?? problemsIn(scene, shown.bounds);
  return {
    layout,
    pixels,
    shown,
    bar: scaleBar(shown.metresPerMm, layout.scale.width - 14 * layout.k),
    legend: legendOf(scene, shown.bounds, shown.view.zoom, counts),
    problems: ofProblems.some(({ id }) => scene.shown.has(id)) ? [...counts.values()].reduce((sum, n) => sum + n, 0) : 0,
    picture,
  };
}

/** The sheet of a map that is drawn. */
export function sheetOf(app: App, map: SheetMap, title: string, say: Say): HTMLCanvasElement {
  const facts = factsOf(app.store.get(), say, map.problems, Date.now() / 1000);
  const { layout, pixels, legend, bar, shown, picture } = map;
  return composeSheet(layout, pixels, { title, facts, legend, n: shown.n, bar, map: picture }, say);
}

function packed(canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob> {
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("This browser cannot pack a picture of that size."))), type, quality),
  );
}

/** Fine type stays clean at this; lower, its edges fray. */
const quality = 0.94;

export type SheetFormat = "pdf" | "png";
/** The file of a sheet. */
export async function fileOf(app: App, map: SheetMap, title: string, format: SheetFormat, say: Say): Promise<Blob> {
  const sheet = sheetOf(app, map, title, say);
  if (format === "png") {
    const { withSize } = await import("./png.ts");
    const bytes = new Uint8Array(await (await packed(sheet, "image/png")).arrayBuffer());
    return new Blob([withSize(bytes, map.pixels.perMm * 25.4)], { type: "image/png" });
  }
  const { pdfOf } = await import("./pdf.ts");
  const { question, approval, madeUp } = factsOf(app.store.get(), say, map.problems, Date.now() / 1000);
  const { me, district } = app.store.get();
  const words = {
    title,
    subject: question,
    keywords: [district ? say.of(district.name) : "", approval, madeUp ?? ""].filter(Boolean),
    author: me?.person?.name ?? "",
    lang: say.lang === "zh" ? "zh-CN" : "en",
    made: new Date(),
  };
  const jpeg = await (await packed(sheet, "image/jpeg", quality)).arrayBuffer();
  return new Blob([await pdfOf(jpeg, map.layout, words)], { type: "application/pdf" });
}

/** A name that every system takes. */
export const fileName = (title: string, format: SheetFormat): string =>
  `${
    title
      .replace(/[\\/:*?"<>|\p{Cc}\s]+/gu, " ")
      .trim()
      .slice(0, 80) || "map"
  }.${format}`;
