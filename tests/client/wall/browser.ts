/** A browser and a server in a few lines, with a clock that is moved by hand: enough for everything that runs beside the wall's picture. */
import { afterEach, vi } from "vitest";
// What the page fetches as it goes is here already: nothing but the clock is moved by hand.
import "../../../client/api/problemsLayer.ts";
import type { MapHandle } from "../../../client/map/handle.ts";
import { createStore } from "../../../client/state/store.ts";
import type { WallPage } from "../../../client/wall/page.ts";
import { run } from "../../../client/wall/run/run.ts";
import { takeToken } from "../../../client/wall/run/session.ts";
import { readSettings, settingsKey } from "../../../client/wall/settings.ts";
import { firstState } from "../../../client/wall/state.ts";
import { usualTour } from "../../../server/contract/wall.ts";
import { district, noon, problemsOf } from "./columns.ts";

class Shelf {
  readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  removeItem = (key: string) => void this.kept.delete(key);
}

class Stream {
  onerror: (() => void) | null = null;
  onopen: (() => void) | null = null;
  closed = false;
  readonly url: string;
  /** Fake time of its opening, milliseconds. */
  readonly opened_ms = performance.now();
  private readonly heard = new Map<string, (event: { data: string }) => void>();
  constructor(url: string) {
    this.url = url;
    streams.push(this);
  }
  addEventListener(name: string, call: (event: { data: string }) => void) {
    this.heard.set(name, call);
  }
  close() {
    this.closed = true;
  }
  tell(name: string, data: object) {
    this.heard.get(name)?.({ data: JSON.stringify(data) });
  }
}
let streams: Stream[] = [];

/** What the server answers to a path: a body, a status with a problem document, or nothing at all. */
type Answer = object | { readonly status: number } | "away" | ((body: string | null, url: string) => Answer);
const isStatus = (answer: object): answer is { status: number } => "status" in answer && typeof answer.status === "number";

/** The district's time by the fake clock. */
export const clockNow = () => new Date((noon + performance.now() / 1000) * 1000).toISOString();
const wall = { kind: "device", person: null, device: { id: 5, name: "大厅" }, roles: ["wall"], zone: null, unit: null };
const layer = (part: object = {}) => ({
  revision: 3,
  clock: clockNow(),
  count: 0,
  types: [],
  id: [],
  type: [],
  level: [],
  geometry: [],
  ...part,
});

const usual = (): Record<string, Answer> => ({
  "/api/me": wall,
  "/api/health": { status: "ok" },
  "/api/session/device": wall,
  "/api/district": () => ({ ...district, clock: clockNow() }),
  "/api/layers/base": layer(),
  "/api/layers/zones": layer(),
  "/api/layers/sites": layer(),
  "/api/layers/problems": problemsOf([{ id: 1 }, { id: 2 }]),
  "/api/wall": () => ({ clock: clockNow(), page: "", tour: { id: null, name: null, version: 0 }, scenes: usualTour, rules: {} }),
  "/api/wall/say": () => ({ clock: clockNow(), page: "", tour: { id: null, version: 0 }, orders: [] }),
  "/api/alarms": () => ({ clock: clockNow(), total: 0, rows: [] }),
});

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function serve(routes: Record<string, Answer>, asked: { path: string; url: string; body: string | null; at_ms: number }[]) {
  return async (url: string, init: { body?: string } = {}) => {
    const path = url.split("?")[0] as string;
    const body = typeof init.body === "string" ? init.body : null;
    asked.push({ path, url, body, at_ms: performance.now() });
    let answer: Answer = routes["*"] ?? routes[path] ?? (path.startsWith("/api/") ? { status: 500 } : {});
    while (typeof answer === "function") answer = answer(body, url);
    if (answer === "away") throw new TypeError("fetch failed");
    const bad = isStatus(answer) && answer.status >= 400;
    const status = bad ? (answer as { status: number }).status : 200;
    const text = JSON.stringify(bad ? { title: "no", detail: "no", detail_zh: "不行", ...answer } : answer);
    return new Response(text, { status, headers: { date: new Date().toUTCString() } });
  };
}

/** Hangs a wall. @param hash of its address @param before what the browser keeps of earlier days */
export function hang({
  routes: other = {},
  hash = "",
  before = {},
}: {
  routes?: Record<string, Answer>;
  hash?: string;
  before?: Record<string, string>;
} = {}) {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
    now: 1_800_000_000_000,
  });
  streams = [];
  const routes = { ...usual(), ...other };
  const asked: { path: string; url: string; body: string | null; at_ms: number }[] = [];
  const [local, session] = [new Shelf(), new Shelf()];
  for (const [key, value] of Object.entries(before)) local.setItem(key, value);
  const listeners = new Map<string, Set<(event: object) => void>>();
  const on = (name: string, call: (event: object) => void) => listeners.set(name, (listeners.get(name) ?? new Set()).add(call));
  const off = (name: string, call: (event: object) => void) => listeners.get(name)?.delete(call);
  const fire = (name: string, event: object = {}) => {
    for (const call of listeners.get(name) ?? []) call({ preventDefault() {}, ...event });
  };
  const dataset: Record<string, string> = {};
  const script = { getAttribute: () => "/assets/wall-1.js" };
  const querySelector = (what: string) =>
    what.startsWith("script") ? script : what === ".map-root" ? { dataset: { ready: "true" } } : null;
  const reload = vi.fn();
  const replaceState = vi.fn();
  const globals = {
    location: { hash, pathname: "/wall", search: "", reload },
    history: { replaceState },
    innerWidth: 1920,
    innerHeight: 1080,
  };
  const stores = { localStorage: local, sessionStorage: session };
  const events = { addEventListener: on, removeEventListener: off };
  const more = { ...stores, ...events, EventSource: Stream, fetch: serve(routes, asked), window: globalThis };
  const all = { ...globals, ...more, document: { ...events, hidden: false, querySelector, documentElement: { dataset } } };
  for (const [name, value] of Object.entries(all)) vi.stubGlobal(name, value);
  const map = { goTo: vi.fn(), drawn: vi.fn(async () => ({})), snapshot: vi.fn(async () => null) };
  const page: WallPage = {
    store: createStore(firstState(readSettings(local.getItem(settingsKey)))),
    map: { current: map as unknown as MapHandle },
  };
  const stop = run(page, takeToken(page));
  ends.push(stop);
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  /** Says hello on the stream that is open now. */
  const hello = (part: object = {}) =>
    streams
      .at(-1)
      ?.tell("hello", { revision: 5, clock: clockNow(), layers: { problems: 5, sites: 3, zones: 3, base: 3 }, resumed: true, ...part });
  const tell = (name: string, data: object) => streams.at(-1)?.tell(name, { clock: clockNow(), ...data });
  const count = (path: string) => asked.filter((one) => one.path === path).length;
  const get = () => page.store.get();
  return {
    page,
    get,
    routes,
    asked,
    count,
    pass,
    hello,
    tell,
    stop,
    fire,
    reload,
    replaceState,
    map,
    dataset,
    local,
    session,
    listeners,
    streams: () => streams,
  };
}
