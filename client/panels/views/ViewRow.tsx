/** One saved view: opened by a click, with how many problems it means now; its owner can change it. */
import { useState } from "react";
import { sentence } from "../../../server/contract/sentence.ts";
import type { SavedView } from "../../../server/contract/types.ts";
import { wordsOf } from "../../api/http.ts";
import type { Failure } from "../../state/app.ts";
import { readKept } from "../../state/keptView.ts";
import { effectiveFilter } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { dropView, editView, hasCamera, type Opened, openView, updateView } from "./acts.ts";
import { useBadge } from "./useBadge.ts";
import { ViewForm } from "./ViewForm.tsx";

interface Props {
  readonly view: SavedView;
  /** Whether the page is at it, and still asks what it asks. */
  readonly state: "open" | "changed" | null;
  readonly opened: (view: Opened) => void;
  /** It was changed; null = removed. */
  readonly took: (view: SavedView | null) => void;
}

export function ViewRow({ view, state, opened, took }: Props) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const [more, setMore] = useState(false);
  const { kept, faults } = readKept(view.query);
  const asks = say.of(sentence(effectiveFilter(kept), book));
  return (
    <li className={state ? "view-row is-open" : "view-row"} aria-current={state !== null}>
      <div className="view-line">
        <button type="button" className="view-name" title={asks} onClick={() => opened(openView(app, view))}>
          <span>
            {view.name}
            {state && <span className="tag">{say.t(state === "open" ? "views.isOpen" : "views.isChanged")}</span>}
          </span>
          <small>
            {[asks, view.share !== "mine" && view.owner && say.t("views.by", { name: view.owner })].filter(Boolean).join(" · ")}
          </small>
        </button>
        <ViewBadge view={view} faults={faults} />
        {view.mine && (
          <button
            type="button"
            className="icon-button"
            aria-label={say.t("views.more", { name: view.name })}
            title={say.t("views.more", { name: view.name })}
            aria-expanded={more}
            onClick={() => setMore(!more)}
          >
            ⋯
          </button>
        )}
      </div>
      {more && <ViewActs view={view} took={took} leave={() => setMore(false)} />}
    </li>
  );
}

function ViewBadge({ view, faults }: { view: SavedView; faults: ReturnType<typeof readKept>["faults"] }) {
  const say = useSay();
  const badge = useBadge(effectiveFilter(readKept(view.query).kept), faults);
  if (badge.kind === "coming") return <span className="view-count quiet" role="img" aria-label={say.t("views.counting")} />;
  if (badge.kind === "count")
    return (
      <span className="view-count" title={say.t("views.count", { n: say.n(badge.count) })}>
        {say.n(badge.count)}
      </span>
    );
  const reason = say.of(badge.reason);
  const said = badge.kind === "failed" ? say.t("views.noCount", { reason }) : say.t("views.cannot", { reason, value: badge.value });
  return <span className="view-cannot">{said}</span>;
}

function ViewActs({ view, took, leave }: Pick<Props, "view" | "took"> & { leave: () => void }) {
  const app = useApp();
  const say = useSay();
  const [step, go] = useState<"acts" | "edit" | "remove">("acts");
  const [failure, setFailure] = useState<Failure | null>(null);
  const act = async (work: () => Promise<SavedView | null>) => {
    try {
      const next = await work();
      leave();
      took(next);
    } catch (error) {
      setFailure(wordsOf(error));
    }
  };
  if (step === "edit") {
    const first = { name: view.name, share: view.share, camera: hasCamera(view) };
    const send = async ({ name, share }: Pick<SavedView, "name" | "share">) => {
      took(await editView(app, view, { name, share }));
      leave();
    };
    return <ViewForm first={first} camera={false} leave={() => go("acts")} send={send} />;
  }
  const remove = async () => {
    await dropView(app, view);
    return null;
  };
  return (
    <div className="view-acts">
      {step === "remove" && <p>{say.t("views.removeAsk", { name: view.name, who: say.t(`viewers.${view.share}`) })}</p>}
      {step === "acts" && (
        <>
          <button type="button" className="button" onClick={() => void act(() => updateView(app, view))}>
            {say.t("views.update")}
          </button>
          <button type="button" className="button" onClick={() => go("edit")}>
            {say.t("views.edit")}
          </button>
        </>
      )}
      <button type="button" className="button" onClick={() => (step === "remove" ? void act(remove) : go("remove"))}>
        {say.t("views.remove")}
      </button>
      {step === "remove" && (
        <button type="button" className="button" onClick={() => go("acts")}>
          {say.t("views.leave")}
        </button>
      )}
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
    </div>
  );
}
