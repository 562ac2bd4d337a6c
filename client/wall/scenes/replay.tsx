/**
 * The scene "replay": how the last 30 days went, day by day, on the map and as figures. The map shows heat alone: single problems would come
 * and go faster than an eye can follow them.
 */
import "../../look/wallScenes.css";
import { formatFilter } from "../../../server/contract/filter.ts";
import { unixOf } from "../../state/calendar.ts";
import { dayOf } from "../../state/replay.ts";
import { ask } from "../asking.ts";
import { Answered, Lines } from "../lists.tsx";
import type { SceneFile, WallPage } from "../page.ts";
import type { Shown, WallState } from "../state.ts";
import { usePart, useSay } from "../useWall.ts";
import { Course } from "./Course.tsx";
import { askPast, type Past, pastKey, playPast } from "./past.ts";

function enter(page: WallPage, shown: Shown): () => void {
  const { district, now } = page.store.get();
  if (!district) return () => {};
  const clock = now || unixOf(district.clock);
  const key = pastKey(shown.filter, clock, district.timeZone);
  const known = page.store.get().asked.replay;
  const kept = known?.state === "there" || known?.state === "old" ? (known.value as Past) : null;
  let stop = () => {};
  let over = false;
  const begin = (past: Past): Past => {
    if (!over) stop = playPast(page, shown, past);
    return past;
  };
  const end = ask(page, "replay", key, async (signal) =>
    begin(kept?.key === key ? kept : await askPast(shown.filter, clock, district.timeZone, signal)),
  );
  return () => {
    over = true;
    end();
    stop();
  };
}

export const replay: SceneFile = { query: () => "?status=open", layers: ["problemHeat", "zones1"], enter, Box };

/** What the box tells of the day that is shown. */
interface Day {
  /** yyyy-MM-dd */
  readonly day: string;
  readonly found: number | null;
  readonly open: number | null;
  readonly present: boolean;
  /** Open now; null = not known. */
  readonly today: number | null;
}

/** The headline's figures are of everything: of a narrower scene they say nothing. Open is what the map shows in any case. */
const presentOf = ({ figures }: WallState, filtered: boolean) =>
  filtered || (figures.state !== "there" && figures.state !== "old") ? null : figures.value;

function useDay(past: Past, { stood, filter }: Shown): Day {
  const figures = usePart((state) => presentOf(state, formatFilter({ ...filter, status: [] }).length > 0));
  const i = stood ? dayOf(past.edges, Math.min(stood.at, past.fold.to - 1)) : null;
  const of = i === null ? undefined : past.figures[i];
  const today = figures?.open.now ?? null;
  if (i !== null && of) return { day: past.days[i] as string, found: of.found, open: of.open, present: false, today };
  return { day: past.days.at(-1) as string, found: figures?.foundToday.now ?? null, open: today, present: true, today };
}

function Box({ rows, shown }: { rows: number; shown: Shown }) {
  const say = useSay();
  return (
    <Lines rows={rows} label={say.t("sceneReplay.title")}>
      <Answered<Past> kind="replay" rows={rows}>
        {(past, left) => <Told past={past} shown={shown} rows={left} />}
      </Answered>
    </Lines>
  );
}

/** A chart that is higher than wide makes every rise a cliff. Lines. */
const tallest = 9;

function Told({ past, shown, rows }: { past: Past; shown: Shown; rows: number }) {
  const say = useSay();
  const { day, found, open, present, today } = useDay(past, shown);
  const weekday = new Intl.DateTimeFormat(say.lang === "zh" ? "zh-CN" : "en-GB", { weekday: "short", timeZone: "UTC" });
  const figure = (n: number | null) => (n === null ? say.t("scene.empty") : say.n(n));
  const at = past.days.indexOf(day);
  const chart = Math.min(tallest, rows - 5);
  return (
    <>
      <p className="replay-day" style={{ gridRow: "span 2" }}>
        <b>{present ? say.t("sceneReplay.now") : day.slice(5)}</b>
        <span>{present ? day : `${day.slice(0, 4)} ${weekday.format(new Date(`${day}T00:00:00Z`))}`}</span>
      </p>
      <Progress share={shown.stood ? (shown.stood.at - past.fold.from) / Math.max(1, past.fold.to - past.fold.from) : 1} />
      <dl className="replay-figures" style={{ gridRow: "span 2" }}>
        <div>
          <dt>{say.t(present ? "sceneReplay.foundToday" : "sceneReplay.found")}</dt>
          <dd>{figure(found)}</dd>
        </div>
        <div>
          <dt>{say.t(present ? "sceneReplay.openNow" : "sceneReplay.open")}</dt>
          <dd>{figure(open)}</dd>
        </div>
      </dl>
      {chart >= 4 && <Course past={past} at={at} today={today} rows={chart} />}
    </>
  );
}

/** How far it is played. One line. */
const Progress = ({ share }: { share: number }) => (
  <div className="replay-progress" aria-hidden="true">
    <span style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
  </div>
);
