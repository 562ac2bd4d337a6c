/**
 * The plan on the map: sources and layers of its own, put between the map's. Told whole pictures; what is equal by identity is left alone.
 * Painting (colours, selection, what the pointer is on) is feature state and costs no new tiles; a changed border sends only its own faces and lines, to small sources of their own.
 */
import type { Feature } from "geojson";
import type { GeoJSONSource, LayerSpecification, Map as MapLibre } from "maplibre-gl";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";
import type { Theme } from "../../look/palette.ts";
import { enlarged, scaleOf } from "../enlarge.ts";
import type { MapEvents, MapScene, MapView } from "../handle.ts";
import { restyle } from "../style.ts";
import { arcFeatures, borderFeatures, faceFeatures, ghostFeatures, labelFeatures, markFeatures } from "./features.ts";
import { Feed } from "./feed.ts";
import { arcStates, faceStates, type ZoneByFace, zoneNeighbours, zonesByFace } from "./painting.ts";
import type { PlanPicture } from "./picture.ts";
import { givePlanPictures } from "./pictures.ts";
import { PlanHand } from "./pointer.ts";
import {
  arcsSource,
  emptySource,
  facesSource,
  freshArcsSource,
  freshFacesSource,
  ghostSource,
  labelsSource,
  marksSource,
  otherSource,
  type Placed,
  planSources,
  planSpecs,
} from "./specs.ts";
import { zoneColours } from "./zoneColours.ts";
import "./plan.css";

type Scene = Pick<MapScene, "plan" | "theme">;
const nothing: ReadonlyMap<number, Feature> = new Map();

export class PlanSheet {
  private plan: PlanPicture | null = null;
  private theme: Theme = "light";
  private placed: readonly Placed[] = [];
  private byFace: ZoneByFace = new Map();
  /** Colours that zones of a level have or had. */
  private readonly colours = new Map<ZoneLevel, ReadonlyMap<number, number>>();
  private readonly map: MapLibre;
  private readonly hand: PlanHand;
  private led = false;
  private readonly faces: Feed;
  private readonly arcs: Feed;
  private readonly labels: Feed;
  private readonly other: Feed;

  constructor(map: MapLibre, events: Pick<MapEvents, "onPlan" | "onMoving">) {
    this.map = map;
    this.faces = new Feed(map, facesSource, freshFacesSource);
    this.arcs = new Feed(map, arcsSource, freshArcsSource);
    this.labels = new Feed(map, labelsSource);
    this.other = new Feed(map, otherSource);
    this.hand = new PlanHand(map, (pointer) => events.onPlan?.(pointer) ?? false);
    if (events.onMoving) map.on("move", () => this.tellMove(events));
  }

  show({ plan = null, theme }: Scene): void {
    const before = this.plan;
    this.theme = theme;
    this.hand.listens = plan !== null;
    if (plan) this.layOut(plan);
    if (before === plan) return;
    this.plan = plan;
    if (plan?.camera && plan.camera !== before?.camera) this.follow(plan.camera);
    this.geometry(before, plan);
    if (plan) this.paint(before, plan);
    if (before?.marks !== plan?.marks) this.tell(marksSource, markFeatures(plan?.marks ?? []));
    if (before?.ghost !== plan?.ghost) this.tell(ghostSource, ghostFeatures(plan?.ghost ?? null));
  }

  /** After a lost context: sources and layers may be back, but hold nothing that was fed by hand. */
  refill(): void {
    const { plan } = this;
    this.placed = [];
    if (!plan) return;
    this.layOut(plan);
    for (const feed of [this.faces, this.arcs, this.labels, this.other]) feed.refill();
    this.tell(marksSource, markFeatures(plan.marks));
    this.tell(ghostSource, ghostFeatures(plan.ghost));
  }

  close(): void {
    for (const feed of [this.faces, this.arcs, this.labels, this.other]) feed.close();
    this.hand.close();
  }

  /** Another map leads: at once, and without telling it back. */
  private follow({ lon, lat, zoom }: MapView): void {
    this.led = true;
    this.map.jumpTo({ center: [lon, lat], zoom });
    this.led = false;
  }

  private tellMove({ onMoving }: Pick<MapEvents, "onMoving">): void {
    const { lng, lat } = this.map.getCenter();
    if (!this.led) onMoving?.({ lon: lng, lat, zoom: this.map.getZoom() });
  }

  /** Sources and layers stand, in this theme and for this level. */
  private layOut(plan: PlanPicture): void {
    const { map } = this;
    const scale = scaleOf(map.getContainer());
    const specs = planSpecs(this.theme, plan.level).map((one) => ({ ...one, spec: enlarged(one.spec, scale) }));
    if (this.placed.length) {
      const of = (all: readonly Placed[]): LayerSpecification[] => all.map(({ spec }) => spec);
      restyle(map, of(this.placed), of(specs));
    } else {
      givePlanPictures(map);
      for (const id of planSources) if (!map.getSource(id)) map.addSource(id, emptySource());
      const order = map.getLayersOrder();
      for (const { spec, beneath } of specs) {
        if (map.getLayer(spec.id)) map.removeLayer(spec.id);
        map.addLayer(
          spec,
          order.find((id) => id.startsWith(beneath)),
        );
      }
    }
    this.placed = specs;
  }

  private geometry(before: PlanPicture | null, plan: PlanPicture | null): void {
    const other = plan?.other ?? null;
    const anew = before?.partition !== plan?.partition;
    const levels = before?.level !== plan?.level;
    if (anew) {
      this.faces.show(plan ? faceFeatures(plan.partition) : nothing);
      this.arcs.show(plan ? arcFeatures(plan.partition) : nothing);
    }
    if (anew || levels) this.labels.show(plan ? labelFeatures(plan.partition, plan.level) : nothing);
    if (levels || other !== (before?.other ?? null)) this.other.show(plan && other ? borderFeatures(other, plan.level) : nothing);
  }

  private paint(before: PlanPicture | null, plan: PlanPicture): void {
    const { partition, level } = plan;
    const zones = before?.partition !== partition || before.level !== level;
    if (zones) {
      this.byFace = zonesByFace(partition, level);
      const known = this.colours.get(level) ?? new Map<number, number>();
      this.colours.set(level, new Map([...known, ...zoneColours(zoneNeighbours(partition, level, this.byFace), known)]));
    }
    const picked = zones || before.selected !== plan.selected || before.pieces !== plan.pieces || before.hovered !== plan.hovered;
    if (picked || before.fill !== plan.fill || before.tints !== plan.tints)
      this.faces.paint(faceStates(plan, this.byFace, this.colours.get(level) ?? new Map()));
    if (picked) this.arcs.paint(arcStates(plan, this.byFace));
  }

  private tell(source: string, features: Feature[]): void {
    void this.map.getSource<GeoJSONSource>(source)?.setData({ type: "FeatureCollection", features });
  }
}
