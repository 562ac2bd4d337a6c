/** A figure of a document: a link to the desk with exactly the question that it answers. On paper it is a number. */
import type { BriefFigure } from "../../../server/contract/types.ts";
import type { WordKey } from "../../look/words.ts";
import { useSay } from "../useApp.ts";

/** The desk with a question, everything in the sight of the ledger. */
export const deskOf = (query: string): string => `/?${query}`;

export function Figure({ of, what }: { of: BriefFigure; what: WordKey }) {
  const say = useSay();
  if (of.query === null)
    return (
      <span data-figure={of.value} title={say.t("briefs.opensNothing", { what: say.t(what), n: say.n(of.value) })}>
        {of.value}
      </span>
    );
  return (
    <a
      className="brief-figure"
      href={deskOf(of.query)}
      target="_blank"
      rel="noopener"
      data-figure={of.value}
      title={say.t("briefs.opens", { what: say.t(what), n: say.n(of.value) })}
    >
      {of.value}
    </a>
  );
}

/** A rate as documents write it: 92.3%, or a dash where nothing was counted. */
export const rateText = (rate: number | null): string => (rate === null ? "—" : `${(Math.round(rate * 1000) / 10).toFixed(1)}%`);
