/** Where alarms have a screen of their own and there is none: that it is known, or not. Cards lie over it. */
import type { Box } from "../layout.ts";
import type { WallState } from "../state.ts";
import { usePart, useSay } from "../useWall.ts";
import { place } from "./place.ts";

const stateOf = (s: WallState) => s.alarms.state;
const says = {
  asking: "wall.alarmsAsking",
  failed: "wall.alarmsFailed",
  there: "wall.noAlarm",
  old: "wall.noAlarm",
} as const;

export function NoAlarm({ boxes }: { boxes: readonly Box[] }) {
  const say = useSay();
  const state = usePart(stateOf);
  const [first, last] = [boxes[0], boxes.at(-1)];
  if (!first || !last) return null;
  return (
    <section className="wall-no-alarm" style={place({ ...first, h: last.y + last.h - first.y })}>
      <h2>{say.t("wall.alarms")}</h2>
      <p>{say.t(says[state])}</p>
    </section>
  );
}
