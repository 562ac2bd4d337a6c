/** A problem's photos in its card: those before and those after, each with who, when and where as text; a click opens it large. */
import { useId } from "react";
import { photoKinds } from "../../../server/contract/officeWords.ts";
import type { Photo, ProblemDetail } from "../../../server/contract/types.ts";
import "../../look/photos.css";
import { photoWords } from "../../look/words/photos.ts";
import { learn } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { lengthText, stamp } from "../times.ts";
import { type Say, useApp, usePart, useSay } from "../useApp.ts";
import { pairOf, photoName, withdrawnText } from "./naming.ts";
import { Picture } from "./Picture.tsx";
import { Viewer } from "./Viewer.tsx";

learn(photoWords);

const viewingOf = (state: AppState) => state.viewing;
const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";
const kinds = ["before", "after", "site"] as const;

export function Photos({ problem }: { problem: ProblemDetail }) {
  const app = useApp();
  const say = useSay();
  const title = useId();
  const viewing = usePart(viewingOf);
  const { photos } = problem;
  const open = (photo: number, compare = false) => app.store.set({ viewing: { photo, compare } });
  const pair = pairOf(photos);
  return (
    <section className="photos" aria-labelledby={title}>
      <div className="photos-head">
        <h3 id={title}>
          {say.t("photos.label")} <small>{say.n(photos.length)}</small>
        </h3>
        {pair && (
          <button type="button" className="button" onClick={() => open(pair[1], true)}>
            {say.t("photos.compare")}
          </button>
        )}
      </div>
      <div className="photo-groups">
        {kinds.map((kind) => (
          <Group key={kind} problem={problem} kind={kind} open={open} />
        ))}
      </div>
      {viewing && photos.some(({ id }) => id === viewing.photo) && (
        <Viewer problem={problem} first={viewing} close={() => app.store.set({ viewing: null })} />
      )}
    </section>
  );
}

function Group({ problem: { photos }, kind, open }: { problem: ProblemDetail; kind: Photo["kind"]; open: (id: number) => void }) {
  const say = useSay();
  const its = photos.filter((photo) => photo.kind === kind);
  if (!its.length) return null;
  return (
    <section className="photo-group" aria-label={say.of(photoKinds[kind])}>
      <h4>{say.of(photoKinds[kind])}</h4>
      <ul>
        {its.map((photo) => (
          <li key={photo.id}>
            <Tile photo={photo} name={photoName(photos, photo, say)} open={() => open(photo.id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** "距问题 12 米 ±8 米": where a photo was taken, as text. */
function whereText({ distance_m, accuracy_m }: Photo, say: Say): string {
  if (distance_m === null) return say.t("photos.nowhere");
  const off = say.t("photos.off", { length: lengthText(distance_m, say) });
  return accuracy_m === null ? off : `${off} ±${lengthText(accuracy_m, say)}`;
}

function Tile({ photo, name, open }: { photo: Photo; name: string; open: () => void }) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  const { withdrawn } = photo;
  return (
    <figure className={withdrawn ? "photo withdrawn" : "photo"}>
      <button type="button" data-photo={photo.id} aria-label={say.t("photos.open", { name })} onClick={open}>
        {withdrawn ? <span className="photo-blank">{say.t("photos.withdrawn")}</span> : <Picture photo={photo} what="thumb" alt={name} />}
      </button>
      <figcaption>
        <span>{photo.by ?? say.t("photos.somebody")}</span> <time dateTime={photo.taken}>{stamp(photo.taken, timeZone)}</time>{" "}
        <span>{whereText(photo, say)}</span>
        {withdrawn && <span className="quiet">{withdrawnText(photo, timeZone, say)}</span>}
      </figcaption>
    </figure>
  );
}
