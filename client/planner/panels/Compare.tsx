/** Two plans over each other, with a divider to be dragged; and what is another between them. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import { readPartition } from "../../../server/contract/partition/text.ts";
import type { ZonePlanDifference, ZonePlanSummary } from "../../../server/contract/types.ts";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";
import { wordsOf } from "../../api/http.ts";
import { askDifference, askInForce, askPlan, exportAddress } from "../../api/plans.ts";
import type { MapHandle, MapScene } from "../../map/handle.ts";
import { MapPane } from "../../map/MapPane.tsx";
import type { PlanMark } from "../../map/plan/picture.ts";
import type { MapView } from "../../state/view.ts";
import { setView } from "../page.ts";
import { changeMarks } from "../run/changeMarks.ts";
import { loadPlans } from "../run/open.ts";
import { type Asked, type PlannerState, tableOf } from "../state.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { Changes } from "./Changes.tsx";
import { eventsOf, groundLayers } from "./PlanMap.tsx";
import { Failed, Waiting } from "./Standing.tsx";
import { Levels } from "./TableBar.tsx";

const part = {
  plan: (s: PlannerState) => tableOf(s)?.plan ?? null,
  partition: (s: PlannerState) => tableOf(s)?.history.now.partition ?? null,
  failure: (s: PlannerState) => (s.table?.state === "failed" ? s.table.failure : null),
  plans: (s: PlannerState) => s.plans,
  other: (s: PlannerState) => s.view.other,
  level: (s: PlannerState) => s.view.level,
  district: (s: PlannerState) => s.district,
  data: (s: PlannerState) => s.data,
  lang: (s: PlannerState) => s.lang,
  theme: (s: PlannerState) => s.theme,
};

/** The plan it is held against: the one that is named, else the one in force. Null = there is none. */
function useOther(own: number | null): {
  readonly summary: ZonePlanSummary | null;
  readonly rows: readonly ZonePlanSummary[];
  readonly known: boolean;
} {
  const page = usePlanner();
  const plans = usePart(part.plans);
  const named = usePart(part.other);
  useEffect(() => {
    if (page.store.get().plans.state === "asking") void loadPlans(page);
  }, [page]);
  if (plans.state !== "there") return { summary: null, rows: [], known: false };
  const rows = plans.value.filter(({ id }) => id !== own);
  return { summary: rows.find(({ id, inForce }) => (named === null ? inForce : id === named)) ?? null, rows, known: true };
}

/** Asks when what it asks for is another. @param key says what is asked */
function useAsked<T>(ask: ((signal: AbortSignal) => Promise<T>) | null, key: string): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>({ state: "asking" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is asked
  useEffect(() => {
    setAsked({ state: "asking" });
    if (!ask) return;
    const left = new AbortController();
    ask(left.signal).then(
      (value) => !left.signal.aborted && setAsked({ state: "there", value }),
      (error: unknown) => !left.signal.aborted && setAsked({ state: "failed", failure: wordsOf(error) }),
    );
    return () => left.abort();
  }, [key]);
  return asked;
}

export function Compare() {
  const say = useSay();
  const plan = usePart(part.plan);
  const own = usePart(part.partition);
  const failure = usePart(part.failure);
  const named = usePart(part.other);
  const { summary, rows, known } = useOther(plan?.id ?? null);
  const id = plan?.id ?? null;
  const other = summary?.id ?? null;
  const partition = useAsked(
    known ? async (signal) => readPartition(other === null ? await askInForce(signal) : (await askPlan(other, signal)).partition) : null,
    `plan ${known} ${other}`,
  );
  const difference = useAsked(id === null ? null : (signal) => askDifference(id, named, signal), `${id} ${named} ${plan?.version}`);
  if (failure) return <Failed failure={failure} />;
  if (!plan || !own || !known) return <Waiting what={say.t("planner.planAsking")} />;
  return (
    <main className="compare">
      <Choosing own={plan.name} plan={plan.id} rows={rows} chosen={named} />
      <div className="compare-body">
        {partition.state === "failed" ? (
          <Failed failure={partition.failure} />
        ) : partition.state === "asking" ? (
          <Waiting what={say.t("planner.planAsking")} />
        ) : (
          <Swipe
            left={partition.value}
            right={own}
            names={[summary?.name ?? say.t("planner.zonesInForce"), plan.name]}
            difference={difference.state === "there" ? difference.value : null}
          />
        )}
        <aside className="plan-right" aria-label={say.t("planner.whatChanges")}>
          {difference.state === "asking" && <Waiting what={say.t("planner.comparing")} />}
          {difference.state === "failed" && <Failed failure={difference.failure} />}
          {difference.state === "there" && <Changes difference={difference.value} />}
        </aside>
      </div>
    </main>
  );
}

function Choosing(props: { own: string; plan: number; rows: readonly ZonePlanSummary[]; chosen: number | null }) {
  const page = usePlanner();
  const say = useSay();
  const { own, plan, rows, chosen } = props;
  return (
    <header className="compare-bar">
      <label className="labelled">
        <span>{say.t("planner.compareLeft")}</span>
        <select
          className="field"
          value={chosen ?? ""}
          onChange={(event) => setView(page, { other: event.target.value === "" ? null : Number(event.target.value) })}
        >
          <option value="">{say.t("planner.inForce")}</option>
          {rows.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <span>
        {say.t("planner.compareRight")} <strong>{own}</strong>
      </span>
      <Levels />
      <span className="plan-bar-end">
        <a className="link" href={exportAddress(plan, "geojson")} download>
          GeoJSON
        </a>
        <a className="link" href={exportAddress(plan, "zip")} download>
          Shapefile
        </a>
      </span>
    </header>
  );
}

const noMarks: readonly PlanMark[] = [];
const none: ReadonlySet<number> = new Set();
const ground: ReadonlySet<string> = new Set(groundLayers);

function useScene(partition: Partition, level: ZoneLevel, marks: readonly PlanMark[], camera: MapView | null): MapScene {
  const data = usePart(part.data);
  const lang = usePart(part.lang);
  const theme = usePart(part.theme);
  return useMemo(
    () => ({
      ...{ data, lang, theme, shown: ground, mask: null, clock: 0, rings: [], drawn: [], hovered: null, selected: null },
      plan: {
        ...{ partition, level, fill: "zone", tints: null, selected: none, pieces: none, hovered: null },
        ...{ ghost: null, marks, other: null, camera },
      },
    }),
    [data, lang, theme, partition, level, marks, camera],
  );
}

interface Led {
  readonly by: "left" | "right";
  readonly view: MapView;
}

function Swipe({
  left,
  right,
  names,
  difference,
}: {
  left: Partition;
  right: Partition;
  names: readonly [string, string];
  difference: ZonePlanDifference | null;
}) {
  const page = usePlanner();
  const say = useSay();
  const district = usePart(part.district);
  const level = usePart(part.level);
  const [share, setShare] = useState(50);
  const [led, setLed] = useState<Led | null>(null);
  const leftMap = useRef<MapHandle | null>(null);
  const marks = useMemo(() => (difference ? changeMarks(difference) : noMarks), [difference]);
  const leftScene = useScene(left, level, noMarks, led?.by === "right" ? led.view : null);
  const rightScene = useScene(right, level, marks, led?.by === "left" ? led.view : null);
  const events = useMemo(() => {
    const base = eventsOf(page, false);
    const moving = (by: Led["by"]) => (view: MapView) => setLed({ by, view });
    return { left: { ...base, onMove: () => {}, onMoving: moving("left") }, right: { ...base, onMoving: moving("right") } };
  }, [page]);
  const [first] = useState(() => page.store.get().view.map);
  if (!district) return null;
  return (
    <section className="swipe" aria-label={say.t("map.label")}>
      <div className="swipe-map">
        <MapPane district={district} initialView={first} scene={leftScene} events={events.left} handleRef={leftMap} />
      </div>
      <div className="swipe-map" style={{ clipPath: `inset(0 0 0 ${share}%)` }}>
        <MapPane district={district} initialView={first} scene={rightScene} events={events.right} handleRef={page.map} />
      </div>
      <span className="swipe-name left">{names[0]}</span>
      <span className="swipe-name right">{names[1]}</span>
      <Divider share={share} change={setShare} />
    </section>
  );
}

/** Dragged, or moved by the arrow keys. */
function Divider({ share, change }: { share: number; change: (share: number) => void }) {
  const say = useSay();
  const bar = useRef<HTMLDivElement>(null);
  const drag = (event: React.PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = bar.current?.parentElement?.getBoundingClientRect();
    if (box) change(Math.max(0, Math.min(100, ((event.clientX - box.left) / box.width) * 100)));
  };
  const press = (event: React.KeyboardEvent) => {
    const by = { ArrowLeft: -2, ArrowRight: 2, PageDown: -10, PageUp: 10, Home: -100, End: 100 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    change(Math.max(0, Math.min(100, share + by)));
  };
  return (
    <div
      ref={bar}
      className="swipe-divider"
      style={{ left: `${share}%` }}
      role="slider"
      tabIndex={0}
      aria-label={say.t("planner.divider")}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    >
      <span aria-hidden="true">⇔</span>
    </div>
  );
}
