/** Official documents of what the desk shows: each opens on the page that makes it. */
import { formatFilter } from "../../../server/contract/filter.ts";
import { sentence } from "../../../server/contract/sentence.ts";
import type { AppState } from "../../state/app.ts";
import { dayText } from "../../state/calendar.ts";
import { effectiveFilter, queryOf } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { usePart, useSay } from "../useApp.ts";

const viewOf = (state: AppState) => state.view;
const clockOf = (state: AppState) => state.clock;
const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";
const day_s = 86_400;

export function BriefsTab() {
  const say = useSay();
  const view = usePart(viewOf);
  const book = usePart(bookOf);
  const clock = usePart(clockOf);
  const timeZone = usePart(timeZoneOf);
  const filter = effectiveFilter(view);
  const [today, yesterday] = [dayText(clock, timeZone), dayText(clock - day_s, timeZone)];
  const query = queryOf(formatFilter(filter));
  const asked = query && `?${query}`;
  const made = [
    {
      title: say.t("takeOut.daily"),
      hint: say.t("takeOut.dailyHint"),
      links: [
        [say.t("takeOut.yesterday", { day: yesterday }), `/briefs/daily/${yesterday}`],
        [say.t("takeOut.today", { day: today }), `/briefs/daily/${today}`],
      ],
    },
    { title: say.t("takeOut.weekly"), hint: say.t("takeOut.weeklyHint"), links: [[say.t("takeOut.lastWeek"), "/briefs/weekly"]] },
    { title: say.t("takeOut.notice"), hint: say.t("takeOut.noticeHint"), links: [[say.t("takeOut.noticeOpen"), `/briefs/notice${asked}`]] },
    {
      title: say.t("takeOut.handover"),
      hint: say.t("takeOut.handoverHint"),
      links: [[say.t("takeOut.handoverOpen"), `/briefs/handover${asked}`]],
    },
  ] as const;
  return (
    <div className="take-briefs">
      <p className="take-about">{say.t("takeOut.question", { sentence: say.of(sentence(filter, book)) })}</p>
      <ul>
        {made.map(({ title, hint, links }) => (
          <li key={title}>
            <strong>{title}</strong>
            <small>{hint}</small>
            <span>
              {links.map(([label, address]) => (
                <a key={address} className="button" href={address} target="_blank" rel="noopener">
                  {label}
                </a>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
