/** A wall that hangs for months: what it does when everything it lives by goes away, comes back, changes, or lies. */
import { describe, expect, test, vi } from "vitest";
import { settingsKey } from "../../../client/wall/settings.ts";
import { clockNow, hang } from "./browser.ts";
import { liveProblem, problemsOf } from "./columns.ts";

const token = { [settingsKey]: JSON.stringify({ token: "abc" }) };
const last = { "chuangtu.wall.last": JSON.stringify({ url: "data:image/jpeg;base64,AA", time: "2026-11-21 12:00" }) };
const signedOut = { status: 401 };
const idsOf = (wall: ReturnType<typeof hang>): number[] => [...(wall.get().data.problems?.id ?? [])];
const nobody = { kind: "nobody", person: null, device: null, roles: [], zone: null, unit: null };

describe("who looks", () => {
  test("a token in the address is taken out of it, kept, and signs in; the wall shows something within a second", async () => {
    const wall = hang({ hash: "#token=abc", routes: { "/api/me": nobody } });
    expect(wall.replaceState).toHaveBeenCalledWith(null, "", "/wall");
    await wall.pass(1000);
    expect(wall.asked.find(({ path }) => path === "/api/session/device")?.body).toBe('{"token":"abc"}');
    expect(wall.get().phase).toBe("ready");
    expect(JSON.parse(wall.local.getItem(settingsKey) ?? "").token).toBe("abc");
    expect(wall.asked.some(({ url }) => url.includes("abc"))).toBe(false);
    expect(wall.dataset).toMatchObject({ phase: "ready", mode: "going", freshness: "fresh", scene: "0", sceneKind: "overview" });
  });

  test("nobody and no token: it says so and asks nothing of the district, until somebody is there", async () => {
    const wall = hang({ routes: { "/api/me": nobody } });
    await wall.pass(10_000);
    expect(wall.get().phase).toBe("no_token");
    expect(wall.count("/api/layers/problems") + wall.count("/api/district")).toBe(0);
    wall.routes["/api/me"] = { ...nobody, kind: "person", person: { id: 3, name: "李" } };
    await wall.pass(45_000);
    expect(wall.get().phase).toBe("ready");
  });

  test("a token revoked while it is shown: everything of the district is gone from the page and from what it kept", async () => {
    const wall = hang({ before: { ...token, ...last } });
    await wall.pass(1000);
    wall.hello();
    expect(wall.get().shown).not.toBeNull();
    Object.assign(wall.routes, { "/api/me": nobody, "/api/session/device": { status: 400 }, "/api/wall/say": signedOut });
    await wall.pass(31_000);
    const { phase, reason, district, data, me, shown, figures, alarms, programme, last: picture } = wall.get();
    expect({ phase, district, data, me, shown, programme, picture }).toEqual({
      phase: "refused",
      district: null,
      data: {},
      me: null,
      shown: null,
      programme: null,
      picture: null,
    });
    expect([figures.state, alarms.state, reason?.zh]).toEqual(["asking", "asking", "不行"]);
    expect(wall.local.getItem("chuangtu.wall.last")).toBeNull();
    expect(wall.streams().every(({ closed }) => closed)).toBe(true);
    expect(wall.dataset.scene).toBeUndefined();
  });

  test("a session that ran out is begun again by the token, and nothing is dropped", async () => {
    const wall = hang({ before: token });
    await wall.pass(1000);
    wall.hello();
    const { data } = wall.get();
    Object.assign(wall.routes, { "/api/me": nobody });
    wall.tell("end", { why: "signed_out" });
    await wall.pass(2000);
    expect(wall.count("/api/session/device")).toBe(1);
    expect(wall.get().data.problems).toBe(data.problems);
    expect(wall.streams().filter(({ closed }) => !closed)).toHaveLength(1);
  });
});

describe("the server is away", () => {
  test("at the start: it waits, tries at least each 4 s, and is there when the server is", async () => {
    const wall = hang({ before: token, routes: { "*": "away" } });
    await wall.pass(60_000);
    expect(wall.get().phase).toBe("waiting");
    const tries = wall.asked.map(({ at_ms }) => at_ms);
    expect(tries.length).toBeGreaterThan(14);
    expect(Math.max(...tries.slice(1).map((at, i) => at - (tries[i] as number)))).toBeLessThanOrEqual(4100);
    delete wall.routes["*"];
    await wall.pass(5000);
    expect(wall.get().phase).toBe("ready");
  });

  test("while it is shown: the picture stays, turns late and then stale by its own time, and is live again with the first word", async () => {
    const wall = hang({ before: token });
    await wall.pass(1000);
    wall.hello();
    const { data, live } = wall.get();
    wall.routes["*"] = "away";
    const freshness: string[] = [];
    for (let s = 0; s < 100; s++) {
      freshness.push(wall.get().freshness);
      await wall.pass(1000);
      for (const stream of wall.streams()) if (!stream.closed) stream.onerror?.();
    }
    expect([0, 28, 31, 73, 76, 99].map((s) => freshness[s])).toEqual(["fresh", "fresh", "late", "late", "stale", "stale"]);
    expect(wall.get().data.problems).toBe(data.problems);
    expect(wall.get().live.heard).toBe(live.heard);
    expect(wall.get().phase).toBe("ready");
    delete wall.routes["*"];
    await wall.pass(3100);
    wall.hello();
    expect([wall.get().freshness, wall.get().live.link]).toEqual(["fresh", "live"]);
    await wall.pass(1000);
    // Nothing was missed: nothing is fetched anew.
    expect(wall.count("/api/layers/problems")).toBe(1);
  });

  test("a server that answered and takes its time is waited for: asked again and again it would only be slower", async () => {
    const wall = hang({ before: token });
    await wall.pass(1000);
    const [stream] = wall.streams();
    stream?.onopen?.();
    await wall.pass(19_000);
    expect(wall.streams().length).toBe(1);
    await wall.pass(4000);
    expect(wall.streams().length).toBe(2);
  });

  test("an opening that nobody answers is given up after 4 s; no two openings are farther apart than 5 s", async () => {
    const wall = hang({ before: token });
    await wall.pass(1000);
    await wall.pass(60_000);
    const opened = wall.streams().map(({ opened_ms }) => opened_ms);
    expect(opened.length).toBeGreaterThan(11);
    expect(Math.max(...opened.slice(1).map((at, i) => at - (opened[i] as number)))).toBeLessThanOrEqual(4700);
    expect(wall.streams().filter(({ closed }) => !closed).length).toBeLessThanOrEqual(1);
  });

  test("a silent stream is opened anew, and one after a sleep at once", async () => {
    const wall = hang({ before: token });
    await wall.pass(1000);
    wall.hello();
    await wall.pass(21_500);
    expect(wall.streams().length).toBeGreaterThan(1);
    wall.hello();
    const before = wall.streams().length;
    // The steady count stood still meanwhile; the machine's clock did not.
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    await wall.pass(300);
    expect(wall.streams().length).toBe(before + 1);
    expect(wall.get().freshness).toBe("late");
    wall.hello();
    expect(wall.get().freshness).toBe("fresh");
  });

  test("every question of the wall's own fails: the map and its problems are shown all the same, in the usual tour", async () => {
    const failing = Object.fromEntries(
      ["/api/wall", "/api/wall/say", "/api/alarms", "/api/layers/sites", "/api/layers/zones"].map((path) => [path, { status: 500 }]),
    );
    const wall = hang({ before: token, routes: failing });
    await wall.pass(4000);
    wall.hello();
    expect(wall.get().phase).toBe("ready");
    expect(wall.get().tour.scenes.length).toBe(10);
    expect([wall.get().alarms.state, wall.get().figures.state]).toEqual(["failed", "failed"]);
    await wall.pass(35_000);
    wall.hello();
    expect(wall.get().shown?.index).toBe(1);
    expect(wall.get().faults.length).toBeGreaterThan(0);
  });
});

describe("changes", () => {
  test("are one step for the map, with their stories and pulses; a night's fifty thousand are one load", async () => {
    const wall = hang({ before: token });
    await wall.pass(1000);
    wall.hello();
    let steps = 0;
    let before = wall.get().data.problems;
    wall.page.store.subscribe(() => {
      const { problems } = wall.get().data;
      if (problems !== before) steps++;
      before = problems;
    });
    wall.tell("change", { revision: 6, problems: [liveProblem({ id: 9, found: Date.parse(clockNow()) / 1000 })], gone: [] });
    wall.tell("change", { revision: 7, problems: [], gone: [1] });
    await wall.pass(500);
    expect([steps, idsOf(wall)]).toEqual([1, [2, 9]]);
    expect(wall.get().stories.map(({ what, problem }) => [what, problem.id])).toEqual([["found", 9]]);
    expect(wall.get().pulses.map(({ id }) => id)).toEqual([9]);
    await wall.pass(3000);
    expect(wall.get().pulses).toEqual([]);
    wall.routes["/api/layers/problems"] = problemsOf([{ id: 77 }], 50_008);
    const loads = wall.count("/api/layers/problems");
    for (let n = 0; n < 250; n++) {
      const problems = Array.from({ length: 200 }, (_, i) => liveProblem({ id: 1000 + n * 200 + i }));
      wall.tell("change", { revision: 8 + n, problems, gone: [] });
    }
    await wall.pass(3000);
    expect([wall.count("/api/layers/problems") - loads, steps, idsOf(wall)]).toEqual([1, 2, [77]]);
  });

  test("that are not known any more are one load", async () => {
    const wall = hang({ before: token });
    await wall.pass(1000);
    wall.hello({ resumed: false });
    wall.routes["/api/layers/problems"] = problemsOf([{ id: 3 }], 90);
    await wall.pass(2000);
    expect(wall.count("/api/layers/problems")).toBe(2);
    expect([idsOf(wall), wall.get().live.revision]).toEqual([[3], 90]);
  });

  test("of what is lit follow at once", async () => {
    const wall = hang({ before: token });
    await wall.pass(1000);
    wall.hello();
    expect([...(wall.get().shown?.mask ?? [])]).toEqual([1, 1]);
    wall.tell("change", {
      revision: 6,
      problems: [liveProblem({ id: 1, state: "closed", closed: Date.parse(clockNow()) / 1000 })],
      gone: [],
    });
    await wall.pass(300);
    expect([[...(wall.get().shown?.mask ?? [])], wall.get().shown?.total]).toEqual([[0, 1], 1]);
  });
});

describe("the tour", () => {
  const programme = (scenes: object[]) => ({
    "/api/wall": () => ({ clock: clockNow(), page: "", tour: { id: 1, name: "甲", version: 1 }, scenes, rules: {} }),
  });
  const view = (query: string, seconds = 10) => ({ kind: "view", title: null, seconds, query });

  test("a scene of a zone that is gone says so in the server's words, and is stepped over when it comes round", async () => {
    const scenes = [view("?status=open"), view("?status=open&geo=inside:zone/9"), view("?status=overdue")];
    const wall = hang({
      before: token,
      routes: { ...programme(scenes), "/api/problems": { status: 400, detail: "no such zone", detail_zh: "没有这个责任区" } },
    });
    await wall.pass(1000);
    wall.hello();
    await wall.pass(10_500);
    expect(wall.get().shown).toMatchObject({ index: 1, total: null, fault: { zh: "没有这个责任区" } });
    expect([...(wall.get().shown?.mask ?? [])]).toEqual([0, 0]);
    const seen = new Set<number>();
    for (let s = 0; s < 60; s++) {
      await wall.pass(1000);
      if (s > 10) seen.add(wall.get().shown?.index ?? -1);
    }
    expect([...seen].sort()).toEqual([0, 2]);
    expect(wall.asked.filter(({ path }) => path === "/api/wall/say").at(-1)?.body).toContain("没有这个责任区");
  });

  test("a scene of which only the server can tell is gone over while it is away, until it has answered once", async () => {
    const scenes = [view("?status=open"), view("?status=open&geo=within:500:market"), view("?status=overdue")];
    const wall = hang({
      before: token,
      routes: { ...programme(scenes), "/api/problems": { clock: clockNow(), total: 1, rows: [], next: null, ids: [2] } },
    });
    const seenIn = async (seconds: number, alive: () => void) => {
      const seen = new Set<number>();
      for (let s = 0; s < seconds; s++) {
        alive();
        await wall.pass(1000);
        seen.add(wall.get().shown?.index ?? -1);
      }
      return [...seen].sort();
    };
    const away = () => {
      for (const stream of wall.streams()) if (!stream.closed) stream.onerror?.();
    };
    await wall.pass(1000);
    wall.routes["*"] = "away";
    expect(await seenIn(45, away)).toEqual([0, 2]);
    delete wall.routes["*"];
    await wall.pass(3100);
    wall.hello();
    expect(await seenIn(31, () => wall.tell("beat", { revision: 5 }))).toEqual([0, 1, 2]);
    wall.routes["*"] = "away";
    await seenIn(2, away);
    expect(await seenIn(31, away)).toEqual([0, 1, 2]);
    const lit: number[] = [];
    for (let s = 0; s < 31; s++) {
      away();
      await wall.pass(1000);
      if (wall.get().shown?.index === 1) lit.push(...(wall.get().shown?.mask ?? []));
    }
    // What it said last stands.
    expect(lit.slice(0, 2)).toEqual([0, 1]);
  });

  test("goes to each scene's place, but not from under a hand; then it returns there", async () => {
    const wall = hang({ before: token, routes: programme([view("?status=open#map=119.1,33.6,14"), view("?status=overdue")]) });
    await wall.pass(1500);
    expect(wall.map.goTo).toHaveBeenLastCalledWith({ lon: 119.1, lat: 33.6, zoom: 14 });
    const went = wall.map.goTo.mock.calls.length;
    wall.fire("pointerdown");
    expect(wall.dataset.mode).toBe("left");
    wall.fire("keydown", { key: "ArrowRight" });
    await wall.pass(1000);
    expect([wall.get().shown?.index, wall.map.goTo.mock.calls.length]).toEqual([1, went]);
    await wall.pass(60_500);
    expect(wall.dataset.mode).toBe("going");
    expect(wall.map.goTo).toHaveBeenLastCalledWith({ bounds: [119, 33.5, 119.2, 33.7] });
  });

  test("keys of the browser's own are not the tour's", async () => {
    const wall = hang({ before: token });
    await wall.pass(1000);
    for (const event of [{ key: "F11" }, { key: "r", ctrlKey: true }, { key: "Shift" }]) wall.fire("keydown", event);
    expect(wall.get().tour.mode).toBe("going");
    wall.fire("keydown", { key: " " });
    expect(wall.get().tour.mode).toBe("paused");
  });

  test("a new alarm holds the scene for half a minute; those that were there at the start do not", async () => {
    const alarm = (id: number) => ({
      id,
      kind: "cluster",
      at: clockNow(),
      problems: [1],
      title: "x",
      place: null,
      category: null,
      count: 6,
      lon: 119,
      lat: 33,
      acknowledged: null,
      ended: null,
    });
    const alarms =
      (...ids: number[]) =>
      () => ({ clock: clockNow(), total: ids.length, rows: ids.map(alarm) });
    const wall = hang({ before: token, routes: { "/api/alarms": alarms(1) } });
    await wall.pass(1000);
    wall.hello();
    await wall.pass(20_000);
    expect(wall.get().tour.mode).toBe("going");
    wall.routes["/api/alarms"] = alarms(2, 1);
    wall.tell("layer", { layer: "alarms", revision: 6 });
    await wall.pass(1000);
    expect([wall.get().tour.mode, wall.get().tour.at]).toEqual(["held", 0]);
    await wall.pass(25_000);
    expect(wall.get().tour.at).toBe(0);
    await wall.pass(6_000);
    expect([wall.get().tour.mode, wall.get().tour.at]).toEqual(["going", 1]);
  });
});

describe("the desk's orders", () => {
  const order = (id: number, part: object) => ({
    id,
    kind: "scene",
    scene: null,
    lon: null,
    lat: null,
    zoom: null,
    message: null,
    seconds: 20,
    made: clockNow(),
    ...part,
  });
  const orders =
    (...all: object[]) =>
    () => ({ clock: clockNow(), page: "", tour: { id: null, version: 0 }, orders: all });
  const takenIn = (body: string | null) => JSON.parse(body ?? "{}").taken as number[];

  test("are carried out once though they come again, and said to be taken", async () => {
    const wall = hang({ before: token });
    await wall.pass(1000);
    wall.hello();
    await wall.pass(3000);
    wall.routes["/api/wall/say"] = orders(order(1, { scene: 4 }), order(2, { kind: "message", message: "开会" }));
    wall.tell("layer", { layer: "walls", revision: 6 });
    await wall.pass(1900);
    expect([wall.get().shown?.index, wall.get().order?.message, wall.get().tour.mode]).toEqual([4, "开会", "held"]);
    wall.fire("keydown", { key: "1" });
    await wall.pass(5000);
    // The server had not heard, and told it again.
    expect(wall.get().tour.at).toBe(0);
    expect(takenIn(wall.asked.filter(({ path }) => path === "/api/wall/say").at(-1)?.body ?? null)).toEqual([1, 2]);
    await wall.pass(16_000);
    expect(wall.get().order).toBeNull();
  });

  test("a place is gone to, stands its time, and then the scene's place is gone back to", async () => {
    const wall = hang({ before: token, routes: { "/api/wall/say": orders(order(7, { kind: "place", lon: 119.05, lat: 33.55 })) } });
    await wall.pass(3000);
    wall.hello();
    expect(wall.map.goTo).toHaveBeenLastCalledWith({ place: [119.05, 33.55], zoom: 16 });
    expect(wall.get().order?.kind).toBe("place");
    await wall.pass(21_000);
    expect(wall.get().order).toBeNull();
    expect(wall.map.goTo).toHaveBeenLastCalledWith({ bounds: [119, 33.5, 119.2, 33.7] });
  });

  test("a reload is done once it was said to be taken, and not again by the page that comes", async () => {
    const wall = hang({ before: token, routes: { "/api/wall/say": orders(order(9, { kind: "reload" })) } });
    await wall.pass(1500);
    wall.hello();
    await wall.pass(5000);
    expect(wall.reload).toHaveBeenCalledTimes(1);
    expect(wall.session.getItem("chuangtu.wall.taken")).toBe("[9]");
    await wall.pass(60_000);
    expect(wall.reload).toHaveBeenCalledTimes(1);
  });

  test("only a screen with a token of its own speaks", async () => {
    const wall = hang({ routes: { "/api/me": { ...nobody, kind: "person", person: { id: 3, name: "李" } } } });
    await wall.pass(60_000);
    expect(wall.get().phase).toBe("ready");
    expect(wall.count("/api/wall/say")).toBe(0);
  });
});

describe("the page loads itself anew", () => {
  test("after an upgrade, between two scenes, with everything well, and not again within ten minutes", async () => {
    const wall = hang({ before: token });
    const beat = async (seconds: number) => {
      for (let s = 0; s < seconds; s += 5) {
        wall.tell("beat", { revision: 5 });
        await wall.pass(5000);
      }
    };
    await wall.pass(1000);
    wall.hello();
    await beat(10);
    wall.routes["/api/wall"] = () => ({
      clock: clockNow(),
      page: "/assets/wall-2.js",
      tour: { id: null, name: null, version: 0 },
      scenes: wall.get().tour.scenes,
      rules: {},
    });
    wall.routes["/api/wall/say"] = () => ({ clock: clockNow(), page: "/assets/wall-2.js", tour: { id: null, version: 0 }, orders: [] });
    wall.tell("layer", { layer: "walls", revision: 6 });
    await wall.pass(2000);
    expect(wall.reload).not.toHaveBeenCalled();
    await beat(30);
    expect(wall.reload).toHaveBeenCalledTimes(1);
    await beat(540);
    expect(wall.reload).toHaveBeenCalledTimes(1);
    await beat(120);
    expect(wall.reload).toHaveBeenCalledTimes(2);
  });

  test("after a lost picture, but never into a server that is away", async () => {
    const wall = hang({ before: token, routes: { "/wall": "away" } });
    await wall.pass(1000);
    wall.hello();
    wall.page.store.set({ contextLost: true, contextGone: true });
    await wall.pass(20_000);
    expect(wall.reload).not.toHaveBeenCalled();
    wall.routes["/wall"] = {};
    await wall.pass(5000);
    expect(wall.reload).toHaveBeenCalledTimes(1);
  });
});

describe("the minute's check", () => {
  const counts = (rows: number, hits: number) => ({
    "/api/layers/counts": () => ({
      clock: clockNow(),
      revisions: { problems: 5, sites: 3, zones: 3 },
      problems: { rows, hits },
      sites: {},
      zones: {},
    }),
  });
  const minutes = async (wall: ReturnType<typeof hang>, seconds: number) => {
    for (let s = 0; s < seconds; s += 5) {
      wall.tell("beat", { revision: 5 });
      await wall.pass(5000);
    }
  };

  test("finds nothing where all agree; what differs twice is said, fetched anew, and at last the page is loaded anew", async () => {
    const wall = hang({ before: token, routes: counts(2, 2) });
    wall.map.drawn.mockResolvedValue({ problems: 2 });
    await wall.pass(1000);
    wall.hello();
    wall.fire("keydown", { key: " " });
    await minutes(wall, 80);
    expect(wall.count("/api/layers/counts")).toBeGreaterThan(0);
    expect([wall.get().differences, wall.count("/api/layers/problems")]).toEqual([[], 1]);
    wall.map.drawn.mockResolvedValue({ problems: 1 });
    await minutes(wall, 80);
    expect(wall.get().differences).toEqual([{ layer: "hits", drawn: 1, counted: 2 }]);
    expect(wall.count("/api/layers/problems")).toBeGreaterThan(1);
    expect(wall.dataset.differences).toBe("1");
    wall.fire("keydown", { key: " " });
    await minutes(wall, 120);
    expect(wall.reload).toHaveBeenCalled();
  });

  test("says nothing of what differed once", async () => {
    const wall = hang({ before: token, routes: counts(2, 2) });
    wall.map.drawn.mockResolvedValueOnce({ problems: 1 }).mockResolvedValue({ problems: 2 });
    await wall.pass(1000);
    wall.hello();
    wall.fire("keydown", { key: " " });
    await minutes(wall, 80);
    expect(wall.map.drawn.mock.calls.length).toBeGreaterThan(1);
    expect(wall.get().differences).toEqual([]);
  });
});

test("a wall that is taken down leaves no timer, no listener and no stream", async () => {
  const wall = hang({ before: token });
  await wall.pass(5000);
  wall.hello();
  wall.stop();
  expect(vi.getTimerCount()).toBe(0);
  expect([...wall.listeners.values()].every((calls) => calls.size === 0)).toBe(true);
  expect(wall.streams().every(({ closed }) => closed)).toBe(true);
});
