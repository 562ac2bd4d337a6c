/** What the office's rules ask of passwords, sessions and duties: each a switch, off where the standards of the trade differ. */
import { askPolicy, savePolicy } from "../../api/people.ts";
import { words } from "../../look/words.ts";
import { Notice } from "../parts/Notice.tsx";
import { toast } from "../run/app.ts";
import { useApp, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { Form } from "./Form.tsx";
import { type FieldOf, valuesOf } from "./fields.ts";

const fields: readonly FieldOf[] = [
  { name: "leastLength", word: "people.leastLength", kind: "number", needed: true },
  { name: "mixed", word: "people.mixed", kind: "flag", hint: "people.mixedHint" },
  { name: "longest_days", word: "people.longestDays", kind: "number", hint: "people.longestDaysHint" },
  { name: "session_h", word: "people.sessionHours", kind: "number", needed: true },
  { name: "idle_min", word: "people.idleMinutes", kind: "number", needed: true },
  { name: "tries", word: "people.tries", kind: "number", needed: true },
  { name: "lock_min", word: "people.lockMinutes", kind: "number", needed: true },
  { name: "undo_min", word: "people.undoMinutes", kind: "number", needed: true },
  { name: "original_days", word: "people.originalDays", kind: "number", needed: true, hint: "people.originalDaysHint" },
  { name: "dutiesSeparate", word: "people.dutiesSeparate", kind: "flag", hint: "people.dutiesSeparateHint" },
];

export function PolicyPage() {
  const app = useApp();
  const say = useSay();
  const answer = useQuestion("policy", askPolicy);
  if (answer.failure) return <Notice kind="failed" title={say.t("admin.failed")} detail={say.of(answer.failure)} />;
  if (!answer.value) return <Notice kind="loading" title={say.t("boot.loading")} />;
  return (
    <section className="book narrow">
      <Form
        key={JSON.stringify(answer.value)}
        title={say.t("people.policy")}
        note={say.t("people.policyNote")}
        fields={fields}
        start={valuesOf(fields, answer.value)}
        exists
        send={savePolicy}
        done={() => {
          toast(app, words["admin.saved"]);
          answer.again();
        }}
        leave={answer.again}
      />
    </section>
  );
}
