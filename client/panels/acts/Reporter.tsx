/** Who told of it, masked; shown once to those whose duty it is, for a reason that is recorded. */
import { useRef, useState } from "react";
import type { ProblemDetail, Revealed } from "../../../server/contract/types.ts";
import { postReveal } from "../../api/acts.ts";
import { wordsOf } from "../../api/http.ts";
import { words } from "../../look/words.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { Field } from "../card/Card.tsx";
import { usePart, useSay } from "../useApp.ts";

const meOf = (state: AppState) => state.me;

export function Reporter({ problem: p }: { problem: ProblemDetail }) {
  const say = useSay();
  const me = usePart(meOf);
  const [shown, setShown] = useState<Revealed | null>(null);
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (!p.reporter) return null;
  const { name, phone } = shown ?? p.reporter;
  const may = me?.roles.some((role) => role === "dispatcher" || role === "inspector") ?? false;
  const leave = () => {
    setAsking(false);
    setTimeout(() => button.current?.focus());
  };
  return (
    <Field name={say.t("acts.reporter")}>
      {[name, phone].filter(Boolean).join(" ") || say.t("acts.anonymous")}{" "}
      {may && !shown && !asking && (
        <button ref={button} type="button" className="link" onClick={() => setAsking(true)}>
          {say.t("acts.reveal")}
        </button>
      )}
      {shown && <small>{say.t("acts.revealed")}</small>}
      {asking && (
        <Reason
          id={p.id}
          leave={leave}
          done={(told) => {
            setShown(told);
            setAsking(false);
          }}
        />
      )}
    </Field>
  );
}

function Reason({ id, done, leave }: { id: number; done: (told: Revealed) => void; leave: () => void }) {
  const say = useSay();
  const [reason, setReason] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (busy) return;
    if (reason.trim().length < 2) return setFailure(words["acts.revealNeeded"]);
    setBusy(true);
    try {
      done(await postReveal(id, reason.trim()));
    } catch (error) {
      setFailure(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <form
      className="reveal"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        leave();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: it was opened to be typed into
        autoFocus
        className="field"
        maxLength={200}
        aria-label={say.t("acts.revealReason")}
        placeholder={say.t("acts.revealReason")}
        value={reason}
        aria-invalid={failure !== null}
        onChange={(event) => setReason(event.target.value)}
      />
      <button type="submit" className="button" disabled={busy}>
        {say.t("acts.reveal")}
      </button>
      <button type="button" className="link" onClick={leave}>
        {say.t("acts.leave")}
      </button>
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
    </form>
  );
}
