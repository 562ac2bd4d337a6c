/** Over the ledger's chosen rows: all of them onto the shortlist. */
import type { AppState } from "../../state/app.ts";
import { Icon } from "../parts/Icon.tsx";
import { useApp, usePart, useSay } from "../useApp.ts";
import { addStops } from "./list.ts";

const chosenOf = (state: AppState) => state.chosen;

export function ListChosen() {
  const app = useApp();
  const say = useSay();
  const chosen = usePart(chosenOf);
  return (
    <button
      type="button"
      className="button"
      onClick={() =>
        addStops(
          app,
          [...chosen.keys()].map((id) => ({ kind: "problem", id })),
        )
      }
    >
      <Icon name="list" />
      {say.t("shortlist.add")}
    </button>
  );
}
