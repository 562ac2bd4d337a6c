/** Zones of any level, several, to be in or out of: searched by name and initials, with how many problems each has. */
import { useState } from "react";
import type { GeoClause, Inclusion } from "../../../server/contract/geo.ts";
import { type ZoneLevel, zoneLevels } from "../../../server/contract/vocabulary.ts";
import type { AppState } from "../../state/app.ts";
import { Choice, toggled } from "../filter/Choice.tsx";
import { CountsFailure, useFilter } from "../filter/Choices.tsx";
import { useCounts } from "../filter/useCounts.ts";
import { usePart, useSay } from "../useApp.ts";
import { Either } from "./Either.tsx";
import { foundZones } from "./places.ts";

const districtOf = (state: AppState) => state.district;
const most = 60;

/** The clause this list keeps: of zones and nothing else. */
const ofZones = (clause: GeoClause): clause is Inclusion => "areas" in clause && clause.areas.every((area) => "zone" in area);

export function ZoneChoices() {
  const say = useSay();
  const [filter, change] = useFilter();
  const [text, setText] = useState("");
  const [level, setLevel] = useState(1);
  const zones = usePart(districtOf)?.zones ?? [];
  const clause = filter.geo.find(ofZones);
  const [wish, setWish] = useState<Inclusion["op"]>("inside");
  const op = clause?.op ?? wish;
  const counts = useCounts("zone", "zone1,zone2,zone3");
  const chosen = clause?.areas.flatMap((area) => ("zone" in area ? [area.zone] : [])) ?? [];
  const set = (how: Inclusion["op"], ids: readonly number[]) => {
    setWish(how);
    const next: Inclusion = { op: how, areas: ids.map((zone) => ({ zone })) };
    const kept = ids.length ? filter.geo.map((one) => (one === clause ? next : one)) : filter.geo.filter((one) => one !== clause);
    if (clause || ids.length) change({ geo: clause ? kept : [...kept, next] });
  };
  const found = foundZones(zones, text, level);
  const first = [...zones.filter(({ id }) => chosen.includes(id) && !text), ...found.filter(({ id }) => text || !chosen.includes(id))];
  return (
    <section aria-label={say.t("where.zones")}>
      <header>
        <h3>{say.t("where.zones")}</h3>
        <Either
          label={say.t("where.insideOrOutside")}
          value={op}
          options={[
            ["inside", say.t("where.inside")],
            ["outside", say.t("where.outside")],
          ]}
          set={(how) => set(how, chosen)}
        />
        <span className="levels">
          {([1, 2, 3] as const).map((one) => (
            <button
              key={one}
              type="button"
              className={one === level && !text ? "link chosen" : "link"}
              aria-pressed={one === level && !text}
              onClick={() => {
                setText("");
                setLevel(one);
              }}
            >
              {say.of(zoneLevels[one])}
            </button>
          ))}
        </span>
      </header>
      <input
        className="field"
        type="search"
        placeholder={say.t("where.findZone")}
        aria-label={say.t("where.findZone")}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <CountsFailure counts={counts} />
      <div className="where-list">
        {first.length === 0 && <p className="hint">{say.t("filter.noMatch")}</p>}
        {first.slice(0, most).map((zone) => (
          <Choice
            key={zone.id}
            chosen={chosen.includes(zone.id)}
            label={
              <>
                {zone.name}{" "}
                {(text || zone.level !== level) && <small className="quiet">{say.of(zoneLevels[zone.level as ZoneLevel])}</small>}
              </>
            }
            count={counts.of(String(zone.id))}
            onChange={(on) => set(op, toggled(chosen, zone.id, on))}
          />
        ))}
        {first.length > most && <p className="hint">{say.t("where.moreZones", { n: say.n(first.length - most) })}</p>}
      </div>
    </section>
  );
}
