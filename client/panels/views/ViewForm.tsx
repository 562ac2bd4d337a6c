/** A view's name, and who sees it. */
import { useId, useState } from "react";
import { type Share, shares } from "../../../server/contract/officeWords.ts";
import { wordsOf } from "../../api/http.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { usePart, useSay } from "../useApp.ts";

const unitOf = (state: AppState) => state.me?.unit ?? null;

export interface ViewFields {
  readonly name: string;
  readonly share: Share;
  readonly camera: boolean;
}
interface Props {
  readonly first: ViewFields;
  /** A view that is there already keeps its camera, or has none. */
  readonly camera?: false;
  readonly leave: () => void;
  /** @throws to be said in the form */
  readonly send: (fields: ViewFields) => Promise<void>;
}

export function ViewForm({ first, camera, leave, send }: Props) {
  const say = useSay();
  // What is for an office needs one.
  const homeless = usePart(unitOf) === null;
  const id = useId();
  const [fields, setFields] = useState(first);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (part: Partial<ViewFields>) => setFields({ ...fields, ...part });
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const needed = say.t("views.needName");
    if (!fields.name.trim()) return setFailure({ zh: needed, en: needed });
    setBusy(true);
    try {
      await send({ ...fields, name: fields.name.trim() });
    } catch (error) {
      setFailure(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <form className="view-form" aria-label={say.t("views.keepNow")} onSubmit={(event) => void submit(event)}>
      <label htmlFor={id}>{say.t("views.name")}</label>
      <input
        id={id}
        // biome-ignore lint/a11y/noAutofocus: it was opened to be typed into
        autoFocus
        className="field"
        maxLength={60}
        value={fields.name}
        aria-invalid={failure !== null}
        onChange={(event) => set({ name: event.target.value })}
      />
      <fieldset>
        <legend>{say.t("views.share")}</legend>
        <div className="pills">
          {(Object.keys(shares) as Share[]).map((share) => (
            <label
              key={share}
              className={fields.share === share ? "pill chosen" : share === "office" && homeless ? "pill off" : "pill"}
              title={share === "office" && homeless ? say.t("views.noOffice") : undefined}
            >
              <input
                type="radio"
                className="sr"
                name={`${id}-share`}
                checked={fields.share === share}
                disabled={share === "office" && homeless}
                onChange={() => set({ share })}
              />
              {say.of(shares[share])}
            </label>
          ))}
        </div>
      </fieldset>
      {camera !== false && (
        <label className="labelled">
          <input type="checkbox" checked={fields.camera} onChange={(event) => set({ camera: event.target.checked })} />
          {say.t("views.camera")}
        </label>
      )}
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
      <div className="form-end">
        <button type="submit" className="button primary" disabled={busy}>
          {say.t("views.save")}
        </button>
        <button type="button" className="button" onClick={leave}>
          {say.t("views.leave")}
        </button>
      </div>
    </form>
  );
}
