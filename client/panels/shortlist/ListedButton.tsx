/** On a card: puts what it is about on the shortlist, or says that it is there and takes it off. */
import type { AppState } from "../../state/app.ts";
import { type Stop, sameStop } from "../../state/shortlist.ts";
import { Icon } from "../parts/Icon.tsx";
import { useApp, usePart, useSay } from "../useApp.ts";
import { toggleStop } from "./list.ts";

const listOf = (state: AppState) => state.shortlist;

export function ListedButton({ stop }: { stop: Stop }) {
  const app = useApp();
  const say = useSay();
  const at = usePart(listOf).findIndex((one) => sameStop(one, stop));
  return (
    <button
      type="button"
      className={at >= 0 ? "button listed" : "button"}
      aria-pressed={at >= 0}
      title={say.t("shortlist.toggleHint")}
      onClick={() => toggleStop(app, stop)}
    >
      <Icon name="list" />
      {at >= 0 ? say.t("shortlist.listed", { n: at + 1 }) : say.t("shortlist.add")}
    </button>
  );
}
