/** The map's tool that opens the time bar. */
import type { AppState } from "../../state/app.ts";
import { Icon } from "../parts/Icon.tsx";
import { changeView } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";

const timeOf = (state: AppState) => state.view.time;

export function TimeTool() {
  const app = useApp();
  const say = useSay();
  const time = usePart(timeOf);
  return (
    <button
      type="button"
      className={time ? "icon-button chosen" : "icon-button"}
      aria-label={say.t("map.time")}
      aria-pressed={time}
      title={say.t("map.time")}
      onClick={() => changeView(app, { time: !time })}
    >
      <Icon name="clock" />
    </button>
  );
}
