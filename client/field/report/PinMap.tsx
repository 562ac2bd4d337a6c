/** The map, over the page: it is moved under a pin that stands in its middle. The district's own ground, kept on the phone once seen. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { BaseLayer, ZonesLayer } from "../../../server/contract/types.ts";
import { askLayer } from "../../api/layers.ts";
import type { Place } from "../../draw/route.ts";
import type { MapEvents, MapHandle, MapScene } from "../../map/handle.ts";
import { MapPane } from "../../map/MapPane.tsx";
import { Icon } from "../parts/Icon.tsx";
import { themeNow } from "../prefer.ts";
import type { FieldState } from "../state.ts";
import { usePage, usePart, useSay } from "../usePage.ts";
import { nudged, placeText } from "./place.ts";

interface Props {
  readonly at: Place;
  /** The place is known: begin near. */
  readonly close: boolean;
  /** @param pin null = left as it was */
  readonly done: (pin: Place | null) => void;
}
const partsOf = (state: FieldState) => state.district;
const langOf = (state: FieldState) => state.lang;
const themeOf = (state: FieldState) => state.theme;
const shown: ReadonlySet<string> = new Set(["baseGround", "baseRoads", "basePlaces", "district", "zones2"]);

/** The ground, from the phone at once and from the server when it answers. */
function useGround(): MapScene["data"] {
  const page = usePage();
  const [data, setData] = useState<MapScene["data"]>({});
  useEffect(() => {
    const names = ["base", "zones"] as const;
    for (const name of names) {
      const key = `layer/${name}`;
      const put = (layer: BaseLayer | ZonesLayer) => setData((before) => ({ ...before, [name]: layer }));
      void page.keep.read<BaseLayer | ZonesLayer>(key).then((kept) => kept && put(kept));
      askLayer(name).then(
        (layer) => {
          put(layer);
          return page.keep.write(key, layer);
        },
        () => {
          // What was kept stays; without it the map is bare, and the place can be typed.
        },
      );
    }
  }, [page]);
  return data;
}

export function PinMap({ at, close, done }: Props) {
  const say = useSay();
  const district = usePart(partsOf);
  const lang = usePart(langOf);
  const theme = themeNow(usePart(themeOf));
  const data = useGround();
  const dialog = useRef<HTMLDialogElement>(null);
  const handle = useRef<MapHandle | null>(null);
  const [place, setPlace] = useState(at);
  const [failure, setFailure] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const scene = useMemo(
    (): MapScene => ({ data, lang, theme, shown, mask: null, clock: 0, rings: [], drawn: [], hovered: null, selected: null }),
    [data, lang, theme],
  );
  const events: MapEvents = {
    onHover: () => {},
    onSelect: () => {},
    onOpen: () => {},
    onMove: ({ lon, lat }) => setPlace({ lon, lat }),
    onStatus: (message) => message && (message.key === "noWebgl2" || message.key === "failed") && setFailure(true),
    onReady: () => {},
  };
  const nudge = (east_m: number, north_m: number) => {
    const to = nudged(place, east_m, north_m);
    setPlace(to);
    handle.current?.goTo({ ...to, zoom: 18 });
  };
  if (!district) return null;
  return (
    <dialog
      ref={dialog}
      className="pin-map"
      aria-label={say.t("find.onMap")}
      onCancel={(event) => {
        event.preventDefault();
        done(null);
      }}
    >
      <div className="pin-map-picture">
        <MapPane district={district} initialView={{ ...at, zoom: close ? 17 : 13 }} scene={scene} events={events} handleRef={handle} />
        <svg className="pin-map-pin" viewBox="-12 -26 24 28" aria-hidden="true">
          <path d="M0 0c-7-9-10-12-10-16a10 10 0 0 1 20 0c0 4-3 7-10 16zM0-20a4 4 0 1 0 0 8 4 4 0 0 0 0-8z" />
        </svg>
      </div>
      <div className="pin-map-foot">
        <p aria-live="polite">
          {say.t("find.moveMap")} <strong>{placeText(place)}</strong> <small>WGS 84</small>
        </p>
        {failure && <p className="inline-failure">{say.t("find.mapFailed")}</p>}
        <div className="nudges">
          <button type="button" className="button square" aria-label={say.t("find.west")} onClick={() => nudge(-5, 0)}>
            <Icon name="left" />
          </button>
          <button type="button" className="button square" aria-label={say.t("find.north")} onClick={() => nudge(0, 5)}>
            <Icon name="up" />
          </button>
          <button type="button" className="button square" aria-label={say.t("find.south")} onClick={() => nudge(0, -5)}>
            <Icon name="down" />
          </button>
          <button type="button" className="button square" aria-label={say.t("find.east")} onClick={() => nudge(5, 0)}>
            <Icon name="right" />
          </button>
        </div>
        <div className="row">
          <button type="button" className="button" onClick={() => done(null)}>
            {say.t("field.cancel")}
          </button>
          <button type="button" className="button primary" onClick={() => done(place)}>
            {say.t("find.here")}
          </button>
        </div>
      </div>
    </dialog>
  );
}
