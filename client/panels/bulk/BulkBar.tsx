/** What can be done with the chosen rows at once. */
import { lazy, Suspense } from "react";
import { formatIds } from "../../../server/contract/ids.ts";
import { mostBulk, problemActs } from "../../../server/contract/vocabulary.ts";
import { untilLoaded } from "../../api/chunk.ts";
import type { AppState } from "../../state/app.ts";
import { headText } from "../acts/spans.ts";
import { chooseNone } from "../run/bulk.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { bulkActsOf } from "./results.ts";

const BulkSheet = lazy(() => untilLoaded(() => import("./BulkSheet.tsx")).then((file) => ({ default: file.BulkSheet })));

const ListChosen = lazy(() => untilLoaded(() => import("../shortlist/ListChosen.tsx")).then((file) => ({ default: file.ListChosen })));

const chosenOf = (state: AppState) => state.chosen;
const meOf = (state: AppState) => state.me;
const bulkOf = (state: AppState) => state.bulk;

export function BulkBar() {
  const app = useApp();
  const say = useSay();
  const chosen = usePart(chosenOf);
  const me = usePart(meOf);
  const bulk = usePart(bulkOf);
  if (!chosen.size) return null;
  return (
    <section className="bulk-bar" aria-label={say.t("bulk.label")}>
      <output aria-live="polite">
        <strong>{say.t("bulk.chosen", { n: say.n(chosen.size) })}</strong> <small>{say.t("bulk.most", { most: mostBulk })}</small>
      </output>
      <div className="acts">
        {bulkActsOf(me?.roles ?? []).map((act) => (
          <button key={act} type="button" className="button" data-bulk={act} onClick={() => app.store.set({ bulk: act })}>
            {headText(problemActs[act], say)}
          </button>
        ))}
        {bulkActsOf(me?.roles ?? []).includes("dispatch") && (
          <a className="button" href={`/briefs/handover?problem=${formatIds([...chosen.keys()])}`} target="_blank" rel="noopener">
            {say.t("bulk.slip")}
          </a>
        )}
        <Suspense fallback={null}>
          <ListChosen />
        </Suspense>
        <button type="button" className="link" onClick={() => chooseNone(app)}>
          {say.t("bulk.none")}
        </button>
      </div>
      <Suspense fallback={null}>{bulk && <BulkSheet act={bulk} />}</Suspense>
    </section>
  );
}
