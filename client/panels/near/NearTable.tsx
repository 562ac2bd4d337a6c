/** Place by place: a row for each with its figures, in the order of any column; the last row counts each thing once. */
import { useState } from "react";
import type { Surroundings } from "../../../server/contract/types.ts";
import { siteTypes } from "../../../server/contract/vocabulary.ts";
import type { AppState } from "../../state/app.ts";
import type { NearQuestion } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { goToPlace, hover } from "../run/app.ts";
import { lengthText } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { type Around, type Figure, figureIn, figureText, type Order, ordered, placeText, problemText } from "./nearText.ts";

export type Place = Around;
const filterOf = (state: AppState) => state.view.filter;

interface Props {
  readonly answer: Surroundings;
  readonly near: NearQuestion;
  readonly columns: readonly Figure["key"][];
  readonly open: (figure: Figure, place: Place | null) => void;
}

export function NearTable({ answer, near, columns, open }: Props) {
  const say = useSay();
  const filter = usePart(filterOf);
  const [order, setOrder] = useState<Order>({ by: "problem", down: true });
  const heads = [
    ["name", say.t("near.place")] as const,
    ...columns.map((key) => [key, key === "problem" ? problemText(filter, say) : say.of(siteTypes[key])] as const),
  ];
  const sort = (by: Order["by"]) => setOrder({ by, down: order.by === by ? !order.down : by !== "name" });
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by the keyboard */}
      <section className="near-table" tabIndex={0} aria-label={say.t("near.table")}>
        <table>
          <thead>
            <tr>
              {heads.map(([by, name]) => (
                <th key={by} scope="col" aria-sort={order.by === by ? (order.down ? "descending" : "ascending") : "none"}>
                  <button type="button" title={say.t("near.sortBy", { column: name })} onClick={() => sort(by)}>
                    {name}
                    {order.by === by && <span aria-hidden="true">{order.down ? "▼" : "▲"}</span>}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ordered(answer.anchors, order, say).map((place) => (
              <Row key={`${place.kind}/${place.id}`} place={place} near={near} columns={columns} open={open} />
            ))}
          </tbody>
          {answer.anchorsTotal > 1 && (
            <tfoot>
              <tr>
                <th scope="row">{say.t("near.allTogether")}</th>
                {columns.map((key) => (
                  <Cell key={key} figure={figureIn(answer.all, key)} of={say.t("near.allTogether")} open={(figure) => open(figure, null)} />
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </section>
      {answer.anchorsTotal > answer.anchors.length && (
        <p className="quiet">{say.t("near.tooMany", { n: say.n(answer.anchors.length), total: say.n(answer.anchorsTotal) })}</p>
      )}
    </>
  );
}

function Row({ place, near, columns, open }: { place: Place; near: NearQuestion; columns: readonly Figure["key"][]; open: Props["open"] }) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const name = placeText(place, near, book, say);
  const thing = place.kind === "draw" ? null : { kind: place.kind, id: place.id };
  return (
    <tr onMouseEnter={() => hover(app, thing)} onMouseLeave={() => hover(app, null)}>
      <th scope="row">
        <button
          type="button"
          title={say.t("near.goTo", { name })}
          onFocus={() => hover(app, thing)}
          onBlur={() => hover(app, null)}
          onClick={() => goToPlace(app, place.lon, place.lat)}
        >
          {name}
        </button>
      </th>
      {columns.map((key) => (
        <Cell key={key} figure={figureIn(place, key)} of={name} open={(figure) => open(figure, place)} />
      ))}
    </tr>
  );
}

function Cell({ figure, of, open }: { figure: Figure; of: string; open: (figure: Figure) => void }) {
  const say = useSay();
  const filter = usePart(filterOf);
  if (figure.count === 0) return <td className="none">0</td>;
  const what = say.t("near.listOf", { place: of, what: figureText(figure, filter, say) });
  return (
    <td>
      <button
        type="button"
        title={say.t(figure.key === "problem" ? "near.openProblems" : "near.openSites", { what })}
        onClick={() => open(figure)}
      >
        {say.n(figure.count)}
        {figure.length_m > 0 && <small>{lengthText(figure.length_m, say)}</small>}
      </button>
    </td>
  );
}
