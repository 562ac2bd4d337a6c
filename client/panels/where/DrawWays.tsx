/** What is drawn by hand: areas to be in, a point or a line to be near; and the same by typed coordinates. */
import { useState } from "react";
import type { WordKey } from "../../look/words.ts";
import type { AppState, DrawKind } from "../../state/app.ts";
import { Icon, type IconName } from "../parts/Icon.tsx";
import type { App } from "../run/app.ts";
import { draw, drawArea, filterByView, type Purpose } from "../run/drawing.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { DistanceField } from "./DistanceField.tsx";
import { TypedShape } from "./TypedShape.tsx";

const hasMap = (state: AppState) => state.bounds !== null;

interface Way {
  readonly word: WordKey;
  readonly icon: IconName;
  readonly run: (app: App) => void;
}
const areas: readonly Way[] = [
  { word: "where.inView", icon: "view", run: filterByView },
  { word: "draw.rectangle", icon: "rectangle", run: (app) => drawArea(app, "rectangle") },
  { word: "draw.lasso", icon: "lasso", run: (app) => drawArea(app, "lasso") },
  { word: "draw.polygon", icon: "area", run: (app) => drawArea(app, "area") },
];
const lines = [
  { word: "where.point", icon: "point", kind: "point" },
  { word: "where.line", icon: "line", kind: "line" },
] as const satisfies readonly { word: WordKey; icon: IconName; kind: DrawKind }[];

/** Metres asked last, for the next drawing too. */
let lastDistance = 100;

export function DrawWays({ close }: { close: () => void }) {
  const app = useApp();
  const say = useSay();
  const map = usePart(hasMap);
  const [typing, setTyping] = useState(false);
  const [distance, setDistance] = useState(lastDistance);
  const act = (run: () => void) => {
    close();
    run();
  };
  const around: Purpose = { within_m: distance };
  return (
    <section aria-label={say.t(map ? "where.onMap" : "where.typed")}>
      <header>
        <h3>{say.t(map ? "where.onMap" : "where.typed")}</h3>
        {map && (
          <button type="button" className="link levels" aria-expanded={typing} onClick={() => setTyping(!typing)}>
            {say.t("where.typed")}
          </button>
        )}
      </header>
      {map && (
        <div className="ways">
          {areas.map(({ word, icon, run }) => (
            <button key={word} type="button" className="way" onClick={() => act(() => run(app))}>
              <Icon name={icon} />
              {say.t(word)}
            </button>
          ))}
          {lines.map(({ word, icon, kind }) => (
            <button key={word} type="button" className="way" onClick={() => act(() => void draw(app, kind, around))}>
              <Icon name={icon} />
              {say.t(word)}
            </button>
          ))}
        </div>
      )}
      <div className="where-row">
        <span className="quiet">{say.t("where.drawnDistance")}</span>
        <DistanceField
          value={distance}
          set={(metres) => {
            lastDistance = metres;
            setDistance(metres);
          }}
        />
      </div>
      {(typing || !map) && <TypedShape distance_m={distance} done={close} />}
    </section>
  );
}
