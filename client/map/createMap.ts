/** The only maker of the map and its overlay. Lives outside React: told a whole scene, it changes only what differs. */
import { Map as MapLibre, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { everyPoint } from "../layers/everyPoint.ts";
import { boundsOf, clearance, goTo, viewOf } from "./camera.ts";
import { guardContext } from "./contextGuard.ts";
import { addControls } from "./controls.ts";
import { DrawTool } from "./drawTool.ts";
import { EditTool } from "./editTool.ts";
import { scaleOf } from "./enlarge.ts";
import type { MakeMap, MapHandle, MapOptions, MapScene } from "./handle.ts";
import { Highlight } from "./highlight.ts";
import { giveImage } from "./images.ts";
import type { Overlay } from "./overlay.ts";
import type { PlanSheet } from "./plan/sheet.ts";
import { listen } from "./pointer.ts";
import { ProblemFeed } from "./problemFeed.ts";
import { Pulses } from "./pulses.ts";
import { snapshotOf, wholeOf } from "./snapshot.ts";
import { ColumnSources } from "./sources.ts";
import { Spider } from "./spider.ts";
import { firstStyle, restyle, specsOf } from "./style.ts";
import { isOfTiles } from "./tileFeed.ts";

setWorkerUrl(workerUrl);

function openMap({ container, district, view, scene, ratio }: MapOptions, scale: number): MapLibre {
  const [w, s, e, n] = district.bounds;
  return new MapLibre({
    container,
    style: firstStyle({ ...scene, scale }),
    // On its way to the first full picture it is drawn many times over: coarsely, and sharp once it is there.
    ...(ratio && { pixelRatio: Math.min(ratio, 1) }),
    ...(view
      ? { center: [view.lon, view.lat] as [number, number], zoom: view.zoom }
      : { bounds: [w, s, e, n] as [number, number, number, number] }),
    fitBoundsOptions: { padding: clearance(container) },
    minZoom: 7,
    maxZoom: 20,
    // A plan, not a landscape: distances must read the same everywhere in the picture.
    maxPitch: 0,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: false,
    fadeDuration: 120,
    renderWorldCopies: false,
  });
}

class ChuangtuMap implements MapHandle {
  private scene: MapScene;
  private specs: ReturnType<typeof specsOf>;
  private scale: number;
  private loaded = false;
  private ready = false;
  private synced = false;
  private overlay: Overlay | null = null;
  private overlayAsked = false;
  /** The overlay has been told of the latest scene. */
  private overlaid = Promise.resolve();
  private plan: PlanSheet | null = null;
  private planAsked = false;
  private readonly map: MapLibre;
  private readonly options: MapOptions;
  private readonly sources: ColumnSources;
  private readonly feed: ProblemFeed;
  private readonly highlight: Highlight;
  private readonly pulses: Pulses;
  private readonly drawing: DrawTool;
  private readonly editing: EditTool;
  private readonly say: ReturnType<typeof addControls>;
  private readonly unguard: () => void;

  constructor(options: MapOptions) {
    const { container, events } = options;
    this.options = options;
    this.scene = options.scene;
    this.scale = scaleOf(container);
    this.specs = this.specsNow();
    // First of all: the map measures its container as it is made.
    container.classList.add("map-root");
    this.map = openMap(options, this.scale);
    const { map } = this;
    const spider = new Spider(map);
    this.sources = new ColumnSources(map);
    this.highlight = new Highlight(map, (id) => this.feed.placeOf(id));
    this.pulses = new Pulses(map);
    this.drawing = new DrawTool(map, events);
    this.editing = new EditTool(map, events, () => !this.drawing.busy);
    this.feed = new ProblemFeed(map, {
      stale: () => spider.clear(),
      drawn: () => this.drewProblems(),
      failed: (value) => events.onStatus({ key: "failed", value }),
      mended: () => events.onStatus(null),
      swapped: () => this.loaded && this.restyleNow(),
    });
    listen({ map, feed: this.feed, spider, events, busy: () => this.busy });
    this.say = addControls(map, container, options.district);
    this.unguard = guardContext({ map, container, events, overlayLost: () => this.overlay?.rebuild() });
    this.attend();
  }

  /** The pointer has something else to do than to look at things. */
  private get busy(): boolean {
    return this.drawing.busy || this.editing.busy || Boolean(this.scene.plan);
  }

  private specsNow() {
    return specsOf({ ...this.scene, scale: this.scale, from: this.feed?.from, waiting: this.feed?.waiting });
  }

  private attend(): void {
    const { map, options } = this;
    map.setMissingStyleImageResolver((id) => giveImage(map, id));
    map.on("style.load", () => this.begin());
    map.on("move", () => this.feed.moved());
    map.on("moveend", ({ originalEvent }) => {
      this.feed.moved();
      this.note();
      options.events.onMove(viewOf(map), boundsOf(map), originalEvent !== undefined);
    });
    // A tile of problems is the feed's to speak of.
    map.on("error", ({ error, ...of }) => isOfTiles(of) || options.events.onStatus({ key: "failed", value: error.message }));
  }

  /** The style stands: at first, and again after a lost context, when sources hold nothing that was fed by hand. */
  private begin(): void {
    if (this.loaded) {
      restyle(this.map, this.specs, this.specsNow());
      this.sources.refill();
      this.feed.refill();
      this.highlight.draw();
      this.drawing.refill();
      this.editing.refill();
      this.plan?.refill();
      return;
    }
    this.loaded = true;
    this.apply(null);
  }

  show(scene: MapScene): void {
    const before = this.scene;
    this.scene = scene;
    if (this.loaded) this.apply(before);
  }

  private restyleNow(): void {
    const specs = this.specsNow();
    restyle(this.map, this.specs, specs);
    this.specs = specs;
  }

  private apply(before: MapScene | null): void {
    const { scene } = this;
    const looks = before === null || before.theme !== scene.theme || before.lang !== scene.lang || before.shown !== scene.shown;
    if (looks) {
      this.restyleNow();
      this.say(scene.lang);
      this.options.container.dataset.theme = scene.theme;
    }
    this.feed.show(scene);
    if (before?.shown !== scene.shown) this.feed.moved();
    this.highlight.show(scene);
    this.pulses.show(scene);
    this.editing.show(scene);
    this.overlaid = this.showOverlay(scene);
    void this.showPlan(scene);
    if (looks || before?.data !== scene.data) void this.syncSources(scene);
    if (this.feed.busy || !this.synced) this.options.container.dataset.ready = "false";
    if (before?.mask !== scene.mask || before?.data.problems !== scene.data.problems || before?.beyond !== scene.beyond) this.note();
  }

  private async showOverlay(scene: MapScene): Promise<void> {
    if (this.overlay) await this.overlay.show(scene);
    else if (!this.overlayAsked && (scene.rings.length || scene.drawn.length || scene.zones?.length || scene.shown.has(everyPoint.id))) {
      this.overlayAsked = true;
      const file = await import("./overlay.ts").catch(() => null);
      // The server is away: asked for again with the next scene.
      this.overlayAsked = file !== null;
      if (!file || !this.loaded) return;
      const { Overlay } = file;
      this.overlay = new Overlay(this.map, this.options.ratio);
      await this.overlay.show(this.scene);
    }
  }

  private async showPlan(scene: MapScene): Promise<void> {
    if (this.plan) this.plan.show(scene);
    else if (!this.planAsked && scene.plan) {
      this.planAsked = true;
      const file = await import("./plan/sheet.ts").catch(() => null);
      this.planAsked = file !== null;
      if (!file || !this.loaded) return;
      this.plan = new file.PlanSheet(this.map, this.options.events);
      this.plan.show(this.scene);
    }
  }

  private drewProblems(): void {
    const { feed, options } = this;
    Object.assign(options.container.dataset, { drawn: String(feed.total), from: feed.from });
    if (this.scene.beyond) this.note();
    this.settle();
  }

  /** data-ready says whether the picture is of the scene; onReady tells of the first time. */
  private settle(): void {
    const { container, events } = this.options;
    const settled = () => this.synced && !this.feed.busy && Object.keys(this.scene.data).length > 0;
    if (!settled()) return;
    void this.map.once("idle").then(() => {
      if (!settled()) return;
      container.dataset.ready = "true";
      if (!this.ready) events.onReady();
      this.ready = true;
    });
    this.map.triggerRepaint();
  }

  private async syncSources(scene: MapScene): Promise<void> {
    this.synced = false;
    await this.sources.sync(scene);
    if (scene !== this.scene && scene.data !== this.scene.data) return;
    this.synced = true;
    this.settle();
  }

  /** For tests and for the wall's own check: what the page counts, beside what the worker drew. */
  private note(): void {
    const { inView, total } = this.counted();
    this.options.container.dataset.inView = String(inView);
    this.options.container.dataset.total = String(total);
  }

  goTo(target: Parameters<MapHandle["goTo"]>[0]): void {
    goTo(this.map, target);
  }
  draw(kind: Parameters<MapHandle["draw"]>[0]): ReturnType<MapHandle["draw"]> {
    return this.drawing.start(kind);
  }
  cancelDraw(): void {
    this.drawing.cancel();
  }
  finishDraw(): void {
    this.drawing.finish();
  }
  addPosition(position: Parameters<MapHandle["addPosition"]>[0]): void {
    this.drawing.add(position);
  }
  counted(): ReturnType<MapHandle["counted"]> {
    return this.feed.counted(this.scene);
  }
  async drawn(): ReturnType<MapHandle["drawn"]> {
    return { ...(await this.sources.drawn(this.specs)), ...this.feed.drawn(), overlay: this.overlay?.count ?? 0 };
  }
  picture(): Promise<string> {
    // The canvas keeps its picture no longer than the frame it was drawn in.
    const drawn = this.map.once("render").then(() => this.map.getCanvas().toDataURL("image/png"));
    this.map.triggerRepaint();
    return drawn;
  }
  snapshot(width: number): Promise<Blob | null> {
    return snapshotOf(this.map, width);
  }
  async whole(): Promise<HTMLCanvasElement> {
    await this.overlaid;
    await this.overlay?.painted;
    const { ratio } = this.options;
    if (ratio && ratio > 1) {
      const drawn = this.map.once("idle");
      this.map.setPixelRatio(ratio);
      await drawn;
    }
    return wholeOf(this.map);
  }
  resize(): void {
    this.map.resize();
    const scale = scaleOf(this.options.container);
    if (scale === this.scale) return;
    this.scale = scale;
    if (this.loaded) this.restyleNow();
  }
  destroy(): void {
    this.loaded = false;
    this.unguard();
    this.drawing.close();
    this.editing.close();
    this.pulses.close();
    this.feed.close();
    this.overlay?.close();
    this.plan?.close();
    this.map.remove();
    this.sources.close();
  }
}

export const makeMap: MakeMap = (options) => new ChuangtuMap(options);
