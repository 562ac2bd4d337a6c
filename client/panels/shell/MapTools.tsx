/** The map's tools, 1 to 7, and the bar that stands while one draws, with typed coordinates as the other way. */
import { useState } from "react";
import type { AppState } from "../../state/app.ts";
import { Icon, type IconName } from "../parts/Icon.tsx";
import { leaveTool } from "../run/drawing.ts";
import { tools } from "../run/keys.ts";
import { readPosition } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";

const drawingOf = (state: AppState) => state.drawing;
const icons: readonly IconName[] = ["hand", "point", "line", "area", "view", "near", "home"];
/** Which drawing a tool stands for; the first one stands for none. */
const drawings = [null, "point", "line", "area"] as const;

export function ToolBar() {
  const app = useApp();
  const say = useSay();
  const drawing = usePart(drawingOf);
  return (
    <div className="tool-bar" role="toolbar" aria-label={say.t("map.tools")} aria-orientation="vertical">
      {tools.map((tool, i) => {
        const holds = i < drawings.length ? drawing === drawings[i] : undefined;
        return (
          <button
            key={tool.word}
            type="button"
            className={holds ? "icon-button chosen" : "icon-button"}
            aria-label={say.t(tool.word)}
            aria-pressed={holds}
            title={`${say.t(tool.word)} ${tool.shown}`}
            onClick={() => tool.run(app)}
          >
            <Icon name={icons[i] ?? "hand"} />
          </button>
        );
      })}
    </div>
  );
}

export function DrawBar() {
  const app = useApp();
  const say = useSay();
  const drawing = usePart(drawingOf);
  const [text, setText] = useState("");
  if (!drawing) return null;
  const place = readPosition(text);
  const hint = {
    point: "map.drawPoint",
    line: "map.drawLine",
    area: "map.drawArea",
    rectangle: "map.drawArea",
    lasso: "map.drawArea",
  } as const;
  return (
    <form
      className="draw-bar"
      onSubmit={(event) => {
        event.preventDefault();
        if (!place) return;
        app.map.current?.addPosition(place);
        setText("");
      }}
    >
      <span>{say.t(hint[drawing])}</span>
      <input
        className="field"
        placeholder={say.t("map.typed")}
        aria-label={say.t("map.typed")}
        value={text}
        aria-invalid={text !== "" && !place}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button" disabled={!place}>
        {say.t("map.addTyped")}
      </button>
      {drawing !== "point" && (
        <button type="button" className="button primary" onClick={() => app.map.current?.finishDraw()}>
          {say.t("map.drawDone")}
        </button>
      )}
      <button type="button" className="button" onClick={() => leaveTool(app)}>
        {say.t("map.drawLeave")}
      </button>
    </form>
  );
}
