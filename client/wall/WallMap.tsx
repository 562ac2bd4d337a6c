/** The wall's one map: made once, told scenes. */
import { useMemo } from "react";
import type { MapEvents, MapScene } from "../map/handle.ts";
import { MapPane } from "../map/MapPane.tsx";
import { drawnOf, ringsOf } from "../map/question.ts";
import { tellFault } from "./faults.ts";
import { LastPicture } from "./LastPicture.tsx";
import type { WallPage } from "./page.ts";
import { mapBroke, noGraphics } from "./run/said.ts";
import type { WallState } from "./state.ts";
import { leave } from "./tour.ts";
import { useFar } from "./useFar.ts";
import { usePart, useSay, useWall } from "./useWall.ts";

const part = {
  district: (s: WallState) => s.district,
  data: (s: WallState) => s.data,
  shown: (s: WallState) => s.shown,
  settings: (s: WallState) => s.settings,
  pulses: (s: WallState) => s.pulses,
  // The picture follows the minute: what is due becomes overdue.
  minute: (s: WallState) => Math.floor(s.now / 60) * 60,
};
const nothing: ReadonlySet<string> = new Set();

function useScene(): MapScene {
  const say = useSay();
  const layers = usePart(part.data);
  const shown = usePart(part.shown);
  const { lang, theme } = usePart(part.settings);
  const pulses = usePart(part.pulses);
  const minute = usePart(part.minute);
  const stood = shown?.stood ?? null;
  const hot = shown?.hot ?? null;
  const data = useMemo(() => ({ ...layers, ...(stood && { problems: stood.problems }), ...(hot && { hot }) }), [layers, stood, hot]);
  const { shapes: drawn, zones, around } = useMemo(() => drawnOf(shown?.filter.geo ?? [], null, null), [shown?.filter]);
  // Rings of a type's sites are a layer of their own: they do not go through the overlay.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words follow the language
  const rings = useMemo(
    () =>
      ringsOf(
        around.map((one) => ({ ...one, of: one.of.filter((anchor) => !("type" in anchor)) })),
        null,
        [],
        layers.sites,
        (n: number) => say.t("near.metres", { n }),
      ),
    [around, layers.sites, lang],
  );
  const beyond = useFar();
  return useMemo(
    () => ({
      beyond,
      ...{ data, lang, theme, shown: shown?.layers ?? nothing, mask: shown?.mask ?? null, clock: stood?.at ?? minute },
      ...{ rings, drawn, zones, edit: null, hovered: null, selected: null, pulses },
    }),
    [data, lang, theme, shown?.layers, shown?.mask, stood?.at, minute, beyond, rings, drawn, zones, pulses],
  );
}

/** The map's words of its own: what is lost, and what it could not do. */
function heardOf({ store }: WallPage): Pick<MapEvents, "onStatus" | "onGone"> {
  return {
    onStatus: (told) => {
      const lost = told?.key === "contextLost";
      store.set({ contextLost: lost, ...(!lost && { contextGone: false }) });
      const failed = told?.key === "failed" ? mapBroke(told.value ?? "") : null;
      // A tile or a letter that failed is tried again by the map; it is right again with its next good word.
      tellFault(store, "map", told?.key === "noWebgl2" ? noGraphics : failed);
    },
    onGone: () => store.set({ contextGone: true }),
  };
}

const eventsOf = (page: WallPage): MapEvents => ({
  ...heardOf(page),
  onHover: () => {},
  onSelect: () => {},
  onOpen: () => {},
  onMove: (_view, _bounds, byHand) => byHand && page.store.set({ tour: leave(page.store.get().tour, performance.now()) }),
  onReady: () => tellFault(page.store, "map", null),
});

export function WallMap() {
  const page = useWall();
  const district = usePart(part.district);
  const scene = useScene();
  const events = useMemo(() => eventsOf(page), [page]);
  if (!district) return null;
  return (
    <>
      <MapPane district={district} initialView={null} scene={scene} events={events} handleRef={page.map} />
      <LastPicture />
    </>
  );
}
