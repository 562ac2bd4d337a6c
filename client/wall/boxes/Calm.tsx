/** One sentence on an otherwise empty screen: why there is no picture yet, and who can do what about it. Never a dialog. */
import type { Box } from "../layout.ts";
import type { Phase, WallState } from "../state.ts";
import { usePart, useSay } from "../useWall.ts";
import { place } from "./place.ts";

type Calming = Exclude<Phase, "ready">;
const words = {
  start: ["wall.starting", "wall.startingMore"],
  no_token: ["wall.noToken", "wall.noTokenMore"],
  refused: ["wall.refused", "wall.refusedMore"],
  waiting: ["wall.waiting", "wall.waitingMore"],
} as const satisfies Record<Calming, readonly [string, string]>;
const reasonOf = (state: WallState) => state.reason;

export function Calm({ phase, box }: { phase: Calming; box: Box }) {
  const say = useSay();
  const reason = usePart(reasonOf);
  const [title, more] = words[phase];
  return (
    <main className="wall-calm" style={place(box)} data-phase={phase}>
      <p className="wall-calm-name">{say.t("wall.program")}</p>
      <h1>{say.t(title)}</h1>
      <p>{say.t(more)}</p>
      {reason && <p className="wall-calm-reason">{say.of(reason)}</p>}
      {phase !== "start" && (
        <p>
          <a href="/wall/setting">{say.t("wall.toSetting", { address: `${location.host}/wall/setting` })}</a>
        </p>
      )}
    </main>
  );
}
