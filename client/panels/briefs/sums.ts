/** The figures' own arithmetic: what stands in the foot of a table is what its rows add up to. Pure. */
import type { BriefFacts, BriefFigure } from "../../../server/contract/types.ts";

/** A table whose rows do not add up to its total: which, and both numbers. */
export interface Unequal {
  readonly table: "siteTypes" | "categories" | "areas" | "units";
  readonly figure: string;
  readonly rows: number;
  readonly total: number;
}

const sum = (figures: readonly BriefFigure[]) => figures.reduce((total, { value }) => total + value, 0);

/** Every total of the document against the rows above it; an empty list is a document that adds up. */
export function unequal(facts: BriefFacts): Unequal[] {
  const { siteTypes, categories, areas, units } = facts;
  const of = (table: Unequal["table"], figure: string, rows: readonly BriefFigure[], total: BriefFigure): Unequal[] =>
    sum(rows) === total.value ? [] : [{ table, figure, rows: sum(rows), total: total.value }];
  return [
    ...of(
      "siteTypes",
      "found",
      siteTypes.map((one) => one.found),
      facts.found,
    ),
    ...of(
      "categories",
      "found",
      categories.map((one) => one.found),
      facts.found,
    ),
    ...of(
      "areas",
      "found",
      areas.map((one) => one.found),
      facts.found,
    ),
    ...of(
      "areas",
      "closed",
      areas.map((one) => one.closed),
      facts.foundClosed,
    ),
    ...of(
      "areas",
      "open",
      areas.map((one) => one.open),
      facts.foundOpen,
    ),
    ...of(
      "areas",
      "rejected",
      areas.map((one) => one.rejected),
      facts.foundRejected,
    ),
    ...of(
      "units",
      "found",
      units.map((one) => one.found),
      facts.found,
    ),
    ...of(
      "units",
      "closed",
      units.map((one) => one.closed),
      facts.closed,
    ),
    ...of(
      "units",
      "open",
      units.map((one) => one.open),
      facts.open,
    ),
    ...of(
      "units",
      "overdue",
      units.map((one) => one.overdue),
      facts.overdue,
    ),
  ];
}
