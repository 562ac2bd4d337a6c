/** Where it is: as the phone tells, or set by hand on the map, by typing, by small steps. */
import { lazy, Suspense, useState } from "react";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { untilLoaded } from "../../api/chunk.ts";
import type { Place } from "../../draw/route.ts";
import { Boundary } from "../Boundary.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Fault, Text } from "../parts/Parts.tsx";
import { askPositionAgain } from "../position.ts";
import { type Draft, draftPlace, type FieldState, type Standing } from "../state.ts";
import { usePage, usePart, useSay } from "../usePage.ts";
import { PlacePicture } from "./PlacePicture.tsx";
import { nudged, placeText, readPlace } from "./place.ts";
import { needsPin } from "./reporting.ts";

const PinMap = lazy(() => untilLoaded(() => import("./PinMap.tsx")).then((file) => ({ default: file.PinMap })));

interface Props {
  readonly draft: Draft;
  readonly set: (part: Partial<Draft>) => void;
  readonly fault: Word | undefined;
}
const standingOf = (state: FieldState) => state.standing;
const districtOf = (state: FieldState) => state.district;

export function Where({ draft, set, fault }: Props) {
  const page = usePage();
  const say = useSay();
  const standing = usePart(standingOf);
  const district = usePart(districtOf);
  const [map, setMap] = useState(false);
  const [byHand, setByHand] = useState(false);
  const place = draftPlace(draft);
  const known = standing.state === "known" ? standing.fix : null;
  const centre = place ?? (district && { lon: district.centre[0], lat: district.centre[1] });
  return (
    <section className="card" aria-labelledby="where">
      <h2 id="where">{say.t("find.where")}</h2>
      <div className="where">
        <PlacePicture fix={draft.fix} pin={draft.pin} />
        <div className="where-words" aria-live="polite">
          {place ? (
            <>
              <strong>{placeText(place)}</strong> <small>WGS 84</small>
              <p>{draft.pin ? say.t("find.byHand") : say.t("find.accuracy", { n: Math.round(draft.fix?.accuracy_m ?? 0) })}</p>
            </>
          ) : (
            <p>{say.t(`standing.${standing.state === "known" ? "asking" : standing.state}`)}</p>
          )}
          {place && needsPin(draft) && <p className="warn">{say.t("find.pinNeeded")}</p>}
        </div>
      </div>
      <Help standing={standing} again={() => askPositionAgain(page)} />
      <div className="row wrap">
        <button
          type="button"
          className={needsPin(draft) ? "button primary" : "button"}
          aria-invalid={Boolean(fault)}
          onClick={() => setMap(true)}
          disabled={!centre}
        >
          <Icon name="point" />
          {say.t("find.onMap")}
        </button>
        <button type="button" className="button" aria-expanded={byHand} onClick={() => setByHand(!byHand)}>
          {say.t("find.typeIt")}
        </button>
        {known && (draft.pin || known !== draft.fix) && (
          <button type="button" className="button" onClick={() => set({ fix: known, pin: null })}>
            <Icon name="target" />
            {say.t("find.useHere")}
          </button>
        )}
      </div>
      {byHand && <ByHand key={place ? placeText(place) : ""} place={place} centre={centre} set={(pin) => set({ pin })} />}
      <Fault why={fault} />
      {/* Without a network, and never fetched before, the map cannot come. */}
      {map && centre && (
        <Boundary words={say.t("find.mapFailed")}>
          <Suspense
            fallback={
              <div className="sheet-wait">
                <span className="spinner" aria-hidden="true" />
                {say.t("find.mapComing")}
              </div>
            }
          >
            <PinMap
              at={centre}
              close={place !== null}
              done={(pin) => {
                setMap(false);
                if (pin) set({ pin });
              }}
            />
          </Suspense>
        </Boundary>
      )}
    </section>
  );
}

/** What to do when the phone does not tell where it is. */
function Help({ standing, again }: { standing: Standing; again: () => void }) {
  const say = useSay();
  if (standing.state === "known" || standing.state === "asking") return null;
  return (
    <div className="note">
      <p>{say.t(`standing.${standing.state}Help`)}</p>
      {standing.state !== "unsupported" && (
        <button type="button" className="button" onClick={again}>
          {say.t("standing.again")}
        </button>
      )}
    </div>
  );
}

const step_m = 5;
const steps = [
  { icon: "left", word: "find.west", east: -step_m, north: 0 },
  { icon: "up", word: "find.north", east: 0, north: step_m },
  { icon: "down", word: "find.south", east: 0, north: -step_m },
  { icon: "right", word: "find.east", east: step_m, north: 0 },
] as const;

function ByHand({ place, centre, set }: { place: Place | null; centre: Place | null; set: (pin: Place) => void }) {
  const say = useSay();
  const [text, setText] = useState(place ? placeText(place) : "");
  const read = readPlace(text);
  const from = read ?? place ?? centre;
  return (
    <div className="by-hand">
      <Text label={say.t("find.coordinates")} value={text} set={setText} most={40} />
      <button type="button" className="button" disabled={!read} onClick={() => read && set(read)}>
        {say.t("find.take")}
      </button>
      <fieldset className="nudges" aria-label={say.t("find.nudge", { n: step_m })}>
        <legend>{say.t("find.nudge", { n: step_m })}</legend>
        {steps.map(({ icon, word, east, north }) => (
          <button
            key={word}
            type="button"
            className="button square"
            aria-label={say.t(word)}
            disabled={!from}
            onClick={() => from && set(nudged(from, east, north))}
          >
            <Icon name={icon} />
          </button>
        ))}
      </fieldset>
    </div>
  );
}
