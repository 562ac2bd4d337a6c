/** The drawing of a condition, or its surroundings, kept under a name to be used again. */
import { useId, useState } from "react";
import type { Share } from "../../../server/contract/officeWords.ts";
import { wordsOf } from "../../api/http.ts";
import { addShape } from "../../api/shapes.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { loadShapes } from "../run/shapes.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { ShareField } from "./NamedShapes.tsx";

const meOf = (state: AppState) => state.me;

/** @param definition what is kept; devices keep nothing */
export function KeepShape({ definition }: { definition: string }) {
  const app = useApp();
  const say = useSay();
  const me = usePart(meOf);
  const id = useId();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [share, setShare] = useState<Share>("mine");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [kept, setKept] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (me?.kind === "device") return null;
  const save = async () => {
    if (busy) return;
    if (!name.trim()) return setFailure({ zh: say.t("where.nameNeeded"), en: say.t("where.nameNeeded") });
    setBusy(true);
    try {
      const shape = await addShape({ name: name.trim(), definition, share });
      setKept(shape.name);
      setOpen(false);
      await loadShapes(app).catch(() => {});
    } catch (error) {
      setFailure(wordsOf(error));
    }
    setBusy(false);
  };
  if (kept) return <p role="status">{say.t("where.kept", { name: kept })}</p>;
  if (!open) {
    return (
      <button type="button" className="button" onClick={() => setOpen(true)}>
        {say.t("where.keep")}
      </button>
    );
  }
  return (
    <form
      className="named-form"
      aria-label={say.t("where.keep")}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label htmlFor={`${id}-name`}>{say.t("where.name")}</label>
      <input
        id={`${id}-name`}
        // biome-ignore lint/a11y/noAutofocus: it was opened to be typed into
        autoFocus
        className="field"
        maxLength={60}
        value={name}
        aria-invalid={failure !== null}
        onChange={({ target }) => {
          setName(target.value);
          setFailure(null);
        }}
      />
      <ShareField id={`${id}-share`} value={share} set={setShare} />
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
      <div className="form-end">
        <button type="submit" className="button primary" disabled={busy}>
          {say.t("where.keepSave")}
        </button>
        <button type="button" className="button" onClick={() => setOpen(false)}>
          {say.t("where.cancel")}
        </button>
      </div>
    </form>
  );
}
