/** Rules as they are typed: texts of the controls, what is wrong with them, what would change. Rates are typed in per cent. Pure. */
import type { WallRules } from "../../../server/contract/types.ts";
import type { WordKey } from "../../look/words.ts";

export const numbers = {
  clusterLeast: { word: "walls.clusterLeast", least: 3, most: 100, whole: true, per: 1 },
  clusterWithin_m: { word: "walls.clusterWithin", least: 10, most: 1000, whole: false, per: 1 },
  clusterHours: { word: "walls.clusterHours", least: 1, most: 168, whole: true, per: 1 },
  flagLeast: { word: "walls.flagLeast", least: 1, most: 1000, whole: true, per: 1 },
  flagRed: { word: "walls.flagRed", least: 0, most: 100, whole: false, per: 100 },
  flagBlue: { word: "walls.flagBlue", least: 0, most: 100, whole: false, per: 100 },
  patrolDays: { word: "walls.patrolDays", least: 1, most: 366, whole: true, per: 1 },
} as const satisfies Record<string, { word: WordKey; least: number; most: number; whole: boolean; per: number }>;
export type NumberName = keyof typeof numbers;
export const numberNames = Object.keys(numbers) as NumberName[];

export interface RulesDraft {
  readonly keyOverdue: boolean;
  readonly immediate: readonly string[];
  readonly texts: Readonly<Record<NumberName, string>>;
}

/** As many decimals as are needed: 0.9 is 90, 0.07 is 7. */
const shown = (value: number, per: number): string => String(Number((value * per).toFixed(6)));

export const draftOf = (rules: WallRules): RulesDraft => ({
  keyOverdue: rules.keyOverdue,
  immediate: rules.immediate,
  texts: Object.fromEntries(numberNames.map((name) => [name, shown(rules[name], numbers[name].per)])) as Record<NumberName, string>,
});

const isFine = (name: NumberName, text: string): boolean => {
  const { least, most, whole } = numbers[name];
  const value = Number(text);
  return text.trim() !== "" && value >= least && value <= most && (!whole || Number.isInteger(value));
};

/** Fields whose value the server would refuse; a red flag below a blue one would give a unit both. */
export function faultsOf({ texts }: RulesDraft): (NumberName | "flags")[] {
  const faults: (NumberName | "flags")[] = numberNames.filter((name) => !isFine(name, texts[name]));
  const known = !faults.includes("flagRed") && !faults.includes("flagBlue");
  return known && Number(texts.flagRed) <= Number(texts.flagBlue) ? [...faults, "flags"] : faults;
}

/** The body of the request, of a draft without faults. */
export const bodyOf = ({ keyOverdue, immediate, texts }: RulesDraft): WallRules => {
  const value = (name: NumberName) => Number((Number(texts[name]) / numbers[name].per).toFixed(6));
  const all = Object.fromEntries(numberNames.map((name) => [name, value(name)])) as Record<NumberName, number>;
  return { keyOverdue, immediate: [...immediate], ...all };
};

/** What would be another. */
export function changesOf(before: WallRules, draft: RulesDraft): (keyof WallRules)[] {
  const next = bodyOf(draft);
  return (Object.keys(next) as (keyof WallRules)[]).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(next[name]));
}
