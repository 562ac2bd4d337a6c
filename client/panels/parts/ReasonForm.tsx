/** A reason, asked before something that cannot be undone, or that is recorded. */
import { useId, useState } from "react";
import { wordsOf } from "../../api/http.ts";
import type { Failure } from "../../state/app.ts";
import { useSay } from "../useApp.ts";

interface Props {
  /** What will happen. */
  readonly what?: string;
  readonly label: string;
  /** Said when there is no reason. */
  readonly needed: Failure;
  readonly button: string;
  readonly leave: () => void;
  /** @throws to be said in the form */
  readonly send: (reason: string) => Promise<void>;
}

export function ReasonForm({ what, label, needed, button, leave, send }: Props) {
  const say = useSay();
  const id = useId();
  const [reason, setReason] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const go = async () => {
    if (busy) return;
    if (reason.trim().length < 2) return setFailure(needed);
    setBusy(true);
    try {
      await send(reason.trim());
    } catch (error) {
      setFailure(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <form
      className="reason-form"
      aria-label={button}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        leave();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      {what && <p className="caution">{what}</p>}
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        // biome-ignore lint/a11y/noAutofocus: it was opened to be typed into
        autoFocus
        className="field"
        maxLength={500}
        value={reason}
        aria-invalid={failure !== null}
        onChange={(event) => setReason(event.target.value)}
      />
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
      <div className="form-end">
        <button type="submit" className="button primary" disabled={busy}>
          {button}
        </button>
        <button type="button" className="button" onClick={leave}>
          {say.t("acts.leave")}
        </button>
      </div>
    </form>
  );
}
