/** Alarms: what calls for a decision and what did; several are acknowledged at once. */
import { useState } from "react";
import type { Alarms } from "../../../server/contract/types.ts";
import { wordsOf } from "../../api/http.ts";
import { acknowledge, askAlarms } from "../../api/wall.ts";
import { wallsWords } from "../../look/words/walls.ts";
import { fill } from "../../look/words.ts";
import type { Failure } from "../../state/app.ts";
import { Notice } from "../parts/Notice.tsx";
import { toast } from "../run/app.ts";
import { useApp, useSay } from "../useApp.ts";
import { AlarmTable } from "./AlarmTable.tsx";
import { standsStill } from "./alarm.ts";
import { useRepeated } from "./useRepeated.ts";
import { Coming, Stale } from "./WallsPage.tsx";

const every_s = 5;

export function AlarmsPage() {
  const say = useSay();
  const [all, setAll] = useState(false);
  return (
    <section className="book" aria-label={say.t("walls.alarms")}>
      <header className="book-head">
        <h2>{say.t("walls.alarms")}</h2>
        <p className="quiet">{say.t("walls.alarmsNote")}</p>
        <fieldset className="pills">
          <legend className="sr">{say.t("walls.which")}</legend>
          <button type="button" className={all ? "pill" : "pill chosen"} aria-pressed={!all} onClick={() => setAll(false)}>
            {say.t("walls.standing")}
          </button>
          <button type="button" className={all ? "pill chosen" : "pill"} aria-pressed={all} onClick={() => setAll(true)}>
            {say.t("walls.also")}
          </button>
        </fieldset>
      </header>
      <Asked key={String(all)} all={all} />
    </section>
  );
}

function Asked({ all }: { all: boolean }) {
  const answer = useRepeated((signal) => askAlarms(all, signal), every_s);
  return (
    <>
      <Stale answer={answer} />
      {answer.value ? (
        <AlarmList alarms={answer.value} all={all} changed={answer.again} />
      ) : (
        <Coming failure={answer.failure} again={answer.again} />
      )}
    </>
  );
}

interface Props {
  readonly alarms: Alarms;
  readonly all: boolean;
  readonly changed: () => void;
}

export function AlarmList({ alarms: { rows, total }, all, changed }: Props) {
  const say = useSay();
  const [chosen, choose] = useState<ReadonlySet<number>>(new Set());
  const standing = rows.filter(standsStill);
  // What went meanwhile is chosen no more.
  const ids = standing.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  if (rows.length === 0)
    return <Notice kind="empty" title={say.t(all ? "walls.noAlarms" : "walls.allQuiet")} detail={say.t("walls.allQuietHint")} />;
  return (
    <>
      <p className="quiet">
        {say.t("walls.alarmTotal", { n: say.n(total) })}
        {standing.length < total && ` · ${say.t("walls.alarmMore", { n: rows.length })}`}
      </p>
      {standing.length > 0 && (
        <AcknowledgeForm
          ids={ids}
          done={() => {
            choose(new Set());
            changed();
          }}
        />
      )}
      <AlarmTable
        rows={rows}
        chosen={new Set(ids)}
        choose={(id, on) => choose(on ? new Set([...ids, id]) : new Set(ids.filter((one) => one !== id)))}
        chooseAll={(on) => choose(on ? new Set(standing.map(({ id }) => id)) : new Set())}
      />
    </>
  );
}

function AcknowledgeForm({ ids, done }: { ids: readonly number[]; done: () => void }) {
  const app = useApp();
  const say = useSay();
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send = async () => {
    if (busy || ids.length === 0) return;
    setBusy(true);
    setFailure(null);
    try {
      await acknowledge(ids, note.trim() || null);
      const { zh, en } = wallsWords["walls.done"];
      toast(app, { zh: fill(zh, { n: ids.length }), en: fill(en, { n: ids.length }) });
      setNote("");
      done();
    } catch (error) {
      setFailure(wordsOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="book-tools"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <input
        className="field alarm-note"
        maxLength={500}
        aria-label={say.t("walls.note")}
        placeholder={say.t("walls.note")}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <button type="submit" className="button primary" disabled={busy || ids.length === 0}>
        {say.t(busy ? "walls.acknowledging" : ids.length ? "walls.acknowledge" : "walls.chooseFirst", { n: ids.length })}
      </button>
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
    </form>
  );
}
