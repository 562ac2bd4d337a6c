/** A status as its shape in its colour, with its word beside it: the same outlines as on the map. */
import { type ProblemStatus, problemStatuses } from "../../../server/contract/vocabulary.ts";
import { statusShapeSvg } from "../../look/palette.ts";
import { useSay } from "../useApp.ts";

export function StatusShape({ status }: { status: ProblemStatus }) {
  return (
    <svg className="shape" viewBox="0 0 24 24" style={{ color: `var(--${status})` }} aria-hidden="true" focusable="false">
      <path d={statusShapeSvg(status)} fill="currentColor" />
    </svg>
  );
}

export function StatusMark({ status, word }: { status: ProblemStatus; word?: string }) {
  const say = useSay();
  return (
    <span className="status" style={{ color: `var(--${status}-text)` }}>
      <StatusShape status={status} />
      <span>{word ?? say.of(problemStatuses[status])}</span>
    </span>
  );
}
