/** 清单: what one means to walk to, in the order of the walk, and as a route sheet. */
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { emptyFilter } from "../../../server/contract/filter.ts";
import { untilLoaded } from "../../api/chunk.ts";
import { boundsAround } from "../../draw/frame.ts";
import type { AppState } from "../../state/app.ts";
import { isStop, type Stop } from "../../state/shortlist.ts";
import { Icon } from "../parts/Icon.tsx";
import { Notice } from "../parts/Notice.tsx";
import { type App, goTo, setFilter, toast } from "../run/app.ts";
import { lengthText } from "../times.ts";
import { type Say, useApp, usePart, useSay } from "../useApp.ts";
import { addDrawn, addStops, addVisible, setStops } from "./list.ts";
import { StartForm } from "./StartForm.tsx";
import { StopList } from "./StopList.tsx";
import { type Listed, useStops } from "./useStops.ts";
import { legsOf, totalOf, walkOrder } from "./walk.ts";

const RouteSheet = lazy(() => untilLoaded(() => import("./RouteSheet.tsx")).then((file) => ({ default: file.RouteSheet })));

const fromOf = (state: AppState) => state.walkFrom;
const selectedOf = (state: AppState) => state.view.selected;
const mapOf = (state: AppState) => state.mapReady && !state.view.list;

export function Shortlist() {
  const say = useSay();
  const { stops, state, failure, again } = useStops();
  const from = usePart(fromOf);
  const legs = useMemo(
    () =>
      legsOf(
        from,
        stops.map(({ at }) => at),
      ),
    [from, stops],
  );
  const [sheet, setSheet] = useState(false);
  useDrawnWalk(stops);
  return (
    <section className="shortlist" aria-label={say.t("shortlist.label")} aria-busy={state === "loading"}>
      <Adding />
      {stops.length === 0 && <Notice kind="empty" title={say.t("shortlist.none")} detail={say.t("shortlist.noneHint")} />}
      {state === "failed" && (
        <Notice
          kind="failed"
          title={say.t("shortlist.failed")}
          detail={failure ? say.of(failure) : undefined}
          act={{ label: say.t("app.retry"), run: again }}
        />
      )}
      {stops.length > 0 && (
        <>
          <Figures count={stops.length} total={totalOf(legs)} />
          <StartForm />
          <Acting stops={stops} print={() => setSheet(true)} />
          <StopList stops={stops} legs={legs} />
        </>
      )}
      <Suspense fallback={null}>{sheet && <RouteSheet stops={stops} legs={legs} leave={() => setSheet(false)} />}</Suspense>
    </section>
  );
}

/** The way is on the map as long as the list is looked at. */
function useDrawnWalk(stops: readonly Listed[]): void {
  const app = useApp();
  const from = usePart(fromOf);
  useEffect(() => {
    const set = (walk: NonNullable<AppState["data"]["walk"]>) => app.store.set({ data: { ...app.store.get().data, walk } });
    set({ from, stops: stops.flatMap(({ at }) => (at ? [at] : [])) });
    return () => set({ from: null, stops: [] });
  }, [app, stops, from]);
}

function Adding() {
  const app = useApp();
  const say = useSay();
  const onMap = usePart(mapOf);
  const selected = usePart(selectedOf);
  return (
    <div className="acts shortlist-adding">
      <button type="button" className="button" onClick={() => addVisible(app)}>
        <Icon name="view" />
        {say.t(onMap ? "shortlist.addVisible" : "shortlist.addAll")}
      </button>
      {onMap && (
        <button type="button" className="button" onClick={() => addDrawn(app)}>
          <Icon name="area" />
          {say.t("shortlist.addDrawn")}
        </button>
      )}
      {isStop(selected) && (
        <button type="button" className="button" title={say.t("shortlist.toggleHint")} onClick={() => addStops(app, [selected])}>
          <Icon name="target" />
          {say.t("shortlist.addSelected")}
        </button>
      )}
    </div>
  );
}

function Figures({ count, total }: { count: number; total: number }) {
  const say = useSay();
  return (
    <p className="shortlist-figures">
      <strong>{say.t("shortlist.count", { n: say.n(count) })}</strong>
      {" · "}
      <strong>{say.t("shortlist.total", { length: lengthText(total, say) })}</strong>
      <small>{say.t("shortlist.straight")}</small>
    </p>
  );
}

/** Orders the list as a walk, and says what that saves. @returns the order before, or null when nothing shorter was found */
function orderWalk(app: App, stops: readonly Listed[], say: Say): readonly Stop[] | null {
  const { shortlist, walkFrom } = app.store.get();
  const places = new Map(stops.map(({ stop, at }) => [`${stop.kind}/${stop.id}`, at]));
  const placesOf = (list: readonly Stop[]) => list.map(({ kind, id }) => places.get(`${kind}/${id}`) ?? null);
  const length = (list: readonly Stop[]) => totalOf(legsOf(walkFrom, placesOf(list)));
  const next = walkOrder(shortlist, placesOf(shortlist), walkFrom);
  const [before, after] = [length(shortlist), length(next)];
  const shorter = after < before - 0.5;
  if (shorter) setStops(app, next);
  const said = shorter
    ? say.t("shortlist.ordered", { length: lengthText(after, say), before: lengthText(before, say) })
    : say.t("shortlist.orderKept");
  toast(app, { zh: said, en: said });
  return shorter ? shortlist : null;
}

interface ActingProps {
  readonly stops: readonly Listed[];
  readonly print: () => void;
}

function Acting({ stops, print }: ActingProps) {
  const app = useApp();
  const say = useSay();
  const onMap = usePart(mapOf);
  const [before, setBefore] = useState<readonly Stop[] | null>(null);
  const ids = stops.flatMap(({ stop }) => (stop.kind === "problem" ? [stop.id] : [])).toSorted((a, b) => a - b);
  const sites = stops.length - ids.length;
  const places = stops.flatMap(({ at }) => (at ? [at] : []));
  const bounds = boundsAround(places);
  const undo = () => {
    if (before) setStops(app, before);
    setBefore(null);
  };
  const hint = ids.length ? (sites ? say.t("shortlist.toLedgerHint", { n: sites }) : undefined) : say.t("shortlist.noProblems");
  return (
    <div className="acts">
      <button type="button" className="button primary" disabled={places.length < 2} onClick={() => setBefore(orderWalk(app, stops, say))}>
        <Icon name="line" />
        {say.t("shortlist.order")}
      </button>
      {before && (
        <button type="button" className="button" onClick={undo}>
          <Icon name="undo" />
          {say.t("shortlist.undo")}
        </button>
      )}
      <button
        type="button"
        className="button"
        disabled={!ids.length}
        title={hint}
        onClick={() => setFilter(app, { ...emptyFilter, problem: ids }, { near: null, panel: "ledger" })}
      >
        <Icon name="list" />
        {say.t("shortlist.toLedger")}
      </button>
      {onMap && bounds && (
        <button type="button" className="button" onClick={() => goTo(app, { bounds })}>
          <Icon name="home" />
          {say.t("shortlist.onMap")}
        </button>
      )}
      <button type="button" className="button" onClick={print}>
        <Icon name="down2" />
        {say.t("shortlist.print")}
      </button>
      <ClearButton count={stops.length} />
    </div>
  );
}

/** Asks first: how many there are is said. */
function ClearButton({ count }: { count: number }) {
  const app = useApp();
  const say = useSay();
  const [asking, ask] = useState(false);
  if (!asking) {
    return (
      <button type="button" className="link" onClick={() => ask(true)}>
        {say.t("shortlist.clear")}
      </button>
    );
  }
  return (
    <span className="asked" role="alertdialog" aria-label={say.t("shortlist.clearAsk", { n: count })}>
      {say.t("shortlist.clearAsk", { n: say.n(count) })}
      <button
        type="button"
        className="button"
        // biome-ignore lint/a11y/noAutofocus: it was asked for just now
        autoFocus
        onClick={() => setStops(app, [])}
      >
        {say.t("shortlist.clearYes")}
      </button>
      <button type="button" className="button" onClick={() => ask(false)}>
        {say.t("shortlist.keep")}
      </button>
    </span>
  );
}
