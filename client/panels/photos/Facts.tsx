/** What is known of a photo: as text beside it, never drawn into it. */
import type { Photo } from "../../../server/contract/types.ts";
import type { AppState } from "../../state/app.ts";
import { lengthText, position, stamp } from "../times.ts";
import { type Say, usePart, useSay } from "../useApp.ts";

const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

function placeText({ lon, lat, accuracy_m }: Photo, say: Say): string {
  if (lon === null || lat === null) return say.t("photos.nowhere");
  const at = position(lon, lat, say);
  return accuracy_m === null ? at : `${at}, ${say.t("photos.accuracy", { length: lengthText(accuracy_m, say) })}`;
}

export function Facts({ photo }: { photo: Photo }) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  const { by, taken, distance_m, width, height, sha256, boxes, originalUntil } = photo;
  const until = originalUntil && stamp(originalUntil, timeZone);
  return (
    <dl className="photo-facts">
      <Fact name={say.t("photos.taken")}>
        <time dateTime={taken}>{stamp(taken, timeZone)}</time>
      </Fact>
      <Fact name={say.t("photos.by")}>{by ?? say.t("photos.somebody")}</Fact>
      <Fact name={say.t("photos.position")}>
        {placeText(photo, say)}
        {distance_m !== null && <small>{say.t("photos.off", { length: lengthText(distance_m, say) })}</small>}
      </Fact>
      {boxes.length > 0 && (
        <Fact name={say.t("photos.covers")}>
          {say.t("photos.coveredParts", { n: boxes.length })}
          {until && <small>{say.t("photos.keptUntil", { time: until })}</small>}
        </Fact>
      )}
      <Fact name={say.t("photos.size")}>
        {width} × {height}
      </Fact>
      <Fact name={say.t("photos.hash")}>
        <span className="hash" title={say.t("photos.hashHint")}>
          {sha256}
        </span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
