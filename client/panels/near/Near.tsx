/** "What is within so many metres of these?" The question runs as it is set; every figure opens its rows. */
import { sentence } from "../../../server/contract/sentence.ts";
import type { AppState } from "../../state/app.ts";
import { defaultNear, type NearQuestion } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { Notice } from "../parts/Notice.tsx";
import { changeView, nearToFilter, openNear } from "../run/app.ts";
import { ask } from "../run/listing.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { NearAnchors } from "./NearAnchors.tsx";
import { NearDistance } from "./NearDistance.tsx";
import { NearWhat } from "./NearWhat.tsx";

const nearOf = (state: AppState) => state.view.near;
const filterOf = (state: AppState) => state.view.filter;
const listingOf = (state: AppState) => state.listing;

export function Near() {
  const app = useApp();
  const say = useSay();
  const near = usePart(nearOf);
  const shown = near ?? defaultNear;
  const set = (part: Partial<NearQuestion>) => openNear(app, { ...shown, ...part });
  return (
    <section className="near" aria-label={say.t("near.label")}>
      <div className="near-question">
        <NearWhat near={shown} set={(of) => set({ of })} />
        <NearDistance within_m={shown.within_m} set={(within_m) => set({ within_m })} />
        {!near && (
          <button type="button" className="button primary" onClick={() => openNear(app)}>
            {say.t("near.start")}
          </button>
        )}
      </div>
      {near && <NearAnswer near={near} />}
    </section>
  );
}

function NearAnswer({ near }: { near: NearQuestion }) {
  const app = useApp();
  const say = useSay();
  const filter = usePart(filterOf);
  const book = usePart(bookOf);
  const { state, stale, total, anchors, failure, took_ms } = usePart(listingOf);
  if (state === "failed") {
    return (
      <Notice
        kind="failed"
        title={say.t("near.failed")}
        detail={failure ? say.of(failure) : undefined}
        act={{ label: say.t("app.retry"), run: () => void ask(app) }}
      />
    );
  }
  if (total === null) return <Notice kind="loading" title={say.t("ledger.loading")} />;
  const some = anchors.filter((anchor) => anchor.count > 0).length;
  return (
    <div className={stale ? "near-answer stale" : "near-answer"} aria-busy={stale}>
      <div className="near-total" aria-live="polite">
        <strong>{say.n(total)}</strong>
        <span>
          {say.t("near.total", { n: "" }).trim()}
          <small>{say.t("near.once")}</small>
        </span>
        <span className="near-side">
          <span>{say.t("near.anchorsWith", { with: say.n(some), n: say.n(anchors.length) })}</span>
          {took_ms !== null && <small>{say.t("near.took", { n: say.n(took_ms) })}</small>}
        </span>
      </div>
      <p className="quiet asked">{say.t("near.asking", { sentence: say.of(sentence(filter, book)) })}</p>
      <div className="acts">
        <button type="button" className="button" onClick={() => changeView(app, { panel: "ledger" })}>
          {say.t("near.openLedger")}
        </button>
        <button type="button" className="button" onClick={() => nearToFilter(app)}>
          {say.t("near.useAsFilter")}
        </button>
        <button type="button" className="link" onClick={() => changeView(app, { near: null, panel: "ledger" })}>
          {say.t("near.stop")}
        </button>
      </div>
      {anchors.length === 0 ? (
        <Notice kind="empty" title={say.t("near.noAnchors")} />
      ) : (
        <>
          {total === 0 && <p className="hint">{say.t("near.none")}</p>}
          <NearAnchors near={near} />
        </>
      )}
    </div>
  );
}
