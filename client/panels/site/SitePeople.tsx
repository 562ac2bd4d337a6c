/** Who answers for the site: its own chief, and the people of the ground it lies on at each level; and who was there last. */
import type { SiteDetail, SiteHistory } from "../../../server/contract/types.ts";
import { type ZoneLevel, zoneLevels } from "../../../server/contract/vocabulary.ts";
import { CheckIns } from "../card/SiteCard.tsx";
import { bookOf } from "../names.ts";
import { usePart, useSay } from "../useApp.ts";

/** @param people of the ground; null = not known (yet): the zones' own column then says who */
export function People({ site, people }: { site: SiteDetail; people: SiteHistory["people"] | null }) {
  const say = useSay();
  const book = usePart(bookOf);
  const ground =
    people ?? site.zones.map(({ id, level, name, person }) => ({ level, zone: { id, name }, person, unit: null as string | null }));
  const unit = site.unit === null ? null : (book.unit(site.unit) ?? null);
  return (
    <section className="site-part site-people" aria-labelledby="site-people">
      <h2 id="site-people">{say.t("site.people")}</h2>
      <ul>
        {ground.map(({ level, zone, person, unit }) => (
          <Line key={zone.id} what={say.of(zoneLevels[level as ZoneLevel])} where={zone.name} person={person} unit={unit} />
        ))}
        <Line what={say.t(`chief.${site.kind}`)} where={site.name} person={site.person} unit={unit} />
      </ul>
    </section>
  );
}

function Line({ what, where, person, unit }: { what: string; where: string; person: string | null; unit: string | null }) {
  const say = useSay();
  return (
    <li>
      <span className="quiet">{what}</span>
      <span>
        {person ?? <span className="quiet">{say.t("site.noPerson")}</span>}
        <small>
          {where}
          {unit && ` · ${unit}`}
        </small>
      </span>
    </li>
  );
}

export function SiteVisits({ site }: { site: SiteDetail }) {
  return (
    <div className="site-part site-visits">
      <CheckIns site={site} />
    </div>
  );
}
