/** Small parts that several tabs are made of. */
import { useEffect, useId, useRef, useState } from "react";
import { type ProblemStatus, problemStatuses, type Word } from "../../../server/contract/vocabulary.ts";
import { statusShapeSvg } from "../../look/palette.ts";
import { useSay } from "../usePage.ts";

/** A status as its shape in its colour, with its word beside it. */
export function StatusMark({ status }: { status: ProblemStatus }) {
  const say = useSay();
  return (
    <span className="status" style={{ color: `var(--${status}-text)` }}>
      <svg className="shape" viewBox="0 0 24 24" style={{ color: `var(--${status})` }} aria-hidden="true" focusable="false">
        <path d={statusShapeSvg(status)} fill="currentColor" />
      </svg>
      <span>{say.of(problemStatuses[status])}</span>
    </span>
  );
}

export function Fault({ why, id }: { why: Word | null | undefined; id?: string }) {
  const say = useSay();
  if (!why) return null;
  return (
    <p className="inline-failure" role="alert" id={id}>
      {say.of(why)}
    </p>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly set: (text: string) => void;
  readonly most: number;
  readonly lines?: number;
  readonly fault?: Word | null | undefined;
  /** Usual words, put in at a tap. */
  readonly usual?: readonly string[];
}

/** A line, or some lines, of text with its name above it. */
export function Text({ label, value, set, most, lines = 1, fault, usual = [] }: TextProps) {
  const id = useId();
  const shared = {
    id,
    className: "field",
    maxLength: most,
    value,
    "aria-invalid": Boolean(fault),
    "aria-describedby": fault ? `${id}-fault` : undefined,
  };
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      {usual.length > 0 && (
        <div className="pills">
          {usual.map((text) => (
            <button key={text} type="button" className="pill" onClick={() => set(text)}>
              {text}
            </button>
          ))}
        </div>
      )}
      {lines === 1 ? (
        <input {...shared} autoComplete="off" onChange={(event) => set(event.target.value)} />
      ) : (
        <textarea {...shared} rows={lines} onChange={(event) => set(event.target.value)} />
      )}
      <Fault why={fault} id={`${id}-fault`} />
    </div>
  );
}

export function Choice({ label, on, set }: { label: string; on: boolean; set: (on: boolean) => void }) {
  return (
    <label className="choice">
      <input type="checkbox" checked={on} onChange={(event) => set(event.target.checked)} />
      <span>{label}</span>
    </label>
  );
}

interface ConfirmProps {
  readonly label: string;
  readonly question: string;
  readonly yes: string;
  readonly onYes: () => void;
}

/** A button that asks once more before it does what cannot be undone. */
export function Confirm({ label, question, yes, onYes }: ConfirmProps) {
  const say = useSay();
  const [asks, setAsks] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (asks) dialog.current?.showModal();
  }, [asks]);
  return (
    <>
      <button type="button" className="button" onClick={() => setAsks(true)}>
        {label}
      </button>
      {asks && (
        <dialog ref={dialog} className="sheet" aria-label={question} onClose={() => setAsks(false)}>
          <p>{question}</p>
          <div className="row">
            <button type="button" className="button" onClick={() => dialog.current?.close()}>
              {say.t("field.no")}
            </button>
            <button
              type="button"
              className="button bad"
              onClick={() => {
                dialog.current?.close();
                onYes();
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
