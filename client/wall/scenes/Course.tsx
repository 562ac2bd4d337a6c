/** What was open at the end of each day, as a line; what was played is lit. */
import { useSay } from "../useWall.ts";
import type { Past } from "./past.ts";

const [width, height] = [300, 100];

/** The middle of a day's place. */
const xOf = (i: number, days: number): number => ((i + 0.5) * width) / days;

/** A line over the first of so many days, in the picture's units. */
export const lineOf = (values: readonly number[], most: number, days: number): string =>
  values.map((value, i) => `${i ? "L" : "M"}${xOf(i, days)} ${height - (value / most) * height}`).join("");

/** @param at the day that is shown @param today what is open now, where that is known @param rows lines it takes */
interface Props {
  readonly past: Past;
  readonly at: number;
  readonly today: number | null;
  readonly rows: number;
}

export function Course({ past: { days, figures }, at, today, rows }: Props) {
  const say = useSay();
  const opens = [...figures.map(({ open }) => open), ...(today === null ? [] : [today])];
  const most = Math.max(1, ...opens);
  const played = opens.slice(0, at + 1);
  const line = lineOf(played, most, days.length);
  const end = xOf(played.length - 1, days.length);
  return (
    <div className="replay-course" style={{ gridRow: `span ${rows}` }} aria-hidden="true">
      <p>
        <span>{say.t("sceneReplay.course")}</span>
        <span>{say.t("sceneReplay.most", { n: say.n(Math.max(...opens)) })}</span>
      </p>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <path className="ahead" d={lineOf(opens, most, days.length)} />
        {played.length > 0 && <path className="area" d={`${line}L${end} ${height}L${xOf(0, days.length)} ${height}Z`} />}
        <path className="line" d={line} />
        <path className="base" d={`M0 ${height}H${width}`} />
      </svg>
      <p>
        <span>{days[0]?.slice(5)}</span>
        <span>{days.at(-1)?.slice(5)}</span>
      </p>
    </div>
  );
}
