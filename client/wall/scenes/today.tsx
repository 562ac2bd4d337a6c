/** The scene "today": what was found and closed today, as it happens, the newest at the top. */
import { emptyFilter, type Filter } from "../../../server/contract/filter.ts";
import type { ProblemList } from "../../../server/contract/types.ts";
import { askProblems } from "../../api/problems.ts";
import { ask } from "../asking.ts";
import { Answered, Head, Instead, Item, Lines, StatusShape, todayOf, useAsked, useMoment } from "../lists.tsx";
import type { SceneFile, WallPage } from "../page.ts";
import type { Shown, WallState } from "../state.ts";
import { storiesOf, type Told } from "../stories.ts";
import { usePart, useSay } from "../useWall.ts";
import { useNames } from "./rows.tsx";
import { changeShown, standing, textOf } from "./standing.ts";

const limit = 40;

export interface Today {
  readonly found: ProblemList;
  readonly closed: ProblemList;
}

type What = keyof Today;
const filterOf = (what: What, day: string): Filter => ({ ...emptyFilter, [what]: { from: day, to: day } });

async function askToday(day: string, signal: AbortSignal): Promise<Today & { readonly clock: string }> {
  const of = (what: What) => askProblems(filterOf(what, day), { sort: `-${what}`, limit }, signal);
  const [found, closed] = await Promise.all([of("found"), of("closed")]);
  return { found, closed, clock: found.clock };
}

/** No filter says "found or closed today": the map shows the one and the other, each so long. */
const each_ms = 10_000;

/** Which is due on the map; what has none is left out. */
export function dueOnMap(passed_ms: number, today: Today | null): What {
  if (!today?.closed.total) return "found";
  if (!today.found.total) return "closed";
  return Math.floor(passed_ms / each_ms) % 2 ? "closed" : "found";
}

/** Turns the map's question when it is due, unless the tour has a question of its own. */
function turnMap(page: WallPage, shown: Shown, day: string): void {
  const { asked, tour } = page.store.get();
  const known = asked.today && "value" in asked.today ? (asked.today.value as Today) : null;
  const filter = filterOf(dueOnMap(performance.now() - tour.since_ms, known), day);
  const now = standing(page, shown);
  if (now && textOf(now.filter) !== textOf(filter)) changeShown(page, shown, { filter });
}

export const today: SceneFile = {
  query: (day) => `?found=${day}..${day}`,
  layers: ["problemHeat", "problems"],
  enter(page, shown) {
    const day = todayOf(page.store.get());
    const end = ask(page, "today", day, (signal) => askToday(day, signal));
    if (shown.scene.query) return end;
    const timer = setInterval(() => turnMap(page, shown, day), 1000);
    return () => {
      clearInterval(timer);
      end();
    };
  },
  Box,
};

const liveOf = (state: WallState) => state.stories;
const zoneOf = (state: WallState) => state.district?.timeZone ?? "Asia/Shanghai";

function Box({ rows, shown: { filter, scene } }: { rows: number; shown: Shown }) {
  const say = useSay();
  const asked = useAsked<Today>("today");
  const sums = "value" in asked ? asked.value : null;
  const lines = rows < 10 ? 1 : 2;
  return (
    <Lines rows={rows} label={say.t("sceneToday.title")}>
      <Head
        title={say.t("sceneToday.found")}
        lines={lines}
        lit={!scene.query && filter.found !== null}
        sum={sums && say.n(sums.found.total)}
        unit={say.t("scene.unit")}
      />
      <Head
        title={say.t("sceneToday.closed")}
        lines={lines}
        lit={!scene.query && filter.closed !== null}
        sum={sums && say.n(sums.closed.total)}
        unit={say.t("scene.unit")}
      />
      <Answered<Today> kind="today" rows={rows - 2 * lines}>
        {(value, left) => <Stories value={value} rows={left} />}
      </Answered>
    </Lines>
  );
}

function Stories({ value, rows }: { value: Today; rows: number }) {
  const say = useSay();
  const live = usePart(liveOf);
  const day = usePart(todayOf);
  const zone = usePart(zoneOf);
  const stories = storiesOf(value.found.rows, value.closed.rows, live, day, zone);
  const shown = stories.slice(0, Math.floor(rows / 2));
  if (!shown.length) return <Instead kind="none" detail={say.t("sceneToday.nothing")} lines={Math.min(3, rows)} />;
  return shown.map((story) => <Telling key={`${story.what}${story.problem.id}`} story={story} />);
}

function Telling({ story: { problem, at, what } }: { story: Told }) {
  const say = useSay();
  const names = useNames();
  const moment = useMoment();
  return (
    <Item
      mark={what === "closed" ? <StatusShape status="closed" /> : <Found />}
      main={names.category(problem.category)}
      side={
        <span
          className={`story-${what}`}
        >{`${say.t(what === "closed" ? "sceneToday.isClosed" : "sceneToday.isFound")} ${moment(at)}`}</span>
      }
      sub={problem.place ?? problem.title}
      subSide={names.unit(problem.unit)}
    />
  );
}

/** A cross with four arms: something was added. */
const Found = () => (
  <svg className="mark story-found" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="M9.500 3H14.500V9.500H21V14.500H14.500V21H9.500V14.500H3V9.500H9.500Z" fill="currentColor" />
  </svg>
);
