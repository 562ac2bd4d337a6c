/** The map's tools, 1 to 7, and the bar that stands while one draws, with typed coordinates as the other way. */
import "../where/learnt.ts";
import { useEffect, useRef, useState } from "react";
import type { WordKey } from "../../look/words.ts";
import type { AppState, AreaTool, DrawKind } from "../../state/app.ts";
import { Icon, type IconName } from "../parts/Icon.tsx";
import { areaTools, drawArea, leaveTool } from "../run/drawing.ts";
import { type Shortcut, tools } from "../run/keys.ts";
import { readPosition } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { TimeTool } from "./TimeTool.tsx";

const drawingOf = (state: AppState) => state.drawing;
const areaToolOf = (state: AppState) => state.areaTool;
const icons: readonly IconName[] = ["hand", "point", "line", "area", "view", "near", "home"];
/** Which drawing a tool stands for; the first one stands for none. */
const drawings = [null, "point", "line", "area"] as const;
const ways: Readonly<Record<AreaTool, { icon: IconName; word: WordKey }>> = {
  area: { icon: "area", word: "draw.polygon" },
  rectangle: { icon: "rectangle", word: "draw.rectangle" },
  lasso: { icon: "lasso", word: "draw.lasso" },
};
const isArea = (drawing: DrawKind | null) => areaTools.some((one) => one === drawing);

export function ToolBar() {
  const app = useApp();
  const say = useSay();
  const drawing = usePart(drawingOf);
  return (
    <div className="tool-bar" role="toolbar" aria-label={say.t("map.tools")} aria-orientation="vertical">
      {tools.map((tool, i) => {
        if (drawings[i] === "area") return <AreaTools key={tool.word} tool={tool} />;
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
      <TimeTool />
    </div>
  );
}

/** One tool for areas, as it was used last; beside it the ways to choose from. */
function AreaTools({ tool }: { tool: Shortcut }) {
  const app = useApp();
  const say = useSay();
  const drawing = usePart(drawingOf);
  const kept = usePart(areaToolOf);
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const away = ({ target }: Event) => target instanceof Node && !box.current?.contains(target) && setOpen(false);
    document.addEventListener("pointerdown", away);
    document.addEventListener("focusin", away);
    return () => {
      document.removeEventListener("pointerdown", away);
      document.removeEventListener("focusin", away);
    };
  }, [open]);
  const name = `${say.t(tool.word)} · ${say.t(ways[kept].word)}`;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc anywhere inside closes; the buttons carry the roles
    <div
      ref={box}
      className="tool-more"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        event.preventDefault();
        event.stopPropagation();
        setOpen(false);
      }}
    >
      <button
        type="button"
        className={isArea(drawing) ? "icon-button chosen" : "icon-button"}
        aria-label={name}
        aria-pressed={isArea(drawing)}
        title={`${name} ${tool.shown}`}
        onClick={() => (isArea(drawing) ? leaveTool(app) : drawArea(app, kept))}
      >
        <Icon name={ways[kept].icon} />
      </button>
      <button
        type="button"
        className="tool-fold"
        aria-label={say.t("draw.areaTools")}
        title={say.t("draw.areaTools")}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="right" />
      </button>
      {open && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would want a legend's room
        <div className="tool-menu" role="group" aria-label={say.t("draw.areaTools")}>
          {areaTools.map((one) => (
            <button
              key={one}
              type="button"
              className={one === kept ? "chosen" : undefined}
              aria-pressed={one === kept}
              onClick={() => {
                setOpen(false);
                drawArea(app, one);
              }}
            >
              <Icon name={ways[one].icon} />
              {say.t(ways[one].word)}
            </button>
          ))}
        </div>
      )}
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
  const label = say.t(drawing === "rectangle" ? "draw.typedCorner" : "map.typed");
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
      <span>{say.t(`draw.hint.${drawing}`)}</span>
      <input
        className="field"
        placeholder={label}
        aria-label={label}
        value={text}
        aria-invalid={text !== "" && !place}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button" disabled={!place}>
        {say.t("map.addTyped")}
      </button>
      {drawing !== "point" && drawing !== "rectangle" && (
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
