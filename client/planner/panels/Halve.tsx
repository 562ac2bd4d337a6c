/** A zone split into two of equal work or area by a straight line: shown first, then cut. */
import { useEffect, useMemo, useState } from "react";
import type { Position } from "../../../server/contract/draw.ts";
import type { Weights } from "../../../server/contract/partition/balance.ts";
import { workOf } from "../../../server/contract/partition/balance.ts";
import { zoneOfFace } from "../../../server/contract/partition/belong.ts";
import { length_m } from "../../../server/contract/partition/drawn.ts";
import { finderOf } from "../../../server/contract/partition/find.ts";
import { halvingLine } from "../../../server/contract/partition/halve.ts";
import type { LoadGround } from "../../../server/contract/partition/load.ts";
import type { Partition, PlanZone } from "../../../server/contract/partition/partition.ts";
import { setTable } from "../page.ts";
import { take } from "../run/acts.ts";
import { finderFor } from "../run/hear.ts";
import { type PlannerState, tableOf } from "../state.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { Switch } from "./Switch.tsx";

const part = {
  model: (s: PlannerState) => tableOf(s)?.history.now ?? null,
  ground: (s: PlannerState) => s.ground,
};

/** Work by place, of what lies in the zone: sites where they are, lines at their middle, problems where they were found. */
export function placedWork(partition: Partition, zone: PlanZone, weights: Weights, ground: LoadGround, finder = finderOf(partition)) {
  const nothing = { sites: 0, byType: {}, alley_m: 0, river_m: 0, markets: 0, open: 0, overdue: 0, foundPerWeek: 0, area_m2: 0 };
  const inside = (at: Position) => zoneOfFace(partition, finder.faceAt(at), zone.level) === zone.id;
  const sites = ground.sites.filter(({ at }) => inside(at));
  const problems = ground.problems.filter(({ at }) => inside(at));
  return [
    ...sites.map(({ at, kind, lines }) => {
      const long = (lines ?? []).reduce((sum, line) => sum + length_m(line), 0);
      const lengths = { alley_m: kind === "alley" ? long : 0, river_m: kind === "river" ? long : 0 };
      return { at, work: workOf({ ...nothing, ...lengths, sites: 1, markets: kind === "market" ? 1 : 0 }, weights) };
    }),
    ...problems.map(({ at, open, overdue, recent }) => ({
      at,
      work: workOf({ ...nothing, open: open ? 1 : 0, overdue: overdue ? 1 : 0, foundPerWeek: recent ? 0.25 : 0 }, weights),
    })),
  ].filter(({ work }) => work > 0);
}

export function Halve({ zone, close }: { zone: PlanZone; close: () => void }) {
  const page = usePlanner();
  const say = useSay();
  const model = usePart(part.model);
  const ground = usePart(part.ground);
  const [by, setBy] = useState<"work" | "area">(ground ? "work" : "area");
  const [direction, setDirection] = useState(0);
  const line = useMemo(() => {
    if (!model) return null;
    const works = by === "work" && ground ? placedWork(model.partition, zone, model.weights, ground, finderFor(model.partition)) : [];
    return halvingLine(model.partition, zone.id, direction, works.length > 0 ? works : "area");
  }, [model, zone, ground, by, direction]);
  useEffect(() => {
    setTable(page, {
      proposal: line ? { ghost: { lines: [{ points: line, kind: "draft" }], areas: [], circle: null, points: [] } } : null,
    });
    return () => setTable(page, { proposal: null });
  }, [line, page]);
  const cut = () => {
    if (line && take(page, { kind: "cut", level: zone.level, zones: [zone.id], line, names: [] })) close();
  };
  return (
    <div className="halve">
      <Switch
        label={say.t("planner.halveBy")}
        value={by}
        choices={[
          { value: "work", label: say.t("planner.byWork"), disabled: !ground },
          { value: "area", label: say.t("planner.byArea") },
        ]}
        change={setBy}
      />
      <label className="labelled">
        <span>{say.t("planner.direction")}</span>
        <input type="range" min={0} max={175} step={5} value={direction} onChange={(event) => setDirection(Number(event.target.value))} />
        <input
          className="field number"
          type="number"
          min={0}
          max={359}
          aria-label={say.t("planner.direction")}
          value={direction}
          onChange={(event) => setDirection(Number(event.target.value) || 0)}
        />
        °
      </label>
      {!line && <p className="inline-failure">{say.t("planner.noHalves")}</p>}
      <button type="button" className="button primary" disabled={!line} onClick={cut}>
        {say.t("planner.cutHere")}
      </button>
      <button type="button" className="button" onClick={close}>
        {say.t("planner.cancel")}
      </button>
    </div>
  );
}
