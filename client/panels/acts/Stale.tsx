/** Somebody was there first: what they did meanwhile, and the way on with what has been typed. */
import type { ProblemEvent } from "../../../server/contract/types.ts";
import { problemActs, type Word } from "../../../server/contract/vocabulary.ts";
import type { AppState } from "../../state/app.ts";
import { stamp } from "../times.ts";
import { usePart, useSay } from "../useApp.ts";

const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

interface Props {
  readonly why: Word;
  readonly since: readonly Partial<ProblemEvent>[];
  readonly goOn: () => void;
}

export function Stale({ why, since, goOn }: Props) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  return (
    <div className="stale-note" role="alert">
      <p>{say.of(why)}</p>
      {since.length > 0 && (
        <ul aria-label={say.t("acts.since")}>
          {since.map((event) => (
            <li key={event.seq ?? event.at}>
              <strong>{event.actor ?? say.t("acts.system")}</strong> {event.act && say.of(problemActs[event.act])}{" "}
              <time dateTime={event.at}>{event.at && stamp(event.at, timeZone)}</time>
              {event.note && <span className="quiet"> {event.note}</span>}
            </li>
          ))}
        </ul>
      )}
      <button type="button" className="button" onClick={goOn}>
        {say.t("acts.goOn")}
      </button>
    </div>
  );
}
