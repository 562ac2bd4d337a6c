/** The bell in the top bar: how many notices are unread; the list comes when it is opened. */
import { lazy, Suspense } from "react";
import type { Role } from "../../../server/contract/vocabulary.ts";
import { untilLoaded } from "../../api/chunk.ts";
import { askNotices } from "../../api/notices.ts";
import type { AppState } from "../../state/app.ts";
import { Popover } from "../parts/Popover.tsx";
import { usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";

const NoticeList = lazy(() => untilLoaded(() => import("./NoticeList.tsx")).then((file) => ({ default: file.NoticeList })));

const meOf = (state: AppState) => state.me;
const turnOf = (state: AppState) => state.live.turn;
/** Who is told of anything in the page. */
const told: readonly Role[] = ["dispatcher", "handler", "inspector", "leader"];

export function Bell() {
  const say = useSay();
  const me = usePart(meOf);
  const turn = usePart(turnOf);
  const mine = me !== null && me.person !== null && me.roles.some((role) => told.includes(role));
  const answer = useQuestion(mine ? `${me.person?.id} ${turn}` : null, (signal) => askNotices(0, null, signal));
  if (!mine) return null;
  const unread = answer.value?.unread ?? 0;
  const label = unread ? say.t("notices.unread", { n: say.n(unread) }) : say.t("notices.label");
  return (
    <Popover label={label} icon="bell" badge={unread}>
      {(close) => (
        <Suspense fallback={<p className="padded quiet">{say.t("notices.loading")}</p>}>
          <NoticeList close={close} read={answer.again} />
        </Suspense>
      )}
    </Popover>
  );
}
