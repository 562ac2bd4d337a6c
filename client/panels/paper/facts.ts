/** What a sheet says about itself: its question, its source, its times, and what may be done with it. Pure. */
import { chips, sentence } from "../../../server/contract/sentence.ts";
import type { AppState } from "../../state/app.ts";
import { beyond } from "../../state/beyond.ts";
import { dayText, timeText, unixOf } from "../../state/calendar.ts";
import { holdsAll } from "../../state/columnsTest.ts";
import { shownProblems } from "../../state/shown.ts";
import { effectiveFilter } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import type { Say } from "../useApp.ts";

export interface SheetFacts {
  readonly question: string;
  /** null = the data is the district's own. */
  readonly madeUp: string | null;
  readonly crs: string;
  readonly source: string;
  readonly approval: string;
  /** It has a number under which it may be shown in public. */
  readonly approved: boolean;
  readonly asOf: string;
  readonly made: string;
}

const districtOf = ({ district }: AppState, say: Say): string => (district ? say.of(district.name) : "");

/** A longer one is no title; the question stands under it in any case. */
const longestTitle = { zh: 30, en: 56 } as const;
/** What the map is of, from its question. */
export function titleOf(state: AppState, say: Say): string {
  const parts = chips(effectiveFilter(state.view), bookOf(state)).map(({ text }) => say.of(text));
  const district = districtOf(state, say);
  const asked = parts.join(say.lang === "zh" ? "、" : ", ");
  return asked && asked.length <= longestTitle[say.lang]
    ? say.t("paper.titleOf", { district, asked })
    : say.t("paper.titlePlain", { district });
}

/** Until when the data speaks: as the desk's own bar says it. */
function asOf({ view, stood, district, live, clock }: AppState, say: Say): string {
  const zone = district?.timeZone ?? "UTC";
  const back = stood?.at ?? (view.filter.at === null ? null : unixOf(view.filter.at));
  if (back !== null) return say.t("paper.stood", { time: timeText(back, zone) });
  if (district?.frozen) return `${say.t("app.asOf", { time: timeText(unixOf(district.clock), zone) })}（${say.t("app.frozen")}）`;
  return say.t("app.asOf", { time: timeText(live.heard || clock, zone) });
}

/** The map holds the working set only: what ended before it begins is on no map, and the sheet says so as the ledger does. */
function partly(state: AppState, total: number, say: Say): string {
  const { view, district, mask } = state;
  const problems = shownProblems(state);
  const filter = effectiveFilter(view);
  if (!problems || !district || beyond(state) || filter.at !== null || holdsAll(filter, problems, district.zones)) return "";
  const drawn = mask ? mask.reduce((sum, bit) => sum + bit, 0) : problems.count;
  if (drawn >= total) return "";
  return say.t("paper.partly", { since: dayText(unixOf(problems.since), district.timeZone) });
}

/** @param inPicture problems that the sheet's map shows @param now unix seconds, by this computer's clock */
export function factsOf(state: AppState, say: Say, inPicture: number, now: number): SheetFacts {
  const { district, listing, me, view } = state;
  const asked = say.of(sentence(effectiveFilter(view), bookOf(state)));
  const total = listing.state === "ready" ? listing.total : null;
  const counts = total === null ? "paper.questionHere" : "paper.question";
  const values = { district: districtOf(state, say), asked, total: say.n(total ?? 0), here: say.n(inPicture) };
  const time = timeText(now, district?.timeZone ?? "UTC");
  return {
    question: say.t(counts, values) + (total === null ? "" : partly(state, total, say)),
    madeUp: district?.madeUp ? say.t("paper.madeUp") : null,
    crs: say.t("paper.crs"),
    source: district?.attribution ? say.t("app.attribution", { text: district.attribution }) : "",
    approval: district?.mapApproval ? say.t("app.approval", { text: district.mapApproval }) : say.t("paper.notApproved"),
    approved: Boolean(district?.mapApproval),
    asOf: asOf(state, say),
    made: me?.person ? say.t("paper.madeBy", { name: me.person.name, time }) : say.t("paper.made", { time }),
  };
}
