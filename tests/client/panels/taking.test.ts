/** A change of a problem that is in no column, since the working set is too large to travel: the page asks again all the same. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { take } from "../../../client/panels/run/taking.ts";
import { noListing } from "../../../client/state/app.ts";
import { typedLayer } from "../../../client/state/typed.ts";
import { liveProblem, problemsOf } from "../wall/columns.ts";
import { pageAt } from "./state.ts";

const asked: string[] = [];
beforeEach(() => {
  asked.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    return new Response(JSON.stringify({ total: 7, rows: [], next: null, clock: "2026-11-21T10:00:00Z" }));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const layer = typedLayer(problemsOf([{ id: 8, found: 1_795_000_000 }]));
const old = liveProblem({ id: 2, found: 1_790_000_000 });
const page = (working: number) =>
  pageAt("?status=open", { data: { problems: { ...layer, working } }, listing: { ...noListing, state: "ready", total: 5 } });

it("the rows and the figures are the server's anew, and the columns stay what they are", async () => {
  const app = page(400_000);
  const { problems } = app.store.get().data;
  take(app, { clock: 1_795_300_000, changed: [old], gone: [] });
  await vi.advanceTimersByTimeAsync(6_000);
  expect(asked.some((path) => path.startsWith("/api/problems?"))).toBe(true);
  expect([app.store.get().listing.total, app.store.get().live.turn]).toEqual([7, 1]);
  expect(app.store.get().data.problems).toBe(problems);
});

it("what the columns hold as it is told asks nothing where they hold all", async () => {
  const app = page(1);
  take(app, { clock: 1_795_300_000, changed: [liveProblem({ id: 8, found: 1_795_000_000 })], gone: [] });
  await vi.advanceTimersByTimeAsync(6_000);
  expect([asked, app.store.get().live.turn]).toEqual([[], 0]);
});
