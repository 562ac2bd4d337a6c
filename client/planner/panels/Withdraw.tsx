/** Takes a publication back before its day: asked first, since it cannot be undone. */
import { useState } from "react";
import type { ZonePlanSummary } from "../../../server/contract/types.ts";
import { useSay } from "../usePlanner.ts";
import { Dialog } from "./Dialog.tsx";

type Props = { readonly plan: Pick<ZonePlanSummary, "name" | "effectiveFrom">; readonly withdraw: () => Promise<void> };

export function Withdraw({ plan, withdraw }: Props) {
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <>
      <button type="button" className="button" onClick={() => setAsking(true)}>
        {say.t("planner.withdraw")}
      </button>
      {asking && (
        <Dialog title={say.t("planner.withdraw")} close={close}>
          <div className="plan-form">
            <p>{say.t("planner.withdrawMore", { name: plan.name, day: plan.effectiveFrom ?? "" })}</p>
            <footer>
              <button type="button" className="button" onClick={close}>
                {say.t("planner.cancel")}
              </button>
              <button type="button" className="button danger" onClick={() => void withdraw().then(close)}>
                {say.t("planner.withdraw")}
              </button>
            </footer>
          </div>
        </Dialog>
      )}
    </>
  );
}
