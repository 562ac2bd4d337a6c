/** What is done to problems: one act to one, one act to many, a new one; and the reporter shown once. */
import type { BulkLine, ProblemDetail, Revealed } from "../../server/contract/types.ts";
import { actPaths, type BulkAct, type PersonAct } from "../../server/contract/vocabulary.ts";
import { postJson, postLines } from "./http.ts";

/** Does an act to a problem and answers it as it stands after. @param body version and what the act says */
export const postAct = (id: number, act: PersonAct, body: object) => postJson<ProblemDetail>(`/api/problems/${id}/${actPaths[act]}`, body);

/** Reports a new problem and answers it. */
export const postReport = (body: object) => postJson<ProblemDetail>("/api/problems", body);

/** One act to many, a line for each as it is done. @param body what the act says, the ids, and whether it is only looked at first */
export const postBulk = (act: BulkAct, body: object, line: (line: BulkLine) => void, signal: AbortSignal) =>
  postLines<BulkLine>("/api/problems/bulk", { act, ...body }, line, signal);

/** The reporter as they are; the reason is recorded. */
export const postReveal = (id: number, reason: string) => postJson<Revealed>(`/api/problems/${id}/reveal`, { reason });
