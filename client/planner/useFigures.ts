/** Figures of the level that is looked at, as the plan stands on the table. */
import { useMemo } from "react";
import type { Partition } from "../../server/contract/partition/partition.ts";
import type { ZoneLevel } from "../../server/contract/vocabulary.ts";
import { type Figures, figuresOf } from "./run/figures.ts";
import { type PlannerState, tableOf } from "./state.ts";
import { usePart } from "./usePlanner.ts";

const part = {
  model: (s: PlannerState) => tableOf(s)?.history.now ?? null,
  level: (s: PlannerState) => s.view.level,
  ground: (s: PlannerState) => s.ground,
};

export interface Looked {
  readonly partition: Partition;
  readonly level: ZoneLevel;
  readonly figures: Figures;
  /** False while what is counted has not come. */
  readonly counted: boolean;
}
export function useFigures(): Looked | null {
  const model = usePart(part.model);
  const level = usePart(part.level);
  const ground = usePart(part.ground);
  return useMemo(
    () =>
      model && {
        partition: model.partition,
        level,
        figures: figuresOf(model.partition, level, model.weights, ground),
        counted: ground !== null,
      },
    [model, level, ground],
  );
}
