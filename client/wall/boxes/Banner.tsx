/** Over the map's head, while something is wrong: where picture and ledger differ, what failed, what the settings ask in vain. */
import { useState } from "react";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { statusShapeSvg } from "../../look/palette.ts";
import type { Box } from "../layout.ts";
import type { Difference, WallState } from "../state.ts";
import { type Say, usePart, useSay } from "../useWall.ts";
import { place } from "./place.ts";

const part = {
  differences: (s: WallState) => s.differences,
  faults: (s: WallState) => s.faults,
  lost: (s: WallState) => s.contextLost,
  /** Several take turns. */
  turn: (s: WallState) => Math.floor(s.now / 8),
};

/** Turns: a minute. */
const noted = 8;

const layers = {
  problems: "wall.layer.problems",
  hits: "wall.layer.hits",
  sites: "wall.layer.sites",
  zones: "wall.layer.zones",
  overlay: "wall.layer.overlay",
} as const;

const differs = ({ layer, drawn, counted }: Difference, say: Say): string =>
  say.t("wall.differs", { what: say.t(layers[layer]), drawn: say.n(drawn), counted: say.n(counted) });

interface Props {
  readonly box: Box;
  /** What is wrong with the screen's settings. */
  readonly settings: readonly Word[];
  /** What there is no room for: said for a minute, for whoever hangs the screen. */
  readonly notes: readonly Word[];
}

export function Banner({ box, settings, notes }: Props) {
  const say = useSay();
  const differences = usePart(part.differences);
  const faults = usePart(part.faults);
  const lost = usePart(part.lost);
  const turn = usePart(part.turn);
  const [first] = useState(turn);
  const all = [
    ...differences.map((one) => differs(one, say)),
    ...faults.map(say.of),
    ...(lost ? [say.t("wall.lastPicture")] : []),
    ...settings.map(say.of),
    ...(turn - first < noted ? notes.map(say.of) : []),
  ];
  if (!all.length) return null;
  return (
    <section className="wall-banner" style={place(box)} role="status">
      <div>
        <svg className="wall-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d={statusShapeSvg("overdue")} fill="currentColor" />
        </svg>
        <p>{all[turn % all.length]}</p>
        {all.length > 1 && <span>{say.t("wall.more", { n: all.length - 1 })}</span>}
      </div>
    </section>
  );
}
