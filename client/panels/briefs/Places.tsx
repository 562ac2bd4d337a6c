/** The problems one by one: sub-district, numbered place, （1）（2）（3）. */
import type { BriefArea, BriefFacts, BriefPlace, BriefProblem } from "../../../server/contract/types.ts";
import { problemStatuses, siteTypes } from "../../../server/contract/vocabulary.ts";
import { dayText, unixOf } from "../../state/calendar.ts";
import { bookOf } from "../names.ts";
import { usePart, useSay } from "../useApp.ts";
import { dayInChinese, numeral } from "./days.ts";
import { deskOf, Figure } from "./Figure.tsx";

export function Places({ facts }: { facts: BriefFacts }) {
  return (
    <>
      {facts.areas
        .filter(({ found }) => found.value > 0)
        .map((area, i) => (
          <AreaPart key={area.zone ?? 0} area={area} number={i + 1} timeZone={facts.timeZone} />
        ))}
      <Quiet areas={facts.areas} />
      {facts.cut && <p className="paper-note">注：本期问题较多，不逐条列出。</p>}
    </>
  );
}

/** Sub-districts where nothing was found, in one sentence. */
function Quiet({ areas }: { areas: readonly BriefArea[] }) {
  const names = areas.filter(({ found }) => found.value === 0).map(({ name }) => name);
  return names.length > 0 && <p>{names.join("、")}未发现问题。</p>;
}

function AreaPart({ area, number, timeZone }: { area: BriefArea; number: number; timeZone: string }) {
  return (
    <section className="paper-area">
      <h3>
        （{numeral(number)}）{area.name}
      </h3>
      <p className="paper-count">
        发现问题
        <Figure of={area.found} what="briefs.found" />
        件，已销号
        <Figure of={area.closed} what="briefs.foundClosed" />
        件，未销号
        <Figure of={area.open} what="briefs.foundOpen" />件
        {area.rejected.value > 0 && (
          <>
            ，不予立案
            <Figure of={area.rejected} what="briefs.foundRejected" />件
          </>
        )}
        。
      </p>
      {area.places.map((place, i) => (
        <PlacePart key={`${place.site ?? ""} ${place.name}`} place={place} number={i + 1} timeZone={timeZone} />
      ))}
    </section>
  );
}

function PlacePart({ place, number, timeZone }: { place: BriefPlace; number: number; timeZone: string }) {
  const say = useSay();
  const type = place.siteType && siteTypes[place.siteType];
  return (
    <section className="paper-place">
      <h4>
        {number}．{place.name}
        {type && <span title={say.lang === "en" ? type.en : undefined}>（{type.zh}）</span>}
      </h4>
      {place.problems.map((problem, i) => (
        <p key={problem.id}>
          （{i + 1}）<ProblemText problem={problem} timeZone={timeZone} />
        </p>
      ))}
    </section>
  );
}

/** A problem's state as documents say it: when it was closed, or until when it has. */
export function standingText(problem: BriefProblem, timeZone: string): string {
  const { zh, shape } = problemStatuses[problem.status];
  const day = (time: string) => dayInChinese(dayText(unixOf(time), timeZone)).slice(5);
  if (problem.closedAt) return `${shape}${zh}，${day(problem.closedAt)}`;
  return `${shape}${zh}${problem.deadlineAt ? `，期限${day(problem.deadlineAt)}` : ""}`;
}

export function ProblemText({ problem, timeZone }: { problem: BriefProblem; timeZone: string }) {
  const say = useSay();
  const book = usePart(bookOf);
  const category = book.category(problem.category);
  const whose = problem.unit ?? "未派单";
  return (
    <>
      {problem.text.replace(/[。；;.]+$/, "")}（
      <span title={say.lang === "en" ? category?.en : undefined}>{category?.zh ?? problem.category}</span>；{whose}；
      {standingText(problem, timeZone)}；
      <a
        className="brief-figure code"
        href={deskOf(`problem=${problem.id}&selected=problem/${problem.id}&panel=card`)}
        target="_blank"
        rel="noopener"
      >
        {problem.code}
      </a>
      ）。
    </>
  );
}
