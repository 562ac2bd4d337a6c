/** The category: those used last at one tap, any at two, or by typing. */
import { useMemo, useState } from "react";
import type { Category } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { majorsOf, searchCategories } from "../categories.ts";
import { Icon } from "../parts/Icon.tsx";
import { Fault } from "../parts/Parts.tsx";
import { categoriesOf, type FieldState } from "../state.ts";
import { usePart, useSay } from "../usePage.ts";

interface Props {
  readonly value: string | null;
  readonly set: (code: string | null) => void;
  readonly fault: Word | undefined;
}
const none: readonly Category[] = [];
const listOf = (state: FieldState) => (state.district ? categoriesOf(state) : none);
const recentOf = (state: FieldState) => state.recent;

export function What({ value, set, fault }: Props) {
  const say = useSay();
  const categories = usePart(listOf);
  const chosen = categories.find(({ code }) => code === value);
  const major = chosen && categories.find(({ code }) => code === chosen.major);
  return (
    <section className="card" aria-labelledby="what">
      <h2 id="what">{say.t("find.what")}</h2>
      {chosen ? (
        <div className="chosen-category">
          <span>
            <small>{major && major.code !== chosen.code ? say.of(major.name) : ""}</small>
            <strong>{say.of(chosen.name)}</strong>
            {chosen.limit && <small>{say.t("find.limit", { limit: say.limit(chosen.limit) })}</small>}
          </span>
          <button type="button" className="button" onClick={() => set(null)}>
            {say.t("find.change")}
          </button>
        </div>
      ) : (
        <Chooser categories={categories} set={set} />
      )}
      <Fault why={fault} />
    </section>
  );
}

function Chooser({ categories, set }: { categories: readonly Category[]; set: (code: string) => void }) {
  const say = useSay();
  const recent = usePart(recentOf);
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState<string | null>(null);
  const majors = useMemo(() => majorsOf(categories), [categories]);
  const found = useMemo(() => searchCategories(categories, typed), [categories, typed]);
  const lately = recent.flatMap((code) => categories.find((one) => one.code === code && !one.retired) ?? []);
  if (categories.length === 0) return <p className="hint">{say.t("find.noCategories")}</p>;
  const minors = typed.trim() ? found : majors.find(({ code }) => code === open)?.minors;
  return (
    <div className="chooser">
      <label className="search">
        <Icon name="search" />
        <span className="sr">{say.t("find.search")}</span>
        <input
          className="field"
          type="search"
          autoComplete="off"
          placeholder={say.t("find.search")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      {!minors && lately.length > 0 && <Grid label={say.t("find.recent")} list={lately} pick={set} />}
      {minors ? (
        <>
          {!typed.trim() && (
            <button type="button" className="button" onClick={() => setOpen(null)}>
              <Icon name="back" />
              {say.t("find.allMajors")}
            </button>
          )}
          {minors.length > 0 ? (
            <Grid label={say.t("find.minors")} list={minors} pick={set} />
          ) : (
            <p className="hint">{say.t("find.noneFound", { text: typed })}</p>
          )}
        </>
      ) : (
        <Grid label={say.t("find.majors")} list={majors} pick={setOpen} more />
      )}
    </div>
  );
}

interface GridProps {
  readonly label: string;
  readonly list: readonly { readonly code: string; readonly name: Word }[];
  readonly pick: (code: string) => void;
  readonly more?: boolean;
}

function Grid({ label, list, pick, more = false }: GridProps) {
  const say = useSay();
  return (
    <fieldset className="grid-choices" aria-label={label}>
      <legend>{label}</legend>
      {list.map(({ code, name }) => (
        <button key={code} type="button" className="grid-choice" onClick={() => pick(code)}>
          {say.of(name)}
          {more && <Icon name="right" />}
        </button>
      ))}
    </fieldset>
  );
}
