/** What else lies around: how many of each type, and the nearest by name with the ways to their pages. */
import { useState } from "react";
import { emptyFilter } from "../../../server/contract/filter.ts";
import type { Nearest, Surroundings } from "../../../server/contract/types.ts";
import { type SiteType, siteTypes } from "../../../server/contract/vocabulary.ts";
import { askNearest, askSurroundings, mostNearest } from "../../api/places.ts";
import type { AppState } from "../../state/app.ts";
import { figureText } from "../near/nearText.ts";
import { Icon } from "../parts/Icon.tsx";
import { Notice } from "../parts/Notice.tsx";
import { goToPlace, hover } from "../run/app.ts";
import { lengthText } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { sitePath } from "./address.ts";

const districtOf = (state: AppState) => state.district;
const few = 12;

export function SiteNeighbours({ id, within_m }: { id: number; within_m: number }) {
  const say = useSay();
  const district = usePart(districtOf);
  const [type, setType] = useState<SiteType | null>(null);
  const [limit, setLimit] = useState(few);
  const types = Object.keys(district?.siteCounts ?? {}) as SiteType[];
  const of = [{ site: id }];
  const sums = useQuestion(`${id} ${within_m}`, (signal) => askSurroundings(emptyFilter, { of, within_m }, signal));
  const own = sums.value?.anchors[0]?.sites ?? [];
  const what = type ? [type] : types;
  // One more: the site itself is among the nearest of its type.
  const asked = what.length ? `${id} ${what.join()} ${limit}` : null;
  const nearest = useQuestion(asked, (signal) => askNearest(emptyFilter, of, what, Math.min(mostNearest, limit + 1), signal));
  const failure = sums.failure ?? nearest.failure;
  const total = own.reduce((sum, { type: one, count }) => sum + (type && one !== type ? 0 : count), 0);
  const rows = (nearest.value?.rows ?? []).filter((one) => one.id !== id && one.distance_m <= within_m).slice(0, limit);
  const again = () => {
    sums.again();
    nearest.again();
  };
  return (
    <section className="site-part site-neighbours" aria-labelledby="site-neighbours">
      <h2 id="site-neighbours">{say.t("site.neighbours", { n: say.n(within_m) })}</h2>
      {failure && (
        <Notice kind="failed" title={say.t("site.part")} detail={say.of(failure)} act={{ label: say.t("app.retry"), run: again }} />
      )}
      {!failure && !(sums.value && nearest.value) && <p className="hint">{say.t("ledger.loading")}</p>}
      {sums.value && own.length === 0 && <p className="hint">{say.t("site.noNeighbours")}</p>}
      <Types sites={own} chosen={type} choose={(one) => setType(one === type ? null : one)} />
      {nearest.value && <Rows rows={rows} />}
      {nearest.value && rows.length < total && (
        <p className="quiet site-cut">
          {say.t("site.neighboursCut", { n: say.n(rows.length), total: say.n(total) })}
          {limit < mostNearest && (
            <button type="button" className="link" onClick={() => setLimit(mostNearest)}>
              {say.t("site.neighboursAll")}
            </button>
          )}
        </p>
      )}
    </section>
  );
}

interface TypesProps {
  readonly sites: Surroundings["all"]["sites"];
  readonly chosen: SiteType | null;
  readonly choose: (type: SiteType) => void;
}

/** How many of each type; a press lists only those. */
function Types({ sites, chosen, choose }: TypesProps) {
  const say = useSay();
  if (!sites.length) return null;
  return (
    <>
      <div className="pills">
        {sites.map(({ type, count, length_m }) => (
          <button
            key={type}
            type="button"
            className={type === chosen ? "pill chosen" : "pill"}
            aria-pressed={type === chosen}
            onClick={() => choose(type)}
          >
            {figureText({ key: type, count, length_m }, emptyFilter, say)}
          </button>
        ))}
      </div>
      {sites.some(({ length_m }) => length_m > 0) && <p className="quiet">{say.t("site.clipped")}</p>}
    </>
  );
}

function Rows({ rows }: { rows: Nearest["rows"] }) {
  const app = useApp();
  const say = useSay();
  return (
    <ol>
      {rows.map((one) => {
        const thing = { kind: one.kind, id: one.id };
        return (
          <li key={one.id} onMouseEnter={() => hover(app, thing)} onMouseLeave={() => hover(app, null)}>
            <span className="nearest-away">{lengthText(one.distance_m, say)}</span>
            <a href={sitePath(one.id)} className="clip" onFocus={() => hover(app, thing)} onBlur={() => hover(app, null)}>
              {one.name}
            </a>
            {one.type && <small>{say.of(siteTypes[one.type])}</small>}
            <button
              type="button"
              className="icon-button"
              aria-label={say.t("near.goTo", { name: one.name })}
              title={say.t("near.goTo", { name: one.name })}
              onClick={() => goToPlace(app, one.lon, one.lat)}
            >
              <Icon name="target" />
            </button>
          </li>
        );
      })}
    </ol>
  );
}
