/** 图表: figures that filter each other, and who mends in time. */
import "../../look/figures.css";
import { useState } from "react";
import { figuresWords } from "../../look/words/figures.ts";
import { learn } from "../../look/words.ts";
import { Performance } from "../queue/Figures.tsx";
import { useSay } from "../useApp.ts";
import { Breakdown } from "./Breakdown.tsx";

learn(figuresWords);

const faces = ["spread", "performance"] as const;

export function FiguresPanel() {
  const say = useSay();
  const [face, setFace] = useState<(typeof faces)[number]>("spread");
  return (
    <section className="figures" aria-label={say.t("charts.label")}>
      <fieldset className="pills figures-tabs" aria-label={say.t("charts.tabs")}>
        {faces.map((one) => (
          <button
            key={one}
            type="button"
            className={one === face ? "pill chosen" : "pill"}
            aria-pressed={one === face}
            onClick={() => setFace(one)}
          >
            {say.t(`charts.${one}`)}
          </button>
        ))}
      </fieldset>
      {face === "spread" ? <Breakdown /> : <Performance />}
    </section>
  );
}
