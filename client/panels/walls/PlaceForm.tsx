/** A place for a wall to go to: a site, a problem or an area by name or number, or a position as it is typed. */
import { useEffect, useId, useState } from "react";
import type { SearchAnswer } from "../../../server/contract/types.ts";
import { askSearch } from "../../api/search.ts";
import type { WordKey } from "../../look/words.ts";
import { readPosition } from "../times.ts";
import { type Say, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { HowLong } from "./HowLong.tsx";
import type { Send } from "./WallControls.tsx";

type Hit = SearchAnswer["hits"][number];
export interface Place {
  readonly key: string;
  readonly kind: WordKey | null;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
}

const pause_ms = 150;
const kinds = { site: "walls.kindSite", zone: "walls.kindZone", problem: "walls.kindProblem" } as const satisfies Record<string, WordKey>;
/** Near enough to see a place from across the room; an area is larger. */
const zooms = { site: 16, problem: 17, zone: 14 } as const;

/** What of an answer has a place on the map. */
export function placesOf(hits: readonly Hit[]): Place[] {
  return hits.flatMap(({ kind, id, name, lon, lat }) =>
    kind === "unit" || lon === null || lat === null ? [] : [{ key: `${kind}/${id}`, kind: kinds[kind], name, lon, lat, zoom: zooms[kind] }],
  );
}

/** A position that was typed, or null. */
export function typedPlace(text: string, say: Say): Place | null {
  const typed = readPosition(text);
  if (!typed) return null;
  const [lon, lat] = typed;
  return { key: "typed", kind: null, name: say.t("walls.placeTyped", { lon, lat }), lon, lat, zoom: zooms.site };
}

export function PlaceForm({ busy, send }: { busy: boolean; send: Send }) {
  const say = useSay();
  const id = useId();
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  const [seconds, setSeconds] = useState(60);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim().slice(0, 100)), pause_ms);
    return () => clearTimeout(timer);
  }, [text]);
  const typed = typedPlace(text, say);
  const answer = useQuestion(asked && !typed ? asked : null, (signal) => askSearch(asked, signal));
  const settled = asked === text.trim() && answer.key === asked;
  const places = typed ? [typed] : placesOf((asked && answer.value?.hits) || []);
  const go = (place: Place | undefined) => {
    if (place && !busy)
      void send({ kind: "place", lon: place.lon, lat: place.lat, zoom: place.zoom, seconds }, { zh: place.name, en: place.name });
  };
  const state = answer.failure
    ? say.t("walls.placeFailed", { reason: say.of(answer.failure) })
    : places.length
      ? say.t("walls.placeFound", { n: places.length })
      : asked && answer.state === "ready"
        ? say.t("walls.placeNone", { text: asked })
        : "";
  return (
    <form
      className="wall-form"
      onSubmit={(event) => {
        event.preventDefault();
        // What is still being looked for is not what was meant.
        if (typed || settled) go(places[0]);
      }}
    >
      <label htmlFor={id}>{say.t("walls.placeLabel")}</label>
      <input
        id={id}
        // biome-ignore lint/a11y/noAutofocus: it was opened to be typed into
        autoFocus
        className="field"
        autoComplete="off"
        placeholder={say.t("walls.placeHint")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <HowLong value={seconds} change={setSeconds} />
      <p className={answer.failure ? "inline-failure" : "hint"} role="status">
        {state}
      </p>
      <ul className="wall-places">
        {places.map((place) => (
          <li key={place.key}>
            <button type="button" className="pill" disabled={busy} onClick={() => go(place)}>
              {place.kind && <small>{say.t(place.kind)}</small>}
              {place.name}
            </button>
          </li>
        ))}
      </ul>
    </form>
  );
}
