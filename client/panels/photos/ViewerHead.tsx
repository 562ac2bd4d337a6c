/** What stands over a photo: its name, which of how many, how large, and the ways to look at it. */
import type { ProblemDetail } from "../../../server/contract/types.ts";
import { Icon } from "../parts/Icon.tsx";
import { useSay } from "../useApp.ts";
import { pairOf, photoName } from "./naming.ts";
import { ZoomButtons } from "./Stage.tsx";
import type { Looking, Mode } from "./useLooking.ts";
import type { Zoom } from "./useZoom.ts";

interface Props {
  readonly look: Looking;
  readonly zoom: Zoom;
  readonly problem: ProblemDetail;
}

export function ViewerHead({ look, zoom, problem }: Props) {
  const say = useSay();
  const { photo, mode, turn, leave } = look;
  const { photos } = problem;
  const modes: readonly Mode[] = pairOf(photos) ? ["one", "compare"] : ["one"];
  return (
    <header>
      <h2>{mode === "compare" ? say.t("photos.compare") : photoName(photos, photo, say)}</h2>
      <span className="quiet">{problem.code}</span>
      {mode === "one" && photos.length > 1 && <Steps look={look} photos={photos} />}
      {mode === "one" && !photo.withdrawn && <ZoomButtons zoom={zoom} />}
      {modes.length > 1 && mode !== "cover" && (
        <div className="pills">
          {modes.map((one) => (
            <button
              key={one}
              type="button"
              className={mode === one ? "pill chosen" : "pill"}
              aria-pressed={mode === one}
              onClick={() => turn(one)}
            >
              {say.t(one === "one" ? "photos.single" : "photos.compare")}
            </button>
          ))}
        </div>
      )}
      <button type="button" className="icon-button photo-close" aria-label={say.t("app.close")} onClick={leave}>
        <Icon name="close" />
      </button>
    </header>
  );
}

function Steps({ look: { photo, step }, photos }: { look: Looking; photos: ProblemDetail["photos"] }) {
  const say = useSay();
  const button = (label: string, icon: "left" | "right", by: number) => (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={() => step(by)}>
      <Icon name={icon} />
    </button>
  );
  return (
    <div className="photo-buttons">
      {button(say.t("photos.before"), "left", -1)}
      <output>{say.t("photos.count", { i: photos.indexOf(photo) + 1, n: photos.length })}</output>
      {button(say.t("photos.next"), "right", 1)}
    </div>
  );
}
