/** Notices, the newest first: what happened to which problem; a click opens it. Opening the list does not read it: a click or "all" does. */
import { useState } from "react";
import { noticeKinds } from "../../../server/contract/officeWords.ts";
import type { Notice, Notices as Page } from "../../../server/contract/types.ts";
import { wordsOf } from "../../api/http.ts";
import { askNotices, postRead } from "../../api/notices.ts";
import type { AppState } from "../../state/app.ts";
import { bookOf } from "../names.ts";
import { useFirstFocus } from "../parts/useFirstFocus.ts";
import { goToPlace, select, toast } from "../run/app.ts";
import { stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import "../../look/notices.css";

const turnOf = (state: AppState) => state.live.turn;
const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";
const page = 30;

export function NoticeList({ close, read }: { close: () => void; read: () => void }) {
  const app = useApp();
  const say = useSay();
  const turn = usePart(turnOf);
  const [older, setOlder] = useState<Page | null>(null);
  const answer = useQuestion(`${turn}`, (signal) => askNotices(page, null, signal));
  const rows = [...(answer.value?.rows ?? []), ...(older?.rows ?? [])];
  const next = older ? older.next : (answer.value?.next ?? null);
  const newest = rows[0];
  const failed = (error: unknown) => toast(app, wordsOf(error));
  const more = () => askNotices(page, next).then((fresh) => setOlder({ ...fresh, rows: [...(older?.rows ?? []), ...fresh.rows] }), failed);
  const readTo = (id: number) =>
    postRead(id).then(() => {
      answer.again();
      read();
    }, failed);
  if (!answer.value)
    return answer.failure ? (
      <p className="inline-failure" role="alert">
        {say.t("notices.failed", { reason: say.of(answer.failure) })}
      </p>
    ) : (
      <p className="padded quiet">{say.t("notices.loading")}</p>
    );
  if (!newest)
    return (
      <div className="padded">
        <p>{say.t("notices.none")}</p>
        <p className="quiet">{say.t("notices.noneHint")}</p>
      </div>
    );
  return (
    <Notices>
      {answer.value.unread > 0 && (
        <button type="button" className="link notices-all" onClick={() => void readTo(newest.id)}>
          {say.t("notices.readAll")}
        </button>
      )}
      <ul>
        {rows.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} close={close} />
        ))}
      </ul>
      {next !== null && (
        <button type="button" className="link" onClick={() => void more()}>
          {say.t("notices.more")}
        </button>
      )}
    </Notices>
  );
}

function Notices({ children }: { children: React.ReactNode }) {
  return (
    <div ref={useFirstFocus()} className="notices">
      {children}
    </div>
  );
}

function NoticeRow({ notice, close }: { notice: Notice; close: () => void }) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const timeZone = usePart(timeZoneOf);
  const { problem, unit, person } = notice;
  const open = () => {
    const { problems } = app.store.get().data;
    const row = problems?.id.indexOf(problem.id) ?? -1;
    select(app, { kind: "problem", id: problem.id });
    if (problems && row >= 0) goToPlace(app, (problems.lon[row] ?? 0) / 1e6, (problems.lat[row] ?? 0) / 1e6);
    close();
  };
  const whose = [unit === null ? null : book.unit(unit), person].filter(Boolean).join(" · ");
  return (
    <li>
      <button type="button" className={notice.read ? "notice-row" : "notice-row unread"} onClick={open}>
        <span className="notice-head">
          <strong className={`tag notice-${notice.kind}`}>{say.of(noticeKinds[notice.kind])}</strong>
          <span>{problem.title}</span>
          <time dateTime={notice.at}>{stamp(notice.at, timeZone)}</time>
        </span>
        <small>
          {[
            problem.code,
            problem.place,
            whose,
            problem.deadline && say.t("notices.deadline", { time: stamp(problem.deadline, timeZone) ?? "" }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </small>
      </button>
    </li>
  );
}
