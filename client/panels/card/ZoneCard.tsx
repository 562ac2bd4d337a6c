/** One responsibility zone, from the zones layer's own columns. */
import { type ZoneLevel, zoneLevels } from "../../../server/contract/vocabulary.ts";
import { words } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { defaultNear } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { goToPlace, openNear, setFilter } from "../run/app.ts";
import { loadLayer } from "../run/boot.ts";
import { areaText } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { Acts, CardState, Field } from "./Card.tsx";

const zonesOf = (state: AppState) => state.data.zones;
const filterOf = (state: AppState) => state.view.filter;

export function ZoneCard({ id }: { id: number }) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const zones = usePart(zonesOf);
  const filter = usePart(filterOf);
  const row = zones?.id.indexOf(id) ?? -1;
  if (!zones || row < 0) return <CardState failure={zones ? words["card.gone"] : null} again={() => void loadLayer(app, "zones")} />;
  const name = zones.name[row] ?? "";
  const parent = zones.parent[row] ?? 0;
  const unit = zones.unit[row] ?? 0;
  const [lon, lat] = [(zones.lon[row] ?? 0) / 1e6, (zones.lat[row] ?? 0) / 1e6];
  const others = filter.geo.filter((clause) => !("areas" in clause && clause.areas.some((area) => "zone" in area)));
  return (
    <article className="card">
      <header>
        <div className="card-marks">
          <span className="tag">{say.of(zoneLevels[(zones.level[row] ?? 0) as ZoneLevel])}</span>
          <span className="card-code">{zones.code[row]}</span>
        </div>
        <h2>{name}</h2>
      </header>
      <Acts
        acts={[
          {
            icon: "list",
            label: say.t("card.problemsIn"),
            run: () => setFilter(app, { ...filter, geo: [...others, { op: "inside", areas: [{ zone: id }] }] }, { panel: "ledger" }),
          },
          { icon: "target", label: say.t("card.goThere"), run: () => goToPlace(app, lon, lat) },
          { icon: "near", label: say.t("card.near"), run: () => openNear(app, { of: [{ zone: id }], within_m: defaultNear.within_m }) },
        ]}
      />
      <dl className="fields">
        {parent > 0 && <Field name={say.t("card.parent")}>{book.zone(parent)}</Field>}
        <Field name={say.t("card.person")}>{zones.person[row]}</Field>
        <Field name={say.t("card.unit")}>{unit ? book.unit(unit) : null}</Field>
        <Field name={say.t("card.areaSize")}>{areaText(zones.area_m2[row] ?? 0, say)}</Field>
      </dl>
    </article>
  );
}
