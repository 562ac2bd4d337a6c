/** On the stamp: the page shows the past, which moment of it, and the way back. */
import "../../look/time.css";
import { timeWords } from "../../look/words/time.ts";
import { learn } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { timeText, unixOf } from "../../state/calendar.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { lookAt } from "./looking.ts";

learn(timeWords);

const zoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";
const shownOf = ({ stood, view }: AppState) => stood?.at ?? (view.filter.at ? unixOf(view.filter.at) : null);

export function LookingBack() {
  const app = useApp();
  const say = useSay();
  const timeZone = usePart(zoneOf);
  const unix = usePart(shownOf);
  if (unix === null) return null;
  return (
    <span className="as-of looking-back">
      <strong role="status">
        <span className="desk-only">{say.t("time.lookingBack", { time: timeText(unix, timeZone) })}</span>
        <span className="phone-only">{timeText(unix, timeZone).slice(5)}</span>
      </strong>
      <button type="button" className="link" aria-label={say.t("time.backToNow")} onClick={() => lookAt(app, null)}>
        <span className="desk-only">{say.t("time.backToNow")}</span>
        <span className="phone-only">{say.t("time.now")}</span>
      </button>
    </span>
  );
}
