/** The seven figures as they are shown: their words, what a change of each means, and the change itself. Pure. */
import type { Headline } from "../../server/contract/types.ts";
import type { ProblemStatus } from "../../server/contract/vocabulary.ts";
import type { WordKey } from "../look/words.ts";
import type { Say } from "./useWall.ts";

export type FigureName = Exclude<keyof Headline, "clock">;
/** What more of it means. */
type More = "worse" | "better" | "neither";

export interface FigureKind {
  readonly name: FigureName;
  readonly word: WordKey;
  readonly more: More;
  readonly status: ProblemStatus | null;
}
export const figureKinds: readonly FigureKind[] = [
  { name: "open", word: "figure.open", more: "worse", status: null },
  { name: "overdue", word: "figure.overdue", more: "worse", status: "overdue" },
  { name: "nearlyDue", word: "figure.nearlyDue", more: "worse", status: "nearly_due" },
  { name: "foundToday", word: "figure.foundToday", more: "neither", status: null },
  { name: "closedToday", word: "figure.closedToday", more: "better", status: "closed" },
  { name: "onTime", word: "figure.onTime", more: "better", status: null },
  { name: "rework", word: "figure.rework", more: "worse", status: null },
];

const isRate = (name: FigureName): name is "onTime" | "rework" => name === "onTime" || name === "rework";

/** A share as it is shown: per cent, one decimal. */
const percent = (share: number): number => Math.round(share * 1000) / 10;

export interface Figure {
  /** null = nothing to judge by. */
  readonly now: number | null;
  readonly yesterday: number | null;
  readonly lastWeek: number | null;
  readonly unit: "" | "%";
  /** Query of the desk's URL, with its question mark. */
  readonly query: string;
}

const searchOf = (query: string): string => `?${query.replace(/^\/?\?/, "")}`;

/** A figure in the unit that it is read in. */
export function figureOf(headline: Headline, name: FigureName): Figure {
  const { now, yesterday, lastWeek, query } = headline[name];
  const search = searchOf(query.now);
  if (!isRate(name)) return { now, yesterday, lastWeek, unit: "", query: search };
  const shown = (share: number | null) => (share === null ? null : percent(share));
  return { now: shown(now), yesterday: shown(yesterday), lastWeek: shown(lastWeek), unit: "%", query: search };
}

export interface Change {
  /** Of the shown figures: what one reads is what one can subtract. */
  readonly by: number;
  readonly way: "up" | "down" | "same";
  readonly means: "worse" | "better" | "neither";
}

/** @returns null when one of the two is not known */
export function changeOf(now: number | null, then: number | null, more: More): Change | null {
  if (now === null || then === null) return null;
  const by = Math.round((now - then) * 10) / 10;
  if (by === 0) return { by, way: "same", means: "neither" };
  const less = more === "worse" ? "better" : "worse";
  const means = more === "neither" ? more : by > 0 ? more : less;
  return { by, way: by > 0 ? "up" : "down", means };
}

/** A figure's digits: a rate always with its decimal, so that its width stays. */
export const digits = (value: number, unit: Figure["unit"], say: Pick<Say, "n">): string =>
  unit === "%" ? value.toFixed(1) : say.n(value);

/** With its sign: "+12", "−0.3". */
export const signed = (by: number, unit: Figure["unit"], say: Pick<Say, "n">): string =>
  `${by > 0 ? "+" : "−"}${digits(Math.abs(by), unit, say)}`;
