/** Tours: what there is, and the editor of the one that is open. */
import { useState } from "react";
import type { Walls, WallTour, WallTours } from "../../../server/contract/types.ts";
import { askTours, askWalls } from "../../api/wall.ts";
import type { AppState } from "../../state/app.ts";
import { Notice } from "../parts/Notice.tsx";
import { stamp } from "../times.ts";
import { usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { Ask } from "./Ask.tsx";
import { roundSpan } from "./spans.ts";
import { TourEditor } from "./TourEditor.tsx";
import { begin, draftOf, type Editing, isDirty, newDraft, roundOf } from "./tourDraft.ts";
import { Coming } from "./WallsPage.tsx";

const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

/** What is opened next: a tour, a new one, or nothing. */
type Opening = WallTour | "usual" | "blank" | "none";
export type Edit = React.Dispatch<React.SetStateAction<Editing | null>>;
interface Props {
  readonly editing: Editing | null;
  readonly edit: Edit;
}

export function ToursPage({ editing, edit }: Props) {
  const say = useSay();
  const tours = useQuestion("tours", askTours);
  const walls = useQuestion("walls", askWalls);
  // What would be opened once the changes of now are dropped.
  const [wanted, want] = useState<Opening | null>(null);
  const go = (to: Opening) => {
    const opened = (editing?.opened ?? 0) + 1;
    want(null);
    if (to === "none") edit(null);
    else edit(typeof to === "string" ? begin(newDraft(to), null, opened) : begin(draftOf(to), to, opened));
  };
  const open = (to: Opening) => (editing && isDirty(editing) ? want(to) : go(to));
  return (
    <section className="book" aria-label={say.t("walls.tours")}>
      <header className="book-head">
        <h2>{say.t("walls.tours")}</h2>
        <p className="quiet">{say.t("walls.toursNote")}</p>
        <div className="book-tools">
          <button type="button" className="button primary" onClick={() => open("usual")}>
            {say.t("walls.newUsual")}
          </button>
          <button type="button" className="button" onClick={() => open("blank")}>
            {say.t("walls.newBlank")}
          </button>
          <a className="button" href="/wall" target="_blank" rel="noreferrer" title={say.t("walls.previewHint")}>
            {say.t("walls.preview")}
          </a>
        </div>
      </header>
      {wanted !== null && <DropAsk drop={() => go(wanted)} stay={() => want(null)} />}
      {!tours.value && <Coming failure={tours.failure} again={tours.again} />}
      {tours.value && <TourTable rows={tours.value.rows} walls={walls.value} open={editing?.of?.id ?? null} pick={open} />}
      {editing && (
        <TourEditor
          key={editing.opened}
          editing={editing}
          edit={edit}
          usedBy={usersOf(walls.value, editing.of?.id ?? null)}
          newer={() => newerOf(editing.of?.id ?? null)}
          saved={tours.again}
          close={() => open("none")}
        />
      )}
    </section>
  );
}

/** The tour as it stands on the server now; null when it is gone. @throws HttpError */
async function newerOf(id: number | null): Promise<WallTour | null> {
  const { rows }: WallTours = await askTours();
  return rows.find((tour) => tour.id === id) ?? null;
}

const usersOf = (walls: Walls | null, tour: number | null): string[] =>
  walls?.rows.filter((wall) => tour !== null && wall.tour === tour).map(({ name }) => name) ?? [];

function DropAsk({ drop, stay }: { drop: () => void; stay: () => void }) {
  const say = useSay();
  return (
    <Ask
      acts={
        <>
          <button type="button" className="button" onClick={drop}>
            {say.t("walls.discard")}
          </button>
          <button type="button" className="button primary" onClick={stay}>
            {say.t("walls.goOn")}
          </button>
        </>
      }
    >
      <p>{say.t("walls.discardAsk")}</p>
    </Ask>
  );
}

interface TableProps {
  readonly rows: readonly WallTour[];
  readonly walls: Walls | null;
  readonly open: number | null;
  readonly pick: (tour: WallTour) => void;
}

export function TourTable({ rows, walls, open, pick }: TableProps) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  if (rows.length === 0) return <Notice kind="empty" title={say.t("walls.noTours")} detail={say.t("walls.noToursHint")} />;
  return (
    <div className="table-box">
      <table>
        <thead>
          <tr>
            <th scope="col">{say.t("walls.name")}</th>
            <th scope="col" className="amount">
              {say.t("walls.scenes")}
            </th>
            <th scope="col" className="amount">
              {say.t("walls.round")}
            </th>
            <th scope="col">{say.t("walls.usedBy")}</th>
            <th scope="col">{say.t("walls.changed")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((tour) => (
            <tr key={tour.id} className={tour.id === open ? "chosen" : undefined}>
              <td>
                <button type="button" className="link" aria-expanded={tour.id === open} onClick={() => pick(tour)}>
                  {tour.name}
                </button>
              </td>
              <td className="amount">{say.n(tour.scenes.length)}</td>
              <td className="amount">{roundSpan(roundOf(tour.scenes), say)}</td>
              <td>{usersOf(walls, tour.id).join(say.lang === "zh" ? "、" : ", ")}</td>
              <td>
                {stamp(tour.changed, timeZone)} {tour.by && <span className="quiet">{tour.by}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
