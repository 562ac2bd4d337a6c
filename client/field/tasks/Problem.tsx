/** One problem on the street: what it is, its photos, what has been done, and what can be done now. */
import { useEffect, useState } from "react";
import { photoKinds } from "../../../server/contract/officeWords.ts";
import type { Photo, ProblemDetail } from "../../../server/contract/types.ts";
import { problemActs, problemStates, type Word } from "../../../server/contract/vocabulary.ts";
import { wordsOf } from "../../api/http.ts";
import { pictureAddress } from "../../api/photos.ts";
import { between_m } from "../../draw/route.ts";
import { loadDetail } from "../load.ts";
import { goTo } from "../page.ts";
import { Icon } from "../parts/Icon.tsx";
import { Fault, StatusMark } from "../parts/Parts.tsx";
import type { FieldState } from "../state.ts";
import { usePage, usePart, usePosition, useSay, useStamp } from "../usePage.ts";
import { ActForm } from "./ActForm.tsx";
import { type ActDraft, offersOf, type StreetAct } from "./acting.ts";

const detailsOf = (state: FieldState) => state.details;
const standingOf = (state: FieldState) => state.standing;
const tabOf = (state: FieldState) => state.tab;
const entriesOf = (state: FieldState) => state.entries;

export function Problem({ id }: { id: number }) {
  usePosition();
  const page = usePage();
  const say = useSay();
  const tab = usePart(tabOf);
  const detail = usePart(detailsOf).get(id);
  const sent = usePart(entriesOf).filter((entry) => entry.problem === id && entry.state === "sent").length;
  const [failure, setFailure] = useState<Word | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again once something was sent of it
  useEffect(() => {
    setFailure(null);
    void loadDetail(page, id).then((error) => error && setFailure(wordsOf(error)));
  }, [page, id, sent]);
  return (
    <div className="tab">
      <button type="button" className="button back" onClick={() => goTo(tab)}>
        <Icon name="back" />
        {say.t("field.back")}
      </button>
      {failure && (detail ? <p className="note">{say.t("tasks.keptDetail", { reason: say.of(failure) })}</p> : <Fault why={failure} />)}
      {!detail && !failure && (
        <p className="notice">
          <span className="spinner" aria-hidden="true" />
          {say.t("field.loading")}
        </p>
      )}
      {detail && <Card detail={detail} />}
    </div>
  );
}

function Card({ detail }: { detail: ProblemDetail }) {
  const say = useSay();
  const stamp = useStamp();
  const standing = usePart(standingOf);
  const far = standing.state === "known" ? between_m(standing.fix, detail) : null;
  return (
    <article className="card problem" aria-labelledby="problem-title">
      <h2 id="problem-title">{detail.title}</h2>
      <p className="row wrap">
        <StatusMark status={detail.status} />
        <span className="tag">{say.of(problemStates[detail.state])}</span>
        {detail.supervised && <span className="tag warn">{say.t("tasks.supervised")}</span>}
        {detail.meToo > 0 && <span className="tag">{say.t("find.meTooCount", { n: detail.meToo })}</span>}
      </p>
      <p>
        {detail.code} · {say.t("tasks.found", { time: stamp(detail.found) })}
      </p>
      {detail.deadline && <p>{say.t("tasks.due", { time: stamp(detail.deadline) })}</p>}
      {detail.place && <p>{detail.place}</p>}
      {detail.description && <p>{detail.description}</p>}
      <Pictures photos={detail.photos} />
      <div className="row wrap">
        {/* The phone's own maps open what is at the end of it. */}
        <a
          className="button"
          href={`geo:${detail.lat.toFixed(6)},${detail.lon.toFixed(6)}?q=${detail.lat.toFixed(6)},${detail.lon.toFixed(6)}`}
        >
          <Icon name="way" />
          {say.t("tasks.navigate")}
        </a>
        {far !== null && <span>{say.t("tasks.away", { distance: say.length(far) })}</span>}
      </div>
      <Acts detail={detail} />
      <History detail={detail} />
    </article>
  );
}

function Pictures({ photos }: { photos: readonly Photo[] }) {
  const say = useSay();
  const shown = photos.filter(({ withdrawn }) => withdrawn === null);
  if (shown.length === 0) return null;
  return (
    <ul className="pictures" aria-label={say.t("shot.all")}>
      {shown.map((photo) => (
        <li key={photo.id}>
          <a href={pictureAddress(photo, "picture")} target="_blank" rel="noreferrer">
            <img src={pictureAddress(photo, "thumb")} alt={say.of(photoKinds[photo.kind])} loading="lazy" />
            <small>{say.of(photoKinds[photo.kind])}</small>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Acts({ detail }: { detail: ProblemDetail }) {
  const page = usePage();
  const say = useSay();
  const [chosen, setChosen] = useState<StreetAct | null>(null);
  const offers = offersOf(detail);
  useEffect(() => {
    // What was refused, or being written when the page was put away, is open again.
    void page.keep.read<ActDraft>(`act/${detail.id}`).then((kept) => kept && setChosen(kept.act));
  }, [page, detail.id]);
  const offer = offers.find(({ act, allowed }) => act === chosen && allowed);
  if (offer) {
    const leave = () => {
      setChosen(null);
      void page.keep.forget(`act/${detail.id}`);
    };
    return <ActForm key={offer.act} detail={detail} offer={offer} leave={leave} />;
  }
  const can = offers.filter(({ allowed }) => allowed);
  const refused = offers.filter(({ allowed, why }) => !allowed && why);
  return (
    <section aria-label={say.t("act.all")}>
      <div className="row wrap">
        {can.map(({ act }, i) => (
          <button key={act} type="button" data-act={act} className={i === 0 ? "button primary" : "button"} onClick={() => setChosen(act)}>
            {say.of(problemActs[act])}
          </button>
        ))}
      </div>
      {can.length === 0 &&
        refused.map(({ act, why }) => why && <p key={act} className="hint">{`${say.of(problemActs[act])}：${say.of(why)}`}</p>)}
    </section>
  );
}

/** The latest of what was done. */
const shortest = 5;

function History({ detail: { history } }: { detail: ProblemDetail }) {
  const say = useSay();
  const stamp = useStamp();
  const [all, setAll] = useState(false);
  const latest = history.toReversed();
  return (
    <section aria-labelledby="history">
      <h3 id="history">{say.t("tasks.history")}</h3>
      <ol className="history">
        {(all ? latest : latest.slice(0, shortest)).map((event) => (
          <li key={event.seq} className={event.undone ? "undone" : undefined}>
            <strong>{say.of(problemActs[event.act])}</strong> <small>{stamp(event.at)}</small>
            {event.actor && <span> {event.actor}</span>}
            {event.note && <p>{event.note}</p>}
          </li>
        ))}
      </ol>
      {!all && history.length > shortest && (
        <button type="button" className="button" onClick={() => setAll(true)}>
          {say.t("tasks.allHistory", { n: history.length })}
        </button>
      )}
    </section>
  );
}
