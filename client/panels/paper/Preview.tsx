/** The sheet as it will be, small: its map is drawn again when the paper is another, its words at once. */
import { useEffect, useRef, useState } from "react";
import { wordsOf } from "../../api/http.ts";
import type { Failure } from "../../state/app.ts";
import { useApp, useSay } from "../useApp.ts";
import { drawSheetMap, previewPerMm, type SheetMap, sheetOf } from "./make.ts";
import { scaleText } from "./scale.ts";
import { type SheetChoice, sizeOf } from "./sheet.ts";

type Drawn = { readonly map: SheetMap } | { readonly failure: Failure } | null;

function useMap({ paper, upright, whole }: Omit<SheetChoice, "dpi">): { drawn: Drawn; again: () => void } {
  const app = useApp();
  const say = useSay();
  const [drawn, setDrawn] = useState<Drawn>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn is another try
  useEffect(() => {
    const left = new AbortController();
    setDrawn(null);
    drawSheetMap(app, { paper, upright, whole, dpi: 150 }, say, left.signal, previewPerMm).then(
      (map) => left.signal.aborted || setDrawn({ map }),
      (error) => left.signal.aborted || setDrawn({ failure: wordsOf(error) }),
    );
    return () => left.abort();
  }, [app, say, paper, upright, whole, turn]);
  return { drawn, again: () => setTurn(turn + 1) };
}

export function Preview({ title, ...choice }: Omit<SheetChoice, "dpi"> & { title: string }) {
  const say = useSay();
  const { drawn, again } = useMap(choice);
  const { width, height } = sizeOf(choice);
  return (
    <div className={choice.upright ? "onpaper-preview upright" : "onpaper-preview"}>
      <div className="onpaper-sheet" style={{ aspectRatio: `${width} / ${height}` }} aria-busy={drawn === null}>
        {drawn === null && (
          <p className="onpaper-wait">
            <span className="spinner" aria-hidden="true" />
            {say.t("paper.drawing")}
          </p>
        )}
        {drawn && "failure" in drawn && (
          <p className="onpaper-wait" role="alert">
            {say.t("paper.failed", { reason: say.of(drawn.failure) })}
            <button type="button" className="link" onClick={again}>
              {say.t("app.retry")}
            </button>
          </p>
        )}
        {drawn && "map" in drawn && <Sheet map={drawn.map} title={title} />}
      </div>
    </div>
  );
}

/** What was drawn stands beside the picture too: for who does not see it, and for tests to measure. */
function Sheet({ map, title }: { map: SheetMap; title: string }) {
  const app = useApp();
  const say = useSay();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.replaceChildren(sheetOf(app, map, title, say));
  }, [app, map, title, say]);
  const { shown, bar, legend, layout } = map;
  const lines = legend.flatMap((group) => group.lines.map(({ label }) => say.of(label)));
  const label = say.t("paper.preview", { title, scale: scaleText(shown.n), n: lines.length });
  return (
    <>
      <div
        ref={place}
        role="img"
        aria-label={label}
        data-bounds={shown.bounds.join(",")}
        data-scale={Math.round(shown.n)}
        data-bar={bar.length_m}
        data-bar-mm={bar.mm}
        data-map-mm={layout.map.width}
      />
      <ul className="sr onpaper-legend">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
