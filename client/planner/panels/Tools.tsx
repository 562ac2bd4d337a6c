/** The tools at the left, with their keys; what they need to know; and coordinates by hand. */
import { useState } from "react";
import type { Position } from "../../../server/contract/draw.ts";
import { setHand } from "../page.ts";
import { anchorOf, groundPixel, hear, pickTool } from "../run/hear.ts";
import { brushes_m, lockSelected, mergeSelected, resizeBrush, toggleFollow } from "../run/keys.ts";
import { mayDraw, type PlannerState, tableOf } from "../state.ts";
import { toolIds } from "../tools/tool.ts";
import { toolLooks } from "../tools/tools.ts";
import { readTyped } from "../tools/typed.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { Icon } from "./Icon.tsx";

const nowhere: Position = [0, 0];
const part = {
  hand: (s: PlannerState) => tableOf(s)?.hand ?? null,
  draws: mayDraw,
  partition: (s: PlannerState) => tableOf(s)?.history.now.partition ?? null,
  shows: (s: PlannerState) => s.shows,
  centre: (s: PlannerState): Position => s.district?.centre ?? nowhere,
};

export function Tools() {
  const page = usePlanner();
  const say = useSay();
  const draws = usePart(part.draws);
  const hand = usePart(part.hand);
  if (!hand) return null;
  const ids = draws ? toolIds : (["select"] as const);
  return (
    <aside className="plan-tools" aria-label={say.t("planner.tools")}>
      <div role="toolbar" aria-orientation="vertical" aria-label={say.t("planner.tools")}>
        {ids.map((id) => (
          <button
            key={id}
            type="button"
            className={hand.tool === id ? "tool chosen" : "tool"}
            aria-pressed={hand.tool === id}
            title={say.of(toolLooks[id].tip)}
            onClick={() => pickTool(page, id)}
          >
            <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
              <path d={toolLooks[id].icon} fill="currentColor" />
            </svg>
            <span>{say.of(toolLooks[id].word)}</span>
            <kbd>{toolLooks[id].key ?? toolIds.indexOf(id) + 1}</kbd>
          </button>
        ))}
      </div>
      {draws && <Settings />}
      {draws && <Selected />}
      {draws && <Typed />}
      <Shown />
    </aside>
  );
}

/** Brush, snapping, following, and what is painted into. */
function Settings() {
  const page = usePlanner();
  const say = useSay();
  const hand = usePart(part.hand);
  const partition = usePart(part.partition);
  if (!hand || !partition) return null;
  const paints = hand.tool === "brush" || hand.tool === "rectangle";
  const target = hand.target === null ? say.t("planner.nobodys") : (partition.zones.get(hand.target)?.name ?? "");
  return (
    <div className="tool-settings">
      <label className="labelled" title={`${say.t("planner.snap")} Alt`}>
        <input type="checkbox" checked={hand.snap} onChange={(event) => setHand(page, { snap: event.target.checked })} />
        <span>{say.t("planner.snap")}</span>
      </label>
      <label className="labelled" title={say.t("planner.followShort")}>
        <input type="checkbox" checked={hand.follow} onChange={() => toggleFollow(page)} />
        <span>{say.t("planner.followShort")}</span>
      </label>
      {hand.tool === "brush" && (
        <fieldset className="brush-size" aria-label={say.t("planner.brushSize")}>
          <button
            type="button"
            className="icon-button"
            aria-label={say.t("planner.brushSmaller")}
            disabled={hand.brush_m <= brushes_m[0]}
            onClick={() => resizeBrush(page, -1)}
          >
            <Icon name="minus" />
          </button>
          <output>{say.t("planner.metres", { n: say.n(hand.brush_m) })}</output>
          <button type="button" className="icon-button" aria-label={say.t("planner.brushLarger")} onClick={() => resizeBrush(page, 1)}>
            <Icon name="plus" />
          </button>
        </fieldset>
      )}
      {paints && (
        <p className="paint-target">
          {say.t("planner.paintsInto", { name: target })}
          {hand.target !== null && (
            <button type="button" className="link" onClick={() => setHand(page, { target: null })}>
              {say.t("planner.paintNobodys")}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

/** What can be done with what is selected. */
function Selected() {
  const page = usePlanner();
  const say = useSay();
  const hand = usePart(part.hand);
  const n = hand?.selected.size ?? 0;
  return (
    <div className="tool-acts">
      <button type="button" className="tool" disabled={n < 2} onClick={() => mergeSelected(page)}>
        <Icon name="plus" />
        <span>{n > 1 ? say.t("planner.mergeN", { n }) : say.t("planner.merge")}</span>
        <kbd>C</kbd>
      </button>
      <button type="button" className="tool" disabled={n === 0} onClick={() => lockSelected(page)}>
        <Icon name="lock" />
        <span>{say.t("planner.lock")}</span>
        <kbd>L</kbd>
      </button>
      <button type="button" className="tool" onClick={() => page.store.set({ dialog: "suggest" })}>
        <Icon name="check" />
        <span>{say.t("planner.suggest")}</span>
      </button>
    </div>
  );
}

/** Coordinates, or a distance and a bearing, for whoever has numbers or no mouse. */
function Typed() {
  const page = usePlanner();
  const say = useSay();
  const table = usePart(tableOf);
  const [text, setText] = useState("");
  const centre = usePart(part.centre);
  if (!table || table.hand.tool === "select") return null;
  const from = anchorOf(table);
  const read = text.trim() === "" ? null : readTyped(text, from, centre);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (!read || "why" in read) return;
    hear(page, { kind: "typed", at: read.at });
    page.map.current?.goTo({ place: read.at, zoom: page.store.get().view.map?.zoom ?? 15 });
    setText("");
  };
  return (
    <form className="typed" onSubmit={submit}>
      <label className="labelled column">
        <span>{say.t("planner.typed")}</span>
        <input
          className="field"
          autoComplete="off"
          spellCheck={false}
          placeholder={from ? "120 m 45°" : "119.10432 33.60021"}
          aria-invalid={read !== null && "why" in read}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {read && "why" in read && text.length > 3 && <small className="inline-failure">{say.of(read.why)}</small>}
      <div className="pills">
        <button type="submit" className="button" disabled={!read || "why" in read}>
          {say.t("planner.typedAdd")}
        </button>
        <button type="button" className="button" onClick={() => hear(page, { kind: "key", key: "Enter", ...groundPixel(page) })}>
          {say.t("planner.typedEnd")}
        </button>
      </div>
    </form>
  );
}

/** What lies beside the plan on the map. */
function Shown() {
  const { store } = usePlanner();
  const say = useSay();
  const shows = usePart(part.shows);
  return (
    <fieldset className="tool-shown" aria-label={say.t("planner.shown")}>
      <label className="labelled">
        <input
          type="checkbox"
          checked={shows.sites}
          onChange={(event) => store.set({ shows: { ...shows, sites: event.target.checked } })}
        />
        <span>{say.t("planner.showSites")}</span>
      </label>
      <label className="labelled">
        <input
          type="checkbox"
          checked={shows.problems}
          onChange={(event) => store.set({ shows: { ...shows, problems: event.target.checked } })}
        />
        <span>{say.t("planner.showProblems")}</span>
      </label>
    </fieldset>
  );
}
