/** Over the map's foot: what is shown, the question it answers, how many that are, and where in the tour one is. */
import { useMemo } from "react";
import { type Names, sentence } from "../../../server/contract/sentence.ts";
import { sceneKinds } from "../../../server/contract/wall.ts";
import { timeText } from "../../state/calendar.ts";
import type { Box } from "../layout.ts";
import type { Shown, WallState } from "../state.ts";
import { usePart, useSay } from "../useWall.ts";
import { place } from "./place.ts";

const part = {
  shown: (s: WallState) => s.shown,
  tour: (s: WallState) => s.tour,
  district: (s: WallState) => s.district,
  sites: (s: WallState) => s.data.sites,
};

/** Names of what a question points at. */
function useNames(): Names {
  const district = usePart(part.district);
  const sites = usePart(part.sites);
  return useMemo(
    () => ({
      category: (code) => district?.categories.find((one) => one.code === code)?.name,
      unit: (id) => {
        const unit = district?.units.find((one) => one.id === id);
        return unit && (unit.shortName || unit.name);
      },
      zone: (id) => district?.zones.find((one) => one.id === id)?.name,
      site: (id) => sites?.name[sites.id.indexOf(id)],
    }),
    [district, sites],
  );
}

export function Caption({ box }: { box: Box }) {
  const say = useSay();
  const shown = usePart(part.shown);
  if (!shown) return null;
  const { scene, fault } = shown;
  return (
    <section className="wall-caption" style={place(box)} data-scene={scene.kind}>
      <p className="wall-caption-head">
        <b>{scene.title ?? say.of(sceneKinds[scene.kind])}</b>
        <Mode />
        <Progress />
      </p>
      {fault ? <p className="wall-fault">{say.of(fault)}</p> : <Question shown={shown} />}
    </section>
  );
}

function Question({ shown: { filter, total, stood } }: { shown: Shown }) {
  const say = useSay();
  const names = useNames();
  const timeZone = usePart(part.district)?.timeZone;
  return (
    <p className="wall-question">
      <span>
        {stood && timeZone && `${say.t("wall.past", { time: timeText(stood.at, timeZone) })} · `}
        {say.of(sentence(filter, names))}
      </span>
      <b>{total === null ? say.t("wall.counting") : say.t("wall.total", { n: say.n(total) })}</b>
    </p>
  );
}

const marks = { paused: "M6 4h4v16H6ZM14 4h4v16h-4Z", left: "M6 4h4v16H6ZM14 4h4v16h-4Z", held: "M5 5h14v14H5Z" } as const;
const modes = { paused: "wall.tour.paused", left: "wall.tour.left", held: "wall.tour.held" } as const;

/** That the tour does not go on now, and why. */
function Mode() {
  const say = useSay();
  const { mode } = usePart(part.tour);
  if (mode === "going") return null;
  return (
    <span className="wall-mode" data-mode={mode}>
      <svg className="wall-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d={marks[mode]} fill="currentColor" />
      </svg>
      {say.t(modes[mode])}
    </span>
  );
}

function Progress() {
  const say = useSay();
  const { at, scenes } = usePart(part.tour);
  if (scenes.length < 2) return null;
  return (
    <span className="wall-progress">
      <span className="wall-ticks" aria-hidden="true">
        {scenes.map((scene, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a scene has no name but its place
          <i key={`${i} ${scene.kind}`} className={i === at ? "now" : ""} />
        ))}
      </span>
      <span title={say.t("wall.placeInTour", { at: at + 1, of: scenes.length })}>
        {at + 1}/{scenes.length}
      </span>
    </span>
  );
}
