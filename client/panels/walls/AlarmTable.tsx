/** Alarms in rows: what, where, when, how it stands; those that stand can be chosen. */
import type { Alarm } from "../../../server/contract/types.ts";
import { alarmKinds } from "../../../server/contract/wall.ts";
import type { AppState } from "../../state/app.ts";
import { bookOf } from "../names.ts";
import { stamp } from "../times.ts";
import { usePart, useSay } from "../useApp.ts";
import { deskOf, standsStill } from "./alarm.ts";

const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

interface Props {
  readonly rows: readonly Alarm[];
  readonly chosen: ReadonlySet<number>;
  readonly choose: (id: number, on: boolean) => void;
  readonly chooseAll: (on: boolean) => void;
}

export function AlarmTable({ rows, chosen, choose, chooseAll }: Props) {
  const say = useSay();
  const standing = rows.filter(standsStill);
  return (
    <div className="table-box alarm-table">
      <table>
        <thead>
          <tr>
            <th scope="col">
              <input
                type="checkbox"
                aria-label={say.t("walls.all")}
                disabled={standing.length === 0}
                checked={standing.length > 0 && standing.every(({ id }) => chosen.has(id))}
                onChange={(event) => chooseAll(event.target.checked)}
              />
              <span className="phone-only" aria-hidden="true">
                {say.t("walls.all")}
              </span>
            </th>
            <th scope="col">{say.t("walls.at")}</th>
            <th scope="col">{say.t("walls.what")}</th>
            <th scope="col">{say.t("walls.where")}</th>
            <th scope="col" className="amount">
              {say.t("walls.howMany")}
            </th>
            <th scope="col">{say.t("walls.state")}</th>
            <th scope="col">
              <span className="sr">{say.t("walls.onDesk")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((alarm) => (
            <AlarmRow key={alarm.id} alarm={alarm} chosen={chosen.has(alarm.id)} choose={(on) => choose(alarm.id, on)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AlarmRow({ alarm, chosen, choose }: { alarm: Alarm; chosen: boolean; choose: (on: boolean) => void }) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  const book = usePart(bookOf);
  const category = alarm.category === null ? undefined : book.category(alarm.category);
  const what = `${say.of(alarmKinds[alarm.kind])} · ${alarm.title}`;
  return (
    <tr className={chosen ? "chosen" : undefined}>
      <td>
        {standsStill(alarm) && (
          <input
            type="checkbox"
            aria-label={say.t("walls.selectOne", { what })}
            checked={chosen}
            onChange={(event) => choose(event.target.checked)}
          />
        )}
      </td>
      <td>{stamp(alarm.at, timeZone)}</td>
      <td className="wrap">
        <strong className={standsStill(alarm) ? "bad" : undefined}>{say.of(alarmKinds[alarm.kind])}</strong>{" "}
        {alarm.title !== alarm.place && alarm.title}
        {alarm.count > 1 && <span className="tag">{say.t("walls.problems", { n: say.n(alarm.count) })}</span>}
        {category && <small>{say.of(category)}</small>}
      </td>
      <td className="wrap">{alarm.place}</td>
      <td className="amount">{say.n(alarm.count)}</td>
      <td className="wrap">
        <AlarmState alarm={alarm} timeZone={timeZone} />
      </td>
      <td>
        <a href={deskOf(alarm)} aria-label={`${say.t("walls.onDesk")}: ${what}`}>
          {say.t("walls.onDesk")}
        </a>
      </td>
    </tr>
  );
}

function AlarmState({ alarm: { acknowledged, ended }, timeZone }: { alarm: Alarm; timeZone: string }) {
  const say = useSay();
  if (!acknowledged && !ended) return say.t("walls.open");
  return (
    <>
      {acknowledged &&
        say.t("walls.acknowledged", { by: acknowledged.by ?? say.t("walls.somebody"), time: stamp(acknowledged.at, timeZone) ?? "" })}
      {acknowledged?.note && <small>{acknowledged.note}</small>}
      {ended && <small>{say.t("walls.ended", { time: stamp(ended, timeZone) ?? "" })}</small>}
    </>
  );
}
