/** Words of the top bar: who is here, the link to the server, notices. */
import type { Word } from "../../../server/contract/vocabulary.ts";

const w = (zh: string, en: string): Word => ({ zh, en });

export const liveWords = {
  "account.demoAs": w("演示：{duty}", "Demo: {duty}"),

  "app.partFailed": w("这一部分出错了", "This part of the page failed"),

  "live.asOf": w("数据截至 {time}", "data as of {time}"),
  "live.live": w("实时", "live"),
  "live.connecting": w("正在连接", "connecting"),
  "live.late": w("有延迟", "late"),
  "live.away": w("数据库离线，暂时只能看，恢复后自动更新", "database away: view only, resumes by itself"),
  "live.lost": w("连接中断，正在重连", "connection lost, trying again"),
  "live.off": w("每分钟更新", "updated each minute"),

  "notices.label": w("消息", "Notices"),
  "notices.unread": w("{n} 条未读消息", "{n} unread notices"),
  "notices.none": w("没有消息", "No notices."),
  "notices.noneHint": w(
    "派单、临期、超期、回退和督办会在这里告知。",
    "You are told here of dispatches, deadlines, returns and supervision.",
  ),
  "notices.loading": w("正在取消息", "Loading notices"),
  "notices.failed": w("未取到消息：{reason}", "Notices did not load: {reason}"),
  "notices.readAll": w("全部标为已读", "Mark all as read"),
  "notices.more": w("更早的消息", "Older notices"),
  "notices.deadline": w("截止 {time}", "due {time}"),

  "card.outside": w("位置在界外", "outside the district"),
  "card.meToo": w("{n} 人也发现", "{n} saw it too"),

  "checkIns.label": w("最近打卡", "Last check-ins"),
  "checkIns.none": w("还没有人打卡", "Nobody has checked in yet."),
  "checkIns.proved": w("位置相符", "position proves it"),
  "checkIns.unproved": w("位置未能证明", "position does not prove it"),
  "checkIns.away": w("距点位 {n} 米", "{n} m away"),
} as const satisfies Record<string, Word>;
