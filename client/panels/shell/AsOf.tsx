/** Until when the data speaks, and whether the page still hears of changes: green while it does, amber when late or the database is away, red when not. */
import { lazy, Suspense, useEffect, useState } from "react";
import { untilLoaded } from "../../api/chunk.ts";
import type { AppState, Live } from "../../state/app.ts";
import { clockText } from "../../state/calendar.ts";
import { stamp } from "../times.ts";
import { usePart, useSay } from "../useApp.ts";

const districtOf = (state: AppState) => state.district;
const liveOf = (state: AppState) => state.live;
/** Is it the past that is shown, or asked for? */
const backOf = (state: AppState) => state.stood !== null || state.view.filter.at !== null;

const LookingBack = lazy(() => untilLoaded(() => import("../time/LookingBack.tsx")).then((file) => ({ default: file.LookingBack })));

/** The server says something each 15 s: late after twice that, lost after five times. */
const late_s = 30;
const lost_s = 75;
const look_ms = 5_000;

type Look = "live" | "connecting" | "late" | "away" | "lost" | "off";

function lookOf({ link, heard }: Live, silent_s: number): Look {
  if (link === "off" || link === "away") return link;
  if (link === "lost" || (heard > 0 && silent_s > lost_s)) return "lost";
  if (heard > 0 && silent_s > late_s) return "late";
  return link === "live" ? "live" : "connecting";
}

/** Seconds since the value was last another, counted by this computer's own clock. */
function useSilence(heard: number): number {
  const [since, setSince] = useState({ heard, at: Date.now() });
  const [now, setNow] = useState(Date.now());
  if (since.heard !== heard) setSince({ heard, at: Date.now() });
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), look_ms);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, now - since.at) / 1000;
}

export function AsOf() {
  const say = useSay();
  const district = usePart(districtOf);
  const live = usePart(liveOf);
  const look = lookOf(live, useSilence(live.heard));
  const back = usePart(backOf);
  if (!district) return null;
  if (back) {
    return (
      <Suspense fallback={null}>
        <LookingBack />
      </Suspense>
    );
  }
  if (district.frozen || live.heard === 0) return <Snapshot />;
  const time = clockText(live.heard, district.timeZone);
  return (
    <span className={`as-of link-${look}`} title={say.t(`live.${look}`)}>
      <span className="link-dot" aria-hidden="true" />
      <span className="as-of-time">{say.t("live.asOf", { time })}</span>
      <span className={look === "live" ? "link-word quiet-word" : "link-word"} role="status">
        {say.t(`live.${look}`)}
      </span>
    </span>
  );
}

/** A snapshot says that its clock stands; before the first word from the server the data is as of its last import. */
function Snapshot() {
  const say = useSay();
  const district = usePart(districtOf);
  const time = district && stamp(district.frozen ? district.clock : district.dataAsOf, district.timeZone);
  if (!district || !time) return null;
  return (
    <span className="as-of">
      <span className="as-of-time">{say.t("app.asOf", { time })}</span>
      {district.frozen && <span className="tag">{say.t("app.frozen")}</span>}
    </span>
  );
}
