/** What stands where something is not there: it is on its way, there is none, or it failed; and what to do about it. */
import type { Word } from "../../../server/contract/vocabulary.ts";
import { useSay } from "../usePlanner.ts";

export function Waiting({ what }: { what: string }) {
  return (
    <div className="notice" role="status">
      <span className="spinner" aria-hidden="true" />
      <p>{what}</p>
    </div>
  );
}
export function Nothing({ title, children }: { title: string; children?: React.ReactNode }) {
  return (
    <div className="notice">
      <strong>{title}</strong>
      {children}
    </div>
  );
}
export function Failed({ failure, again }: { failure: Word; again?: () => void }) {
  const say = useSay();
  return (
    <div className="notice failed" role="alert">
      <strong>{say.t("planner.failed")}</strong>
      <p>{say.of(failure)}</p>
      {again && (
        <button type="button" className="button" onClick={again}>
          {say.t("app.retry")}
        </button>
      )}
    </div>
  );
}
