/** What calls for a decision: the newest at the top, three at most, the rest as a count. */
import { useEffect, useState } from "react";
import type { Alarm } from "../../../server/contract/types.ts";
import { type AlarmKind, alarmKinds } from "../../../server/contract/wall.ts";
import "../../look/wallBoxes.css";
import { unixOf } from "../../state/calendar.ts";
import type { Box } from "../layout.ts";
import { spanText, useMoment } from "../lists.tsx";
import type { Asked, WallState } from "../state.ts";
import { usePart, useSay } from "../useWall.ts";
import { place } from "./place.ts";

const alarmsOf = (state: WallState) => state.alarms;
const minuteOf = (state: WallState) => Math.floor(state.now / 60) * 60;
const categoriesOf = (state: WallState) => state.district?.categories;

const seenKey = "chuangtu.wall.alarm";
/** It flashes so long at most; wallBoxes.css has the rhythm. */
const flash_ms = 5000;

/** The highest alarm that was seen here, also before the page was loaded anew. */
function readSeen(): number {
  try {
    return Number(localStorage.getItem(seenKey)) || 0;
  } catch {
    return 0;
  }
}
function keepSeen(id: number): void {
  try {
    localStorage.setItem(seenKey, String(id));
  } catch {
    // A browser that keeps nothing flashes once more after a reload.
  }
}

/** Each flashes once: those over the answer are new. Kept at once, so that a reload does not flash it again. */
function useSeen(cards: readonly Alarm[]): number {
  const [seen, setSeen] = useState(readSeen);
  const newest = Math.max(0, ...cards.map(({ id }) => id));
  useEffect(() => {
    if (newest <= readSeen()) return;
    keepSeen(newest);
    // Not taken back when a newer one comes: a storm must not hold it.
    setTimeout(() => setSeen((before) => Math.max(before, newest)), flash_ms);
  }, [newest]);
  return seen;
}

const isStanding = ({ acknowledged, ended }: Alarm) => acknowledged === null && ended === null;

/** @param boxes where cards may stand, from the top */
export function AlarmCards({ boxes }: { boxes: readonly Box[] }) {
  const asked = usePart(alarmsOf);
  const standing = "value" in asked ? asked.value.rows.filter(isStanding) : [];
  const cards = standing.slice(0, boxes.length);
  const seen = useSeen(cards);
  if (!("value" in asked) || cards.length === 0) return null;
  const more = Math.max(asked.value.total, standing.length) - cards.length;
  return cards.map((alarm, i) => (
    <Card
      key={alarm.id}
      alarm={alarm}
      box={boxes[i] as Box}
      isNew={alarm.id > seen}
      asked={asked}
      more={i === cards.length - 1 ? more : 0}
    />
  ));
}

/** A sign for each kind, beside its word. In a 24 × 24 box. */
const signs: Readonly<Record<AlarmKind, string>> = {
  key_overdue: "M12 2.5 22.5 21H1.5ZM11 9V15H13V9ZM11 16.5V18.5H13V16.5Z",
  cluster: "M7 3a4 4 0 1 1 0 8a4 4 0 1 1 0-8ZM17 5a4 4 0 1 1 0 8a4 4 0 1 1 0-8ZM10.500 13a4 4 0 1 1 0 8a4 4 0 1 1 0-8Z",
  immediate: "M10 2H14L13.4 15H10.600ZM12 17a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5Z",
};

interface CardProps {
  readonly alarm: Alarm;
  readonly box: Box;
  readonly isNew: boolean;
  readonly asked: Asked<unknown>;
  /** How many more are waiting: said on the last card. */
  readonly more: number;
}

function Card({ alarm, box, isNew, asked, more }: CardProps) {
  const say = useSay();
  const moment = useMoment();
  const minute = usePart(minuteOf);
  const since = unixOf(alarm.at);
  return (
    <article className={isNew ? "alarm new" : "alarm"} style={place(box)} data-alarm={alarm.id} data-kind={alarm.kind}>
      <div className="alarm-inner">
        <p className="alarm-kind">
          <svg className="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d={signs[alarm.kind]} fill="currentColor" fillRule="evenodd" />
          </svg>
          <b className="name">{say.of(alarmKinds[alarm.kind])}</b>
          {alarm.count > 1 && <span>{say.t("alarm.count", { n: say.n(alarm.count) })}</span>}
          <span className="alarm-at">{say.t("alarm.at", { time: moment(since) })}</span>
        </p>
        <h2>
          <What alarm={alarm} />
        </h2>
        <p className="alarm-foot">
          <span className="name">{alarm.place}</span>
          {asked.state === "old" && <span className="alarm-old">{say.t("figure.old", { time: moment(asked.at) })}</span>}
          {more === 0 && <span className="alarm-since">{say.t("alarm.since", { span: spanText(Math.max(0, minute - since), say) })}</span>}
          {more > 0 && (
            <b className="alarm-more" data-more={more}>
              {say.t("alarm.more", { n: say.n(more) })}
            </b>
          )}
        </p>
      </div>
    </article>
  );
}

/** Its title, and the category where the title does not say it: 「缺失井盖」 is what one must read. A place is not said twice. */
function What({ alarm: { title, category, place: where } }: { alarm: Alarm }) {
  const say = useSay();
  const categories = usePart(categoriesOf);
  const name = categories?.find(({ code }) => code === category)?.name;
  const word = name ? say.of(name) : "";
  if (!word || title.includes(word)) return title;
  return title === where ? (
    word
  ) : (
    <>
      {word} {title}
    </>
  );
}
