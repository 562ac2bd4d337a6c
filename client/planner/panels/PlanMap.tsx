/** The table's map: told the plan and what the hand draws, it tells the hand what the pointer does. */
import { useEffect, useMemo, useState } from "react";
import { zoneLevels } from "../../../server/contract/vocabulary.ts";
import type { MapEvents, MapScene } from "../../map/handle.ts";
import { MapPane } from "../../map/MapPane.tsx";
import type { PlanPicture } from "../../map/plan/picture.ts";
import { type PlannerPage, setHand, setView } from "../page.ts";
import { figuresOf, tintsOf } from "../run/figures.ts";
import { ghostOf, pointerHears, toolOf } from "../run/hear.ts";
import { type PlannerState, type Table, tableOf } from "../state.ts";
import { toolLooks } from "../tools/tools.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { Legend } from "./Legend.tsx";
import { digits } from "./numbers.ts";

export const groundLayers = ["baseGround", "baseRoads", "basePlaces", "districtOutline"] as const;

const part = {
  table: tableOf,
  district: (s: PlannerState) => s.district,
  data: (s: PlannerState) => s.data,
  lang: (s: PlannerState) => s.lang,
  theme: (s: PlannerState) => s.theme,
  level: (s: PlannerState) => s.view.level,
  fill: (s: PlannerState) => s.view.fill,
  clock: (s: PlannerState) => s.clock,
  ground: (s: PlannerState) => s.ground,
  shows: (s: PlannerState) => s.shows,
  mapStatus: (s: PlannerState) => s.mapStatus,
};

function marksOf({ hand, marks }: Table): PlanPicture["marks"] {
  const at = hand.refusal?.at;
  return at ? [...marks, { at, kind: "refused", from: null }] : marks;
}

function usePicture(): PlanPicture | null {
  const page = usePlanner();
  const table = usePart(part.table);
  const level = usePart(part.level);
  const fill = usePart(part.fill);
  const ground = usePart(part.ground);
  return useMemo(() => {
    if (!table) return null;
    const { history, hand, proposal } = table;
    const partition = proposal && "partition" in proposal ? proposal.partition : history.now.partition;
    const tints = fill === "load" ? tintsOf(figuresOf(partition, level, history.now.weights, ground)) : null;
    const ghost = proposal && "ghost" in proposal ? proposal.ghost : ghostOf(page, table);
    return {
      ...{ partition, level, fill: tints ? "load" : "zone", tints, ghost, marks: marksOf(table), other: null },
      ...{ selected: hand.selected, pieces: hand.pieces, hovered: hand.hovered },
    } satisfies PlanPicture;
  }, [table, level, fill, ground, page]);
}

function useScene(): MapScene {
  const plan = usePicture();
  const layers = usePart(part.data);
  const lang = usePart(part.lang);
  const theme = usePart(part.theme);
  const clock = usePart(part.clock);
  const { sites, problems } = usePart(part.shows);
  const shown = useMemo(
    () =>
      new Set<string>([
        ...groundLayers,
        ...(sites ? ["riverSegments", "backAlleys", "evaluatedPoints", "markets"] : []),
        ...(problems ? ["problems"] : []),
      ]),
    [sites, problems],
  );
  return useMemo(
    () => ({
      ...{ data: layers, lang, theme, shown, mask: null, clock, rings: [], drawn: [], hovered: null, selected: null, plan },
    }),
    [layers, lang, theme, shown, clock, plan],
  );
}

export function eventsOf(page: PlannerPage, heard: boolean): MapEvents {
  return {
    onHover: () => {},
    onSelect: () => {},
    onOpen: () => {},
    onMove: (view, bounds) => {
      page.store.set({ bounds });
      setView(page, { map: view });
    },
    onStatus: (told) => page.store.set({ mapStatus: told }),
    onReady: () => page.store.set({ mapStatus: null }),
    ...(heard && { onPlan: (pointer) => pointerHears(page, pointer) }),
  };
}

export function PlanMap() {
  const page = usePlanner();
  const say = useSay();
  const district = usePart(part.district);
  const scene = useScene();
  const events = useMemo(() => eventsOf(page, true), [page]);
  const [first] = useState(() => page.store.get().view.map);
  const tool = scene.plan && tableOf(page.store.get())?.hand.tool;
  useEffect(
    () => () => {
      page.map.current = null;
    },
    [page],
  );
  if (!district) return null;
  return (
    <section
      className="plan-map"
      aria-label={say.t("map.label")}
      style={{ "--tool-cursor": tool ? toolOf(tool).cursor : "default" } as React.CSSProperties}
    >
      <MapPane district={district} initialView={first} scene={scene} events={events} handleRef={page.map} />
      <MapButtons />
      <Legend />
      <StatusLine />
    </section>
  );
}

function MapButtons() {
  const page = usePlanner();
  const say = useSay();
  const district = usePart(part.district);
  return (
    <div className="plan-map-buttons">
      <button type="button" className="button" onClick={() => district && page.map.current?.goTo({ bounds: district.bounds })}>
        {say.t("planner.wholeDistrict")}
      </button>
      <button type="button" className="button" title="/" onClick={() => page.store.set({ dialog: "search" })}>
        {say.t("planner.search")} <kbd>/</kbd>
      </button>
    </div>
  );
}

/** Under the map: what the tool says, or why a step was refused. */
function StatusLine() {
  const page = usePlanner();
  const say = useSay();
  const table = usePart(part.table);
  const level = usePart(part.level);
  const status = usePart(part.mapStatus);
  if (!table) return null;
  const { hint, refusal, tool, selected } = table.hand;
  if (refusal) {
    return (
      <div className="plan-status-line refused" role="alert">
        <strong>{say.t("planner.refused")}</strong>
        <span>{say.of(refusal.why)}</span>
        {refusal.at && (
          <button type="button" className="link" onClick={() => refusal.at && page.map.current?.goTo({ place: refusal.at, zoom: 17 })}>
            {say.t("planner.showPlace")}
          </button>
        )}
        <button type="button" className="link" onClick={() => setHand(page, { refusal: null })}>
          {say.t("planner.understood")}
        </button>
      </div>
    );
  }
  if (status) {
    return (
      <div className="plan-status-line" role="status">
        {status.key === "noWebgl2"
          ? say.t("planner.noMap")
          : status.key === "failed"
            ? say.t("planner.mapFailed", { why: status.value ?? "" })
            : say.t("boot.loading")}
      </div>
    );
  }
  const zones = [...table.history.now.partition.zones.values()].filter((zone) => zone.level === level).length;
  const usual = selected.size > 0 ? say.t("planner.selectedN", { n: selected.size }) : `${say.of(zoneLevels[level])} ${digits(say, zones)}`;
  return (
    <div className="plan-status-line" role="status" aria-live="polite">
      {hint ? say.of(hint) : `${say.of(toolLooks[tool].tip)} · ${usual}`}
    </div>
  );
}
