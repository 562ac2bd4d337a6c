/** What the wall asks where its columns do not hold what a scene means: again with each turn, and the last answer stands meanwhile. */
import { useEffect, useMemo, useState } from "react";
import { formatFilter } from "../../server/contract/filter.ts";
import { askCells } from "../api/grid.ts";
import { beyondScene, openPart } from "../map/beyond.ts";
import type { Beyond } from "../map/handle.ts";
import { queryOf } from "../state/view.ts";
import { isFar } from "./run/question.ts";
import type { WallState } from "./state.ts";
import { usePart } from "./useWall.ts";

const part = {
  filter: (s: WallState) => s.shown?.filter,
  total: (s: WallState) => s.shown?.total ?? null,
  heat: (s: WallState) => s.shown?.layers.has("problemHeat") ?? false,
  far: (s: WallState) => s.shown !== null && !s.shown.fault && isFar(s.shown, s),
  turn: (s: WallState) => s.turn,
  minute: (s: WallState) => Math.floor(s.now / 60) * 60,
};
const none: readonly never[] = [];
const again_ms = 8_000;

/** @param key which question it is; null = none @returns its last answer; null = none yet */
export function useLast<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>): T | null {
  const turn = usePart(part.turn);
  const [answer, setAnswer] = useState<{ readonly key: string; readonly value: T } | null>(null);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says which question it is
  useEffect(() => {
    if (key === null) return;
    const left = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    ask(left.signal).then(
      (value) => !left.signal.aborted && setAnswer({ key, value }),
      () => {
        if (!left.signal.aborted) timer = setTimeout(() => setTries(tries + 1), again_ms);
      },
    );
    return () => {
      left.abort();
      clearTimeout(timer);
    };
  }, [key, turn, tries]);
  return answer !== null && answer.key === key ? answer.value : null;
}

/** For the map, while it is drawn from tiles. */
export function useFar(): Beyond | null {
  const [filter, total, heat, far] = [usePart(part.filter), usePart(part.total), usePart(part.heat), usePart(part.far)];
  const [turn, clock] = [usePart(part.turn), usePart(part.minute)];
  const open = useMemo(() => (far && filter ? openPart(filter) : null), [far, filter]);
  const cells = useLast(heat && open ? queryOf(formatFilter(open)) : null, (signal) => askCells(open as NonNullable<typeof open>, signal));
  return useMemo(
    () => (far && filter ? beyondScene(filter, { turn, clock, total, cells, rows: none }) : null),
    [far, filter, turn, clock, total, cells],
  );
}
