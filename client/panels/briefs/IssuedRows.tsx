/** The list of what was issued, newest first. */
import { briefKinds } from "../../../server/contract/brief.ts";
import type { IssuedBrief } from "../../../server/contract/types.ts";
import type { AppState } from "../../state/app.ts";
import { Notice } from "../parts/Notice.tsx";
import { stamp } from "../times.ts";
import { usePart, useSay } from "../useApp.ts";
import type { Place } from "./address.ts";
import { Fold } from "./Fold.tsx";
import { Way } from "./LeftPane.tsx";
import type { IssuedList } from "./useIssued.ts";

interface Props {
  readonly place: Place;
  readonly go: (next: Place) => void;
  readonly issued: IssuedList;
}

export function IssuedRows({ place, go, issued }: Props) {
  const say = useSay();
  const { state, rows, next, failure } = issued;
  return (
    <section className="brief-issued" aria-label={say.t("briefs.issued")}>
      <Fold word="briefs.issued">
        {failure && (
          <Notice
            kind="failed"
            title={say.t("briefs.issuedFailed")}
            detail={say.of(failure)}
            act={{ label: say.t("app.retry"), run: issued.again }}
          />
        )}
        {state === "ready" && rows.length === 0 && <p className="hint">{say.t("briefs.issuedNone")}</p>}
        {state === "loading" && rows.length === 0 && <p className="hint">{say.t("briefs.loading")}</p>}
        <ul>
          {rows.map((row) => (
            <li key={row.id}>
              <Way to={{ page: "issued", id: row.id }} go={go} current={place.page === "issued" && place.id === row.id}>
                <Row row={row} kinds={place.page !== "brief"} />
              </Way>
            </li>
          ))}
        </ul>
        {next && (
          <button type="button" className="link" disabled={state === "loading"} onClick={issued.more}>
            {say.t("briefs.more")}
          </button>
        )}
      </Fold>
    </section>
  );
}

const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

function Row({ row, kinds }: { row: IssuedBrief; kinds: boolean }) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  return (
    <>
      <strong>{row.from === row.to ? row.from : `${row.from} – ${row.to.slice(5)}`}</strong>
      {kinds && <span className="tag">{say.of(briefKinds[row.kind])}</span>}
      <small>{row.number || row.title}</small>
      <small>
        {row.by} · {stamp(row.made, timeZone)}
      </small>
    </>
  );
}
