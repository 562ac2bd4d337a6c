/** The page and the suggestion's worker, put together without a browser: what one says reaches the other, copied. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startSuggesting } from "../../../client/planner/run/suggesting.ts";
import type { SuggestProgress } from "../../../server/contract/partition/suggest.ts";
import { planted } from "../partition/planted.ts";

type Listener<T> = ((event: T) => void) | null;
const scope = { onmessage: null as Listener<{ data: unknown }>, postMessage: (_message: unknown): void => {} };
/** Workers that were made; each runs the real worker's code when it is asked something, unless `broken`. */
let workers: FakeWorker[] = [];
let broken = false;
class FakeWorker {
  onmessage: Listener<{ data: unknown }> = null;
  onerror: Listener<{ message: string }> = null;
  onmessageerror: Listener<unknown> = null;
  ended = false;
  readonly address: string;
  constructor(address: URL) {
    this.address = address.pathname;
    workers.push(this);
  }
  terminate(): void {
    this.ended = true;
  }
  postMessage(message: unknown): void {
    const data = structuredClone(message);
    queueMicrotask(() => {
      if (this.ended) return;
      if (broken) return this.onerror?.({ message: "404" });
      scope.postMessage = (reply) => {
        if (!this.ended) this.onmessage?.({ data: structuredClone(reply) });
      };
      scope.onmessage?.({ data });
    });
  }
}

beforeEach(async () => {
  workers = [];
  broken = false;
  vi.stubGlobal("self", scope);
  vi.stubGlobal("Worker", FakeWorker);
  await import("../../../client/planner/run/suggestWorker.ts");
});
afterEach(() => vi.unstubAllGlobals());

const { question } = planted(12, 12, 5, 1, { rounds: 40 });

describe("a search for even zones", () => {
  it("says how far it is, answers, and its worker is ended", async () => {
    const heard: SuggestProgress[] = [];
    const end = await startSuggesting(question, (progress) => heard.push(progress)).ended;
    if (end.kind !== "answer") throw new Error(end.kind);
    expect(end.answer.zones.size).toBe(question.pieces.length);
    expect(end.answer.torn).toBe(0);
    expect(heard.length).toBeGreaterThan(0);
    expect(workers.map(({ ended }) => ended)).toEqual([true]);
    expect(workers[0]?.address).toMatch(/suggestWorker\.ts$/);
  });

  it("that is cancelled ends its worker at once and says nothing more", async () => {
    const heard = vi.fn();
    const search = startSuggesting(question, heard);
    search.cancel();
    expect(workers[0]?.ended).toBe(true);
    expect(await search.ended).toEqual({ kind: "cancelled" });
    expect(heard).not.toHaveBeenCalled();
  });

  it("that is cancelled after its end keeps its answer", async () => {
    const search = startSuggesting(question, () => {});
    const { kind } = await search.ended;
    search.cancel();
    expect((await search.ended).kind).toBe(kind);
    expect(kind).toBe("answer");
  });

  it("of a question that cannot be answered says what is wrong with it, in words", async () => {
    const end = await startSuggesting({ ...question, zones: 0 }, () => {}).ended;
    expect(end).toEqual({
      kind: "failed",
      why: { zh: "zones：区数应为不小于 1 的整数", en: "zones: how many zones: a whole number from 1" },
    });
  });

  it("whose worker does not start says so", async () => {
    broken = true;
    const end = await startSuggesting(question, () => {}).ended;
    expect(end).toEqual({ kind: "failed", why: { zh: "均衡计算没有启动：404", en: "The search did not start: 404" } });
  });
});
