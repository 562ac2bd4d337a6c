/** Whose slips: a unit's open problems, or problems chosen on the desk. */
import { useId } from "react";
import { mostHandedOver } from "../../../server/contract/brief.ts";
import type { AppState } from "../../state/app.ts";
import { Picker } from "../parts/Picker.tsx";
import { usePart, useSay } from "../useApp.ts";
import type { Making, Place } from "./address.ts";

const districtOf = (state: AppState) => state.district;

export function HandoverChooser({ place, go }: { place: Making; go: (next: Place) => void }) {
  const say = useSay();
  const id = useId();
  const district = usePart(districtOf);
  const options = (district?.units ?? [])
    .filter(({ dissolved }) => !dissolved)
    .map((unit) => ({ key: String(unit.id), name: unit.name, also: unit.shortName }));
  const unit = new URLSearchParams(place.query).get("unit");
  return (
    <section className="brief-days" aria-label={say.t("briefs.handoverOf")}>
      <label htmlFor={id}>{say.t("briefs.unit")}</label>
      <Picker
        id={id}
        label={say.t("briefs.unit")}
        options={options}
        value={unit}
        optional
        onPick={(key) => go({ ...place, query: key === null ? "" : `status=open&unit=${key}` })}
      />
      <p className="quiet">{say.t("briefs.handoverHint", { most: mostHandedOver })}</p>
    </section>
  );
}
