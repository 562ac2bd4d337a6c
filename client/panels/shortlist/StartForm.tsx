/** Where the walk begins: at the first of the list, or at a place that is typed or picked. */
import { useId, useState } from "react";
import type { AppState } from "../../state/app.ts";
import { Icon } from "../parts/Icon.tsx";
import { askPlace, hasMap } from "../run/placing.ts";
import { readPosition } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { setStart } from "./list.ts";

const fromOf = (state: AppState) => state.walkFrom;

export function StartForm() {
  const app = useApp();
  const say = useSay();
  const from = usePart(fromOf);
  const [asking, ask] = useState(false);
  const name = useId();
  const place = from !== null || asking;
  const first = () => {
    ask(false);
    setStart(app, null);
  };
  return (
    <fieldset className="walk-start">
      <legend>{say.t("shortlist.start")}</legend>
      <label>
        <input type="radio" name={name} checked={!place} onChange={first} />
        {say.t("shortlist.startFirst")}
      </label>
      <label>
        <input type="radio" name={name} checked={place} onChange={() => ask(true)} />
        {say.t("shortlist.startPlace")}
      </label>
      {place && <PlaceForm key={from?.join() ?? ""} />}
    </fieldset>
  );
}

function PlaceForm() {
  const app = useApp();
  const say = useSay();
  const from = usePart(fromOf);
  const id = useId();
  const [text, setText] = useState(from ? from.map((degrees) => degrees.toFixed(5)).join(",") : "");
  const place = readPosition(text);
  const bad = text.trim() !== "" && !place;
  const pick = async () => {
    const picked = await askPlace(app);
    const at = picked === null ? null : readPosition(picked);
    if (at) setStart(app, at);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (place) setStart(app, place);
      }}
    >
      <input
        className="field"
        placeholder={say.t("shortlist.typed")}
        aria-label={say.t("shortlist.typed")}
        aria-invalid={bad}
        aria-describedby={bad ? id : undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button" disabled={!place}>
        {say.t("shortlist.set")}
      </button>
      {hasMap(app) && (
        <button type="button" className="button" onClick={() => void pick()}>
          <Icon name="point" />
          {say.t("shortlist.pick")}
        </button>
      )}
      {bad && (
        <p id={id} className="inline-failure">
          {say.t("shortlist.typedBad")}
        </p>
      )}
    </form>
  );
}
