import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { partLost, untilLoaded } from "../../../client/api/chunk.ts";

const address = "https://city.example/assets/Part-1.js";
const named = () => Promise.reject(new TypeError(`Failed to fetch dynamically imported module: ${address}`));
const nameless = () => Promise.reject(new Error("Unable to preload CSS"));
/** A browser that keeps for good that something did not load. */
const never = () => Promise.reject(new TypeError(`Failed to fetch dynamically imported module: ${address}#2`));
const part = { Part: "here" };

let asked: string[] = [];
/** What the server says to each question; null = it is away. */
const serverSays = (status: () => number | null): void => {
  vi.stubGlobal("fetch", async (path: string, { method, cache }: RequestInit) => {
    asked.push(`${method} ${cache} ${path}`);
    const said = status();
    if (said === null) throw new TypeError("Failed to fetch");
    return new Response(null, { status: said });
  });
};
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** Starts to load; to be ended with `come`: no test leaves a lost part to the next. */
function begin(load: () => Promise<unknown>, bring?: (address: string) => Promise<unknown>) {
  let comes = false;
  const brought: string[] = [];
  const done = untilLoaded<unknown>(
    () => (comes ? Promise.resolve(part) : load()),
    (at) => {
      brought.push(at);
      return comes ? Promise.resolve(part) : (bring ?? never)(at);
    },
  );
  const come = async () => {
    comes = true;
    await pass(10_000);
    expect(await done).toBe(part);
  };
  return { brought, come };
}

describe("a part of the page that does not load", () => {
  beforeEach(() => {
    asked = [];
    vi.useFakeTimers();
    vi.stubGlobal("location", { pathname: "/planner/3" });
    vi.spyOn(console, "warn").mockImplementation(() => {});
  });
  afterEach(() => {
    expect(partLost.get()).toBe(false);
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it("is lost when the server has its file twice in succession, is told once, and is tried on; when it comes, all is well", async () => {
    serverSays(() => 200);
    const told = vi.fn();
    const leave = partLost.subscribe(told);
    const { brought, come } = begin(named);
    await pass(600);
    expect([asked.length, partLost.get()]).toEqual([2, true]);
    expect(asked[0]).toBe(`HEAD no-store ${address}`);
    await pass(30_000);
    expect(told).toHaveBeenCalledTimes(1);
    expect(brought.slice(0, 3)).toEqual([`${address}#2`, `${address}#3`, `${address}#4`]);
    await come();
    expect(told).toHaveBeenCalledTimes(2);
    leave();
  });

  it("is lost when the server has another version, without this file", async () => {
    serverSays(() => 404);
    const { come } = begin(named);
    await pass(600);
    expect(partLost.get()).toBe(true);
    await come();
  });

  it("is waited for while the server is away, or a proxy says so", async () => {
    let turn = 0;
    serverSays(() => (turn++ % 2 ? 502 : null));
    const { come } = begin(named);
    await pass(60_000);
    expect(asked.length).toBeGreaterThan(5);
    expect(partLost.get()).toBe(false);
    await come();
  });

  it("is not lost by turns that do not follow one another", async () => {
    let turn = 0;
    serverSays(() => (turn++ % 2 ? 200 : null));
    const { come } = begin(named);
    await pass(60_000);
    expect(partLost.get()).toBe(false);
    await come();
  });

  it("is loaded by another name of the same file when only its own failed, and nothing is said", async () => {
    serverSays(() => 200);
    const { brought, come } = begin(named, () => Promise.resolve(part));
    await pass(600);
    expect(brought).toEqual([`${address}#2`]);
    await come();
    expect(asked).toHaveLength(1);
  });

  it("without a name is judged by the page's own address", async () => {
    serverSays(() => 200);
    const { come } = begin(nameless);
    await pass(600);
    expect(asked[1]).toBe("HEAD no-store /planner/3");
    expect(partLost.get()).toBe(true);
    await come();
  });

  it("stays told while another one is still lost", async () => {
    serverSays(() => 200);
    const [one, two] = [begin(named), begin(nameless)];
    await pass(600);
    await one.come();
    expect(partLost.get()).toBe(true);
    await two.come();
  });
});
