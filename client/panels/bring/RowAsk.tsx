/** A button of a row that asks once more, in a sheet of its own, before what it does. */
import { useEffect, useRef, useState } from "react";
import { useSay } from "../useApp.ts";

interface Props {
  readonly label: string;
  readonly question: string;
  readonly yes: string;
  readonly run: () => void;
}
export function RowAsk({ label, question, yes, run }: Props) {
  const say = useSay();
  const [asks, setAsks] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (asks) dialog.current?.showModal();
  }, [asks]);
  return (
    <>
      <button type="button" className="link" onClick={() => setAsks(true)}>
        {label}
      </button>
      {asks && (
        <dialog ref={dialog} className="session-sheet bring-ask" aria-label={question} onClose={() => setAsks(false)}>
          <p>{question}</p>
          <div className="form-end">
            <button type="button" className="button" onClick={() => dialog.current?.close()}>
              {say.t("bring.back")}
            </button>
            <button
              type="button"
              className="button primary"
              onClick={() => {
                dialog.current?.close();
                run();
              }}
            >
              {yes}
            </button>
          </div>
        </dialog>
      )}
    </>
  );
}
