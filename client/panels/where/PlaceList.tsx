/** The places of one condition: each can be taken away, and others added. */
import { useId } from "react";
import type { Anchor, Area, GeoClause } from "../../../server/contract/geo.ts";
import { siteTypes } from "../../../server/contract/vocabulary.ts";
import type { AppState } from "../../state/app.ts";
import { placesOf } from "../../state/named.ts";
import { bookOf } from "../names.ts";
import { Icon } from "../parts/Icon.tsx";
import { Picker } from "../parts/Picker.tsx";
import { usePart, useSay } from "../useApp.ts";
import { SiteField } from "./DistanceChoices.tsx";
import { keyOf, nameOf, type Place, typesHere, zonesAsOptions } from "./places.ts";

const districtOf = (state: AppState) => state.district;

/** The clause with other places. */
function withPlaces(clause: GeoClause, places: readonly Place[]): GeoClause {
  return "of" in clause ? { ...clause, of: places as readonly Anchor[] } : { ...clause, areas: places as readonly Area[] };
}

interface Props {
  readonly clause: GeoClause;
  readonly set: (clause: GeoClause) => void;
}

export function PlaceList({ clause, set }: Props) {
  const say = useSay();
  const book = usePart(bookOf);
  const places = placesOf(clause);
  const keys = new Set(places.map(keyOf));
  const add = (place: Place) => !keys.has(keyOf(place)) && set(withPlaces(clause, [...places, place]));
  // A view stands alone: the contract has no list of them.
  const alone = places.some((place) => "view" in place);
  return (
    <div className="where-places-edit">
      <ul className="where-places" aria-label={say.t("where.places")}>
        {places.map((place) => {
          const name = nameOf(place, book, say);
          return (
            <li key={keyOf(place)} className="tag">
              {name}
              {places.length > 1 && (
                <button
                  type="button"
                  aria-label={say.t("where.removePlace", { name })}
                  onClick={() =>
                    set(
                      withPlaces(
                        clause,
                        places.filter((one) => one !== place),
                      ),
                    )
                  }
                >
                  <Icon name="close" />
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {"of" in clause ? (
        <>
          <TypeField keys={keys} add={add} />
          <SiteField keys={keys} add={(site) => add({ site })} />
        </>
      ) : (
        !alone && <ZoneField keys={keys} add={add} />
      )}
    </div>
  );
}

interface FieldProps {
  readonly keys: ReadonlySet<string>;
  readonly add: (place: Place) => void;
}

function TypeField({ keys, add }: FieldProps) {
  const say = useSay();
  const id = useId();
  const types = typesHere(usePart(districtOf)?.siteCounts ?? {}).filter((type) => !keys.has(type));
  return (
    <div className="labelled">
      <label htmlFor={id}>{say.t("where.addType")}</label>
      <Picker
        id={id}
        label={say.t("where.addType")}
        options={types.map((type) => ({ key: type, name: say.of(siteTypes[type]) }))}
        value={null}
        onPick={(key) => {
          const type = types.find((one) => one === key);
          if (type) add({ type });
        }}
      />
    </div>
  );
}

function ZoneField({ keys, add }: FieldProps) {
  const say = useSay();
  const id = useId();
  const zones = usePart(districtOf)?.zones ?? [];
  return (
    <div className="labelled">
      <label htmlFor={id}>{say.t("where.addZone")}</label>
      <Picker
        id={id}
        label={say.t("where.addZone")}
        hint={say.t("where.findSite")}
        options={zonesAsOptions(zones, say).filter(({ key }) => !keys.has(`zone/${key}`))}
        value={null}
        onPick={(key) => key && add({ zone: Number(key) })}
      />
    </div>
  );
}
