/** One tour as it is edited: its name, its scenes in order; Ctrl+Z takes back, a conflict is said and nothing is lost. */
import { useEffect, useId, useRef, useState } from "react";
import type { WallTour } from "../../../server/contract/types.ts";
import { mostScenes } from "../../../server/contract/wall.ts";
import { HttpError, wordsOf } from "../../api/http.ts";
import { removeTour, saveTour } from "../../api/wall.ts";
import { wallsWords } from "../../look/words/walls.ts";
import { fill } from "../../look/words.ts";
import type { Failure } from "../../state/app.ts";
import { Icon } from "../parts/Icon.tsx";
import { toast } from "../run/app.ts";
import { type Say, useApp, useSay } from "../useApp.ts";
import { SceneList } from "./SceneList.tsx";
import { roundSpan } from "./spans.ts";
import { type Clash, TourEnd } from "./TourEnd.tsx";
import type { Edit } from "./ToursPage.tsx";
import * as draft from "./tourDraft.ts";

interface Props {
  readonly editing: draft.Editing;
  readonly edit: Edit;
  /** Names of the walls that have it. */
  readonly usedBy: readonly string[];
  /** As it stands on the server; null = gone. */
  readonly newer: () => Promise<WallTour | null>;
  readonly saved: () => void;
  readonly close: () => void;
}

const tell = (app: ReturnType<typeof useApp>, key: "walls.saved" | "walls.removed", name: string): void =>
  toast(app, { zh: fill(wallsWords[key].zh, { name }), en: fill(wallsWords[key].en, { name }) });

/** Changes the tour as it is by then. @param what names the field that is typed into */
export type Change = (work: (now: draft.Draft) => draft.Draft, what?: string | null) => void;

export function faultText(field: draft.TourFault["field"], say: Say): string {
  if (field === "name") return say.t("walls.faultName", { n: draft.longestName });
  if (field === "scenes") return say.t("walls.faultScenes", { n: mostScenes });
  if (field === "title") return say.t("walls.faultTitle", { n: draft.longestTitle });
  if (field === "query") return say.t("walls.faultQuery");
  return say.t("walls.faultSeconds", draft.secondsBounds);
}

/** Somebody else was first: with a newer version, or by taking the tour away. */
function clashOf(error: unknown): Clash | null {
  if (!(error instanceof HttpError)) return null;
  const newer = error.status === 409 && typeof error.document.now?.version === "number";
  return newer || error.status === 404 ? { words: error.words, gone: !newer } : null;
}

/** What is wrong with it where, and what the server said. */
function useSaving({ editing, edit, newer, saved }: Props) {
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const [refused, refuse] = useState<{ at: draft.TourFault | null; words: Failure } | null>(null);
  const [conflict, setConflict] = useState<Clash | null>(null);
  /** How often one has tried to save it as it is; 0 = nothing is marked yet. */
  const [tried, setTried] = useState(0);
  const attempt = async (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    refuse(null);
    try {
      await work();
    } catch (error) {
      refuse({ at: error instanceof HttpError ? draft.faultAt(error.document.parameter, editing.now) : null, words: wordsOf(error) });
    } finally {
      setBusy(false);
    }
  };
  const put = async (now: draft.Draft, of: draft.Seen | null) => {
    const tour = await saveTour(draft.bodyOf(now, of));
    tell(app, "walls.saved", tour.name);
    setConflict(null);
    setTried(0);
    edit((before) => before && draft.wasSaved(of ? before : { ...before, now: { ...before.now, name: now.name } }, now, tour));
    saved();
  };
  const save = () => {
    setTried((times) => times + 1);
    if (draft.faultsOf(editing.now).length) return;
    void attempt(async () => {
      try {
        await put(editing.now, editing.of);
      } catch (error) {
        const clash = editing.of && clashOf(error);
        if (!clash) throw error;
        setConflict(clash);
      }
    });
  };
  const loadNewer = () =>
    attempt(async () => {
      const tour = await newer();
      setConflict(null);
      edit(tour && draft.begin(draft.draftOf(tour), tour, editing.opened + 1));
      saved();
    });
  const keepMine = (name: string) => attempt(() => put({ ...editing.now, name }, null));
  const remove = () =>
    attempt(async () => {
      if (!editing.of) return;
      await removeTour(editing.of.id);
      tell(app, "walls.removed", editing.saved.name);
      edit(null);
      saved();
    });
  return { busy, refused, conflict, tried, save, loadNewer, keepMine, remove };
}

/** Ctrl with a letter, in the editor or where nothing has the focus, as after a row was dragged. @param act whether the letter means anything */
function useKeys(box: React.RefObject<HTMLElement | null>, act: (letter: string, shift: boolean) => boolean): void {
  const acting = useRef(act);
  acting.current = act;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey)) return;
      const here = event.target === document.body || (event.target instanceof Node && box.current?.contains(event.target));
      if (here && acting.current(event.key.toLowerCase(), event.shiftKey)) event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [box]);
}

export function TourEditor(props: Props) {
  const { editing, edit } = props;
  const say = useSay();
  const id = useId();
  const box = useRef<HTMLElement>(null);
  const saving = useSaving(props);
  const { now } = editing;
  const faults = saving.tried > 0 ? draft.faultsOf(now) : [];
  // What comes late, such as a short link's address, is put into the tour as it is by then.
  const change: Change = (work, what = null) => edit((before) => before && draft.change(before, what, work(before.now)));
  const [undo, redo] = [() => edit((before) => before && draft.undo(before)), () => edit((before) => before && draft.redo(before))];
  const wrong = (key: number | null, field: draft.TourFault["field"]): string | null => {
    const { refused } = saving;
    if (refused?.at && refused.at.key === key && refused.at.field === field) return say.of(refused.words);
    return faults.some((fault) => fault.key === key && fault.field === field) ? faultText(field, say) : null;
  };
  useEffect(() => box.current?.querySelector<HTMLElement>("input")?.focus(), []);
  useEffect(() => {
    // What is to be mended may be far above the button.
    if (saving.tried > 0) box.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [saving.tried]);
  useKeys(box, (letter, shift) => {
    if (letter === "y" || (letter === "z" && shift)) redo();
    else if (letter === "z") undo();
    else if (letter === "s" || letter === "enter") saving.save();
    else return false;
    return true;
  });
  const rename = (name: string) => change((before) => ({ ...before, name }), "name");
  const nameWrong = wrong(null, "name");
  const title = editing.of === null ? say.t("walls.newTour") : say.t("walls.editTour", { name: editing.saved.name });
  return (
    <section ref={box} className="tour-editor" aria-label={title}>
      <header className="tour-head">
        <h3>{title}</h3>
        {draft.isDirty(editing) && <span className="tag warn">{say.t("walls.unsaved")}</span>}
        <span className="quiet">
          {say.t("walls.roundOf", { n: now.scenes.length, span: roundSpan(draft.roundOf(now.scenes.filter((s) => s.seconds > 0)), say) })}
        </span>
        <span className="tour-steps">
          <button
            type="button"
            className="icon-button"
            disabled={!editing.past.length}
            aria-label={say.t("walls.undo")}
            title={`${say.t("walls.undo")} Ctrl+Z`}
            onClick={undo}
          >
            <Icon name="undo" />
          </button>
          <button
            type="button"
            className="icon-button"
            disabled={!editing.future.length}
            aria-label={say.t("walls.redo")}
            title={`${say.t("walls.redo")} Ctrl+Y`}
            onClick={redo}
          >
            <Icon name="redo" />
          </button>
        </span>
      </header>
      <div className="labelled column tour-name">
        <label htmlFor={id}>{say.t("walls.name")}</label>
        <input
          id={id}
          className="field"
          maxLength={draft.longestName}
          value={now.name}
          aria-invalid={nameWrong !== null}
          onChange={(event) => rename(event.target.value)}
        />
        {nameWrong && (
          <small className="inline-failure" role="alert">
            {nameWrong}
          </small>
        )}
      </div>
      <SceneList now={now} change={change} wrong={wrong} />
      {wrong(null, "scenes") && <p className="inline-failure">{wrong(null, "scenes")}</p>}
      <TourEnd
        name={now.name}
        exists={editing.of !== null}
        faults={faults.length}
        refused={saving.refused && !saving.refused.at ? saving.refused.words : null}
        conflict={saving.conflict}
        busy={saving.busy}
        usedBy={props.usedBy}
        save={saving.save}
        loadNewer={() => void saving.loadNewer()}
        keepMine={(name) => void saving.keepMine(name)}
        remove={() => void saving.remove()}
        close={props.close}
      />
    </section>
  );
}
