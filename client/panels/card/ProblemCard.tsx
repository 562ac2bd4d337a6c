/** One problem: what can be done, what, where, whose, until when, and everything that was done about it. */
import { lazy, Suspense } from "react";
import type { ProblemDetail } from "../../../server/contract/types.ts";
import { appealStates, problemSources, problemStates, siteTypes } from "../../../server/contract/vocabulary.ts";
import { untilLoaded } from "../../api/chunk.ts";
import { askProblem } from "../../api/problems.ts";
import { later } from "../../state/acts.ts";
import type { AppState, Changed } from "../../state/app.ts";
import { defaultNear } from "../../state/view.ts";
import { ActsBar } from "../acts/ActsBar.tsx";
import { Due } from "../acts/Due.tsx";
import { Reporter } from "../acts/Reporter.tsx";
import { Responsible } from "../acts/Responsible.tsx";
import { Timeline } from "../acts/Timeline.tsx";
import { bookOf } from "../names.ts";
import { StatusMark } from "../parts/StatusMark.tsx";
import { goToPlace, openNear, select } from "../run/app.ts";
import { position, stamp } from "../times.ts";
import { type Say, useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { Acts, CardState, Field, ZoneChain } from "./Card.tsx";

const Photos = lazy(() => untilLoaded(() => import("../photos/Photos.tsx")).then((file) => ({ default: file.Photos })));

const changedOf = (state: AppState) => state.changed;
const polledOf = (state: AppState) => state.district?.revision ?? 0;
const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";
const toldOf = (state: AppState) => state.told;
const meOf = (state: AppState) => state.me;

export function ProblemCard({ id }: { id: number }) {
  const told = usePart(toldOf);
  const me = usePart(meOf);
  const change = usePart(changedOf).get(id);
  const polled = usePart(polledOf);
  const heard = told?.detail.id === id ? told : null;
  // An act's answer is the card: it is asked again only when more has happened to the problem, or somebody else sits here.
  const known = heard !== null && isKnown(heard, change);
  const answer = useQuestion(known ? null : `${id} ${polled} ${change?.revision ?? 0} ${me?.person?.id ?? ""}`, (signal) =>
    askProblem(id, signal),
  );
  const asked = answer.value?.id === id ? answer.value : null;
  const problem = later(asked, heard?.detail ?? null);
  if (!problem) return <CardState failure={answer.failure} again={answer.again} />;
  return <Detail key={id} problem={problem} />;
}

/** True when the telling holds the change already; what changed beside the log has no version. */
function isKnown({ detail, revision }: NonNullable<AppState["told"]>, change: Changed | undefined): boolean {
  if (!change || change.revision <= revision) return true;
  return change.now !== null && change.now.act !== null && change.now.version <= detail.version;
}

/** What is out of the ordinary about it, each in a word. */
export function flagsOf(p: ProblemDetail, say: Say, timeZone: string): string[] {
  const flags = [
    p.outside && say.t("card.outside"),
    p.meToo > 0 && say.t("card.meToo", { n: p.meToo }),
    p.supervised && say.t("card.supervised"),
    p.presses > 0 && say.t("acts.pressed", { n: p.presses }),
    p.late === true && say.t("acts.late"),
    p.suspendedUntil !== null && say.t("acts.suspendedUntil", { time: stamp(p.suspendedUntil, timeZone) ?? "" }),
    p.extensions > 0 && say.t("acts.extended", { n: p.extensions }),
    p.returns > 0 && say.t("acts.returned", { n: p.returns }),
    p.reworkCount > 0 && say.t("acts.reworked", { n: p.reworkCount }),
    p.onSpot && say.t("card.onSpot"),
    p.night && say.t("card.night"),
    p.appeal !== "none" && say.of(appealStates[p.appeal]),
    p.exempt && p.appeal !== "upheld" && say.t("acts.exempt"),
  ];
  return flags.filter((flag) => flag !== false);
}

function Detail({ problem: p }: { problem: ProblemDetail }) {
  const app = useApp();
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  const point = { kind: "point", points: [[p.lon, p.lat]] } as const;
  return (
    <article className="card" aria-labelledby="problem-title">
      <header>
        <div className="card-marks">
          <StatusMark status={p.status} />
          <span className="tag">{say.of(problemStates[p.state])}</span>
          {flagsOf(p, say, timeZone).map((flag) => (
            <span key={flag} className="tag warn">
              {flag}
            </span>
          ))}
          <span className="card-code">{p.code}</span>
        </div>
        <h2 id="problem-title">{p.title}</h2>
        {p.description && <p>{p.description}</p>}
      </header>
      <ActsBar problem={p} />
      <Suspense fallback={null}>{p.photos.length > 0 && <Photos problem={p} />}</Suspense>
      <Facts problem={p} timeZone={timeZone} />
      <Acts
        stop={{ kind: "problem", id: p.id }}
        acts={[
          { icon: "target", label: say.t("card.goThere"), run: () => goToPlace(app, p.lon, p.lat) },
          { icon: "near", label: say.t("card.near"), run: () => openNear(app, { of: [{ draw: point }], within_m: defaultNear.within_m }) },
        ]}
      />
      <Timeline problem={p} timeZone={timeZone} />
    </article>
  );
}

function Facts({ problem: p, timeZone }: { problem: ProblemDetail; timeZone: string }) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const category = book.category(p.category);
  const { site } = p;
  return (
    <dl className="fields">
      <Field name={say.t("card.deadline")}>
        <Due problem={p} timeZone={timeZone} />
      </Field>
      <Responsible problem={p} />
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
      <Field name={say.t("card.source")}>{say.of(problemSources[p.source])}</Field>
      <Reporter problem={p} />
      <Field name={say.t("card.found")}>{stamp(p.found, timeZone)}</Field>
      {p.dispatched && <Field name={say.t("card.dispatched")}>{stamp(p.dispatched, timeZone)}</Field>}
      {p.handedBack && <Field name={say.t("card.handedBack")}>{stamp(p.handedBack, timeZone)}</Field>}
      {p.closed && <Field name={say.t("card.closed")}>{stamp(p.closed, timeZone)}</Field>}
      {p.noPhoto && <Field name={say.t("acts.noPhoto")}>{p.noPhoto}</Field>}
      <Field name={say.t("card.zones")}>
        <ZoneChain zones={p.zones} />
      </Field>
      <Field name={say.t("card.coordinates")}>{position(p.lon, p.lat, say)}</Field>
    </dl>
  );
}
