/** One evaluated site, and how many problems lie around it: each figure opens its rows. */
import type { Filter, StatusWord } from "../../../server/contract/filter.ts";
import { emptyFilter } from "../../../server/contract/filter.ts";
import type { SiteDetail } from "../../../server/contract/types.ts";
import { siteTypes } from "../../../server/contract/vocabulary.ts";
import { askSite } from "../../api/sites.ts";
import type { AppState } from "../../state/app.ts";
import { defaultNear } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { goToPlace, openNear, setFilter } from "../run/app.ts";
import { keepDesk, sitePath } from "../site/address.ts";
import { areaText, lengthText, position, stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { Acts, CardState, Field, ZoneChain } from "./Card.tsx";

const zoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";
const turnOf = (state: AppState) => state.live.turn;

export function SiteCard({ id }: { id: number }) {
  const turn = usePart(turnOf);
  const answer = useQuestion(`${id} ${turn}`, (signal) => askSite(id, signal));
  if (!answer.value || answer.value.id !== id) return <CardState failure={answer.failure} again={answer.again} />;
  return <Detail site={answer.value} />;
}

function Detail({ site }: { site: SiteDetail }) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  return (
    <article className="card">
      <header>
        <div className="card-marks">
          <span className="tag">{say.of(siteTypes[site.type])}</span>
          {site.key && <span className="tag warn">{say.t("card.key")}</span>}
        </div>
        <h2>{site.name}</h2>
      </header>
      <Figures site={site} />
      <Acts
        stop={{ kind: "site", id: site.id }}
        acts={[
          { icon: "target", label: say.t("card.goThere"), run: () => goToPlace(app, site.lon, site.lat) },
          {
            icon: "near",
            label: say.t("card.near"),
            run: () => openNear(app, { of: [{ site: site.id }], within_m: defaultNear.within_m }),
          },
        ]}
      />
      <p>
        <a href={sitePath(site.id)} onClick={keepDesk}>
          {say.t("card.page")}
        </a>
      </p>
      <dl className="fields">
        <Field name={say.t("card.address")}>{site.address}</Field>
        <Field name={say.t("card.unit")}>{site.unit === null ? null : (book.unit(site.unit) ?? site.unit)}</Field>
        <Field name={say.t("card.person")}>{site.person}</Field>
        {site.length_m > 0 && <Field name={say.t("card.length")}>{lengthText(site.length_m, say)}</Field>}
        {site.area_m2 > 0 && <Field name={say.t("card.areaSize")}>{areaText(site.area_m2, say)}</Field>}
        <Field name={say.t("card.zones")}>
          <ZoneChain zones={site.zones} />
        </Field>
        <Field name={say.t("card.coordinates")}>{position(site.lon, site.lat, say)}</Field>
      </dl>
      <CheckIns site={site} />
    </article>
  );
}

/** Who was there last, and whether their position proves it. */
export function CheckIns({ site: { lastCheckIns } }: { site: Pick<SiteDetail, "lastCheckIns"> }) {
  const say = useSay();
  const timeZone = usePart(zoneOf);
  return (
    <section className="check-ins" aria-label={say.t("checkIns.label")}>
      <h3>{say.t("checkIns.label")}</h3>
      {lastCheckIns.length === 0 && <p className="quiet">{say.t("checkIns.none")}</p>}
      {lastCheckIns.length > 0 && (
        <ul>
          {lastCheckIns.map((one) => (
            <li key={one.id}>
              <time dateTime={one.at}>{stamp(one.at, timeZone)}</time> {one.person}{" "}
              <small>
                {say.t("checkIns.away", { n: say.n(Math.round(one.distance_m)) })} ·{" "}
                {say.t(one.proved ? "checkIns.proved" : "checkIns.unproved")}
              </small>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Figures({ site }: { site: SiteDetail }) {
  const app = useApp();
  const say = useSay();
  const { distance_m, open, overdue, total } = site.near;
  const rowsOf = (status: readonly StatusWord[]): Filter => ({
    ...emptyFilter,
    status,
    geo: [{ op: "within", distance_m, of: [{ site: site.id }] }],
  });
  const figure = (label: string, count: number, status: readonly StatusWord[], look: string) => (
    <button type="button" className={`figure ${look}`} onClick={() => setFilter(app, rowsOf(status), { near: null, panel: "ledger" })}>
      <strong>{say.n(count)}</strong>
      <span>{label}</span>
    </button>
  );
  return (
    <section className="figures" aria-label={say.t("card.nearHere", { n: distance_m })}>
      <h3>{say.t("card.nearHere", { n: say.n(distance_m) })}</h3>
      <div>
        {figure(say.t("card.open"), open, ["open"], "")}
        {figure(say.t("card.overdue"), overdue, ["overdue"], "is-overdue")}
        {figure(say.t("card.total"), total, [], "")}
      </div>
    </section>
  );
}
