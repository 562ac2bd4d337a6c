/** The scenes of a tour in their order: moved by hand or by buttons, each with its question. */
import { useEffect, useRef, useState } from "react";
import { mostScenes } from "../../../server/contract/wall.ts";
import { askViews } from "../../api/desk.ts";
import type { AppState } from "../../state/app.ts";
import { loadLayer } from "../run/boot.ts";
import { loadShapes } from "../run/shapes.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { SceneRow } from "./SceneRow.tsx";
import type { Change } from "./TourEditor.tsx";
import { addScene, type Draft, moveScene, patchScene, removeScene, repeatScene, type TourFault } from "./tourDraft.ts";

interface Props {
  readonly now: Draft;
  readonly change: Change;
  /** What is wrong there, in words. */
  readonly wrong: (key: number, field: TourFault["field"]) => string | null;
}

const sitesOf = (state: AppState) => state.data.sites;
const shapesOf = (state: AppState) => state.shapes;

/** The sentence of a question names sites and kept shapes: both are fetched when the first tour is opened. */
function useNames(): void {
  const app = useApp();
  const sites = usePart(sitesOf);
  const shapes = usePart(shapesOf);
  const [noSites, noShapes] = [!sites, shapes === null];
  // Where one does not come, the sentence shows its number.
  useEffect(() => {
    if (noSites) void loadLayer(app, "sites");
  }, [app, noSites]);
  useEffect(() => {
    if (noShapes) loadShapes(app).catch(() => {});
  }, [app, noShapes]);
}

export function SceneList({ now, change, wrong }: Props) {
  const say = useSay();
  const views = useQuestion("views", askViews);
  const list = useRef<HTMLOListElement>(null);
  const [dragged, drag] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [told, tell] = useState("");
  const focus = useRef<{ key: number; by: -1 | 1 } | null>(null);
  useNames();
  // The row keeps its button: without this a moved row loses the focus, and the next press goes nowhere.
  useEffect(() => {
    const { key, by } = focus.current ?? {};
    if (key === undefined) return;
    focus.current = null;
    const [wanted, other] = [by === -1 ? "up" : "down", by === -1 ? "down" : "up"];
    const button = (name: string) => list.current?.querySelector<HTMLElement>(`[data-key="${key}"] [data-move="${name}"]:enabled`);
    (button(wanted) ?? button(other))?.focus();
  });
  const moveTo = (key: number, to: number) => {
    change((before) => moveScene(before, key, to));
    tell(say.t("walls.movedTo", { n: to + 1 }));
  };
  const drop = (i: number) => {
    if (dragged !== null && now.scenes[i]?.key !== dragged) moveTo(dragged, i);
    drag(null);
    setOver(null);
  };
  return (
    <>
      {views.failure && <p className="inline-note">{say.t("walls.viewsFailed", { reason: say.of(views.failure) })}</p>}
      <ol ref={list} className="scene-list" aria-label={say.t("walls.scenes")}>
        {now.scenes.map((scene, i) => (
          <SceneRow
            key={scene.key}
            scene={scene}
            index={i}
            count={now.scenes.length}
            views={views.value?.rows ?? []}
            wrong={(field) => wrong(scene.key, field)}
            patch={(part, what) => change((before) => patchScene(before, scene.key, part), what && `${what}/${scene.key}`)}
            move={(by) => {
              focus.current = { key: scene.key, by };
              moveTo(scene.key, i + by);
            }}
            repeat={() => change((before) => repeatScene(before, scene.key))}
            remove={() => change((before) => removeScene(before, scene.key))}
            over={over === i && dragged !== null && dragged !== scene.key}
            drag={{ begin: () => drag(scene.key), over: () => dragged !== null && setOver(i), drop: () => drop(i), end: () => drop(-1) }}
          />
        ))}
      </ol>
      <p className="sr" role="status">
        {told}
      </p>
      <div className="form-end">
        <button
          type="button"
          className="button"
          disabled={now.scenes.length >= mostScenes}
          onClick={() => change((before) => addScene(before, "overview"))}
        >
          {say.t("walls.addScene")}
        </button>
        {now.scenes.length >= mostScenes && <span className="quiet">{say.t("walls.full", { n: mostScenes })}</span>}
      </div>
    </>
  );
}
