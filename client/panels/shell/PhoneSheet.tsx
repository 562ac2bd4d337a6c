/** On a phone the panels are a sheet with three heights; a handle steps through them, dragging is only the other way. */
import { useRef, useState } from "react";
import type { AppState } from "../../state/app.ts";
import { usePart, useSay } from "../useApp.ts";
import { LayerList } from "./LayerList.tsx";
import { TabBody, Tabs } from "./RightPane.tsx";

const heights = ["low", "half", "full"] as const;
type Height = (typeof heights)[number];
const panelOf = (state: AppState) => state.view.panel;
const drawingOf = (state: AppState) => state.drawing !== null;
const listOf = (state: AppState) => state.view.list;

export function PhoneSheet() {
  const say = useSay();
  const [height, setHeight] = useState<Height>("half");
  const [layers, setLayers] = useState(false);
  const panel = usePart(panelOf);
  const list = usePart(listOf);
  // While a place is asked for on the map, the map must be seen.
  const drawing = usePart(drawingOf);
  const began = useRef<number | null>(null);
  const step = (by: number) => setHeight(heights[Math.max(0, Math.min(heights.length - 1, heights.indexOf(height) + by))] ?? "half");
  return (
    <aside className={`phone-sheet ${drawing ? "low" : height}`} aria-label={say.t("panel.label")} data-panel={panel}>
      <button
        type="button"
        className="handle"
        aria-label={say.t("panel.resize")}
        aria-expanded={height !== "low"}
        onPointerDown={(event) => {
          began.current = event.clientY;
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerUp={(event) => {
          const moved = event.clientY - (began.current ?? event.clientY);
          began.current = null;
          if (Math.abs(moved) > 24) step(moved < 0 ? 1 : -1);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowUp") step(1);
          if (event.key === "ArrowDown") step(-1);
        }}
        onClick={() => setHeight(height === "full" ? "low" : height === "half" ? "full" : "half")}
      >
        <span />
      </button>
      <div className="pane-head">
        <Tabs
          open={() => {
            setLayers(false);
            if (height === "low") setHeight("half");
          }}
        />
        {!list && (
          <button
            type="button"
            className={layers ? "pill chosen" : "pill"}
            aria-pressed={layers}
            onClick={() => {
              setLayers(!layers);
              if (height === "low") setHeight("half");
            }}
          >
            {say.t("panel.layers")}
          </button>
        )}
      </div>
      {layers ? (
        <div className="tab-body scrolls">
          <LayerList />
        </div>
      ) : (
        <TabBody />
      )}
    </aside>
  );
}
