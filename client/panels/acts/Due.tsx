/** Until when, how long that still is, and how it was computed. */
import type { ProblemDetail } from "../../../server/contract/types.ts";
import { Deadline } from "../ledger/LedgerRow.tsx";
import { stamp } from "../times.ts";
import { useSay } from "../useApp.ts";
import { Arithmetic } from "./Arithmetic.tsx";
import { limitText } from "./spans.ts";

export function Due({ problem: p, timeZone }: { problem: ProblemDetail; timeZone: string }) {
  const say = useSay();
  return (
    <div className="due">
      <span className="inline-two">
        {p.closed && p.deadline && <span>{stamp(p.deadline, timeZone)}</span>}
        <Deadline row={p} timeZone={timeZone} />
        {p.limit && <small>{say.t("acts.limitIs", { limit: limitText(p.limit, say) })}</small>}
      </span>
      {p.arithmetic && (
        <details>
          <summary>{say.t("acts.how")}</summary>
          <Arithmetic sum={p.arithmetic} />
        </details>
      )}
    </div>
  );
}
