/** Says calmly that the map shows sums of more problems than the page holds, and how many they are; nothing once each place is a spot of its own. */
import { lastTileZoom } from "../../../server/contract/tiles.ts";
import type { AppState } from "../../state/app.ts";
import { beyond } from "../../state/beyond.ts";
import { usePart, useSay } from "../useApp.ts";

const totalOf = ({ listing }: AppState) => (listing.state === "ready" ? listing.total : null);
const nearOf = ({ view }: AppState) => (view.map?.zoom ?? 0) >= lastTileZoom;

export function FromTiles() {
  const say = useSay();
  const far = usePart(beyond);
  const near = usePart(nearOf);
  const total = usePart(totalOf);
  if (!far || near || total === null) return null;
  return <p className="from-tiles">{say.t("map.fromTiles", { n: say.n(total) })}</p>;
}
