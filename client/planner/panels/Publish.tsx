/** Publishing with proof: what would be uncovered, doubly covered, nobody's; what changes owner; from when, by whose word. */
import { useEffect, useState } from "react";
import type { SignOffKind } from "../../../server/contract/plan.ts";
import type { ZonePlanDifference, ZonePlanProof } from "../../../server/contract/types.ts";
import { wordsOf } from "../../api/http.ts";
import { askApprovers, askDifference, askProof, publishPlan } from "../../api/plans.ts";
import { dayText } from "../../state/calendar.ts";
import { setTable, toast } from "../page.ts";
import { saverOf } from "../run/acts.ts";
import { changeMarks } from "../run/changeMarks.ts";
import { wordOf } from "../run/words.ts";
import { type Asked, type PlannerState, tableOf } from "../state.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { Changes } from "./Changes.tsx";
import { Dialog } from "./Dialog.tsx";
import { Proof, SignOffs } from "./Proof.tsx";
import { Failed, Waiting } from "./Standing.tsx";

const part = {
  plan: (s: PlannerState) => tableOf(s)?.plan ?? null,
  me: (s: PlannerState) => s.me,
  district: (s: PlannerState) => s.district,
  clock: (s: PlannerState) => s.clock,
};

/** The Monday after a day. @param today yyyy-MM-dd */
export function nextMonday(today: string): string {
  const unix_ms = Date.parse(`${today}T00:00:00Z`);
  const days = (8 - new Date(unix_ms).getUTCDay()) % 7 || 7;
  return new Date(unix_ms + days * 86_400_000).toISOString().slice(0, 10);
}

/** The proof and the difference of what is saved; asked again with each version. */
function useProof(plan: number | null, version: number | null) {
  const page = usePlanner();
  const [proof, setProof] = useState<Asked<ZonePlanProof>>({ state: "asking" });
  const [difference, setDifference] = useState<Asked<ZonePlanDifference>>({ state: "asking" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version, another proof
  useEffect(() => {
    if (plan === null) return;
    const left = new AbortController();
    const ask = async <T,>(what: () => Promise<T>, tell: (asked: Asked<T>) => void) => {
      try {
        await saverOf(page)?.now();
        const value = await what();
        if (!left.signal.aborted) tell({ state: "there", value });
      } catch (error) {
        if (!left.signal.aborted) tell({ state: "failed", failure: wordsOf(error) });
      }
    };
    void ask(() => askProof(plan, left.signal), setProof);
    void ask(() => askDifference(plan, null, left.signal), setDifference);
    return () => left.abort();
  }, [plan, version, page]);
  return { proof, difference };
}

export function Publish() {
  const page = usePlanner();
  const say = useSay();
  const plan = usePart(part.plan);
  const { proof, difference } = useProof(plan?.id ?? null, plan?.version ?? null);
  const [reasons, setReasons] = useState<Partial<Record<SignOffKind, string>>>({});
  const close = () => {
    setTable(page, { marks: [] });
    page.store.set({ dialog: null });
  };
  useEffect(() => {
    if (difference.state === "there") setTable(page, { marks: changeMarks(difference.value) });
  }, [difference, page]);
  if (!plan) return null;
  return (
    <Dialog title={say.t("planner.publishTitle", { name: plan.name })} close={close} aside className="publish">
      {proof.state === "asking" && <Waiting what={say.t("planner.proving")} />}
      {proof.state === "failed" && <Failed failure={proof.failure} />}
      {proof.state === "there" && (
        <>
          <Proof proof={proof.value} />
          <SignOffs needs={proof.value.needs} reasons={reasons} change={setReasons} />
        </>
      )}
      <h3>{say.t("planner.whatChanges")}</h3>
      {difference.state === "asking" && <Waiting what={say.t("planner.comparing")} />}
      {difference.state === "failed" && <Failed failure={difference.failure} />}
      {difference.state === "there" && <Changes difference={difference.value} />}
      {proof.state === "there" && <Confirm proof={proof.value} reasons={reasons} close={close} />}
    </Dialog>
  );
}

/** What no reason can mend. */
const broken = ({ uncovered_m2, overlap_m2, faults }: ZonePlanProof) => uncovered_m2 > 0 || overlap_m2 > 0 || faults.length > 0;

/** Leaders first; whoever looks when the others cannot be asked. */
function useApprovers(): readonly { readonly id: number; readonly name: string }[] {
  const page = usePlanner();
  const me = usePart(part.me);
  const [rows, setRows] = useState<readonly { readonly id: number; readonly name: string }[]>(me?.person ? [me.person] : []);
  useEffect(() => {
    askApprovers().then(
      (answer) => setRows(answer.rows),
      (error: unknown) => toast(page, wordsOf(error)),
    );
  }, [page]);
  return rows;
}

function Confirm({ proof, reasons, close }: { proof: ZonePlanProof; reasons: Partial<Record<SignOffKind, string>>; close: () => void }) {
  const page = usePlanner();
  const say = useSay();
  const plan = usePart(part.plan);
  const district = usePart(part.district);
  const clock = usePart(part.clock);
  const approvers = useApprovers();
  const today = dayText(clock, district?.timeZone ?? "Asia/Shanghai");
  const [from, setFrom] = useState(nextMonday(today));
  const [chosen, setApprover] = useState<string | null>(null);
  const approver = chosen ?? String(approvers[0]?.id ?? "");
  const [note, setNote] = useState("");
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const missing = proof.needs.filter((kind) => !reasons[kind]?.trim());
  const ready = !broken(proof) && missing.length === 0 && approver !== "" && from !== "" && sure && !busy;
  const publish = async (event: React.FormEvent) => {
    event.preventDefault();
    if (!plan || !ready) return;
    setBusy(true);
    const signOffs = proof.needs.map((kind) => ({ kind, reason: reasons[kind]?.trim() ?? "" }));
    try {
      await publishPlan(plan.id, { version: proof.version, from, approver: Number(approver), signOffs, note: note.trim() || null });
      close();
      await saverOf(page)?.takeTheirs(wordOf("planner.published", { name: plan.name, day: from }));
    } catch (error) {
      setBusy(false);
      toast(page, wordsOf(error));
    }
  };
  return (
    <form className="plan-form publish-form" onSubmit={(event) => void publish(event)}>
      <label className="labelled">
        <span>{say.t("planner.effective")}</span>
        <input className="field" type="date" required min={today} value={from} onChange={(event) => setFrom(event.target.value)} />
      </label>
      <label className="labelled">
        <span>{say.t("planner.approver")}</span>
        <select className="field" required value={approver} onChange={(event) => setApprover(event.target.value)}>
          {approvers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className="labelled column">
        <span>{say.t("planner.note")}</span>
        <textarea className="field" rows={2} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <label className="labelled">
        <input type="checkbox" checked={sure} onChange={(event) => setSure(event.target.checked)} />
        <span>{say.t("planner.sure", { day: from })}</span>
      </label>
      {broken(proof) && <p className="inline-failure">{say.t("planner.brokenMore")}</p>}
      {missing.length > 0 && <p className="inline-failure">{say.t("planner.reasonsMissing", { n: missing.length })}</p>}
      <footer>
        <button type="button" className="button" onClick={close}>
          {say.t("planner.cancel")}
        </button>
        <button type="submit" className="button primary" disabled={!ready}>
          {say.t(busy ? "planner.publishing" : "planner.publish")}
        </button>
      </footer>
    </form>
  );
}
