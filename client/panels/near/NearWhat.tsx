/** What to look around: site types, the selected site or zone, a drawing, or a typed position. */
import { useState } from "react";
import type { Anchor } from "../../../server/contract/geo.ts";
import { type SiteType, siteTypes } from "../../../server/contract/vocabulary.ts";
import type { AppState } from "../../state/app.ts";
import type { NearQuestion } from "../../state/view.ts";
import { toggled } from "../filter/Choice.tsx";
import { bookOf } from "../names.ts";
import { Icon } from "../parts/Icon.tsx";
import { goToPlace } from "../run/app.ts";
import { draw } from "../run/drawing.ts";
import { readPosition } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";

const selectedOf = (state: AppState) => state.view.selected;
const districtOf = (state: AppState) => state.district;
const hasMap = (state: AppState) => state.bounds !== null;
const few = 6;

interface Props {
  readonly near: NearQuestion;
  readonly set: (of: readonly Anchor[]) => void;
}

export function NearWhat({ near, set }: Props) {
  const say = useSay();
  return (
    <fieldset className="plain">
      <legend>{say.t("near.what")}</legend>
      <Types near={near} set={set} />
      <Others near={near} set={set} />
      <Typed set={set} />
    </fieldset>
  );
}

/** The types this district has, markets first and then by number; a few, or all. */
function Types({ near, set }: Props) {
  const say = useSay();
  const district = usePart(districtOf);
  const [all, setAll] = useState(false);
  const chosen = near.of.flatMap((anchor) => ("type" in anchor ? [anchor.type] : []));
  const counts = district?.siteCounts ?? {};
  const types = (Object.keys(siteTypes) as SiteType[])
    .filter((type) => (counts[type] ?? 0) > 0 || chosen.includes(type))
    .sort(
      (a, b) =>
        Number(b === "market") - Number(a === "market") ||
        Number(b === "river" || b === "back_alley" || b === "school") - Number(a === "river" || a === "back_alley" || a === "school") ||
        (counts[b] ?? 0) - (counts[a] ?? 0),
    );
  const shown = all ? types : types.filter((type, i) => i < few || chosen.includes(type));
  const pick = (type: SiteType) => {
    const next = toggled(chosen, type, !chosen.includes(type));
    if (next.length) set(next.map((one) => ({ type: one })));
  };
  return (
    <div className="pills">
      {shown.map((type) => (
        <button
          key={type}
          type="button"
          className={chosen.includes(type) ? "pill chosen" : "pill"}
          aria-pressed={chosen.includes(type)}
          onClick={() => pick(type)}
        >
          {say.of(siteTypes[type])}
          <small>{say.n(counts[type] ?? 0)}</small>
        </button>
      ))}
      {types.length > few && (
        <button type="button" className="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {say.t(all ? "near.fewerTypes" : "near.moreTypes")}
        </button>
      )}
    </div>
  );
}

function Others({ near, set }: Props) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const selected = usePart(selectedOf);
  const map = usePart(hasMap);
  const chosenId = near.of.flatMap((anchor) => ("site" in anchor ? [anchor.site] : []))[0];
  const zoneId = near.of.flatMap((anchor) => ("zone" in anchor ? [anchor.zone] : []))[0];
  const siteId = selected?.kind === "site" ? selected.id : chosenId;
  const offeredZone = selected?.kind === "zone" ? selected.id : zoneId;
  const drawn = near.of.flatMap((anchor) => ("draw" in anchor ? [anchor.draw.kind] : []))[0];
  const pill = (on: boolean, label: string, run: () => void, icon?: "point" | "line" | "area") => (
    <button key={label} type="button" className={on ? "pill chosen" : "pill"} aria-pressed={on} onClick={run}>
      {icon && <Icon name={icon} />}
      {label}
    </button>
  );
  return (
    <div className="pills">
      {siteId !== undefined && pill(chosenId === siteId, book.site(siteId) ?? say.t("near.chosen"), () => set([{ site: siteId }]))}
      {offeredZone !== undefined &&
        pill(zoneId === offeredZone, book.zone(offeredZone) ?? say.t("near.zone"), () => set([{ zone: offeredZone }]))}
      {map && (
        <>
          {pill(drawn === "point", say.t("near.drawPoint"), () => void draw(app, "point", "near"), "point")}
          {pill(drawn === "line", say.t("near.drawLine"), () => void draw(app, "line", "near"), "line")}
          {pill(drawn === "area", say.t("near.drawArea"), () => void draw(app, "area", "near"), "area")}
        </>
      )}
    </div>
  );
}

/** The alternative to drawing: a position, its system named. */
function Typed({ set }: { set: Props["set"] }) {
  const app = useApp();
  const say = useSay();
  const district = usePart(districtOf);
  const [text, setText] = useState("");
  const [bad, setBad] = useState(false);
  const example = district ? district.centre.map((degrees) => degrees.toFixed(4)).join(",") : "119.0000,33.5000";
  return (
    <form
      className="typed"
      onSubmit={(event) => {
        event.preventDefault();
        const place = readPosition(text);
        setBad(!place);
        if (!place) return;
        set([{ draw: { kind: "point", points: [place] } }]);
        goToPlace(app, place[0], place[1]);
      }}
    >
      <label className="labelled column">
        <span>
          {say.t("near.typed")}
          {say.lang === "zh" ? "：" : ": "}
          {say.t("near.typedHint", { example })}
        </span>
        <input
          className="field"
          inputMode="text"
          value={text}
          aria-invalid={bad}
          aria-describedby={bad ? "typed-bad" : undefined}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <button type="submit" className="button">
        {say.t("near.ask")}
      </button>
      {bad && (
        <p id="typed-bad" className="inline-failure" role="alert">
          {say.t("near.typedBad", { example })}
        </p>
      )}
    </form>
  );
}
