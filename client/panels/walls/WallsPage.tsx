/** The remote: each wall with its picture and how it stands, and what it can be told. */
import type { Me, Wall, WallTour } from "../../../server/contract/types.ts";
import { askTours, askWalls } from "../../api/wall.ts";
import type { Failure } from "../../state/app.ts";
import { Notice } from "../parts/Notice.tsx";
import { useSay } from "../useApp.ts";
import { shortSpan } from "./spans.ts";
import { type Repeated, useRepeated } from "./useRepeated.ts";
import { WallCard } from "./WallCard.tsx";

const every_s = 5;
const toursEvery_s = 20;

export function WallsPage({ me }: { me: Me | null }) {
  const say = useSay();
  const walls = useRepeated(askWalls, every_s);
  // An order names a scene by its place in the tour: a list that is old would send another.
  const tours = useRepeated(askTours, toursEvery_s);
  const rows = walls.value?.rows;
  return (
    <section className="book" aria-label={say.t("walls.list")}>
      <header className="book-head">
        <h2>{say.t("walls.list")}</h2>
        <p className="quiet">{say.t("walls.listNote")}</p>
        <Stale answer={walls} />
        {tours.failure && (
          <p className="inline-failure" role="alert">
            {say.t("walls.toursFailed", { reason: say.of(tours.failure) })}{" "}
            <button type="button" className="link" onClick={tours.again}>
              {say.t("app.retry")}
            </button>
          </p>
        )}
      </header>
      {!rows && <Coming failure={walls.failure} again={walls.again} />}
      {rows && rows.length === 0 && <NoWalls administrator={me?.roles.includes("administrator") ?? false} />}
      {rows && rows.length > 0 && <WallList rows={rows} tours={tours.value?.rows ?? null} age_s={walls.age_s} changed={walls.again} />}
    </section>
  );
}

export function Coming({ failure, again }: { failure: Failure | null; again: () => void }) {
  const say = useSay();
  if (!failure) return <Notice kind="loading" title={say.t("boot.loading")} />;
  const act = { label: say.t("app.retry"), run: again };
  return <Notice kind="failed" title={say.t("walls.failed")} detail={say.of(failure)} act={act} />;
}

/** What is shown is what was true then: said as soon as an asking fails. */
export function Stale({ answer }: { answer: Pick<Repeated<unknown>, "value" | "failure" | "age_s"> }) {
  const say = useSay();
  if (!answer.failure || answer.value === null) return null;
  return (
    <div className="inline-note">
      {/* Who listens is told once, not each second. */}
      <p aria-hidden="true">{say.t("walls.old", { age: shortSpan(answer.age_s, say), reason: say.of(answer.failure) })}</p>
      <p className="sr" role="status">
        {say.of(answer.failure)}
      </p>
    </div>
  );
}

interface ListProps {
  readonly rows: readonly Wall[];
  readonly tours: readonly WallTour[] | null;
  /** Seconds since the rows were true. */
  readonly age_s: number;
  readonly changed: () => void;
}

export function WallList({ rows, tours, age_s, changed }: ListProps) {
  return (
    <ul className="wall-cards">
      {rows.map((wall) => (
        <WallCard key={wall.id} wall={wall} tours={tours} age_s={age_s} changed={changed} />
      ))}
    </ul>
  );
}

export function NoWalls({ administrator }: { administrator: boolean }) {
  const say = useSay();
  return (
    <div className="wall-none">
      <h3>{say.t("walls.none")}</h3>
      <p>{say.t("walls.noneHint")}</p>
      <ol>
        <li>{say.t("walls.step1")}</li>
        <li>{say.t("walls.step2", { address: `${location.origin}/wall#token=…` })}</li>
        <li>{say.t("walls.step3", { address: `${location.origin}/wall/setting` })}</li>
      </ol>
      {administrator ? (
        <a className="button primary" href="/admin/devices">
          {say.t("walls.toDevices")}
        </a>
      ) : (
        <p className="quiet">{say.t("walls.askAdministrator")}</p>
      )}
    </div>
  );
}
