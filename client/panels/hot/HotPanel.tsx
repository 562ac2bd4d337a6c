/** 热点: clusters with their proof, hexagons with their significance, and repeats; a click opens the rows. */
import "../../look/hot.css";
import { useCallback, useSyncExternalStore } from "react";
import { sentence } from "../../../server/contract/sentence.ts";
import { hotWords } from "../../look/words/hot.ts";
import { learn } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { defaultHot, type HotQuestion } from "../../state/hot.ts";
import { bookOf } from "../names.ts";
import { Notice } from "../parts/Notice.tsx";
import type { App } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { CellList } from "./CellList.tsx";
import { ClusterList } from "./ClusterList.tsx";
import { askFor, type Kept, keepHot } from "./keep.ts";
import { NumberField } from "./NumberField.tsx";
import { Repeats } from "./Repeats.tsx";

learn(hotWords);

const hotOf = (state: AppState) => state.view.hot;
const pictureOf = (state: AppState) => state.data.hot;
const kinds = ["clusters", "hexagons"] as const;

/** What the page's keeper of the picture says. */
function useKept(app: App): Kept {
  const { kept } = keepHot(app);
  const read = useCallback(() => kept.get(), [kept]);
  return useSyncExternalStore(kept.subscribe, read, read);
}

export function HotPanel() {
  const app = useApp();
  const say = useSay();
  const hot = usePart(hotOf);
  return (
    <section className="hot" aria-label={say.t("hot.label")}>
      <header className="ledger-head">
        <div className="ledger-tools">
          <fieldset className="pills" aria-label={say.t("hot.mode")}>
            {kinds.map((kind) => (
              <button
                key={kind}
                type="button"
                className={hot?.kind === kind ? "pill chosen" : "pill"}
                aria-pressed={hot?.kind === kind}
                onClick={() => hot?.kind !== kind && askFor(app, defaultHot[kind])}
              >
                {say.t(`hot.${kind}`)}
              </button>
            ))}
          </fieldset>
          {hot && (
            <button type="button" className="button" onClick={() => askFor(app, null)}>
              {say.t("hot.clear")}
            </button>
          )}
        </div>
        {hot && <Question hot={hot} />}
      </header>
      {hot ? <Answer hot={hot} /> : <Start />}
    </section>
  );
}

/** What the two methods are, before one is chosen. */
function Start() {
  const app = useApp();
  const say = useSay();
  return (
    <div className="hot-scroll">
      <p className="hint">{say.t("hot.start")}</p>
      {kinds.map((kind) => (
        <button key={kind} type="button" className="hot-start" onClick={() => askFor(app, defaultHot[kind])}>
          <strong>{say.t(`hot.${kind}`)}</strong>
          <span>{say.t(`hot.${kind}What`)}</span>
        </button>
      ))}
      <Repeats />
    </div>
  );
}

const distances = [50, 80, 150] as const;
const widths = [200, 300, 500] as const;

/** The numbers of the question: presets, and every other value typed. */
function Question({ hot }: { hot: HotQuestion }) {
  const app = useApp();
  const say = useSay();
  const size = hot.kind === "clusters" ? hot.within_m : hot.cell_m;
  const sized = (n: number) => askFor(app, hot.kind === "clusters" ? { ...hot, within_m: n } : { ...hot, cell_m: n });
  return (
    <div className="hot-question">
      <div className="pills">
        {(hot.kind === "clusters" ? distances : widths).map((n) => (
          <button key={n} type="button" className={n === size ? "pill chosen" : "pill"} aria-pressed={n === size} onClick={() => sized(n)}>
            {say.t("hot.metres", { n })}
          </button>
        ))}
      </div>
      {hot.kind === "clusters" ? (
        <>
          <NumberField label={say.t("hot.within")} value={hot.within_m} least={1} most={2000} onTake={sized} />
          <NumberField
            label={say.t("hot.least")}
            value={hot.least}
            least={2}
            most={1000}
            onTake={(least) => askFor(app, { ...hot, least })}
          />
        </>
      ) : (
        <NumberField label={say.t("hot.cell")} value={hot.cell_m} least={50} most={5000} onTake={sized} />
      )}
    </div>
  );
}

function Answer({ hot }: { hot: HotQuestion }) {
  const app = useApp();
  const say = useSay();
  const kept = useKept(app);
  const book = usePart(bookOf);
  const picture = usePart(pictureOf);
  const shown = picture?.kind === hot.kind ? picture : null;
  const again = { label: say.t("app.retry"), run: () => void keepHot(app).ask() };
  return (
    <div className="hot-scroll" aria-busy={kept.state === "loading"}>
      {kept.of && <p className="hot-of">{say.t("hot.of", { sentence: say.of(sentence(kept.of, book)) })}</p>}
      {kept.opened && <Opened kept={kept} hot={hot} />}
      {kept.failure ? (
        <Notice kind="failed" title={say.t("hot.failed")} detail={say.of(kept.failure)} act={again} />
      ) : !shown ? (
        <Notice kind="loading" title={say.t("hot.asking")} />
      ) : (
        <div className={kept.state === "loading" ? "stale" : undefined}>
          {shown.kind === "clusters" ? <ClusterList answer={shown.answer} chosen={shown.chosen} /> : <CellList answer={shown.answer} />}
        </div>
      )}
      <Repeats />
    </div>
  );
}

/** While the page shows the rows of one cluster, the picture is still of all: said, with the way back. */
function Opened({ kept, hot }: { kept: Kept; hot: HotQuestion }) {
  const app = useApp();
  const say = useSay();
  const what = hot.kind === "clusters" ? say.t("hot.opened", { i: (kept.opened?.row ?? 0) + 1 }) : say.t("hot.openedCell");
  return (
    <p className="hot-opened" role="status">
      {what}
      <button type="button" className="link" onClick={() => keepHot(app).leave()}>
        {say.t("hot.leave")}
      </button>
    </p>
  );
}
