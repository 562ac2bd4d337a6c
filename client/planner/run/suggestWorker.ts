/** The worker that looks for balanced zones: one question, then progress, then an answer or why there is none. It is ended from outside. */
import { PartitionError } from "../../../server/contract/partition/partitionError.ts";
import { type SuggestAnswer, type SuggestQuestion, suggest } from "../../../server/contract/partition/suggest.ts";
import type { SuggestReply } from "./suggesting.ts";

/** The part of a worker's global scope used here; the DOM's types, which this project has, describe a window. */
interface Scope {
  onmessage: ((event: MessageEvent<SuggestQuestion>) => void) | null;
  postMessage(message: SuggestReply): void;
}
const scope = self as unknown as Scope;
/** Between two messages of progress, in milliseconds. */
const pause = 100;

function answerTo(question: SuggestQuestion): SuggestAnswer {
  const search = suggest(question);
  let said = 0;
  for (let step = search.next(); ; step = search.next()) {
    if (step.done) return step.value;
    if (performance.now() - said < pause) continue;
    said = performance.now();
    scope.postMessage({ kind: "progress", progress: step.value });
  }
}

scope.onmessage = ({ data }) => {
  try {
    scope.postMessage({ kind: "answer", answer: answerTo(data) });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const why =
      error instanceof PartitionError
        ? { zh: `${error.member}：${error.expected.zh}`, en: text }
        : { zh: `均衡计算出错：${text}`, en: `The search failed: ${text}` };
    scope.postMessage({ kind: "failed", why });
  }
};
