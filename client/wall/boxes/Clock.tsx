/** The district's time and day, and of when the picture is: amber when it is late, red when nothing is heard, by shape and word too. */
import { freshness } from "../../../server/contract/wall.ts";
import { statusShapeSvg } from "../../look/palette.ts";
import { clockText } from "../../state/calendar.ts";
import type { Lang } from "../../state/view.ts";
import type { Box } from "../layout.ts";
import type { WallState } from "../state.ts";
import { usePart, useSay } from "../useWall.ts";
import { place } from "./place.ts";

const part = {
  now: (s: WallState) => s.now,
  zone: (s: WallState) => s.district?.timeZone ?? null,
  heard: (s: WallState) => s.live.heard,
  fresh: (s: WallState) => s.freshness,
};

const locales = { zh: "zh-CN", en: "en-GB" } as const;
/** 2026年11月22日 星期日 · Sunday 22 November 2026. @param unix seconds */
export function dateText(unix: number, timeZone: string, lang: Lang): string {
  const read = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locales[lang], { timeZone, ...options }).format(new Date(unix * 1000));
  const date = read({ year: "numeric", month: "long", day: "numeric" });
  const weekday = read({ weekday: "long" });
  return lang === "zh" ? `${date} ${weekday}` : `${weekday} ${date}`;
}

const shapes = { fresh: "handling", late: "nearly_due", stale: "overdue" } as const;

export function Clock({ box }: { box: Box }) {
  const say = useSay();
  const now = usePart(part.now);
  const timeZone = usePart(part.zone);
  const known = now > 0 && timeZone !== null;
  return (
    <section className="wall-clock" style={place(box)}>
      <time className="wall-time">{known ? clockText(now, timeZone) : "--:--:--"}</time>
      <div className="wall-day">
        <p>{known ? dateText(now, timeZone, say.lang) : say.t("wall.noTime")}</p>
        <Stamp timeZone={timeZone} />
      </div>
    </section>
  );
}

function Stamp({ timeZone }: { timeZone: string | null }) {
  const say = useSay();
  const heard = usePart(part.heard);
  const fresh = usePart(part.fresh);
  return (
    <p className={`wall-stamp ${fresh}`} data-freshness={fresh}>
      <span>{heard && timeZone ? say.t("wall.dataAsOf", { time: clockText(heard, timeZone) }) : say.t("wall.noTime")}</span>
      <b>
        <svg className="wall-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d={statusShapeSvg(shapes[fresh])} fill="currentColor" />
        </svg>
        {say.of(freshness[fresh])}
      </b>
    </p>
  );
}
