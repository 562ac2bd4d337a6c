/** Every way to say where, in one panel: drawn, a zone, a distance, a place with a name. What is chosen holds together with all the rest. */
import "./learnt.ts";
import { useFirstFocus } from "../parts/useFirstFocus.ts";
import { openNear } from "../run/app.ts";
import { useApp, useSay } from "../useApp.ts";
import { DistanceChoices } from "./DistanceChoices.tsx";
import { DrawWays } from "./DrawWays.tsx";
import { NamedShapes } from "./NamedShapes.tsx";
import { ZoneChoices } from "./ZoneChoices.tsx";

export function WherePanel({ close }: { close: () => void }) {
  const app = useApp();
  const say = useSay();
  const box = useFirstFocus();
  return (
    <div ref={box} className="where-panel">
      <DrawWays close={close} />
      <DistanceChoices />
      <ZoneChoices />
      <NamedShapes />
      <button
        type="button"
        className="link"
        onClick={() => {
          close();
          openNear(app);
        }}
      >
        {say.t("filter.nearMore")}
      </button>
    </div>
  );
}
