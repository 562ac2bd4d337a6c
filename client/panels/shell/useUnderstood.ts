/** What is typed into the search, understood as a question: the sentence of the filter, how many it means, and the way to ask it. */
import { useEffect, useState } from "react";
import type { Filter } from "../../../server/contract/filter.ts";
import { untilLoaded } from "../../api/chunk.ts";
import type { AppState } from "../../state/app.ts";
import { dayText } from "../../state/calendar.ts";
import type { Lexicon } from "../../state/saying.ts";
import { usePart } from "../useApp.ts";

type Saying = typeof import("../../state/saying.ts");

const districtOf = (state: AppState) => state.district;
const sitesOf = (state: AppState) => state.data.sites;
const todayOf = ({ district, clock }: AppState) => (district ? dayText(clock, district.timeZone) : "");

/** The filter that the text asks for; null when no part of it is a question. What is left over is looked for as words. */
export function useUnderstood(text: string): { readonly filter: Filter; readonly asks: boolean } | null {
  const district = usePart(districtOf);
  const sites = usePart(sitesOf);
  const today = usePart(todayOf);
  const [saying, setSaying] = useState<Saying | null>(null);
  const [lexicon, setLexicon] = useState<Lexicon | null>(null);
  useEffect(() => {
    let here = true;
    void untilLoaded(() => import("../../state/saying.ts")).then((loaded) => here && setSaying(loaded));
    return () => {
      here = false;
    };
  }, []);
  useEffect(() => setLexicon(saying && district && saying.lexiconOf(district, sites)), [saying, district, sites]);
  if (!saying || !lexicon || !district) return null;
  const round = district.rounds.find(({ starts }) => starts <= today)?.starts ?? null;
  const understood = saying.understand(text, lexicon, { today, round });
  return understood && { filter: { ...understood.filter, q: understood.left.slice(0, 100) || null }, asks: understood.asks };
}
