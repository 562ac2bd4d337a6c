/** Any notation of a position, seen in every system; words of a place too. Nothing is guessed: which system it is, one chooses. */
import { useEffect, useMemo, useRef, useState } from "react";
import { foundHows } from "../../../server/contract/placeFound.ts";
import "../../look/doctor.css";
import { askLocate } from "../../api/locate.ts";
import { doctorWords } from "../../look/words/doctor.ts";
import { learn } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { Icon } from "../parts/Icon.tsx";
import { keepTab } from "../parts/keepTab.ts";
import { goToPlace } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { readPasted } from "./readings.ts";
import { Systems } from "./Systems.tsx";
import { WrittenIn } from "./WrittenIn.tsx";

learn(doctorWords);

const districtOf = (state: AppState) => state.district;
const positionOf = (state: AppState) => state.position;

export function Doctor({ close }: { close: () => void }) {
  const say = useSay();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(usePart(positionOf));
  useEffect(() => field.current?.focus(), []);
  return (
    <div className="veil" onPointerDown={(event) => event.target === event.currentTarget && close()}>
      <div className="sheet doctor" role="dialog" aria-modal="true" aria-label={say.t("doctor.title")} onKeyDown={keepTab}>
        <header>
          <h2>{say.t("doctor.title")}</h2>
          <button type="button" className="icon-button" aria-label={say.t("app.close")} onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <div className="doctor-body">
          <label className="labelled column">
            <span>{say.t("doctor.field")}</span>
            <input
              className="field"
              ref={field}
              value={text}
              maxLength={200}
              placeholder="119.0212, 33.6011"
              aria-describedby="doctor-hint"
              onChange={(event) => setText(event.target.value)}
            />
          </label>
          <p id="doctor-hint" className="quiet">
            {say.t("doctor.hint")}
          </p>
          <Answer text={text.trim()} choose={setText} close={close} />
        </div>
      </div>
    </div>
  );
}

interface AnswerProps {
  readonly text: string;
  readonly choose: (text: string) => void;
  readonly close: () => void;
}

function Answer({ text, choose, close }: AnswerProps) {
  const app = useApp();
  const say = useSay();
  const district = usePart(districtOf);
  const [system, setSystem] = useState<string | null>(null);
  const pasted = useMemo(() => (text && district ? readPasted(text, district.centre as [number, number]) : null), [text, district]);
  if (!text || !district) return null;
  if (!pasted) return <Places text={text} choose={choose} />;
  const { position, readings } = pasted;
  const chosen = readings.find(({ crs }) => crs === system) ?? readings[0];
  const digits = position.kind === "degrees" ? 7 : 2;
  const show = () => {
    if (!chosen) return;
    close();
    goToPlace(app, chosen.at[0], chosen.at[1]);
  };
  return (
    <>
      <p role="status">
        {say.t("doctor.read", {
          x: Number(position.x.toFixed(digits)),
          y: Number(position.y.toFixed(digits)),
          unit: say.t(position.kind === "degrees" ? "doctor.degrees" : "doctor.metres"),
        })}
        {position.swapped && <strong className="doctor-warn"> {say.t("doctor.swapped")}</strong>}
      </p>
      {chosen ? (
        <>
          <Systems readings={readings} chosen={chosen} choose={setSystem} />
          <WrittenIn at={chosen.at} />
          <button type="button" className="button primary" onClick={show}>
            {say.t("doctor.onMap")}
          </button>
        </>
      ) : (
        <p className="inline-failure">{say.t("doctor.none.near")}</p>
      )}
    </>
  );
}

/** Words that are no coordinates: places they may mean. */
function Places({ text, choose }: { text: string; choose: (text: string) => void }) {
  const say = useSay();
  const latest = useRef(text);
  latest.current = text;
  const answer = useQuestion(text, async (signal) => {
    // Asked when one has stopped typing.
    await new Promise((done) => setTimeout(done, 250));
    if (signal.aborted || latest.current !== text) throw new DOMException("typed on", "AbortError");
    return askLocate(text.slice(0, 100), signal);
  });
  if (answer.state === "failed" && answer.failure)
    return <p className="inline-failure">{say.t("doctor.failed", { reason: say.of(answer.failure) })}</p>;
  if (answer.key !== text || !answer.value) return <p className="quiet">{say.t("boot.loading")}</p>;
  if (answer.value.places.length === 0) return <p role="status">{say.t("doctor.none")}</p>;
  return (
    <section aria-label={say.t("doctor.places")}>
      <h3>{say.t("doctor.places")}</h3>
      <ul className="doctor-places">
        {answer.value.places.map((place) => (
          <li key={`${place.name} ${place.lon} ${place.lat}`}>
            <button type="button" className="row-button" onClick={() => choose(`${place.lon.toFixed(7)}, ${place.lat.toFixed(7)}`)}>
              <span className="tag">{say.of(foundHows[place.how])}</span>
              <span className="clip">{place.name}</span>
              <small>{say.t("doctor.accuracy", { n: say.n(place.accuracy_m) })}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
