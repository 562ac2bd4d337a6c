/** A page that is to be a wall: its settings put into the browser, scenes of a test's own, its stream at hand. */
import type { BrowserContextOptions, Page } from "playwright-core";
import { type Settings, settingsKey, usualSettings } from "../../client/wall/settings.ts";
import type { Scene } from "../../server/contract/wall.ts";
import { countGl } from "./glCount.ts";

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

/** Tells the page's stream something, as the server does. */
export const tell = (page: Page, name: "change" | "layer" | "beat", data: object): Promise<void> =>
  page.evaluate(({ name, data }) => (window as unknown as { tell(name: string, data: object): void }).tell(name, data), { name, data });
