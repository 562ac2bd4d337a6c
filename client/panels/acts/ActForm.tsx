/** One act's form inside the card: only its own fields; what was typed outlives a refusal and somebody else's being first. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { ProblemDetail, Responsibility } from "../../../server/contract/types.ts";
import { type PersonAct, problemActs } from "../../../server/contract/vocabulary.ts";
import { newId } from "../../api/newId.ts";
import type { AppState } from "../../state/app.ts";
import { unixOf } from "../../state/calendar.ts";
import { PhotoPart } from "../photos/PhotoPart.tsx";
import { askAgain, doAct, type Outcome } from "../run/acts.ts";
import { stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import type { Answer } from "../useQuestion.ts";
import { DispatchFields, Term, useResponsible } from "./DispatchFields.tsx";
import { blank, bodyOf, type Draft, type Faults, fieldOf, fieldsOf, prefilled, repairShown } from "./draft.ts";
import { type Change, MomentField, NoPhotoField, PlaceField, TextField } from "./Fields.tsx";
import { Stale } from "./Stale.tsx";
import { headText } from "./spans.ts";

interface Props {
  readonly problem: ProblemDetail;
  readonly act: PersonAct;
  readonly leave: () => void;
}
const groundOf = (state: AppState) => state.district?.timeZone ?? "UTC";

export function ActForm({ problem, act, leave }: Props) {
  const say = useSay();
  const timeZone = usePart(groundOf);
  const form = useForm(act, problem, timeZone);
  const place = useRef<HTMLFormElement>(null);
  useEffect(() => {
    place.current
      ?.querySelector<HTMLElement>("textarea, input:not([type=radio], [type=file]), select, button[type=submit]")
      ?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: "nearest" });
  }, []);
  // After the next picture, where what is wrong is drawn.
  const toFault = () =>
    setTimeout(() => place.current?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"] button')?.focus());
  const press = (event: React.KeyboardEvent) => {
    if (event.key === "Escape" && !event.defaultPrevented) leave();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) place.current?.requestSubmit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const word = headText(problemActs[act], say);
  const { outcome } = form;
  return (
    <form
      ref={place}
      className="act-form"
      aria-label={say.t("acts.formOf", { act: word })}
      aria-busy={form.busy}
      noValidate
      onKeyDown={press}
      onSubmit={(event) => {
        event.preventDefault();
        void form.send().then((done) => (done ? leave() : toFault()));
      }}
    >
      <h3>{word}</h3>
      {act === "undo" && <p className="hint">{say.t("acts.undoHint", { act: lastWord(problem, say.lang) })}</p>}
      <ActFields
        act={act}
        draft={form.draft}
        change={form.change}
        faults={form.faults}
        found={form.found}
        needsNote={form.needsNote}
        shown={form.shown}
        deadline={problem.deadline}
      />
      {outcome?.kind === "refused" && (
        <p className="inline-failure" role="alert">
          {say.of(outcome.why)}
        </p>
      )}
      {outcome?.kind === "stale" && <Stale why={outcome.why} since={outcome.since} goOn={() => void form.goOn()} />}
      <div className="form-end">
        <button type="submit" className="button primary" disabled={form.busy || outcome?.kind === "stale"}>
          {form.busy && <span className="spinner small" aria-hidden="true" />}
          {form.busy ? say.t("acts.sending") : word}
        </button>
        <button type="button" className="button" onClick={leave}>
          {say.t("acts.leave")}
        </button>
        <small className="desk-only">{say.t("acts.keys")}</small>
      </div>
    </form>
  );
}

function lastWord(problem: ProblemDetail, lang: "zh" | "en"): string {
  const last = problem.history.findLast((event) => !event.undone && event.act !== "undo" && event.act !== "me_too");
  return last ? problemActs[last.act][lang] : "";
}

/** What is typed, its version, what is wrong with it, and the sending of it: once at a time. */
function useForm(act: PersonAct, problem: ProblemDetail, timeZone: string) {
  const app = useApp();
  // The problem that was read when the form was opened: what happens meanwhile must be told, not overwritten.
  const [read, setRead] = useState(problem);
  const found = useResponsible(act === "dispatch" ? read : null);
  const [draft, setDraft] = useState<Draft>(() => blank(act, problem, unixOf(problem.clock), timeZone));
  // A request whose answer was lost may be sent again: it is done once.
  const [clientId] = useState(newId);
  const [tried, setTried] = useState(false);
  const [told, setTold] = useState<Faults>({});
  const [busy, setBusy] = useState(false);
  const sending = useRef(false);
  const [outcome, setOutcome] = useState<Exclude<Outcome, { kind: "done" }> | null>(null);
  const change: Change = useCallback((part) => {
    setDraft((before) => ({ ...before, ...part }));
    setTold({});
  }, []);
  const { value } = found;
  useEffect(() => {
    if (value) setDraft((before) => prefilled(before, value));
  }, [value]);
  const needsNote = read.acts.find((offer) => offer.act === act)?.needsNote ?? false;
  const shown = act === "close" && repairShown(read);
  const { body, faults } = bodyOf(act, draft, { timeZone, clock: app.store.get().clock, needsNote, found: value, shown });
  async function send(): Promise<boolean> {
    setTried(true);
    if (sending.current || Object.keys(faults).length) return false;
    sending.current = true;
    setBusy(true);
    setOutcome(null);
    const done = await doAct(app, read.id, act, { ...body, version: read.version, clientId });
    sending.current = false;
    setBusy(false);
    if (done.kind === "done") return true;
    const field = done.kind === "refused" ? fieldOf(act, done.parameter) : null;
    if (field) setTold({ [field]: done.why });
    setOutcome(field ? null : done);
    return false;
  }
  async function goOn(): Promise<void> {
    const fresh = await askAgain(app, read.id);
    if (!fresh) return;
    setRead(fresh);
    const offer = fresh.acts.find((one) => one.act === act);
    const why = offer?.allowed === false ? offer.why : null;
    setOutcome(why ? { kind: "refused", why, parameter: undefined } : null);
  }
  // Once it was tried, what is wrong follows what is typed; what the server said stands until something is changed.
  return { draft, change, faults: tried ? { ...faults, ...told } : told, busy, outcome, needsNote, shown, found, send, goOn };
}

interface FieldsProps {
  readonly act: PersonAct;
  readonly draft: Draft;
  readonly change: Change;
  readonly faults: Faults;
  readonly found: Answer<Responsibility>;
  readonly needsNote: boolean;
  /** The repair has its photo already. */
  readonly shown: boolean;
  /** The one in force. */
  readonly deadline: string | null;
}

/** What an extension is added to. */
function InForce({ deadline }: { deadline: string | null }) {
  const say = useSay();
  const timeZone = usePart(groundOf);
  return deadline === null ? null : <p className="hint">{say.t("acts.inForce", { time: stamp(deadline, timeZone) ?? "" })}</p>;
}

/** Photos of these show what was mended. */
const mended: readonly PersonAct[] = ["hand_back", "close", "fix_on_spot"];

function ActFields({ act, draft, change, faults, found, needsNote, shown, deadline }: FieldsProps) {
  const say = useSay();
  const has = (name: (typeof fieldsOf)[PersonAct][number]) => fieldsOf[act].includes(name);
  return (
    <>
      {act === "dispatch" && <DispatchFields draft={draft} change={change} faults={faults} found={found} />}
      {act === "extend" && <InForce deadline={deadline} />}
      {act === "extend" && <Term draft={draft} change={change} faults={faults} days={[1, 3, 7]} more />}
      {has("until") && <MomentField label={say.t("acts.until")} draft={draft} change={change} fault={faults.until} days={[7, 30, 90]} />}
      {has("note") && (
        <TextField
          label={say.t("acts.note")}
          value={draft.note}
          set={(note) => change({ note })}
          fault={faults.note}
          most={1000}
          templates={act}
          optional={!needsNote}
        />
      )}
      {has("photos") && (
        <PhotoPart
          kind={act === "me_too" ? "before" : "after"}
          {...(mended.includes(act) && { label: say.t("acts.photosAfter") })}
          value={draft.photos}
          set={(photos) => change({ photos })}
          fault={faults.photos}
        />
      )}
      {has("noPhoto") && draft.photos.length === 0 && !shown && (
        <NoPhotoField value={draft.noPhoto} set={(noPhoto) => change({ noPhoto })} fault={faults.noPhoto} />
      )}
      {has("place") && (
        <PlaceField label={say.t("acts.place")} value={draft.place} set={(place) => change({ place })} fault={faults.place} optional />
      )}
    </>
  );
}
