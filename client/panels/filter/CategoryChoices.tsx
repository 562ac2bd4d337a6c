/** Categories as a tree: a major one stands for all its minor ones. */
import { useState } from "react";
import type { Category } from "../../../server/contract/types.ts";
import type { AppState } from "../../state/app.ts";
import { Icon } from "../parts/Icon.tsx";
import { usePart, useSay } from "../useApp.ts";
import { Choice, toggled } from "./Choice.tsx";
import { CountsFailure, useFilter } from "./Choices.tsx";
import { useCounts } from "./useCounts.ts";

const districtOf = (state: AppState) => state.district;

interface Branch {
  readonly major: Category;
  readonly minors: readonly Category[];
}

/** Majors in the district's order with their minors; a major nobody lists as such stands by its code. */
function branches(categories: readonly Category[]): Branch[] {
  const codes = [...new Set(categories.map((c) => c.major))];
  return codes.map((code) => ({
    major: categories.find((c) => c.code === code) ?? {
      code,
      major: code,
      name: { zh: code, en: code },
      campaign: null,
      limit: null,
      retired: false,
    },
    minors: categories.filter((c) => c.major === code && c.code !== code),
  }));
}

export function CategoryChoices() {
  const say = useSay();
  const [filter, change] = useFilter();
  const [text, setText] = useState("");
  const [opened, setOpened] = useState<readonly string[]>([]);
  const counts = useCounts("category");
  const categories = usePart(districtOf)?.categories ?? [];
  const wanted = text.trim().toLowerCase();
  const matches = (c: Category) => !wanted || `${c.code} ${c.name.zh} ${c.name.en}`.toLowerCase().includes(wanted);
  const sum = ({ major, minors }: Branch) => [major, ...minors].reduce((n, c) => n + (counts.of(c.code) ?? 0), 0);
  const known = counts.total !== null;

  const pickMinor = ({ major, minors }: Branch, code: string, chosen: boolean) => {
    // Taking one out of a whole major leaves its sisters chosen one by one.
    const whole = filter.category.includes(major.code);
    const base = whole ? [...filter.category.filter((c) => c !== major.code), ...minors.map((m) => m.code)] : filter.category;
    change({ category: toggled(base, code, chosen) });
  };
  const pickMajor = ({ major, minors }: Branch, chosen: boolean) => {
    const others = filter.category.filter((c) => !minors.some((m) => m.code === c));
    change({ category: toggled(others, major.code, chosen) });
  };

  return (
    <fieldset className="choices">
      <legend className="sr">{say.t("filter.category")}</legend>
      <input
        className="field"
        type="search"
        placeholder={say.t("filter.findCategory")}
        aria-label={say.t("filter.findCategory")}
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      <CountsFailure counts={counts} />
      {branches(categories)
        .filter(({ major, minors }) => matches(major) || minors.some(matches))
        .map((branch) => {
          const { major, minors } = branch;
          const whole = filter.category.includes(major.code);
          const open = wanted !== "" || opened.includes(major.code);
          return (
            <div key={major.code} className="branch">
              <button
                type="button"
                className={open ? "fold open" : "fold"}
                aria-expanded={open}
                aria-label={say.of(major.name)}
                disabled={minors.length === 0}
                onClick={() => setOpened(toggled(opened, major.code, !open))}
              >
                <Icon name="right" />
              </button>
              <Choice
                chosen={whole}
                partly={minors.some((m) => filter.category.includes(m.code))}
                label={say.of(major.name)}
                count={known ? sum(branch) : undefined}
                onChange={(chosen) => pickMajor(branch, chosen)}
              />
              {open &&
                minors
                  .filter((m) => matches(m) || matches(major))
                  .map((minor) => (
                    <Choice
                      key={minor.code}
                      depth={3}
                      chosen={whole || filter.category.includes(minor.code)}
                      label={say.of(minor.name)}
                      count={counts.of(minor.code)}
                      onChange={(chosen) => pickMinor(branch, minor.code, chosen)}
                    />
                  ))}
            </div>
          );
        })}
    </fieldset>
  );
}
