/** Whose each number of the paragraph of figures is, by the words right before it. Pure: a number that cannot be told, or that differs, stays a number. */
import type { BriefFacts, BriefFigure } from "../../../server/contract/types.ts";
import { siteTypes } from "../../../server/contract/vocabulary.ts";
import type { WordKey } from "../../look/words.ts";

interface Linked {
  readonly figure: BriefFigure;
  readonly what: WordKey;
}
export type OverviewPart = string | Linked;

/** Words that end right before a number, and what the number then is. The first that fits counts. */
const phrases: readonly (readonly [words: string, what: WordKey, figure: (facts: BriefFacts) => BriefFigure])[] = [
  ["共发现问题", "briefs.found", (facts) => facts.found],
  ["现将", "briefs.handed", (facts) => facts.found],
  ["已整改销号", "briefs.foundClosed", (facts) => facts.foundClosed],
  ["不予立案", "briefs.foundRejected", (facts) => facts.foundRejected],
  ["期内销号", "briefs.closed", (facts) => facts.closed],
  ["已销号", "briefs.closed", (facts) => facts.closed],
  ["累计未销号", "briefs.open", (facts) => facts.open],
  ["你单位，未销号", "briefs.open", (facts) => facts.open],
  ["未销号", "briefs.foundOpen", (facts) => facts.foundOpen],
  ["其中超期", "briefs.overdue", (facts) => facts.overdue],
];

/** 小区（12件）: a type of place, or a category. */
function named(text: string, facts: BriefFacts): BriefFigure | undefined {
  const type = facts.siteTypes.find(({ siteType }) => siteType !== null && text.endsWith(`${siteTypes[siteType].zh}（`));
  return (type ?? facts.categories.find(({ name }) => text.endsWith(`${name.zh}（`)))?.found;
}

function linked(text: string, value: number, facts: BriefFacts): Linked | null {
  const phrase = phrases.find(([words]) => text.endsWith(words));
  const figure = phrase ? phrase[2](facts) : named(text, facts);
  return figure?.value === value ? { figure, what: phrase?.[1] ?? "briefs.found" } : null;
}

/** @param line one paragraph of it */
export function overviewParts(line: string, facts: BriefFacts): OverviewPart[] {
  const parts: OverviewPart[] = [];
  let at = 0;
  for (const { 0: digits, index } of line.matchAll(/\d+(?=件)/g)) {
    const link = linked(line.slice(0, index), Number(digits), facts);
    if (!link) continue;
    parts.push(line.slice(at, index), link);
    at = index + digits.length;
  }
  return [...parts, line.slice(at)].filter((part) => part !== "");
}
