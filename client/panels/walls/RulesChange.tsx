/** What would be another from now on, to be read before it is. */
import type { WallRules } from "../../../server/contract/types.ts";
import { type Say, useSay } from "../useApp.ts";
import { Ask } from "./Ask.tsx";
import { numbers } from "./rulesDraft.ts";
import { useCategoryList } from "./useCategoryList.ts";

interface Props {
  readonly before: WallRules;
  readonly after: WallRules;
  readonly changes: readonly (keyof WallRules)[];
  readonly busy: boolean;
  readonly save: () => void;
  readonly leave: () => void;
}

function valueText(rules: WallRules, name: keyof WallRules, listed: (codes: readonly string[]) => string, say: Say): string {
  if (name === "keyOverdue") return say.t(rules.keyOverdue ? "walls.yes" : "walls.no");
  if (name === "immediate") return listed(rules.immediate) || say.t("walls.nobody");
  return say.n(Number((rules[name] * numbers[name].per).toFixed(6)));
}

export function RulesChange({ before, after, changes, busy, save, leave }: Props) {
  const say = useSay();
  const listed = useCategoryList();
  const label = (name: keyof WallRules) =>
    say.t(name === "keyOverdue" ? "walls.keyOverdue" : name === "immediate" ? "walls.immediate" : numbers[name].word);
  const value = (rules: WallRules, name: keyof WallRules) => valueText(rules, name, listed, say);
  return (
    <Ask
      acts={
        <>
          <button type="button" className="button primary" disabled={busy} onClick={save}>
            {say.t("walls.rulesYes")}
          </button>
          <button type="button" className="button" onClick={leave}>
            {say.t("walls.leave")}
          </button>
        </>
      }
    >
      <p>{say.t("walls.rulesAsk")}</p>
      <ul>
        {changes.map((name) => (
          <li key={name}>{say.t("walls.from", { what: label(name), before: value(before, name), after: value(after, name) })}</li>
        ))}
      </ul>
    </Ask>
  );
}
