/** What happened today, newest first, each once. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mostStories, storiesOf, withStories } from "../../../client/wall/run/stories.ts";
import type { Story } from "../../../client/wall/state.ts";
import { district, liveProblem, noon, problemsOf } from "./columns.ts";

const zone = district.timeZone;
const columns = problemsOf([{ id: 1 }, { id: 2, state: "closed", closed: noon - 60 }]);
const told = (...problems: Parameters<typeof liveProblem>[0][]) =>
  storiesOf(problems.map(liveProblem), columns, noon, zone).map(({ what, problem, at }) => [what, problem.id, at]);

describe("stories", () => {
  test("one that was not known and was found today is found; one that is closed now and was not is closed", () => {
    expect(told({ id: 9, found: noon - 10 })).toEqual([["found", 9, noon - 10]]);
    expect(told({ id: 1, state: "closed", closed: noon - 5 })).toEqual([["closed", 1, noon - 5]]);
  });

  test("what was so before, or happened on another day, is none", () => {
    expect(told({ id: 1 })).toEqual([]);
    expect(told({ id: 2, state: "closed", closed: noon - 60 })).toEqual([]);
    expect(told({ id: 9, found: noon - 86_400 })).toEqual([]);
    // 23:59 of the day before, where it is.
    expect(told({ id: 9, found: Date.parse("2026-11-20T15:59:00Z") / 1000 })).toEqual([]);
    expect(told({ id: 9, found: Date.parse("2026-11-20T16:01:00Z") / 1000 })).toHaveLength(1);
  });

  test("stay newest first, each once, few, and of today", () => {
    const any = fc.record({ id: fc.integer({ min: 1, max: 40 }), ago: fc.integer({ min: 0, max: 80_000 }), closed: fc.boolean() });
    const story = ({ id, ago, closed }: { id: number; ago: number; closed: boolean }): Story => ({
      problem: liveProblem({ id }),
      at: noon - ago,
      what: closed ? "closed" : "found",
    });
    fc.assert(
      fc.property(fc.array(fc.array(any, { maxLength: 40 }), { maxLength: 5 }), (turns) => {
        let stories: readonly Story[] = [];
        for (const turn of turns) stories = withStories(stories, turn.map(story), noon, zone);
        expect(stories.length).toBeLessThanOrEqual(mostStories);
        expect(new Set(stories.map(({ what, problem }) => `${what} ${problem.id}`)).size).toBe(stories.length);
        expect(stories.map(({ at }) => at)).toEqual(stories.map(({ at }) => at).sort((a, b) => b - a));
        expect(withStories(stories, [], noon, zone).every(({ at }) => at >= noon - 43_200)).toBe(true);
        // The day after, nothing of it is left.
        expect(withStories(stories, [], noon + 86_400, zone)).toEqual([]);
      }),
    );
  });
});
