/** The scene "rivers": which segments are due to be walked, and what is open at them. Never walked is not due: nothing is known of it. */
import "../../look/wallScenes.css";
import type { Patrols } from "../../../server/contract/types.ts";
import { askPatrols } from "../../api/wall.ts";
import { dayText, unixOf } from "../../state/calendar.ts";
import { ask } from "../asking.ts";
import { Answered, Head, Instead, Item, Lines, More, StatusShape, Under, useAsked } from "../lists.tsx";
import type { SceneFile } from "../page.ts";
import type { WallState } from "../state.ts";
import { usePart, useSay } from "../useWall.ts";

type River = Patrols["rows"][number];
const day_s = 86_400;
const zoneOf = (state: WallState) => state.district?.timeZone ?? "Asia/Shanghai";

export const rivers: SceneFile = {
  query: () => "?status=open&geo=within:100:river",
  layers: ["riverSegments", "problems"],
  enter: (page) => ask(page, "rivers", "river", (signal) => askPatrols("river", signal)),
  empty: ({ district }) => district?.siteCounts.river === 0,
  Box,
};

/** Whole days since a moment, and how many of them are too many; a begun day counts. */
export function daysOf(last: string, clock: string, days: number): { readonly ago: number; readonly over: number } {
  const passed = (unixOf(clock) - unixOf(last)) / day_s;
  return { ago: Math.max(0, Math.floor(passed)), over: Math.max(1, Math.ceil(passed - days)) };
}

function Box({ rows }: { rows: number }) {
  const say = useSay();
  const asked = useAsked<Patrols>("rivers");
  const value = asked.state === "there" || asked.state === "old" ? asked.value : null;
  const title = say.t("sceneRivers.title");
  // Where nothing is known of any, "none is due" would be a guess.
  const unknown = value !== null && value.never === value.rows.length;
  const sum = value?.rows.length ? say.n(unknown ? value.never : value.due) : null;
  return (
    <Lines rows={rows} label={title}>
      <Head title={title} sum={sum} unit={say.t(unknown ? "sceneRivers.unknown" : "sceneRivers.due")} />
      <Answered<Patrols> kind="rivers" rows={rows - 2}>
        {(patrols, left) => <Segments patrols={patrols} rows={left} />}
      </Answered>
    </Lines>
  );
}

/** A list with a heading, as much as fits. */
function under(rivers: readonly River[], lines: number): { readonly shown: readonly River[]; readonly left: number } {
  const shown = lines < 2 ? [] : rivers.slice(0, lines - 1);
  // What does not fit goes before what comes after it.
  if (shown.length < rivers.length) return { shown, left: 0 };
  return { shown, left: rivers.length ? lines - 1 - rivers.length : lines };
}

/** Those due, two lines each; then those of which nothing is known, the most open first; then those walked of late. As many as fit. */
export function cut({ rows: all }: Patrols, lines: number) {
  const due = all.filter((one) => one.due);
  const never = all.filter((one) => one.last === null).sort((a, b) => b.open - a.open);
  const walked = all.filter((one) => one.last !== null && !one.due);
  const whole = due.length * 2 + [never, walked].reduce((sum, { length }) => sum + length + Number(length > 0), 0);
  // The last line says how many are left out.
  const room = whole <= lines ? lines : Math.max(0, lines - 1);
  const first = due.slice(0, Math.floor(room / 2));
  const second = under(never, first.length < due.length ? 0 : room - first.length * 2);
  const third = under(walked, second.left);
  const rest = all.length - first.length - second.shown.length - third.shown.length;
  return { due: first, never: second.shown, walked: third.shown, rest };
}

function Segments({ patrols, rows }: { patrols: Patrols; rows: number }) {
  const say = useSay();
  if (!patrols.rows.length) return <Instead kind="none" lines={Math.min(3, rows)} />;
  const { due, never, walked, rest } = cut(patrols, rows - 1);
  const open = ({ open: n }: River) => (n ? say.t("sceneRivers.open", { n: say.n(n) }) : undefined);
  return (
    <>
      <p className="rivers-sum quiet">{say.t("sceneRivers.sum", { never: say.n(patrols.never), days: say.n(patrols.days) })}</p>
      {due.map((river) => (
        <Due key={river.id} river={river} patrols={patrols} open={open(river)} />
      ))}
      {never.length > 0 && <Under>{say.t("sceneRivers.never")}</Under>}
      {never.map((river) => (
        <Item key={river.id} main={river.name} side={open(river)} />
      ))}
      {walked.length > 0 && <Under>{say.t("sceneRivers.walked")}</Under>}
      {walked.map((river) => (
        <Item key={river.id} main={river.name} side={<Ago river={river} patrols={patrols} />} />
      ))}
      <More rest={rest} />
    </>
  );
}

interface Told {
  readonly river: River;
  readonly patrols: Patrols;
}

function Due({ river, patrols, open }: Told & { open: string | undefined }) {
  const say = useSay();
  const timeZone = usePart(zoneOf);
  const last = river.last ?? patrols.clock;
  const over = (
    <span className="rivers-over">
      <StatusShape status="overdue" />
      {say.t("sceneRivers.over", { n: say.n(daysOf(last, patrols.clock, patrols.days).over) })}
    </span>
  );
  return <Item main={river.name} side={over} sub={say.t("sceneRivers.last", { day: dayText(unixOf(last), timeZone) })} subSide={open} />;
}

function Ago({ river, patrols }: Told) {
  const say = useSay();
  const { ago } = daysOf(river.last ?? patrols.clock, patrols.clock, patrols.days);
  return <span className="quiet">{say.t(ago ? "sceneRivers.ago" : "sceneRivers.today", { n: say.n(ago) })}</span>;
}
