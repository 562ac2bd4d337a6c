/** A sentence at the foot of the page that goes by itself, said to those who do not see it too. */
import { useEffect, useState } from "react";
import type { AppState } from "../../state/app.ts";
import { undoAct } from "../run/acts.ts";
import { useApp, usePart, useSay } from "../useApp.ts";

const toast_ms = 4000;
/** One that offers something to do stays longer, and while it is looked at. */
const offer_ms = 12_000;
const toastOf = (state: AppState) => state.toast;

export function Toast() {
  const app = useApp();
  const say = useSay();
  const words = usePart(toastOf);
  const [held, hold] = useState(false);
  useEffect(() => {
    if (!words || held) return;
    const timer = setTimeout(() => app.store.set({ toast: null }), words.undo ? offer_ms : toast_ms);
    return () => clearTimeout(timer);
  }, [app, words, held]);
  const undo = words?.undo;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: looking at it only keeps it
    <div
      className="toasts"
      aria-live="polite"
      onMouseEnter={() => hold(true)}
      onMouseLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
    >
      {words && (
        <p>
          {say.of(words)}
          {undo && (
            <button type="button" className="link" onClick={() => void undoAct(app, undo)}>
              {say.t("acts.undo")}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
