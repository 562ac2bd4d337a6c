/** The line of moments under the bars: its dot is the moment that the map shows; dragged, the map follows at once. */
import type { AppState } from "../../state/app.ts";
import { timeText } from "../../state/calendar.ts";
import type { Fold } from "../../state/replay.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { Handle, shareAt } from "./Handle.tsx";
import { passMoment, settleMoment } from "./looking.ts";

const stoodOf = (state: AppState) => state.stood;

interface Props {
  readonly fold: Fold | null;
  /** Unix seconds of the line's two ends. */
  readonly from: number;
  readonly to: number;
  /** The stretch ends in the present. */
  readonly toNow: boolean;
  readonly timeZone: string;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

const ten_min = 600;
const hour_s = 3600;

export function MomentTrack({ fold, from, to, toNow, timeZone, ticks }: Props) {
  const app = useApp();
  const say = useSay();
  const stood = usePart(stoodOf);
  const unix = stood?.at ?? null;
  const pass = (wanted: number) => {
    if (fold) passMoment(app, fold, Math.max(fold.from, Math.min(fold.to, wanted)));
  };
  const drag = (share: number) => pass(Math.round((from + share * (to - from)) / ten_min) * ten_min);
  const settle = () => settleMoment(app, toNow && fold !== null && (app.store.get().stood?.at ?? 0) >= fold.to);
  const at = unix ?? fold?.to ?? to;
  const shown = at >= from && at <= to;
  return (
    <div
      className="time-track"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag(shareAt(event.currentTarget, event.clientX));
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(shareAt(event.currentTarget, event.clientX));
      }}
      onPointerUp={settle}
      onPointerCancel={settle}
    >
      {ticks.map((tick) => (
        <span key={tick.text} className="tick" style={{ left: `${tick.at * 100}%` }} aria-hidden="true">
          {tick.text}
        </span>
      ))}
      {fold && shown && (
        <Handle
          className={unix === null ? "moment-handle now" : "moment-handle"}
          at={(at - from) / (to - from)}
          label={say.t("time.moment")}
          now={Math.round((at - from) / hour_s)}
          min={0}
          max={Math.round((fold.to - from) / hour_s)}
          text={unix === null ? say.t("time.now") : timeText(unix, timeZone)}
          step={(by, large) => pass(at + by * hour_s * (large ? 24 : 1))}
          end={(which) => pass(which === "first" ? fold.from : fold.to)}
          drag={drag}
          done={settle}
        />
      )}
    </div>
  );
}
