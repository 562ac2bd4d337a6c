/** Play, pause, back to now, and how fast. */
import { Icon } from "../parts/Icon.tsx";
import { useSay } from "../useApp.ts";
import { isCalm, type Play, type Speed, speeds } from "./usePlay.ts";

export function PlayButtons({ play, ready }: { play: Play; ready: boolean }) {
  const say = useSay();
  const word = say.t(play.on ? "time.pause" : "time.play");
  return (
    <div className="play-buttons">
      <button
        type="button"
        className="icon-button play"
        aria-label={word}
        title={word}
        disabled={!ready}
        onClick={play.on ? play.pause : play.begin}
      >
        <Icon name={play.on ? "pause" : "play"} />
      </button>
      <select
        className="speed"
        aria-label={say.t("time.speed")}
        title={say.t(isCalm() ? "time.speedCalm" : "time.speedHint")}
        value={play.speed}
        onChange={(event) => play.setSpeed(Number(event.target.value) as Speed)}
      >
        {speeds.map((speed) => (
          <option key={speed} value={speed}>
            {say.t("time.times", { n: speed })}
          </option>
        ))}
      </select>
    </div>
  );
}
