/** 延期: a later deadline, by so much more of the limit or to a time; twice at most. */
import { type Body, limitField, optional, refusedField, timeField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import type { Ground, Said } from "../log/perform.ts";
import type { Held } from "../log/problem.ts";
import { doAct, dueWith, may, noted } from "./act.ts";
import { furthest_ms } from "./dispatching.ts";

/** What an extension takes beside a note: one of the two. */
export const extension = {
  limit: optional(limitField),
  deadline: optional(timeField("The new deadline, when no limit is given: later than the one in force, and than now.")),
};

/** Refuses an extension that says neither or both. @throws ParameterError */
export function oneOfBoth({ limit, deadline }: Body<typeof extension>): void {
  if ((limit === null) === (deadline === null))
    throw refusedField(limit === null ? "limit" : "deadline", limit === null ? undefined : new Date(deadline ?? 0).toISOString(), {
      zh: "limit（增加的时限）与 deadline（新的截止时间）必填其一，且只填其一",
      en: "either limit (how much more time) or deadline (the new one), not both",
    });
}

/** The deadline of an extension: counted on by the calendar, or as it was given. @throws ParameterError when it is no later, or too late; Conflict */
export function extendSays({ limit, deadline }: Body<typeof extension>, held: Held, ground: Ground): Said {
  const { now } = ground;
  const due = limit === null ? deadline : dueWith(held, ground, { act: "extend", facts: { limit } });
  const later = limit !== null || (due !== null && due > Math.max(now, held.fold.deadlineAt ?? 0));
  if (due !== null && later && due < now + furthest_ms) return { deadline: due, facts: limit === null ? {} : { limit } };
  if (limit !== null) throw refusedField("limit", limit, { zh: "十年之内到期的时限", en: "a limit that ends within ten years" });
  throw refusedField("deadline", due === null ? undefined : new Date(due).toISOString(), {
    zh: "晚于现在和现行截止时间，且在十年之内",
    en: "a time later than now and than the deadline in force, within ten years",
  });
}

export const extendAct = route({
  method: "POST",
  path: "/api/problems/{id}/extend",
  question: "Gives a problem more time, for a reason.",
  may: may("extend"),
  body: { ...noted, ...extension },
  answer: ProblemDetail,
  handle(ask) {
    oneOfBoth(ask.body);
    return doAct(ask, "extend", (held, ground) => extendSays(ask.body, held, ground));
  },
});
