/** Everything that was done about a problem, in order: who, when, where, what was said, what it changed, what was taken back. */
import type { ProblemDetail, ProblemEvent } from "../../../server/contract/types.ts";
import { problemActs, problemStates } from "../../../server/contract/vocabulary.ts";
import { bookOf } from "../names.ts";
import { Icon } from "../parts/Icon.tsx";
import { goToPlace } from "../run/app.ts";
import { stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { limitText } from "./spans.ts";

export function Timeline({ problem: p, timeZone }: { problem: ProblemDetail; timeZone: string }) {
  const say = useSay();
  return (
    <section className="history" aria-label={say.t("card.history")}>
      <h3>{say.t("card.history")}</h3>
      {p.history.length === 0 && <p className="quiet">{say.t("card.noHistory")}</p>}
      <ol>
        {p.history.map((event, i) => (
          <li key={event.seq} className={event.undone ? "undone" : event.actor === null ? "by-system" : undefined}>
            <Event event={event} before={p.history.slice(0, i).findLast((one) => !one.undone) ?? null} timeZone={timeZone} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Event({ event, before, timeZone }: { event: ProblemEvent; before: ProblemEvent | null; timeZone: string }) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const { lon, lat, unit, deadline } = event;
  const handed = unit !== null && unit !== before?.unit ? (book.unit(unit) ?? `#${unit}`) : null;
  const moved = deadline !== null && deadline !== before?.deadline;
  const person = event.person !== null && event.person !== before?.person ? event.person : null;
  return (
    <>
      <div className="event-head">
        <strong>{say.of(problemActs[event.act])}</strong>
        <span className="tag">{say.of(problemStates[event.state])}</span>
        {event.undone && <span className="tag warn">{say.t("acts.undone")}</span>}
        <time dateTime={event.at}>{stamp(event.at, timeZone)}</time>
      </div>
      <div className="event-body">
        <span>{event.actor ?? say.t("acts.system")}</span>
        {handed && <span>{say.t("card.toUnit", { unit: person ? `${handed} ${person}` : handed })}</span>}
        {!handed && person && <span>{say.t("card.toUnit", { unit: person })}</span>}
        {moved && (
          <span>
            {say.t("card.newDeadline", { time: stamp(deadline, timeZone) ?? "" })}
            {event.limit && ` (${limitText(event.limit, say)})`}
          </span>
        )}
        {event.until && <span>{say.t("acts.untilThen", { time: stamp(event.until, timeZone) ?? "" })}</span>}
        {lon !== null && lat !== null && (
          <button type="button" className="link" onClick={() => goToPlace(app, lon, lat)}>
            <Icon name="point" />
            {say.t("acts.where")}
          </button>
        )}
        {event.photos.length > 0 && (
          <button
            type="button"
            className="link"
            onClick={() => app.store.set({ viewing: { photo: event.photos[0] ?? 0, compare: false } })}
          >
            {say.t("acts.photos", { n: event.photos.length })}
          </button>
        )}
        {event.note && <p>{event.note}</p>}
        {event.overruled && <p>{say.t("acts.overruledWhy", { why: event.overruled })}</p>}
        {event.noPhoto && <p className="quiet">{say.t("acts.noPhotoWhy", { why: event.noPhoto })}</p>}
      </div>
    </>
  );
}
