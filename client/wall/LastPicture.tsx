/** The last good picture of the map, with its time, where there is none now. */
import type { WallState } from "./state.ts";
import { usePart, useSay } from "./useWall.ts";

const lastOf = ({ contextLost, phase, last }: WallState) => (contextLost || phase === "waiting" ? last : null);

/** Nothing while the map itself is there. */
export function LastPicture() {
  const say = useSay();
  const last = usePart(lastOf);
  if (!last) return null;
  return (
    <figure className="wall-last">
      <img src={last.url} alt="" />
      <figcaption>{say.t("wall.lastAt", { time: last.time })}</figcaption>
    </figure>
  );
}
