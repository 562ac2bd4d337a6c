/** A short word over the page; it goes by itself. */
import { useEffect } from "react";
import type { PlannerState } from "../state.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";

const toastOf = (state: PlannerState) => state.toast;
const stays_ms = 6_000;

export function Toast() {
  const { store } = usePlanner();
  const say = useSay();
  const toast = usePart(toastOf);
  useEffect(() => {
    if (!toast) return;
    const end = setTimeout(() => store.get().toast === toast && store.set({ toast: null }), stays_ms);
    return () => clearTimeout(end);
  }, [toast, store]);
  return (
    <div className="plan-toast" role="status" aria-live="polite">
      {toast && <p>{say.of(toast)}</p>}
    </div>
  );
}
