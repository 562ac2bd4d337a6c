/** Over the ledger while the past is played: its rows are of the question before. */
import "../../look/time.css";
import { timeWords } from "../../look/words/time.ts";
import { learn } from "../../look/words.ts";
import { useSay } from "../useApp.ts";

learn(timeWords);

export function Waiting() {
  const say = useSay();
  return (
    <p className="ledger-waits" role="status">
      {say.t("time.waiting")}
    </p>
  );
}
