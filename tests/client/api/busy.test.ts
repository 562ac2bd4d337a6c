/** A server that has more to do than it can: what the page asks again by itself, when, how long, and what it says meanwhile. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { getFile, getJson, HttpError, onBusy, postJson, wasLeft } from "../../../client/api/http.ts";

interface Refused {
  readonly after?: string;
  readonly type?: string;
  readonly status?: number;
}
const refused = ({ after = "2", type = "urn:chuangtu:busy", status = 503 }: Refused = {}) =>
  new Response(JSON.stringify({ type, title: "Busy", status, detail: "busy", detail_zh: "忙" }), {
    status,
    headers: { "retry-after": after },
  });
const answered = () => new Response('{"n":1}');

const said = vi.fn();
let asked: number[] = [];
/** Answers each request by what is next; the last answer again and again. */
function serve(...answers: (() => Response)[]): void {
  asked = [];
  vi.stubGlobal("fetch", async () => {
    asked.push(performance.now());
    return (answers.length > 1 ? answers.shift() : answers[0])?.();
  });
}
/** What became of it, once it has become of it. */
function follow<T>(promise: Promise<T>) {
  const end: { value?: T; error?: unknown } = {};
  promise.then(
    (value) => Object.assign(end, { value }),
    (error: unknown) => Object.assign(end, { error }),
  );
  return end;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  said.mockReset();
  onBusy(said);
});
afterEach(() => {
  onBusy(() => {});
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a busy server", () => {
  it("is asked again after the time that it names, a little spread, and nothing is said when that was all", async () => {
    serve(() => refused({ after: "3" }), answered);
    const end = follow(getJson("/api/problems"));
    await vi.advanceTimersByTimeAsync(2_999);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_600);
    expect([asked.length, end.value]).toEqual([2, { n: 1 }]);
    expect((asked[1] as number) - (asked[0] as number)).toBeGreaterThanOrEqual(3_000);
    expect(said).not.toHaveBeenCalled();
  });

  it("that stays busy is spoken of in both languages, and given up in the end with its own reason", async () => {
    serve(() => refused({ after: "1" }));
    const end = follow(getFile("/api/problems/export.csv"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(5);
    expect(said).toHaveBeenCalledTimes(3);
    const [words] = said.mock.calls[0] as [{ zh: string; en: string }];
    expect([words.zh, words.en].every((text) => text.length > 5)).toBe(true);
    expect(end.error).toBeInstanceOf(HttpError);
    expect((end.error as HttpError).words).toEqual({ zh: "忙", en: "busy" });
  });

  it("is not asked again by itself to do something", async () => {
    serve(() => refused());
    const end = follow(postJson("/api/problems", {}));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([asked.length, (end.error as HttpError).status]).toEqual([1, 503]);
  });

  it.each<[string, Refused]>([
    ["is starting", { type: "urn:chuangtu:starting" }],
    ["took too long", { type: "urn:chuangtu:timeout" }],
    ["names no time", { after: "soon" }],
    ["names a long time", { after: "600" }],
    ["refuses for another reason", { status: 429 }],
  ])("one that %s is for the caller to judge", async (_what, how) => {
    serve(() => refused(how));
    const end = follow(getJson("/api/problems"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([asked.length, end.error instanceof HttpError]).toEqual([1, true]);
  });

  it("is not waited for by a question that was left", async () => {
    serve(() => refused(), answered);
    const control = new AbortController();
    const end = follow(getJson("/api/problems", control.signal));
    await vi.advanceTimersByTimeAsync(100);
    control.abort();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([asked.length, wasLeft(end.error)]).toEqual([1, true]);
  });
});
