/** Says that a part of the page cannot come any more, and how it comes all the same. It takes room of its own: nothing lies under it. */
import { useSyncExternalStore } from "react";
import { partLost } from "../../api/chunk.ts";
import { useSay } from "../useApp.ts";

export function LostPart() {
  const say = useSay();
  if (!useSyncExternalStore(partLost.subscribe, partLost.get)) return null;
  return (
    <div className="lost-part" role="alert">
      <p>{say.t("app.partLost")}</p>
      <button type="button" className="button" onClick={() => location.reload()}>
        {say.t("app.reload")}
      </button>
    </div>
  );
}
