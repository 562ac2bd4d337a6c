/** Says calmly that the map shows sums of more problems than the page holds, and how many they are. */
import type { AppState } from "../../state/app.ts";
import { beyond } from "../../state/beyond.ts";
import { usePart, useSay } from "../useApp.ts";

const totalOf = ({ listing }: AppState) => (listing.state === "ready" ? listing.total : null);

export function FromTiles() {
  const say = useSay();
  const far = usePart(beyond);
  const total = usePart(totalOf);
  if (!far || total === null) return null;
  return <p className="from-tiles">{say.t("map.fromTiles", { n: say.n(total) })}</p>;
}
