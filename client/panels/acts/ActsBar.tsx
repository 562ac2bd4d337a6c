/** What can be done with a problem now: the main act first, the rest behind it, and what cannot be done with the reason. */
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { ProblemDetail } from "../../../server/contract/types.ts";
import { type PersonAct, problemActs } from "../../../server/contract/vocabulary.ts";
import { untilLoaded } from "../../api/chunk.ts";
import { Icon } from "../parts/Icon.tsx";
import { useSay } from "../useApp.ts";
import { offered } from "./draft.ts";
import { headText } from "./spans.ts";

const ActForm = lazy(() => untilLoaded(() => import("./ActForm.tsx")).then((file) => ({ default: file.ActForm })));

/** So many stand in the bar; the rest is one click away. */
const inBar = 3;

export function ActsBar({ problem }: { problem: ProblemDetail }) {
  const say = useSay();
  const [open, setOpen] = useState<PersonAct | null>(null);
  const [more, setMore] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  const left = useRef<PersonAct | null>(null);
  // Focus comes back to the button the form was opened by, or to what stands there now.
  useEffect(() => {
    if (open || !left.current) return;
    const buttons = bar.current?.querySelector<HTMLElement>(`[data-act="${left.current}"]`) ?? bar.current?.querySelector("button");
    buttons?.focus();
    left.current = null;
  }, [open]);
  const { can, cannot, undo } = offered(problem.acts);
  if (!problem.acts.length) return null;
  const start = (act: PersonAct) => {
    left.current = act;
    setOpen(act);
  };
  if (open) {
    return (
      <Suspense fallback={null}>
        <ActForm key={open} problem={problem} act={open} leave={() => setOpen(null)} />
      </Suspense>
    );
  }
  const button = (act: PersonAct, i: number) => (
    <button key={act} type="button" data-act={act} className={i === 0 ? "button primary" : "button"} onClick={() => start(act)}>
      {headText(problemActs[act], say)}
    </button>
  );
  const hidden = can.slice(inBar);
  return (
    <section className="acts-bar" aria-label={say.t("acts.label")} ref={bar}>
      <div className="acts">
        {can.length === 0 && <span className="quiet acts-none">{say.t("acts.none")}</span>}
        {can.slice(0, inBar).map(({ act }, i) => button(act as PersonAct, i))}
        {undo && (
          <button type="button" data-act="undo" className="button" onClick={() => start("undo")}>
            <Icon name="undo" />
            {headText(problemActs.undo, say)}
          </button>
        )}
        {(hidden.length > 0 || cannot.length > 0) && (
          <button type="button" className="button more" aria-expanded={more} onClick={() => setMore(!more)}>
            {say.t("acts.more")}
            <Icon name="down" />
          </button>
        )}
      </div>
      {more && (
        <ul className="acts-more" aria-label={say.t("acts.more")}>
          {hidden.map(({ act }) => (
            <li key={act}>{button(act as PersonAct, 1)}</li>
          ))}
          {cannot.map(({ act, why }) => (
            <li key={act} className="cannot">
              <span>{headText(problemActs[act], say)}</span>
              <small>{why && say.of(why)}</small>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
