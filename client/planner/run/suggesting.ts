/** The page's side of the suggestion's worker: one worker a question, ended when it has answered or is not wanted any more. */
import type { SuggestAnswer, SuggestProgress, SuggestQuestion } from "../../../server/contract/partition/suggest.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";

export type SuggestReply =
  | { readonly kind: "progress"; readonly progress: SuggestProgress }
  | { readonly kind: "answer"; readonly answer: SuggestAnswer }
  | { readonly kind: "failed"; readonly why: Word };
/** How a search ended. It never throws: a fault is a sentence. */
export type SuggestEnd = Exclude<SuggestReply, { kind: "progress" }> | { readonly kind: "cancelled" };
export interface Suggesting {
  readonly ended: Promise<SuggestEnd>;
  /** Ends the search at once, whatever it is doing; without effect after its end. */
  cancel(): void;
}

const brokenDown = (reason: string): SuggestEnd => ({
  kind: "failed",
  why: { zh: `均衡计算没有启动：${reason}`, en: `The search did not start: ${reason}` },
});

/** @param onProgress about ten times a second: part done 0–1, the best objective so far, and the heaviest zone's deviation */
export function startSuggesting(question: SuggestQuestion, onProgress: (progress: SuggestProgress) => void): Suggesting {
  const worker = new Worker(new URL("./suggestWorker.ts", import.meta.url), { type: "module", name: "suggest" });
  let finish: (end: SuggestEnd) => void = () => {};
  const ended = new Promise<SuggestEnd>((resolve) => {
    finish = (end) => {
      worker.terminate();
      worker.onmessage = null;
      resolve(end);
    };
  });
  worker.onmessage = ({ data }: MessageEvent<SuggestReply>) => {
    if (data.kind === "progress") onProgress(data.progress);
    else finish(data);
  };
  worker.onerror = (event) => finish(brokenDown(event.message || "worker"));
  worker.onmessageerror = () => finish(brokenDown("message"));
  worker.postMessage(question);
  return { ended, cancel: () => finish({ kind: "cancelled" }) };
}
