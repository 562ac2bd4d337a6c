/** The map with what lies over it: the tooltip, the tools, the status line, the attribution. */
import { lazy, Suspense, useMemo, useRef } from "react";
import type { Shape } from "../../../server/contract/draw.ts";
import type { Filter } from "../../../server/contract/filter.ts";
import type { Anchor } from "../../../server/contract/geo.ts";
import { untilLoaded } from "../../api/chunk.ts";
import { isKey } from "../../look/words.ts";
import type { Edit, MapEvents, MapScene, Ring } from "../../map/handle.ts";
import { MapPane } from "../../map/MapPane.tsx";
import type { AppState } from "../../state/app.ts";
import { shownClock, shownProblems } from "../../state/shown.ts";
import { effectiveFilter, type View } from "../../state/view.ts";
import { Boundary } from "../parts/Boundary.tsx";
import { type App, changeView, goToPlace, hover, select } from "../run/app.ts";
import { takeEdit } from "../run/drawing.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useShown } from "./LayerList.tsx";
import { DrawBar, ToolBar } from "./MapTools.tsx";
import { Tooltip } from "./Tooltip.tsx";

const TimeBar = lazy(() => untilLoaded(() => import("../time/TimeBar.tsx")).then((file) => ({ default: file.TimeBar })));

const part = {
  district: (s: AppState) => s.district,
  data: (s: AppState) => s.data,
  view: (s: AppState) => s.view,
  mask: (s: AppState) => s.mask,
  clock: shownClock,
  problems: shownProblems,
  editing: (s: AppState) => s.editing,
  time: (s: AppState) => s.view.time,
  hovered: (s: AppState) => s.hovered,
  listing: (s: AppState) => s.listing,
  status: (s: AppState) => s.status,
  pulses: (s: AppState) => s.pulses,
};

/** Drawn shapes of the filter and of the Near question. */
function drawnShapes(view: View): Shape[] {
  return effectiveFilter(view).geo.flatMap((clause) => {
    const places: readonly (Anchor | { view: unknown })[] =
      "of" in clause ? clause.of : clause.areas.map((area) => ("view" in area ? { view: area.view } : area));
    return places.flatMap((place) => ("draw" in place ? [(place as { draw: Shape }).draw] : []));
  });
}

/** A ring for each anchor that was asked about: the near question's from its answer, single sites and drawings of the filter at once. */
function ringsOf(view: View, anchors: AppState["listing"]["anchors"], label: (metres: number) => string): Ring[] {
  const { near } = view;
  const drawn = effectiveFilter(view).geo.flatMap((clause) =>
    "of" in clause
      ? clause.of.flatMap((anchor): Ring[] => {
          const more = { distance_m: clause.distance_m, label: label(clause.distance_m) };
          if ("draw" in anchor) return [{ id: 0, kind: "draw", shape: anchor.draw, ...more }];
          if ("site" in anchor) return [{ id: anchor.site, kind: "site", ...more }];
          return "zone" in anchor ? [{ id: anchor.zone, kind: "zone", ...more }] : [];
        })
      : [],
  );
  const named = new Set(drawn.map((ring) => `${ring.kind}/${ring.id}`));
  const answered = near
    ? anchors
        .filter((one) => one.kind !== "draw" && !named.has(`${one.kind}/${one.id}`))
        .map((one): Ring => ({ id: one.id, kind: one.kind, distance_m: near.within_m, label: label(near.within_m) }))
    : [];
  return [...drawn, ...answered];
}

/** A filter's "within … of a type" rings every site of that type, from the sites layer. */
function typeRings(view: View, sites: AppState["data"]["sites"], label: (metres: number) => string): Ring[] {
  if (!sites) return [];
  return view.filter.geo.flatMap((clause) => {
    if (!("of" in clause)) return [];
    const types = new Set<string>(clause.of.flatMap((anchor) => ("type" in anchor ? [anchor.type] : [])));
    if (!types.size) return [];
    const rows = sites.id.map((id, row) => ({ id, type: sites.types[sites.type[row] ?? 0] ?? "" })).filter(({ type }) => types.has(type));
    return rows.map(({ id }): Ring => ({ id, kind: "site", distance_m: clause.distance_m, label: label(clause.distance_m) }));
  });
}

function useScene(): MapScene {
  const say = useSay();
  const view = usePart(part.view);
  const layers = usePart(part.data);
  const problems = usePart(part.problems);
  const editing = usePart(part.editing);
  const data = useMemo(() => (problems ? { ...layers, problems } : layers), [layers, problems]);
  const mask = usePart(part.mask);
  const clock = usePart(part.clock);
  const hovered = usePart(part.hovered);
  const { anchors } = usePart(part.listing);
  const pulses = usePart(part.pulses);
  const shown = useShown();
  const { filter, near, lang, theme, selected } = view;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the view, only filter and near draw shapes
  const drawn = useMemo(() => drawnShapes(view), [filter, near]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above; the words follow the language
  const rings = useMemo(() => {
    const label = (n: number) => say.t("near.metres", { n });
    return [...ringsOf(view, near ? anchors : [], label), ...typeRings(view, data.sites, label)];
  }, [filter, near, anchors, data.sites, lang]);
  const edit = useMemo(() => editOf(filter, editing), [filter, editing]);
  return useMemo(
    () => ({ edit, data, lang, theme, shown, mask, clock, rings, drawn, hovered, selected, pulses }),
    [edit, data, lang, theme, shown, mask, clock, rings, drawn, hovered, selected, pulses],
  );
}

/** The shape of the clause that is being edited; a clause of sites or zones alone has none to drag. */
function editOf(filter: Filter, editing: number | null): Edit | null {
  const clause = editing === null ? undefined : filter.geo[editing];
  if (!clause) return null;
  const places: readonly object[] = "of" in clause ? clause.of : clause.areas;
  const drawn = places.find((place): place is { draw: Shape } => "draw" in place);
  return drawn ? { shape: drawn.draw, distance_m: "of" in clause ? clause.distance_m : null } : null;
}

/** What the map tells becomes changes of the state. */
const eventsOf = (app: App): MapEvents => ({
  onHover: (thing, at) => hover(app, thing, at),
  onSelect: (thing) => {
    const { selected } = app.store.get().view;
    if (thing || selected) select(app, thing);
  },
  onOpen: (thing) => {
    select(app, thing);
    const { problems, sites, zones } = app.store.get().data;
    const layer = { problem: problems, site: sites, zone: zones }[thing.kind];
    const row = layer?.id.indexOf(thing.id) ?? -1;
    if (layer && row >= 0) goToPlace(app, (layer.lon[row] ?? 0) / 1e6, (layer.lat[row] ?? 0) / 1e6);
  },
  onMove: (camera, bounds) => {
    const round = (value: number, digits: number) => Number(value.toFixed(digits));
    app.store.set({ bounds });
    changeView(app, { map: { lon: round(camera.lon, 5), lat: round(camera.lat, 5), zoom: round(camera.zoom, 2) } }, "replace");
  },
  onStatus: (status) => app.store.set({ status }),
  onEdit: (edit, done) => takeEdit(app, edit, done),
  onReady: () => app.store.set({ mapReady: true }),
});

export function MapArea() {
  const app = useApp();
  const say = useSay();
  const district = usePart(part.district);
  const scene = useScene();
  const events = useMemo(() => eventsOf(app), [app]);
  const time = usePart(part.time);
  const first = useRef(app.store.get().view.map);
  if (!district) return <div className="map-area" />;
  return (
    <section className="map-area" aria-label={say.t("map.label")}>
      <MapPane district={district} initialView={first.current} scene={scene} events={events} handleRef={app.map} />
      <ToolBar />
      <DrawBar />
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
