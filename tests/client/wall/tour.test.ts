/** The tour by its properties: it never leaves its scenes, never shows what has nothing to show, and always goes on by itself but when paused. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  firstTour,
  hold,
  leave,
  left_ms,
  pass,
  pauseOrResume,
  pick,
  press,
  resume,
  same,
  show,
  stay,
  step,
  type Tour,
  withScenes,
} from "../../../client/wall/tour.ts";
import { type Scene, type SceneKind, sceneKinds } from "../../../server/contract/wall.ts";

const kinds = Object.keys(sceneKinds) as SceneKind[];
const scene = (kind: SceneKind, seconds = 20, query = ""): Scene => ({ kind, title: null, seconds, query });
const scenes = [scene("overview"), scene("overdue"), scene("today"), scene("markets")];
const never = () => false;
const tourOf = (part: Partial<Tour> = {}): Tour => ({ ...firstTour, scenes, ...part });

const anyScene = fc.record({
  kind: fc.constantFrom(...kinds),
  title: fc.constant(null),
  seconds: fc.integer({ min: 5, max: 600 }),
  query: fc.constantFrom("", "?status=open", "?status=overdue"),
});
type Act = (tour: Tour, now_ms: number, skip: (index: number) => boolean) => Tour;
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  fc.constantFrom<Act>(
    (t, now) => leave(t, now),
    (t, now) => pauseOrResume(t, now),
    (t, now) => resume(t, now),
    (t, now, skip) => step(t, 1, now, skip),
    (t, now, skip) => step(t, -1, now, skip),
    (t, now, skip) => pass(t, now, skip),
  ),
  fc.integer({ min: -1, max: 12 }).map(
    (n): Act =>
      (t, now) =>
        pick(t, n, now),
  ),
  fc.integer({ min: -1, max: 12 }).map(
    (n): Act =>
      (t, now) =>
        show(t, n, now, 30),
  ),
  fc.integer({ min: 1, max: 90 }).map(
    (s): Act =>
      (t, now) =>
        hold(t, now, s),
  ),
  fc.constantFrom(" ", "ArrowLeft", "ArrowRight", "1", "9", "0", "Escape", "Home", "a", "Enter").map(
    (key): Act =>
      (t, now, skip) =>
        press(t, key, now, skip),
  ),
  fc.array(anyScene, { maxLength: 5 }).map(
    (list): Act =>
      (t, now) =>
        withScenes(t, list, now),
  ),
);

describe("whatever is done to it", () => {
  test("it stands on one of its scenes, and only a held or a left tour has an end", () => {
    const steps = fc.array(fc.tuple(anyAct, fc.integer({ min: 0, max: 100_000 })), { maxLength: 40 });
    fc.assert(
      fc.property(fc.array(anyScene, { maxLength: 6 }), steps, fc.integer({ min: 0, max: 63 }), (list, acts, empty) => {
        let tour = withScenes(firstTour, list, 0);
        let now = 0;
        for (const [act, wait] of acts) {
          now += wait;
          tour = act(tour, now, (index) => ((empty >> index) & 1) === 1);
          expect(Number.isInteger(tour.at) && tour.at >= 0 && tour.at <= Math.max(0, tour.scenes.length - 1)).toBe(true);
          expect(tour.since_ms).toBeLessThanOrEqual(now);
          expect(tour.until_ms !== null).toBe(tour.mode === "left" || tour.mode === "held");
        }
      }),
    );
  });

  test("left alone it comes round: every scene that has something to show, in order, each for its seconds", () => {
    fc.assert(
      fc.property(fc.array(anyScene, { minLength: 1, maxLength: 8 }), fc.integer({ min: 0, max: 255 }), (list, empty) => {
        const skip = (index: number) => ((empty >> index) & 1) === 1;
        const full = list.map((_, index) => index).filter((index) => !skip(index));
        let tour = withScenes(firstTour, list, 0);
        const seen: [index: number, since: number][] = [];
        for (let now = 0; now < 20_000_000 && seen.length < full.length * 2 + 2; now += 1000) {
          tour = pass(tour, now, skip);
          if (seen.at(-1)?.[0] !== tour.at) seen.push([tour.at, now]);
          if (full.length < 2 && now > 700_000) break;
        }
        if (full.length === 0) {
          expect(seen.map(([at]) => at)).toEqual([0]);
          return;
        }
        expect(seen.every(([at]) => full.includes(at))).toBe(true);
        const order = seen.map(([at]) => full.indexOf(at));
        expect(order).toEqual(order.map((_, i) => ((order[0] as number) + i) % full.length));
        for (const [i, [at, since]] of seen.slice(0, -1).entries()) {
          expect((seen[i + 1]?.[1] as number) - since).toBe((list[at] as Scene).seconds * 1000);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("another programme keeps the scene that is shown, wherever it is in it", () => {
    fc.assert(
      fc.property(fc.array(anyScene, { minLength: 1, maxLength: 6 }), fc.array(anyScene, { maxLength: 6 }), fc.nat(5), (old, more, n) => {
        const at = n % old.length;
        const now = old[at] as Scene;
        const tour = { ...tourOf(), scenes: old, at, since_ms: 5 };
        const put = withScenes(tour, [...more, { ...now, seconds: 99 }], 70);
        expect(same(put.scenes[put.at] as Scene, now)).toBe(true);
        expect(put.since_ms).toBe(5);
      }),
    );
  });
});

describe("by hand", () => {
  test("any key leaves it; it resumes a minute after the last one, and the scene has its whole time again", () => {
    let tour = press(tourOf({ at: 1 }), "x", 1000, never);
    tour = press(tour, "y", 30_000, never);
    expect(pass(tour, 30_000 + left_ms - 1, never)).toBe(tour);
    const back = pass(tour, 30_000 + left_ms, never);
    expect([back.mode, back.at, back.since_ms]).toEqual(["going", 1, 30_000 + left_ms]);
    expect(pass(back, 30_000 + left_ms + 19_999, never).at).toBe(1);
  });

  test("a touch while it is left begins the minute again, and a step does too", () => {
    const tour = leave(tourOf(), 0);
    expect(leave(tour, 50_000).until_ms).toBe(50_000 + left_ms);
    expect(step(tour, 1, 50_000, never)).toMatchObject({ mode: "left", at: 1, until_ms: 50_000 + left_ms });
  });

  test("Space stops it for as long as nobody says otherwise; arrows and figures step without starting it", () => {
    const paused = press(tourOf(), " ", 0, never);
    expect(pass(paused, 1e9, never)).toBe(paused);
    expect(press(paused, "x", 5, never).mode).toBe("paused");
    expect(press(paused, "ArrowRight", 5, never)).toMatchObject({ mode: "paused", at: 1 });
    expect(press(paused, "ArrowLeft", 5, never)).toMatchObject({ mode: "paused", at: 3 });
    expect(press(paused, "3", 5, never)).toMatchObject({ mode: "paused", at: 2 });
    expect(press(paused, " ", 5, never)).toMatchObject({ mode: "going", since_ms: 5 });
  });

  test("a figure without a scene is a key like any other; Esc and Home go on at once", () => {
    expect(press(tourOf(), "7", 0, never).mode).toBe("left");
    for (const key of ["Escape", "Home"]) expect(press(leave(tourOf(), 0), key, 10, never)).toMatchObject({ mode: "going", since_ms: 10 });
  });

  test("a scene with nothing to show can be picked, and is gone over when stepping", () => {
    const skip = (index: number) => index === 1;
    expect(step(tourOf(), 1, 0, skip).at).toBe(2);
    expect(step(tourOf({ at: 2 }), -1, 0, skip).at).toBe(0);
  });
});

describe("told to stay", () => {
  test("an alarm holds the scene, a second one longer, and then it goes on to the next", () => {
    const held = hold(hold(tourOf(), 10_000, 30), 20_000, 30);
    expect(pass(held, 49_999, never)).toBe(held);
    expect(pass(held, 50_000, never)).toMatchObject({ mode: "going", at: 1 });
  });

  test("an alarm early in a scene takes nothing of its time", () => {
    const held = hold(tourOf({ scenes: [scene("overview", 100), scene("overdue")] }), 1000, 30);
    expect(pass(held, 31_000, never)).toMatchObject({ mode: "going", at: 0, since_ms: 0 });
  });

  test("an alarm does not take the tour from a hand or a pause; an order of the desk does", () => {
    for (const tour of [leave(tourOf(), 0), pauseOrResume(tourOf(), 0)]) {
      expect(hold(tour, 5, 30)).toBe(tour);
      expect(show(tour, 2, 5, 60)).toMatchObject({ mode: "held", at: 2, until_ms: 60_005 });
      expect(stay(tour, 5, 60)).toMatchObject({ mode: "held", at: 0, until_ms: 60_005 });
    }
  });

  test("an order to a scene that is not there changes nothing", () => {
    const tour = tourOf();
    expect(show(tour, 9, 5, 60)).toBe(tour);
    expect(pick(tour, -1, 5)).toBe(tour);
  });
});
