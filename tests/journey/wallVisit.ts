/** A wall before one: its settings put into the browser, scenes of a test's own, and what it says of itself. */
import type { BrowserContextOptions, Page } from "playwright-core";
import { type Settings, settingsKey, usualSettings } from "../../client/wall/settings.ts";
import type { Scene } from "../../server/contract/wall.ts";
import { countGl } from "./glCount.ts";
import { until, type Visit, visitAt } from "./visit.ts";

export interface Hung {
  readonly settings?: Partial<Settings>;
  /** Shown in turn instead of the tour that the server names. */
  readonly scenes?: readonly Partial<Scene>[];
  readonly options?: BrowserContextOptions;
  readonly path?: string;
  /** Before the page is opened. */
  prepare?(page: Page): Promise<void>;
}

const sceneOf = (part: Partial<Scene>): Scene => ({ kind: "overview", title: null, seconds: 600, query: "", ...part });

/** Streams are kept at hand: a test can tell a wall what no server said. */
const holdStreams = (): void => {
  const streams: EventSource[] = [];
  class Held extends EventSource {
    constructor(url: string | URL) {
      super(url);
      streams.push(this);
    }
  }
  Object.assign(window, {
    EventSource: Held,
    tell: (name: string, data: unknown) => streams.at(-1)?.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) })),
    streams,
  });
};

/** Puts everything in place on a page that is not opened yet. */
export async function prepareWall(page: Page, { settings = {}, scenes, prepare }: Hung): Promise<void> {
  const text = JSON.stringify({ ...usualSettings, ...settings });
  await countGl(page);
  await page.addInitScript(holdStreams);
  await page.addInitScript(({ key, text }) => localStorage.getItem(key) === null && localStorage.setItem(key, text), {
    key: settingsKey,
    text,
  });
  if (scenes)
    await page.route("**/api/wall", async (route) => {
      const answer = await route.fetch().catch(() => null);
      // The server is away: so it is for the page.
      if (!answer) return route.abort("connectionrefused");
      const programme = answer.ok() ? { ...(await answer.json()), scenes: scenes.map(sceneOf) } : await answer.json();
      await route.fulfill({ response: answer, json: programme });
    });
  await prepare?.(page);
}

/** Hangs a wall: 1920 × 1080 of a desk's demo, or of a device when a token is among the settings. */
export async function hang(address: string, hung: Hung = {}): Promise<Visit> {
  const visit = await visitAt(address, "/favicon.svg", { viewport: { width: 1920, height: 1080 }, ...hung.options });
  await prepareWall(visit.page, hung);
  // For a picture that is opened by itself a browser asks for an icon.
  await visit.page.waitForLoadState("networkidle");
  visit.watched.errors.length = 0;
  await visit.page.goto(address + (hung.path ?? "/wall"));
  return visit;
}

/** What the wall says of itself: attributes of the document. */
export const saysOf = (page: Page, name: "phase" | "freshness" | "scene" | "sceneKind" | "mode" | "differences"): Promise<string | null> =>
  page.evaluate((name) => document.documentElement.dataset[name] ?? null, name);

/** Waits until the wall shows its first picture, whole. */
export async function wallReady(page: Page): Promise<void> {
  await until(() => saysOf(page, "phase"), "ready");
  await page.locator('.map-root[data-ready="true"]').waitFor({ timeout: 90_000 });
}

/** Tells the page's stream something, as the server does. */
export const tell = (page: Page, name: "change" | "layer" | "beat", data: object): Promise<void> =>
  page.evaluate(({ name, data }) => (window as unknown as { tell(name: string, data: object): void }).tell(name, data), { name, data });
