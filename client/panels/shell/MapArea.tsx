/** The map with what lies over it: the tooltip, the tools, the status line, the attribution. */
import { lazy, Suspense, useMemo, useState } from "react";
import { untilLoaded } from "../../api/chunk.ts";
import { everyPoint } from "../../layers/everyPoint.ts";
import { problemHeat } from "../../layers/problemHeat.ts";
import { problems as problemSymbols } from "../../layers/problems.ts";
import { isKey } from "../../look/words.ts";
import type { MapEvents, MapScene } from "../../map/handle.ts";
import { MapPane } from "../../map/MapPane.tsx";
import { drawnOf, editOf, nearAround, ringsOf } from "../../map/question.ts";
import type { AppState } from "../../state/app.ts";
import { shownClock, shownProblems } from "../../state/shown.ts";
import type { Thing } from "../../state/view.ts";
import { Boundary } from "../parts/Boundary.tsx";
import { type App, cameraMoved, goToPlace, hover, select } from "../run/app.ts";
import { takeEdit, takeShape } from "../run/drawing.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import type { PointPart } from "./EveryPoint.tsx";
import { FromTiles } from "./FromTiles.tsx";
import { useShown } from "./LayerList.tsx";
import { DrawBar, ToolBar } from "./MapTools.tsx";
import { Tooltip } from "./Tooltip.tsx";
import { useBeyond } from "./useBeyond.ts";

const EveryPoint = lazy(() => untilLoaded(() => import("./EveryPoint.tsx")).then((file) => ({ default: file.EveryPoint })));
const TimeBar = lazy(() => untilLoaded(() => import("../time/TimeBar.tsx")).then((file) => ({ default: file.TimeBar })));

const part = {
  district: (s: AppState) => s.district,
  data: (s: AppState) => s.data,
  view: (s: AppState) => s.view,
  mask: (s: AppState) => s.mask,
  clock: shownClock,
  problems: shownProblems,
  editing: (s: AppState) => s.editing,
  shapes: (s: AppState) => s.shapes,
  time: (s: AppState) => s.view.time,
  size: (s: AppState) => s.view.size,
  hovered: (s: AppState) => s.hovered,
  listing: (s: AppState) => s.listing,
  status: (s: AppState) => s.status,
  pulses: (s: AppState) => s.pulses,
};

function useScene({ points, ranges }: PointPart): MapScene {
  const say = useSay();
  const view = usePart(part.view);
  const layers = usePart(part.data);
  const problems = usePart(part.problems);
  const editing = usePart(part.editing);
  const district = usePart(part.district);
  const data = useMemo(() => ({ ...layers, ...(problems && { problems }), ...(points && { points }) }), [layers, problems, points]);
  const mask = usePart(part.mask);
  const clock = usePart(part.clock);
  const hovered = usePart(part.hovered);
  const { anchors } = usePart(part.listing);
  const pulses = usePart(part.pulses);
  const shown = useShown();
  const beyond = useBeyond(shown.has(problemHeat.id));
  const shapes = usePart(part.shapes);
  const { filter, near, lang, theme, selected } = view;
  const {
    shapes: drawn,
    zones,
    around,
  } = useMemo(
    () => drawnOf([...filter.geo, ...nearAround(near).map((one) => ({ op: "within" as const, ...one }))], shapes, editing),
    [filter, near, shapes, editing],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words follow the language
  const rings = useMemo(
    () => ringsOf(around, near, near ? anchors : noAnchors, data.sites, (n: number) => say.t("near.metres", { n })),
    [around, near, near ? anchors : noAnchors, data.sites, lang],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: which ring is taken hold of stays while the camera moves
  const edit = useMemo(() => {
    const { map } = view;
    return editOf(filter, editing, data.sites, map ? [map.lon, map.lat] : (district?.centre ?? [0, 0]));
  }, [filter, editing, data.sites]);
  return useMemo(
    () => ({ edit, data, lang, theme, shown, mask, beyond, clock, ranges, rings, drawn, zones, hovered, selected, pulses }),
    [edit, data, lang, theme, shown, mask, beyond, clock, ranges, rings, drawn, zones, hovered, selected, pulses],
  );
}
const noPoints: PointPart = { points: null, ranges: null };
const noAnchors: AppState["listing"]["anchors"] = [];

/** The rows of a cluster or of a significant cell. */
const openHot = (app: App, row: number) => import("../hot/keep.ts").then(({ openFromMap }) => openFromMap(app, row));

const said_ms = 8000;

/** What the map tells becomes changes of the state. */
const eventsOf = (app: App): MapEvents => ({
  onHover: (thing, at) => hover(app, thing, at),
  onSelect: (pointed) => {
    if (pointed?.kind === "hot") return void openHot(app, pointed.id);
    const thing = pointed as Thing | null;
    const { selected } = app.store.get().view;
    if (thing || selected) select(app, thing);
  },
  onOpen: (pointed, at) => {
    if (pointed.kind === "hot") return;
    const thing = pointed as Thing;
    select(app, thing);
    const { problems, sites, zones } = app.store.get().data;
    const layer = { problem: problems, site: sites, zone: zones }[thing.kind];
    const row = layer?.id.indexOf(thing.id) ?? -1;
    if (layer && row >= 0) goToPlace(app, (layer.lon[row] ?? 0) / 1e6, (layer.lat[row] ?? 0) / 1e6);
    // In no column: it was pointed at all the same.
    else if (thing.kind === "problem") goToPlace(app, at[0], at[1]);
  },
  onMove: (camera, bounds, byHand) => {
    const round = (value: number, digits: number) => Number(value.toFixed(digits));
    app.store.set({ bounds });
    cameraMoved(app, { lon: round(camera.lon, 5), lat: round(camera.lat, 5), zoom: round(camera.zoom, 2) }, byHand);
  },
  onLasso: (shape) => takeShape(app, shape, "filter"),
  onStatus: (status) => {
    app.store.set({ status });
    // What is said of a drawing is read, and then in the way.
    if (status?.key.startsWith("drawn.") || status?.key.startsWith("refused."))
      setTimeout(() => app.store.get().status === status && app.store.set({ status: null }), said_ms);
  },
  onEdit: (edit, done) => takeEdit(app, edit, done),
  onReady: () => app.store.set({ mapReady: true }),
});

export function MapArea() {
  const app = useApp();
  const say = useSay();
  const district = usePart(part.district);
  const [points, setPoints] = useState(noPoints);
  const scene = useScene(points);
  const events = useMemo(() => eventsOf(app), [app]);
  const time = usePart(part.time);
  const size = usePart(part.size);
  // Type of another size is another map, which opens where this one was.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  const first = useMemo(() => app.store.get().view.map, [app, size]);
  if (!district) return <div className="map-area" />;
  return (
    <section className="map-area" aria-label={say.t("map.label")}>
      <MapPane key={size} district={district} initialView={first} scene={scene} events={events} handleRef={app.map} />
      <ToolBar />
      <DrawBar />
      {scene.shown.has(problemSymbols.id) && <FromTiles />}
      {scene.shown.has(everyPoint.id) && (
        <Suspense fallback={null}>
          <EveryPoint tell={setPoints} />
        </Suspense>
      )}
      <StatusLine />
      <Boundary>
        <Suspense fallback={null}>{time && <TimeBar />}</Suspense>
      </Boundary>
      <Tooltip />
    </section>
  );
}

/** What the map has to say for itself: loading, a drawing's length, a lost context. */
function StatusLine() {
  const say = useSay();
  const told = usePart(part.status);
  const failed = usePart(part.listing).state === "failed";
  const status = failed ? { key: "unanswered" } : told;
  if (!status) return null;
  const values: Record<string, string> = "value" in status && status.value !== undefined ? { value: status.value } : {};
  const key = `mapStatus.${status.key}`;
  const text = isKey(key) ? say.t(key, values) : [status.key, values.value].filter(Boolean).join(" ");
  return (
    <p className="map-status" role="status">
      {text}
    </p>
  );
}
