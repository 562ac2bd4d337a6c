/** Who told of it, masked; shown once to those whose duty it is, for a reason that is recorded. */
import { useRef, useState } from "react";
import type { ProblemDetail, Revealed } from "../../../server/contract/types.ts";
import { postReveal } from "../../api/acts.ts";
import { words } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { Field } from "../card/Card.tsx";
import { ReasonForm } from "../parts/ReasonForm.tsx";
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
        <ReasonForm
          label={say.t("acts.revealReason")}
          needed={words["acts.revealNeeded"]}
          button={say.t("acts.reveal")}
          leave={leave}
          send={async (reason) => {
            setShown(await postReveal(p.id, reason));
            setAsking(false);
          }}
        />
      )}
    </Field>
  );
}
