/** Near or far from sites: types, several; sites by name, river segments and alleys among them. Each choice is asked at once. */
import { useId, useState } from "react";
import { type Anchor, type Distance, formatGeo } from "../../../server/contract/geo.ts";
import { type SiteType, siteTypes } from "../../../server/contract/vocabulary.ts";
import type { AppState } from "../../state/app.ts";
import { useFilter } from "../filter/Choices.tsx";
import { bookOf } from "../names.ts";
import { Icon } from "../parts/Icon.tsx";
import { Picker } from "../parts/Picker.tsx";
import { usePart, useSay } from "../useApp.ts";
import { DistanceField } from "./DistanceField.tsx";
import { Either } from "./Either.tsx";
import { clauseText, keyOf, nameOf, sitesAsOptions, typesHere } from "./places.ts";

const countsOf = (state: AppState) => state.district?.siteCounts;
const sitesOf = (state: AppState) => state.data.sites;
const few = 8;

/** Metres asked last. */
let lastDistance = 500;

/**
 * The condition that is being put together: in force from its first place on, and changed with every choice.
 * It is known by its text, so that one taken away meanwhile is not put back.
 */
function useComposed() {
  const [filter, change] = useFilter();
  const [text, setText] = useState<string | null>(null);
  const [wish, setWish] = useState<Distance>({ op: "within", distance_m: lastDistance, of: [] });
  const clause = filter.geo.find((one) => formatGeo(one) === text);
  const current: Distance = clause && "of" in clause ? clause : { ...wish, of: [] };
  const set = (part: Partial<Distance>) => {
    const next: Distance = { ...current, ...part };
    lastDistance = next.distance_m;
    setWish(next);
    const others = filter.geo.filter((one) => one !== clause);
    if (!next.of.length) {
      setText(null);
      if (clause) change({ geo: others });
      return;
    }
    setText(formatGeo(next));
    change({ geo: clause ? filter.geo.map((one) => (one === clause ? next : one)) : [...others, next] });
  };
  const another = () => {
    setText(null);
    setWish({ ...current, of: [] });
  };
  return { current, inForce: clause !== undefined, set, another };
}

export function DistanceChoices() {
  const say = useSay();
  const book = usePart(bookOf);
  const { current, inForce, set, another } = useComposed();
  const keys = new Set(current.of.map(keyOf));
  const without = (key: string) => set({ of: current.of.filter((one) => keyOf(one) !== key) });
  const toggle = (anchor: Anchor) => (keys.has(keyOf(anchor)) ? without(keyOf(anchor)) : set({ of: [...current.of, anchor] }));
  return (
    <section aria-label={say.t("where.distanceOf")}>
      <header>
        <h3>{say.t("where.distanceOf")}</h3>
        <Either
          label={say.t("where.withinOrBeyond")}
          value={current.op}
          options={[
            ["within", say.t("where.within")],
            ["beyond", say.t("where.beyond")],
          ]}
          set={(op) => set({ op })}
        />
      </header>
      <DistanceField value={current.distance_m} set={(distance_m) => set({ distance_m })} />
      <Types keys={keys} toggle={toggle} />
      <SiteField keys={keys} add={(site) => toggle({ site })} />
      {inForce && (
        <p className="where-asked" role="status">
          <span>{say.t("where.nowAsked", { text: clauseText(current, book, say) })}</span>
          <button type="button" className="link" onClick={another}>
            {say.t("where.another")}
          </button>
        </p>
      )}
      {current.of.some((anchor) => !("type" in anchor)) && (
        <ul className="where-places">
          {current.of
            .filter((anchor) => !("type" in anchor))
            .map((anchor) => (
              <li key={keyOf(anchor)} className="tag">
                {nameOf(anchor, book, say)}
                <button
                  type="button"
                  aria-label={say.t("where.removePlace", { name: nameOf(anchor, book, say) })}
                  onClick={() => without(keyOf(anchor))}
                >
                  <Icon name="close" />
                </button>
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}

function Types({ keys, toggle }: { keys: ReadonlySet<string>; toggle: (anchor: Anchor) => void }) {
  const say = useSay();
  const counts = usePart(countsOf) ?? {};
  const [all, setAll] = useState(false);
  const types = typesHere(counts);
  const shown = types.filter((type, i) => all || i < few || keys.has(type));
  const pill = (type: SiteType) => (
    <button
      key={type}
      type="button"
      className={keys.has(type) ? "pill chosen" : "pill"}
      aria-pressed={keys.has(type)}
      onClick={() => toggle({ type })}
    >
      {say.of(siteTypes[type])}
      <small className="quiet">{say.n(counts[type] ?? 0)}</small>
    </button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would want a legend's room
    <div className="pills" role="group" aria-label={say.t("where.types")}>
      {shown.map(pill)}
      {types.length > few && (
        <button type="button" className="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? say.t("where.fewerTypes") : say.t("where.allTypes", { n: types.length })}
        </button>
      )}
    </div>
  );
}

interface SiteProps {
  readonly keys: ReadonlySet<string>;
  readonly add: (site: number) => void;
}

/** Sites by name, one after another. */
export function SiteField({ keys, add }: SiteProps) {
  const say = useSay();
  const id = useId();
  const sites = usePart(sitesOf);
  if (!sites) return null;
  const options = sitesAsOptions(sites, say.lang).filter(({ key }) => !keys.has(`site/${key}`));
  return (
    <div className="labelled">
      <label htmlFor={id}>{say.t("where.site")}</label>
      <Picker
        id={id}
        label={say.t("where.site")}
        hint={say.t("where.findSite")}
        options={options}
        value={null}
        onPick={(key) => key && add(Number(key))}
      />
    </div>
  );
}
