/** One photo, with what may be done with it. */
import type { Photo } from "../../../server/contract/types.ts";
import type { AppState } from "../../state/app.ts";
import { usePart, useSay } from "../useApp.ts";
import { Duties, useUncovered } from "./Duties.tsx";
import { withdrawnText } from "./naming.ts";
import { Picture } from "./Picture.tsx";
import { Stage } from "./Stage.tsx";
import type { Zoom } from "./useZoom.ts";

const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

interface Props {
  readonly photo: Photo;
  readonly alt: string;
  readonly zoom: Zoom;
  readonly cover: () => void;
  readonly changed: () => Promise<void>;
}

export function One({ photo, alt, zoom, cover, changed }: Props) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  const [uncovered, show] = useUncovered();
  if (photo.withdrawn) return <p className="photo-stage photo-blank">{withdrawnText(photo, timeZone, say)}</p>;
  return (
    <div className="photo-one">
      <Stage zoom={zoom}>
        {uncovered ? <img src={uncovered} alt={alt} draggable={false} /> : <Picture photo={photo} what="picture" alt={alt} />}
      </Stage>
      {uncovered ? (
        <p className="caution photo-uncovered" role="status">
          {say.t("photos.originalShown")}{" "}
          <button type="button" className="link" onClick={() => show(null)}>
            {say.t("photos.originalHide")}
          </button>
        </p>
      ) : (
        <Duties photo={photo} cover={cover} changed={changed} show={show} />
      )}
    </div>
  );
}
