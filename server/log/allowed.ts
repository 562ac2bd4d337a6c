/** Whether a caller may do an act to a problem: who reaches it, what the rules say, and what the card shows of both. */
import { type Caller, reaches } from "../ask/caller.ts";
import type { ActOffer } from "../contract/types.ts";
import { actPaths, type PersonAct, type ProblemAct, type Word } from "../contract/vocabulary.ts";
import { needsNote, personRefusal, roleRefusal, rules, stateRefusal } from "../life/rules.ts";
import type { Ground } from "./ground.ts";
import type { Held } from "./problem.ts";

export const frozenWord: Word = {
  zh: "快照：时钟不走，不能办理",
  en: "This is a snapshot: its clock stands, and nothing can be done in it.",
};
/** Said of what the caller's area does not hold; nothing else is. */
export const notYours: Word = { zh: "不在您的辖区或单位", en: "It is outside your area or unit." };

/** Why neither the caller's roles nor their area let them do the act; null when they do. */
export function dutyRefusal(caller: Caller, act: ProblemAct, held: Held): Word | null {
  return roleRefusal(act, caller.roles) ?? (rules[act].roles.some((role) => reaches(caller, role, held)) ? null : notYours);
}

/** Why the act cannot be done now, by this person; null when it can. */
export function lifeRefusal(caller: Caller, act: PersonAct, { fold }: Held, ground: Pick<Ground, "now" | "undo_min">): Word | null {
  const state = stateRefusal(fold, act);
  if (state || caller.personId === null) return state;
  return personRefusal(fold, act, { id: caller.personId, name: caller.name ?? "" }, ground.now, ground.undo_min);
}

/** The acts of the caller's roles, in the order of a problem's life, each with why it cannot be done. */
export function offersOf(caller: Caller, held: Held, ground: Pick<Ground, "now" | "undo_min" | "frozen">): ActOffer[] {
  const acts = (Object.keys(actPaths) as PersonAct[]).filter((act) => roleRefusal(act, caller.roles) === null);
  return acts.map((act) => {
    const why = dutyRefusal(caller, act, held) ?? (ground.frozen ? frozenWord : lifeRefusal(caller, act, held, ground));
    return { act, allowed: why === null, why, needsNote: needsNote(act) };
  });
}
