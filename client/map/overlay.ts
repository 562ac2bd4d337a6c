/**
 * The deck.gl overlay: distance rings and drawn shapes, which change only when a question changes, and every problem as a point. It has a canvas of its own
 * (interleaved: false), so it survives the map's lost context, and it is fetched when the first ring or shape appears.
 * deck 9.4 keeps GPU objects of replaced data: so nothing that follows the pointer or the filter is drawn here, and equal
 * input makes no new layers.
 */
import { PathStyleExtension, type PathStyleExtensionProps } from "@deck.gl/extensions";
import { PathLayer, ScatterplotLayer, SolidPolygonLayer, TextLayer } from "@deck.gl/layers";
import { MapLibreOverlay } from "@deck.gl/maplibre";
import type { Map as MapLibre } from "maplibre-gl";
import { everyPoint } from "../layers/everyPoint.ts";
import { canvasFont, mapColours } from "../look/basemap.ts";
import type { MapScene } from "./handle.ts";
import { PointMaker, pointLayers, pointsDiffer } from "./overlayPoints.ts";
import { drawnDiffer, drawnShapes, empty, type OverlayShapes, ringShapes, ringsDiffer } from "./overlayShapes.ts";

type Colour = [number, number, number, number];
const colour = (hex: string, alpha: number): Colour => {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255, alpha];
};
const dashes = [new PathStyleExtension({ dash: true })];

function layersOf(name: string, shapes: OverlayShapes, hex: string, halo: string, dashed: boolean) {
  const ink = colour(hex, 255);
  const path = {
    data: shapes.lines,
    getPath: (line: number[][]) => line as [number, number][],
    widthUnits: "pixels",
    jointRounded: true,
  } as const;
  const style: PathStyleExtensionProps & { extensions: PathStyleExtension[] } = {
    extensions: dashes,
    getDashArray: dashed ? [5, 3] : [0, 0],
  };
  return [
    new SolidPolygonLayer<number[][][]>({
      id: `${name}-face`,
      data: shapes.faces,
      getPolygon: (face) => face as [number, number][][],
      getFillColor: colour(hex, dashed ? 10 : 20),
    }),
    new PathLayer<number[][]>({ ...path, id: `${name}-casing`, getColor: colour(halo, 150), getWidth: 4.5 }),
    new PathLayer<number[][]>({ ...path, ...style, id: `${name}-line`, getColor: ink, getWidth: 2 }),
    new ScatterplotLayer<number[]>({
      id: `${name}-point`,
      data: shapes.points,
      getPosition: (p) => p as [number, number],
      radiusUnits: "pixels",
      getRadius: 6,
      getFillColor: ink,
      stroked: true,
      lineWidthUnits: "pixels",
      getLineWidth: 2,
      getLineColor: colour(halo, 255),
    }),
    new TextLayer<OverlayShapes["labels"][number]>({
      id: `${name}-label`,
      data: shapes.labels,
      getPosition: ({ at }) => at as [number, number],
      getText: ({ text }) => text,
      getColor: ink,
      getSize: 13,
      getPixelOffset: [0, -10],
      fontFamily: canvasFont,
      fontWeight: 600,
      characterSet: "auto",
      fontSettings: { sdf: true, fontSize: 64, radius: 14, buffer: 14 },
      outlineWidth: 2.4,
      outlineColor: colour(halo, 255),
    }),
  ];
}

export class Overlay {
  private overlay: MapLibreOverlay | null = null;
  private rings: OverlayShapes = empty();
  private drawn: OverlayShapes = empty();
  private readonly points = new PointMaker();
  private scene: MapScene | null = null;
  private turn = 0;
  /** Settles when the layers given last have been drawn. */
  painted = Promise.resolve();
  private paint = () => {};
  private readonly map: MapLibre;
  private readonly ratio: number | undefined;

  /** @param ratio pixels to a CSS pixel; the screen's own when absent */
  constructor(map: MapLibre, ratio?: number) {
    this.map = map;
    this.ratio = ratio;
  }

  async show(scene: MapScene): Promise<void> {
    const before = this.scene;
    this.scene = scene;
    const otherDrawn = !before || drawnDiffer(before, scene);
    const otherRings = !before || ringsDiffer(before, scene);
    if (otherDrawn) this.drawn = drawnShapes(scene);
    if (otherDrawn || (before && (before.theme !== scene.theme || pointsDiffer(before, scene)))) this.draw(scene);
    if (!otherRings) return;
    const turn = ++this.turn;
    const rings = await ringShapes(scene, () => turn === this.turn);
    if (!rings) return;
    this.rings = rings;
    this.draw(this.scene);
  }

  /** Shapes that are drawn. */
  get count(): number {
    return this.overlay
      ? [this.rings, this.drawn].reduce((sum, { faces, lines, points }) => sum + faces.length + lines.length + points.length, 0)
      : 0;
  }

  /** Its own context was lost: a new canvas is the sure way back. */
  rebuild(): void {
    if (this.overlay) this.map.removeControl(this.overlay);
    this.overlay = null;
    if (this.scene) this.draw(this.scene);
  }

  close(): void {
    this.turn++;
    if (this.overlay) this.map.removeControl(this.overlay);
    this.overlay = null;
  }

  private draw(scene: MapScene): void {
    const c = mapColours[scene.theme];
    const made = scene.shown.has(everyPoint.id) ? this.points.take(scene) : null;
    const points = pointLayers(scene, made);
    this.map.getContainer().dataset.points = String(made?.length ?? 0);
    const layers = [
      ...points,
      ...layersOf("rings", this.rings, c.ring, c.halo, true),
      ...layersOf("drawn", this.drawn, c.drawn, c.halo, false),
    ];
    this.painted = new Promise((done) => {
      this.paint = done;
    });
    if (this.overlay) {
      this.overlay.setProps({ layers });
      return;
    }
    this.overlay = new MapLibreOverlay({
      interleaved: false,
      layers,
      useDevicePixels: this.ratio ?? true,
      onAfterRender: () => this.paint(),
    });
    this.map.addControl(this.overlay);
  }
}
