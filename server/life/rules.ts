/**
 * The state machine: state × act × role → allowed, or a reason in words. Pure; the acts, the importer, the card's buttons and the
 * tests all ask here.
 */
import {
  type PersonAct,
  type ProblemAct,
  type ProblemState,
  problemActs,
  problemStates,
  type Role,
  roles,
  type Word,
} from "../contract/vocabulary.ts";
import { actorKey, type Fold, type LogEvent } from "./fold.ts";

/** How often a problem may be extended and suspended, and for how long at most it may be suspended. */
export const mostExtensions = 2;
export const mostSuspensions = 1;
export const longestSuspension_days = 365;

const before: readonly ProblemState[] = ["reported", "verifying", "filed"];
const working: readonly ProblemState[] = ["dispatched", "handling", "rework"];
const open: readonly ProblemState[] = [...before, ...working, "returned", "suspended", "handed_back", "rechecking"];
const sent: readonly ProblemState[] = [...working, "suspended", "handed_back", "rechecking", "closed"];
const any: readonly ProblemState[] = [...open, "rejected", "closed"];

interface Rule {
  /** The states the act may be done in; null = only as the first event. */
  readonly from: readonly ProblemState[] | null;
  /** Who may; nobody = the system itself or an import. */
  readonly roles: readonly Role[];
  /** A reason must be given. */
  readonly note?: true;
}

export const rules: Readonly<Record<ProblemAct, Rule>> = {
  report: { from: null, roles: ["inspector", "dispatcher", "leader"] },
  verify: { from: ["reported"], roles: ["inspector", "dispatcher"] },
  file: { from: ["reported", "verifying"], roles: ["dispatcher"] },
  reject: { from: before, roles: ["dispatcher"], note: true },
  // Problems found on a tour are dispatched at once (实时派单), and a returned one is dispatched again.
  dispatch: { from: [...before, "returned"], roles: ["dispatcher"] },
  accept: { from: ["dispatched", "rework", "returned"], roles: ["handler"] },
  return: { from: ["dispatched", "handling"], roles: ["handler"], note: true },
  suspend: { from: working, roles: ["dispatcher"], note: true },
  resume: { from: ["suspended"], roles: ["dispatcher", "handler"] },
  extend: { from: [...working, "suspended"], roles: ["dispatcher"], note: true },
  hand_back: { from: working, roles: ["handler"], note: true },
  recheck: { from: ["handed_back"], roles: ["inspector", "dispatcher"] },
  rework: { from: ["handed_back", "rechecking"], roles: ["inspector", "dispatcher"], note: true },
  close: { from: ["handed_back", "rechecking"], roles: ["inspector", "dispatcher"] },
  fix_on_spot: { from: before, roles: ["inspector"] },
  supervise: { from: open, roles: ["leader"], note: true },
  press: { from: working, roles: ["dispatcher", "leader"] },
  appeal: { from: sent, roles: ["handler"], note: true },
  uphold: { from: any, roles: ["dispatcher"], note: true },
  dismiss: { from: any, roles: ["dispatcher"], note: true },
  // 我也发现: whoever goes through the streets; once each, and not who found it first.
  me_too: { from: open, roles: ["inspector", "dispatcher", "leader", "handler"] },
  undo: { from: any, roles: ["dispatcher", "handler", "inspector", "leader"] },
  redate: { from: [...working, "suspended", "handed_back", "rechecking"], roles: [] },
  import: { from: any, roles: [] },
};
const first: ReadonlySet<ProblemAct> = new Set(["report", "fix_on_spot", "import"]);

/** Acts that can be taken back. A report is rejected instead; what pressed or supervised somebody has been read by them; who saw something has seen it. */
const undoable: ReadonlySet<ProblemAct> = new Set([
  ...(["verify", "file", "reject", "dispatch", "accept", "return", "suspend", "resume", "extend"] as const),
  ...(["hand_back", "recheck", "rework", "close", "fix_on_spot", "appeal", "uphold", "dismiss"] as const),
]);

/** Why the act is not allowed after these events, whoever does it; null when it is. `fold` null = no event yet. */
export function refusal(fold: Fold | null, event: Pick<LogEvent, "act" | "at" | "deadline">): Word | null {
  const act = problemActs[event.act];
  if (!fold) return first.has(event.act) ? null : { zh: `日志不能以“${act.zh}”开始`, en: `a log cannot begin with "${act.en}"` };
  const state = stateRefusal(fold, event.act);
  if (state) return state;
  if (event.at < fold.lastAt) return { zh: "时间早于前一事件", en: "it is earlier than the event before it" };
  if (event.act === "extend" && !(event.deadline !== null && event.deadline > (fold.deadlineAt ?? 0))) {
    return { zh: "延期须有更晚的截止时间", en: "an extension needs a later deadline" };
  }
  return null;
}

/** Why an act cannot be done to a problem as it stands; null when it can. */
export function stateRefusal(fold: Fold, name: ProblemAct): Word | null {
  const act = problemActs[name];
  const now = problemStates[fold.state];
  if (!rules[name].from?.includes(fold.state))
    return { zh: `状态为“${now.zh}”时不能“${act.zh}”`, en: `"${act.en}" is not possible in the state "${now.en}"` };
  if (name === "extend" && fold.extensions >= mostExtensions) return { zh: "延期最多两次", en: "extended twice already" };
  if (name === "suspend" && fold.suspensions >= mostSuspensions) return { zh: "挂账只能一次", en: "suspended once already" };
  if (name === "appeal" && fold.appeal !== "none") return { zh: "已申诉过", en: "appealed already" };
  if ((name === "uphold" || name === "dismiss") && fold.appeal !== "pending")
    return { zh: "没有待审的申诉", en: "there is no appeal to decide" };
  if (name === "undo" && (!fold.before || !fold.last || !undoable.has(fold.last.act))) {
    const last = fold.last ? problemActs[fold.last.act] : null;
    return last
      ? { zh: `“${last.zh}”不能撤回`, en: `"${last.en}" cannot be undone` }
      : { zh: "没有可撤回的操作", en: "there is nothing to undo" };
  }
  return null;
}

/** Why none of these roles may do the act; null when one may. */
export function roleRefusal(act: ProblemAct, held: ReadonlySet<Role>): Word | null {
  const { roles: may } = rules[act];
  if (may.some((role) => held.has(role))) return null;
  const list = (lang: "zh" | "en") => may.map((role) => roles[role][lang]).join(lang === "zh" ? "、" : ", ");
  return {
    zh: may.length ? `“${problemActs[act].zh}”由${list("zh")}办理` : "由系统办理",
    en: may.length ? `"${problemActs[act].en}" is done by: ${list("en")}` : "done by the system",
  };
}

/** Who acts: their id and name as logs have them. */
export interface Actor {
  readonly id: number;
  readonly name: string;
}

/**
 * Why this person, though of the right role, may not: nobody rechecks or closes what they handled; nobody finds the same twice; only
 * one's own last act is undone, and soon.
 */
export function personRefusal(fold: Fold, act: PersonAct, actor: Actor, now: number, undo_min: number): Word | null {
  if (act === "close" || act === "recheck" || act === "rework") {
    const mine = fold.handledBy.includes(actorKey(actor.id, null) as string) || fold.handledBy.includes(actor.name);
    if (mine) return { zh: "处置人不能核查或销号自己处置的问题", en: "whoever handled it cannot recheck or close it" };
  }
  if (act === "uphold" || act === "dismiss") {
    if (fold.appealedBy === actor.id) return { zh: "申诉人不能裁定自己的申诉", en: "nobody decides their own appeal" };
  }
  if (act === "me_too") {
    if (fold.reportedBy === actor.id) return { zh: "这是您自己上报的问题", en: "it is your own report" };
    if (fold.alsoFoundBy.includes(actor.id)) return { zh: "您已说过“我也发现”", en: "you have said so already" };
  }
  if (act === "undo" && fold.last) {
    if (fold.last.actorId !== actor.id) return { zh: "只能撤回自己的最后一步操作", en: "only one's own last act can be undone" };
    if (now - fold.last.at > undo_min * 60_000)
      return { zh: `只能在 ${undo_min} 分钟内撤回`, en: `it can be undone within ${undo_min} minutes only` };
  }
  return null;
}

/** True when the act must be given a reason. */
export const needsNote = (act: ProblemAct): boolean => rules[act].note === true;
