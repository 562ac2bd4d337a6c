/** One wall: its picture, how it stands, and its controls. */
import type { Wall, WallOrder, WallTour } from "../../../server/contract/types.ts";
import { orderKinds } from "../../../server/contract/wall.ts";
import type { WordKey } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { stamp } from "../times.ts";
import { type Say, usePart, useSay } from "../useApp.ts";
import { shortSpan } from "./spans.ts";
import { clockOff_s, type Standing, scenesOf, shownTitle, standingOf, titleOf } from "./standing.ts";
import { TourChoice } from "./TourChoice.tsx";
import { WallControls } from "./WallControls.tsx";
import { WallPicture } from "./WallPicture.tsx";

const standingWords: Readonly<Record<Standing, WordKey>> = {
  never: "walls.never",
  lost: "walls.lost",
  strange: "walls.strange",
  fresh: "walls.fresh",
  late: "walls.late",
  stale: "walls.stale",
};
const hints: Partial<Record<Standing, WordKey>> = { never: "walls.neverHint", lost: "walls.lostHint", strange: "walls.strangeHint" };
const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

interface Props {
  readonly wall: Wall;
  /** null = not known (yet). */
  readonly tours: readonly WallTour[] | null;
  /** Seconds since the wall stood so. */
  readonly age_s: number;
  readonly changed: () => void;
}

export function WallCard({ wall, tours, age_s, changed }: Props) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  const standing = standingOf(wall, age_s);
  const hint = hints[standing];
  return (
    <li className="wall-card" data-standing={standing} aria-label={wall.name}>
      <WallPicture wall={wall} old={standing !== "fresh"} />
      <div className="wall-head">
        <h3>{wall.name}</h3>
        <strong className="wall-standing">{say.t(standingWords[standing])}</strong>
        {wall.word?.paused && standing !== "lost" && <span className="tag warn">{say.t("walls.paused")}</span>}
      </div>
      {hint && <p className="hint">{say.t(hint)}</p>}
      <Facts wall={wall} age_s={age_s} timeZone={timeZone} />
      {wall.waiting && (
        <p className="wall-waiting" role="status">
          {say.t("walls.waiting", { what: orderText(wall.waiting, wall, tours, say), time: stamp(wall.waiting.made, timeZone) ?? "" })}
        </p>
      )}
      <TourChoice wall={wall} tours={tours} changed={changed} />
      <WallControls wall={wall} scenes={scenesOf(wall, tours)} lost={standing === "lost" || standing === "never"} changed={changed} />
    </li>
  );
}

/** An order in words: "show a scene: Overdue". */
export function orderText(
  order: Pick<WallOrder, "kind" | "scene" | "message" | "lon" | "lat">,
  wall: Pick<Wall, "tour">,
  tours: readonly WallTour[] | null,
  say: Say,
): string {
  const kind = say.of(orderKinds[order.kind]);
  const scene = order.scene === null ? undefined : scenesOf(wall, tours)[order.scene];
  if (scene) return `${kind} ${say.t("walls.nowScene", { n: (order.scene ?? 0) + 1, title: say.of(titleOf(scene)) })}`;
  if (order.kind === "message" && order.message !== null)
    return say.lang === "zh" ? `${kind}“${order.message}”` : `${kind} “${order.message}”`;
  if (order.kind === "place" && order.lon !== null && order.lat !== null) return `${kind} ${order.lon.toFixed(5)}, ${order.lat.toFixed(5)}`;
  return kind;
}

function Facts({ wall, age_s, timeZone }: { wall: Wall; age_s: number; timeZone: string }) {
  const say = useSay();
  const { word, silent_s } = wall;
  if (!word || silent_s === null) return null;
  const scene = word.scene && say.t("walls.nowScene", { n: word.scene.index + 1, title: say.of(shownTitle(word.scene)) });
  const off = say.t(word.clockOff_s > 0 ? "walls.clockFast" : "walls.clockSlow", { span: shortSpan(Math.abs(word.clockOff_s), say) });
  return (
    <>
      <dl className="wall-facts">
        <dt>{say.t("walls.now")}</dt>
        <dd>{scene ?? say.t("walls.nothing")}</dd>
        <dt>{say.t("walls.heard")}</dt>
        <dd>
          {say.t("walls.ago", { span: shortSpan(silent_s + age_s, say) })}
          {wall.heard && <small> {stamp(wall.heard, timeZone)}</small>}
        </dd>
        <dt>{say.t("walls.screen")}</dt>
        <dd>{word.screen}</dd>
        <dt>{say.t("walls.up")}</dt>
        <dd>{stamp(word.upSince, timeZone)}</dd>
      </dl>
      {Math.abs(word.clockOff_s) > clockOff_s && <p className="inline-note">{off}</p>}
      {word.faults.length > 0 && (
        <div className="inline-note">
          <strong>{say.t("walls.faults")}</strong>
          <ul>
            {word.faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
