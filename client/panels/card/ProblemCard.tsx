/** One problem: what, where, whose, until when, and everything that was done about it. */
import type { ProblemDetail } from "../../../server/contract/types.ts";
import { problemActs, problemSources, problemStates, siteTypes } from "../../../server/contract/vocabulary.ts";
import { askProblem } from "../../api/problems.ts";
import type { AppState } from "../../state/app.ts";
import { defaultNear } from "../../state/view.ts";
import { Deadline } from "../ledger/LedgerRow.tsx";
import { bookOf } from "../names.ts";
import { StatusMark } from "../parts/StatusMark.tsx";
import { goToPlace, openNear, select } from "../run/app.ts";
import { position, stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { Acts, CardState, Field, ZoneChain } from "./Card.tsx";

const districtOf = (state: AppState) => state.district;

export function ProblemCard({ id }: { id: number }) {
  const revision = usePart(districtOf)?.revision ?? 0;
  const answer = useQuestion(`${id} ${revision}`, (signal) => askProblem(id, signal));
  if (!answer.value || answer.value.id !== id) return <CardState failure={answer.failure} again={answer.again} />;
  return <Detail problem={answer.value} />;
}

function Detail({ problem: p }: { problem: ProblemDetail }) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const timeZone = usePart(districtOf)?.timeZone ?? "UTC";
  const category = book.category(p.category);
  const flags = [p.supervised && say.t("card.supervised"), p.onSpot && say.t("card.onSpot"), p.night && say.t("card.night")].filter(
    (flag) => flag !== false,
  );
  const point = { kind: "point", points: [[p.lon, p.lat]] } as const;
  const { site } = p;
  return (
    <article className="card">
      <header>
        <div className="card-marks">
          <StatusMark status={p.status} />
          <span className="tag">{say.of(problemStates[p.state])}</span>
          {flags.map((flag) => (
            <span key={flag} className="tag warn">
              {flag}
            </span>
          ))}
          <span className="card-code">{p.code}</span>
        </div>
        <h2>{p.title}</h2>
        {p.description && <p>{p.description}</p>}
      </header>
      <Acts
        acts={[
          { icon: "target", label: say.t("card.goThere"), run: () => goToPlace(app, p.lon, p.lat) },
          { icon: "near", label: say.t("card.near"), run: () => openNear(app, { of: [{ draw: point }], within_m: defaultNear.within_m }) },
        ]}
      />
      <dl className="fields">
        <Field name={say.t("card.category")}>{category ? say.of(category) : p.category}</Field>
        <Field name={say.t("card.place")}>{p.place}</Field>
        {site && (
          <Field name={say.t("card.site")}>
            <button type="button" className="link" onClick={() => select(app, { kind: "site", id: site.id })}>
              {site.name}
            </button>{" "}
            <small>{say.of(siteTypes[site.type])}</small>
          </Field>
        )}
        <Field name={say.t("card.unit")}>{p.unit === null ? null : (book.unit(p.unit) ?? p.unit)}</Field>
        <Field name={say.t("card.person")}>{p.person}</Field>
        <Field name={say.t("card.deadline")}>
          <span className="inline-two">
            <Deadline row={p} timeZone={timeZone} />
          </span>
        </Field>
        <Field name={say.t("card.source")}>{say.of(problemSources[p.source])}</Field>
        <Field name={say.t("card.found")}>{stamp(p.found, timeZone)}</Field>
        {p.dispatched && <Field name={say.t("card.dispatched")}>{stamp(p.dispatched, timeZone)}</Field>}
        {p.handedBack && <Field name={say.t("card.handedBack")}>{stamp(p.handedBack, timeZone)}</Field>}
        {p.closed && <Field name={say.t("card.closed")}>{stamp(p.closed, timeZone)}</Field>}
        {p.reworkCount > 0 && <Field name={say.t("card.rework")}>{say.t("card.times", { n: p.reworkCount })}</Field>}
        <Field name={say.t("card.zones")}>
          <ZoneChain zones={p.zones} />
        </Field>
        <Field name={say.t("card.coordinates")}>{position(p.lon, p.lat, say)}</Field>
      </dl>
      <History problem={p} timeZone={timeZone} />
    </article>
  );
}

function History({ problem: p, timeZone }: { problem: ProblemDetail; timeZone: string }) {
  const say = useSay();
  const book = usePart(bookOf);
  return (
    <section className="history">
      <h3>{say.t("card.history")}</h3>
      {p.history.length === 0 && <p className="quiet">{say.t("card.noHistory")}</p>}
      <ol>
        {p.history.map((event, i) => {
          const before = p.history[i - 1];
          const handed = event.unit !== null && event.unit !== before?.unit ? (book.unit(event.unit) ?? String(event.unit)) : null;
          const moved = event.deadline !== null && event.deadline !== before?.deadline;
          return (
            <li key={event.seq}>
              <div className="event-head">
                <strong>{say.of(problemActs[event.act])}</strong>
                <span className="tag">{say.of(problemStates[event.state])}</span>
                <time dateTime={event.at}>{stamp(event.at, timeZone)}</time>
              </div>
              <div className="event-body">
                {event.actor && <span>{event.actor}</span>}
                {handed && <span>{say.t("card.toUnit", { unit: handed })}</span>}
                {moved && <span>{say.t("card.newDeadline", { time: stamp(event.deadline, timeZone) ?? "" })}</span>}
                {event.note && <p>{event.note}</p>}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
