/** A document that can be made: the sheet as it would be, and beside it what is written on it and done with it. */
import { useState } from "react";
import type { BriefWordField, BriefWords } from "../../../server/contract/brief.ts";
import type { BriefPage } from "../../../server/contract/types.ts";
import { askBrief, briefMap } from "../../api/briefs.ts";
import { Notice } from "../parts/Notice.tsx";
import { useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import type { Making, Place } from "./address.ts";
import { type Draft, keepDraft, keptDraft, written } from "./draft.ts";
import { MakingActs } from "./MakingActs.tsx";
import { PageFacts } from "./PageFacts.tsx";
import { Sheet } from "./Sheet.tsx";
import { WordFields } from "./WordFields.tsx";

interface Props {
  readonly place: Making;
  readonly go: (next: Place) => void;
  /** They may issue it. */
  readonly issuer: boolean;
  /** Something was issued. */
  readonly issued: () => void;
}

export function MakingView({ place, go, issuer, issued }: Props) {
  const say = useSay();
  const chosen = place.kind !== "handover" || place.query !== "";
  const key = chosen && (place.kind === "handover" || place.from) ? JSON.stringify(place) : null;
  const answer = useQuestion(key, (signal) => askBrief(place, signal));
  if (!chosen) return <Notice kind="empty" title={say.t("briefs.noUnit")} detail={say.t("briefs.noUnitHint")} />;
  if (answer.state === "failed" && answer.failure)
    return <Failed place={place} go={go} failure={say.of(answer.failure)} again={answer.again} />;
  if (!answer.value) return <Notice kind="loading" title={say.t("briefs.making")} />;
  return (
    <Made
      place={place}
      page={answer.value}
      stale={answer.key !== key || answer.state === "loading"}
      go={go}
      issuer={issuer}
      issued={issued}
    />
  );
}

function Failed({ place, go, failure, again }: { place: Making; go: Props["go"]; failure: string; again: () => void }) {
  const say = useSay();
  return (
    <div className="brief-failed">
      <Notice kind="failed" title={say.t("briefs.pageFailed")} detail={failure} act={{ label: say.t("app.retry"), run: again }} />
      {place.query && (
        <button type="button" className="link" onClick={() => go({ ...place, query: "" })}>
          {say.t("briefs.unscope")}
        </button>
      )}
    </div>
  );
}

interface MadeProps extends Props {
  readonly page: BriefPage;
  readonly stale: boolean;
}

/** The words as they stand, and the way to write one. */
function useWords({ kind }: Making, server: BriefWords) {
  const [draft, setDraft] = useState<Draft>(() => keptDraft(kind));
  const [kept, setKept] = useState(true);
  const put = (next: Draft) => {
    setDraft(next);
    setKept(keepDraft(kind, next));
  };
  return {
    words: { ...server, ...draft },
    drafted: Object.keys(draft).length > 0,
    kept,
    write: (field: BriefWordField, text: string) => put(written(draft, field, text, server)),
    discard: () => put({}),
  };
}

function Made({ place, page, stale, go, issuer, issued }: MadeProps) {
  const say = useSay();
  const { words, drafted, kept, write, discard } = useWords(place, page.words);
  const done = (id: number) => {
    discard();
    issued();
    go({ page: "issued", id });
  };
  return (
    <>
      <div className={stale ? "paper-room stale" : "paper-room"} aria-busy={stale}>
        <Sheet page={page} words={words} map={briefMap(place)} />
      </div>
      <aside className="brief-side" aria-label={say.t("briefs.side")}>
        <PageFacts page={page} unscope={place.query ? () => go({ ...place, query: "" }) : null} />
        <MakingActs place={place} page={page} words={words} issuer={issuer} stale={stale} done={done} />
        <WordFields words={words} write={write} drafted={drafted} kept={kept} discard={discard} slip={place.kind === "handover"} />
      </aside>
    </>
  );
}
