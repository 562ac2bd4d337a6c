/** "What is around these?" Rows by place, everything at once, or the nearest; the question runs as it is set, and every figure opens its rows. */
import { sentence } from "../../../server/contract/sentence.ts";
import "../../look/near.css";
import { nearWords } from "../../look/words/near.ts";
import { learn } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { defaultNear, type NearMode, type NearQuestion, nearModes } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { Notice } from "../parts/Notice.tsx";
import { changeView, nearToFilter, openNear } from "../run/app.ts";
import { ask } from "../run/listing.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { NearAnchors } from "./NearAnchors.tsx";
import { NearClosest } from "./NearClosest.tsx";
import { NearDistance } from "./NearDistance.tsx";
import { NearKeep } from "./NearKeep.tsx";
import { NearSummary } from "./NearSummary.tsx";
import { NearWhat } from "./NearWhat.tsx";

learn(nearWords);

const nearOf = (state: AppState) => state.view.near;
const modeOf = (state: AppState) => state.view.nearMode;
const filterOf = (state: AppState) => state.view.filter;
const listingOf = (state: AppState) => state.listing;

export function Near() {
  const app = useApp();
  const say = useSay();
  const near = usePart(nearOf);
  const mode = usePart(modeOf);
  const shown = near ?? defaultNear;
  const set = (part: Partial<NearQuestion>) => openNear(app, { ...shown, ...part });
  return (
    <section className="near" aria-label={say.t("near.label")}>
      <div className="near-question">
        <NearWhat near={shown} set={(of) => set({ of })} />
        {mode !== "closest" && <NearDistance within_m={shown.within_m} set={(within_m) => set({ within_m })} />}
        {!near && (
          <button type="button" className="button primary" onClick={() => openNear(app)}>
            {say.t("near.start")}
          </button>
        )}
      </div>
      {near && <Modes mode={mode} />}
      {near && mode === "closest" && <NearClosest near={near} />}
      {near && mode !== "closest" && <NearAnswer near={near} mode={mode} />}
    </section>
  );
}

function Modes({ mode }: { mode: NearMode }) {
  const app = useApp();
  const say = useSay();
  return (
    <fieldset className="near-modes">
      <legend className="sr">{say.t("near.mode")}</legend>
      {nearModes.map((one) => (
        <button
          key={one}
          type="button"
          className={one === mode ? "chosen" : ""}
          aria-pressed={one === mode}
          onClick={() => changeView(app, { nearMode: one })}
        >
          {say.t(`near.${one}`)}
        </button>
      ))}
    </fieldset>
  );
}

function NearAnswer({ near, mode }: { near: NearQuestion; mode: NearMode }) {
  const app = useApp();
  const say = useSay();
  const { state, stale, total, anchors, failure } = usePart(listingOf);
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
  return (
    <div className={stale ? "near-answer stale" : "near-answer"} aria-busy={stale}>
      <Total total={total} stale={stale} />
      <Acts near={near} />
      {mode === "summary" && <NearSummary near={near} />}
      {mode === "within" && anchors.length === 0 && <Notice kind="empty" title={say.t("near.noAnchors")} />}
      {mode === "within" && anchors.length > 0 && (
        <>
          {total === 0 && <p className="hint">{say.t("near.none")}</p>}
          <NearAnchors near={near} />
        </>
      )}
    </div>
  );
}

function Total({ total, stale }: { total: number; stale: boolean }) {
  const say = useSay();
  const filter = usePart(filterOf);
  const book = usePart(bookOf);
  const { anchors, took_ms } = usePart(listingOf);
  const some = anchors.filter((anchor) => anchor.count > 0).length;
  return (
    <>
      <div className="near-total" aria-live="polite" data-near-total={stale ? undefined : total}>
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
    </>
  );
}

/** What can be done with the question as it stands. */
function Acts({ near }: { near: NearQuestion }) {
  const app = useApp();
  const say = useSay();
  return (
    <div className="acts">
      <button type="button" className="button" onClick={() => changeView(app, { panel: "ledger" })}>
        {say.t("near.openLedger")}
      </button>
      <button type="button" className="button" onClick={() => nearToFilter(app)}>
        {say.t("near.useAsFilter")}
      </button>
      <NearKeep near={near} />
      <button type="button" className="link" onClick={() => changeView(app, { near: null, panel: "ledger" })}>
        {say.t("near.stop")}
      </button>
    </div>
  );
}
