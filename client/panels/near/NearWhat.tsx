/** What to look around: site types, chosen sites, what is selected, a drawing, the view, a named shape, or a typed position. */
import { useEffect, useState } from "react";
import { type Anchor, parseGeo } from "../../../server/contract/geo.ts";
import type { NamedShape } from "../../../server/contract/types.ts";
import { type SiteType, siteTypes } from "../../../server/contract/vocabulary.ts";
import { definitionOf } from "../../api/places.ts";
import type { AppState } from "../../state/app.ts";
import { defaultNear, type NearQuestion } from "../../state/view.ts";
import { toggled } from "../filter/Choice.tsx";
import { bookOf } from "../names.ts";
import { Icon, type IconName } from "../parts/Icon.tsx";
import { type App, goToPlace, openNear } from "../run/app.ts";
import { draw } from "../run/drawing.ts";
import { loadShapes } from "../run/shapes.ts";
import { readPosition } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { anchorText } from "./nearText.ts";
import { SitePicker } from "./SitePicker.tsx";

const selectedOf = (state: AppState) => state.view.selected;
const districtOf = (state: AppState) => state.district;
const boundsOf = (state: AppState) => state.bounds;
const shapesOf = (state: AppState) => state.shapes;
const hasMap = (state: AppState) => state.bounds !== null;
const few = 6;
/** Chosen places that are shown one by one. */
const mostChips = 12;

interface Props {
  readonly near: NearQuestion;
  readonly set: (of: readonly Anchor[]) => void;
}

export function NearWhat({ near, set }: Props) {
  const say = useSay();
  const [picking, pick] = useState(false);
  return (
    <fieldset className="plain">
      <legend>{say.t("near.what")}</legend>
      <Types near={near} set={set} picking={picking} pick={() => pick(!picking)} />
      {picking && <SitePicker near={near} set={set} leave={() => pick(false)} />}
      <Chosen near={near} set={set} />
      <Others near={near} set={set} />
      <Typed set={set} />
    </fieldset>
  );
}

/** The types this district has, markets first and then by number; a few, or all. */
function Types({ near, set, picking, pick: openPicker }: Props & { picking: boolean; pick: () => void }) {
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
      <button type="button" className={picking ? "pill open" : "pill"} aria-expanded={picking} onClick={openPicker}>
        <Icon name="list" />
        {say.t("near.pick")}
      </button>
      {types.length > few && (
        <button type="button" className="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {say.t(all ? "near.fewerTypes" : "near.moreTypes")}
        </button>
      )}
    </div>
  );
}

/** What is asked around beside whole types: each can be taken away. */
function Chosen({ near, set }: Props) {
  const say = useSay();
  const book = usePart(bookOf);
  const [all, setAll] = useState(false);
  const chosen = near.of.flatMap((anchor, i) => ("type" in anchor ? [] : [{ anchor, i }]));
  if (!chosen.length) return null;
  const shown = all ? chosen : chosen.slice(0, mostChips);
  const without = (at: number) => {
    const rest = near.of.filter((_, i) => i !== at);
    set(rest.length ? rest : defaultNear.of);
  };
  return (
    <ul className="near-chosen">
      {shown.map(({ anchor, i }) => {
        const name = anchorText(anchor, book, say);
        return (
          <li key={i} className="near-chip">
            <span className="clip">{name}</span>
            <button
              type="button"
              aria-label={say.t("near.remove", { name })}
              title={say.t("near.remove", { name })}
              onClick={() => without(i)}
            >
              <Icon name="close" />
            </button>
          </li>
        );
      })}
      {chosen.length > mostChips && (
        <li>
          <button type="button" className="link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? say.t("near.fewerTypes") : say.t("near.all", { n: say.n(chosen.length) })}
          </button>
        </li>
      )}
    </ul>
  );
}

/** The selected site or zone, a drawing, the view, a named shape: asked around by itself. */
function Others({ near, set }: Props) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const selected = usePart(selectedOf);
  const bounds = usePart(boundsOf);
  const map = usePart(hasMap);
  const drawn = near.of.flatMap((anchor) => ("draw" in anchor ? [anchor.draw.kind] : []))[0];
  const feature: Anchor | null =
    selected?.kind === "site" ? { site: selected.id } : selected?.kind === "zone" ? { zone: selected.id } : null;
  const asked = feature !== null && near.of.length === 1 && JSON.stringify(near.of[0]) === JSON.stringify(feature);
  const pill = (on: boolean, label: string, run: () => void, icon: IconName) => (
    <button key={label} type="button" className={on ? "pill chosen" : "pill"} aria-pressed={on} onClick={run}>
      <Icon name={icon} />
      <span className="clip">{label}</span>
    </button>
  );
  const view = () => {
    if (!bounds) return;
    const [w, s, e, n] = bounds;
    set([
      {
        draw: {
          kind: "area",
          points: [
            [w, s],
            [e, s],
            [e, n],
            [w, n],
          ],
        },
      },
    ]);
  };
  return (
    <div className="pills">
      {feature && pill(asked, anchorText(feature, book, say), () => set([feature]), "target")}
      {map && pill(drawn === "point", say.t("near.drawPoint"), () => void draw(app, "point", "near"), "point")}
      {map && pill(drawn === "line", say.t("near.drawLine"), () => void draw(app, "line", "near"), "line")}
      {map && pill(drawn === "area", say.t("near.drawArea"), () => void draw(app, "area", "near"), "area")}
      {bounds && pill(false, say.t("near.view"), view, "view")}
      <Named near={near} />
    </div>
  );
}

/** Places with a name; nothing where there is none. */
function Named({ near }: Pick<Props, "near">) {
  const app = useApp();
  const say = useSay();
  const shapes = usePart(shapesOf);
  useEffect(() => {
    if (shapes) return;
    // Not to have them takes one way to ask away and nothing else: it is tried again when the panel is opened again.
    loadShapes(app).catch(() => {});
  }, [app, shapes]);
  if (!shapes?.length) return null;
  const asked = definitionOf(near);
  const chosen = shapes.find(
    ({ id, definition }) => definition === asked || near.of.some((anchor) => "shape" in anchor && anchor.shape === id),
  );
  return (
    <select
      className="field near-shapes"
      aria-label={say.t("near.shapes")}
      value={chosen?.id ?? ""}
      onChange={({ target }) => {
        const shape = shapes.find(({ id }) => id === Number(target.value));
        if (shape) askOf(app, shape, near.within_m);
      }}
    >
      <option value="">{say.t("near.shapes")}</option>
      {shapes.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** Around a drawn shape at the present distance; what was kept as surroundings is asked as it was kept. */
function askOf(app: App, { id, definition }: NamedShape, within_m: number): void {
  const kept = definition.startsWith("draw/") ? null : parseGeo(definition);
  openNear(app, kept && "of" in kept ? { of: kept.of, within_m: kept.distance_m } : { of: [{ shape: id }], within_m });
}

/** The alternative to drawing: a position, its system named. */
function Typed({ set }: { set: Props["set"] }) {
  const app = useApp();
  const say = useSay();
  const district = usePart(districtOf);
  const [text, setText] = useState("");
  const [bad, setBad] = useState(false);
  const example = district ? district.centre.map((degrees) => degrees.toFixed(4)).join(",") : "119.0000,33.5000";
  const hint = `${say.t("near.typed")}${say.lang === "zh" ? "：" : ": "}${say.t("near.typedHint", { example })}`;
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
      <input
        className="field"
        aria-label={hint}
        placeholder={hint}
        inputMode="text"
        value={text}
        aria-invalid={bad}
        aria-describedby={bad ? "typed-bad" : undefined}
        onChange={(event) => setText(event.target.value)}
      />
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
