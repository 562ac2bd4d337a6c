/** Who is let in, who waits and who is sent away: bounds, order, leaving, fairness, and that nothing is left over. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Cancelled } from "../../../server/db/db.ts";
import { Admission, calm_ms } from "../../../server/http/admission.ts";
import { Busy } from "../../../server/http/busy.ts";
import { boundsFor } from "../../../server/http/places.ts";
import { type Weight, weighed, weightOf } from "../../../server/http/weights.ts";
import { listedRoutes } from "./asked.ts";

const weights = ["cheap", "tile", "act", "question", "heavy"] as const satisfies readonly Weight[];

/** Work that ends when it is told to. */
class Works {
  readonly admission: Admission;
  readonly begun: string[] = [];
  readonly ended = new Map<string, string>();
  readonly #ends = new Map<string, (error?: Error) => void>();
  readonly #leaves = new Map<string, AbortController>();
  constructor(sessions: number | undefined = 10) {
    this.admission = new Admission(() => sessions);
  }
  async begin(name: string, weight: Weight, { address = name, session = undefined as string | undefined } = {}): Promise<void> {
    const caller = new AbortController();
    this.#leaves.set(name, caller);
    void this.admission
      .admit({ weight, signal: caller.signal, who: () => ({ address, session }) }, () => {
        this.begun.push(name);
        return new Promise<string>((resolve, reject) => {
          this.#ends.set(name, (error) => (error ? reject(error) : resolve(name)));
        });
      })
      .then(
        () => this.ended.set(name, "done"),
        (error: Error) => this.ended.set(name, error.name),
      );
    await settle();
  }
  async end(name: string, error?: Error): Promise<void> {
    this.#ends.get(name)?.(error);
    await settle();
  }
  async leave(name: string): Promise<void> {
    this.#leaves.get(name)?.abort();
    await settle();
  }
  async fill(count: number, weight: Weight, prefix = weight as string): Promise<void> {
    for (let i = 0; i < count; i++) await this.begin(`${prefix}${i}`, weight);
  }
  get nothing(): boolean {
    return Object.values(this.admission.state).every(({ running, waiting, known }) => running + waiting + known === 0);
  }
}

const settle = async (): Promise<void> => {
  for (let i = 0; i < 6; i++) await Promise.resolve();
};
const { together, lanes } = boundsFor(10);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the places", () => {
  it("of acts, questions, heavy ones and tiles leave a session for what is cheap, at any number of sessions", () => {
    for (let sessions = 3; sessions <= 100; sessions++) {
      const bounds = boundsFor(sessions);
      expect(bounds.together + bounds.lanes.tile.places, `${sessions} sessions`).toBeLessThan(sessions);
      expect(bounds.lanes.question.places).toBeLessThanOrEqual(bounds.together);
    }
    const one = boundsFor(1);
    expect([one.together, ...weights.slice(1).map((weight) => one.lanes[weight].places)]).toEqual([1, 1, 1, 1, 1]);
  });

  it("are each route's, and the table names no route that is not there", () => {
    const routes = listedRoutes();
    const paths = new Set<string>(routes.map(({ path }) => path));
    expect(weighed.filter((path) => !paths.has(path))).toEqual([]);
    const of = (path: string, method = "GET") => weightOf({ path, method } as Parameters<typeof weightOf>[0]);
    expect([of("/api/health"), of("/api/problems"), of("/api/problems", "POST"), of("/api/problems/facets")]).toEqual([
      "cheap",
      "question",
      "act",
      "heavy",
    ]);
    expect(of("/api/tiles/problems")).toBe("tile");
    expect(of("/api/problems/{id}/dispatch", "POST")).toBe("act");
  });
});

describe("the queue", () => {
  it("lets in as many as there are places, and the next when one is free", async () => {
    const works = new Works();
    await works.fill(lanes.question.places + 2, "question");
    expect(works.begun).toHaveLength(lanes.question.places);
    await works.end("question0");
    await works.end("question1", new Error("failed"));
    expect(works.begun).toHaveLength(lanes.question.places + 2);
    expect([works.ended.get("question0"), works.ended.get("question1")]).toEqual(["done", "Error"]);
  });

  it("lets acts in before questions and questions before heavy ones, each in the order they came", async () => {
    const works = new Works(1);
    await works.begin("first", "heavy");
    for (const weight of ["heavy", "question", "act"] as const) await works.fill(2, weight);
    for (const name of ["first", "act0", "act1", "question0", "question1", "heavy0"]) await works.end(name);
    expect(works.begun).toEqual(["first", "act0", "act1", "question0", "question1", "heavy0", "heavy1"]);
  });

  it("keeps places free of questions for others, and what is cheap is let in whatever waits", async () => {
    const works = new Works();
    await works.fill(20, "question");
    await works.fill(20, "heavy");
    expect(works.begun.length).toBe(together);
    await works.begin("health", "cheap");
    await works.begin("tile", "tile");
    expect(works.begun.slice(-2)).toEqual(["health", "tile"]);
    const busy = new Works();
    await busy.fill(20, "question");
    await busy.begin("an act", "act");
    expect(busy.begun.at(-1)).toBe("an act");
  });

  it("takes out who leaves, before their work began, and tells who is at work nothing", async () => {
    const works = new Works();
    await works.fill(lanes.question.places + 2, "question");
    const [next, last] = [`question${lanes.question.places}`, `question${lanes.question.places + 1}`];
    await works.leave(next);
    expect(works.ended.get(next)).toBe("Cancelled");
    await works.leave("question1");
    expect(works.ended.has("question1")).toBe(false);
    await works.end("question0");
    expect(works.begun.at(-1)).toBe(last);
    expect(works.begun).not.toContain(next);
  });

  it("does not begin for who had left already", async () => {
    const { admission } = new Works();
    const entering = { weight: "question", signal: AbortSignal.abort(), who: () => ({ address: "a", session: undefined }) } as const;
    await expect(admission.admit(entering, () => Promise.reject(new Error("begun")))).rejects.toBeInstanceOf(Cancelled);
  });

  it("sends away who has waited too long", async () => {
    const works = new Works();
    await works.fill(lanes.question.places + 1, "question");
    const last = `question${lanes.question.places}`;
    await vi.advanceTimersByTimeAsync(lanes.question.patience_ms - 1);
    expect(works.ended.has(last)).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(works.ended.get(last)).toBe("Busy");
    expect(works.admission.state.question.waiting).toBe(0);
  });
});

describe("when it is full", () => {
  const crowd = async (works: Works, count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await works.begin(`crowd${i}`, "question", { address: `10.0.0.${i}`, session: `s${i}` });
  };
  const asked = (works: Works, address = "192.0.2.1", session?: string) =>
    works.admission.refusal("question", () => ({ address, session }));

  it("a rush fills the queue; from the first refusal on only a few may wait, until it is calm again", async () => {
    const works = new Works();
    const { places, queue, few } = lanes.question;
    await crowd(works, places + queue + 3);
    expect(works.admission.state.question).toMatchObject({ running: places, waiting: queue });
    expect([...works.ended.values()]).toEqual(["Busy", "Busy", "Busy"]);
    for (let i = 0; i < queue - few; i++) await works.end(`crowd${i}`);
    expect(works.admission.state.question.waiting).toBe(few);
    expect(asked(works)).toBeInstanceOf(Busy);
    await works.end(`crowd${queue - few}`);
    expect(asked(works), "one of the few has gone in").toBeNull();
    await works.begin("one of the few", "question");
    expect(asked(works)).toBeInstanceOf(Busy);
    await vi.advanceTimersByTimeAsync(calm_ms);
    expect(asked(works), "calm again").toBeNull();
  });

  it("no session fills more than a part of the queue, nor all sessions of one address all of it; others still come in", async () => {
    const works = new Works();
    const { places, queue } = lanes.question;
    await crowd(works, places);
    const own = Math.ceil(queue * 0.4);
    for (let i = 0; i < own; i++) await works.begin(`greedy${i}`, "question", { address: "192.0.2.7", session: "greedy" });
    expect(asked(works, "192.0.2.7", "greedy")).toBeInstanceOf(Busy);
    await vi.advanceTimersByTimeAsync(calm_ms);
    expect(asked(works, "192.0.2.7", "another")).toBeNull();
    for (let i = own; i < Math.ceil(queue * 0.75); i++)
      await works.begin(`forged${i}`, "question", { address: "192.0.2.7", session: `forged${i}` });
    expect(asked(works, "192.0.2.7", "one more")).toBeInstanceOf(Busy);
    await vi.advanceTimersByTimeAsync(calm_ms);
    expect(asked(works, "192.0.2.8", "elsewhere")).toBeNull();
  });

  it("tells when to come back by how many wait and how many were sent away, within half a minute", async () => {
    const works = new Works();
    const { places, queue } = lanes.question;
    await crowd(works, places + queue);
    const first = asked(works)?.after_s as number;
    let last = first;
    for (let i = 0; i < 2_000; i++) {
      const now = asked(works)?.after_s as number;
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    }
    expect([first, last > first, last <= 30]).toEqual([1, true, true]);
  });

  it("closing sends away who waits and who comes, and lets end what is at work", async () => {
    const works = new Works();
    await crowd(works, lanes.question.places + 2);
    works.admission.close();
    await settle();
    expect([...works.ended.values()]).toEqual(["Busy", "Busy"]);
    expect(asked(works)?.closing).toBe(true);
    expect(works.admission.refusal("cheap", () => ({ address: "a", session: undefined }))?.closing).toBe(true);
    await works.end("crowd0");
    expect(works.ended.get("crowd0")).toBe("done");
  });
});

describe("nothing is left over", () => {
  it("after ten thousand who come, end, fail, leave and lose patience, in any order", { timeout: 60_000 }, async () => {
    const step = fc.record({
      what: fc.constantFrom("come", "come", "come", "end", "fail", "leave", "later"),
      weight: fc.constantFrom(...weights),
      which: fc.nat(),
      who: fc.nat(5),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 400, maxLength: 600, size: "max" }),
        fc.constantFrom(1, 3, 10),
        async (steps, sessions) => {
          const works = new Works(sessions);
          const bounds = boundsFor(sessions);
          const names: string[] = [];
          const name = (which: number) => names[which % Math.max(1, names.length)] ?? "";
          for (const { what, weight, which, who } of steps) {
            if (what === "come") {
              names.push(`${names.length}`);
              const session = who < 3 ? `s${who}` : undefined;
              await works.begin(names.at(-1) as string, weight, { address: `a${who % 2}`, session });
            } else if (what === "end") await works.end(name(which));
            else if (what === "fail") await works.end(name(which), new Error("failed"));
            else if (what === "leave") await works.leave(name(which));
            else await vi.advanceTimersByTimeAsync(which % 4_000);
            const { state } = works.admission;
            for (const weight of weights) {
              expect(state[weight].running).toBeLessThanOrEqual(bounds.lanes[weight].places);
              expect(state[weight].waiting).toBeLessThanOrEqual(bounds.lanes[weight].queue);
            }
            expect(state.act.running + state.question.running + state.heavy.running).toBeLessThanOrEqual(bounds.together);
          }
          for (let left = names.length; left >= 0; left--) for (const one of works.begun) if (!works.ended.has(one)) await works.end(one);
          expect(works.nothing).toBe(true);
          expect(works.ended.size).toBe(names.length);
          expect(vi.getTimerCount()).toBe(0);
        },
      ),
      { numRuns: 20 },
    );
  });
});
