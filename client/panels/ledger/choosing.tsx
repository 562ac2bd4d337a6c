// biome-ignore-all lint/a11y/useSemanticElements: table elements cannot hold rows that a virtual list places
// biome-ignore-all lint/a11y/useFocusableInteractive: focus stays on the grid, which names the active row
/** Choosing rows for a bulk act: boxes, ranges with Shift, Space for the active row, Ctrl+A for all that is loaded. */
import { useCallback, useRef } from "react";
import type { ProblemRow } from "../../../server/contract/types.ts";
import { between, type Chosen } from "../../state/acts.ts";
import type { AppState } from "../../state/app.ts";
import { bulkActsOf } from "../bulk/results.ts";
import { chooseNone, chooseRows } from "../run/bulk.ts";
import { useApp, usePart, useSay } from "../useApp.ts";

const chosenOf = (state: AppState) => state.chosen;
const mayOf = (state: AppState) => bulkActsOf(state.me?.roles ?? []).length > 0;

interface Choosing {
  /** Somebody here may do something to many at once. */
  readonly on: boolean;
  readonly chosen: Chosen;
  readonly check: (row: ProblemRow, on: boolean, range: boolean) => void;
  /** True when the key was for choosing. */
  readonly press: (event: React.KeyboardEvent, active: ProblemRow | undefined) => boolean;
}

export function useChoosing(rows: readonly ProblemRow[]): Choosing {
  const app = useApp();
  const on = usePart(mayOf);
  const chosen = usePart(chosenOf);
  const last = useRef<number | null>(null);
  const all = useRef(rows);
  all.current = rows;
  const check = useCallback(
    (row: ProblemRow, checked: boolean, range: boolean) => {
      chooseRows(app, range ? between(all.current, last.current, row.id) : [row], checked);
      last.current = row.id;
    },
    [app],
  );
  const press = (event: React.KeyboardEvent, active: ProblemRow | undefined): boolean => {
    if (!on) return false;
    if (event.key === " " && active) check(active, !chosen.has(active.id), event.shiftKey);
    else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) chooseRows(app, rows, true);
    else return false;
    return true;
  };
  return { on, chosen, check, press };
}

/** The box over the boxes: all that is loaded, or none. */
export function CheckAll({ rows }: { rows: readonly ProblemRow[] }) {
  const app = useApp();
  const say = useSay();
  const chosen = usePart(chosenOf);
  const every = rows.length > 0 && rows.every((row) => chosen.has(row.id));
  return (
    <div role="columnheader" className="c-check">
      <input
        type="checkbox"
        checked={every}
        ref={(box) => {
          if (box) box.indeterminate = chosen.size > 0 && !every;
        }}
        aria-label={say.t("bulk.chooseAll")}
        title={say.t("bulk.chooseAll")}
        onChange={() => (chosen.size > 0 ? chooseNone(app) : chooseRows(app, rows, true))}
      />
    </div>
  );
}
