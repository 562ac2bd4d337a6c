/** One photo on its way: its picture, how far it is, and how to leave it, send it again, or take it away. */
import { Icon } from "../parts/Icon.tsx";
import { useSay } from "../useApp.ts";
import type { Entry } from "./tray.ts";

interface Props {
  readonly entry: Entry;
  readonly retry: () => void;
  readonly remove: () => void;
}

export function TrayTile({ entry, retry, remove }: Props) {
  const say = useSay();
  const { name, state, share, preview, place, again } = entry;
  const going = state === "preparing" || state === "sending";
  return (
    <li className={`photo-tile ${state}`}>
      {preview ? <img src={preview} alt={name} /> : <Blank name={name} state={state} />}
      <button
        type="button"
        className="photo-remove"
        aria-label={say.t(going ? "photos.cancel" : "photos.remove", { name })}
        title={say.t(going ? "photos.cancel" : "photos.remove", { name })}
        onClick={remove}
      >
        <Icon name="close" />
      </button>
      {state === "failed" && again && (
        <button type="button" className="button photo-again" onClick={retry}>
          {say.t("photos.retry")}
        </button>
      )}
      {going && <Progress share={state === "preparing" ? null : share} name={name} />}
      {state === "ready" && place && (
        <small className="photo-note">{say.t("photos.located", { n: say.n(Math.round(place.accuracy_m)) })}</small>
      )}
    </li>
  );
}

/** Where there is no picture yet, or none will come. */
const Blank = ({ name, state }: Pick<Entry, "name" | "state">) => (
  <span className="photo-blank">{state === "preparing" ? <i className="spinner" /> : <small className="clip">{name}</small>}</span>
);

function Progress({ share, name }: { share: number | null; name: string }) {
  const say = useSay();
  const text = share === null ? say.t("photos.preparing") : say.t("photos.sent", { share: Math.round(share * 100) });
  return (
    <span className="photo-progress">
      <progress aria-label={`${name} ${text}`} {...(share !== null && { value: share })} max={1} />
      <small aria-hidden="true">{text}</small>
    </span>
  );
}
