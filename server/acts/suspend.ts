/** 挂账: what cannot be mended now stands until a day, once and for a year at most; its clock stands too. */
import { refusedField, timeField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { longestSuspension_days } from "../life/rules.ts";
import { doAct, may, noted } from "./act.ts";

const longest_ms = longestSuspension_days * 86_400_000;

export const suspendAct = route({
  method: "POST",
  path: "/api/problems/{id}/suspend",
  question: "Suspends a problem until a day, for a reason.",
  may: may("suspend"),
  body: { ...noted, until: timeField(`When it resumes by itself: later than now, at most ${longestSuspension_days} days from now.`) },
  answer: ProblemDetail,
  handle: (ask) =>
    doAct(ask, "suspend", (_held, { now }) => {
      const { until } = ask.body;
      if (until > now && until <= now + longest_ms) return { until };
      throw refusedField("until", new Date(until).toISOString(), {
        zh: `晚于现在，且不超过 ${longestSuspension_days} 天`,
        en: `a time later than now, at most ${longestSuspension_days} days from now`,
      });
    }),
});
