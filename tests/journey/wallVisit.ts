/** A wall before one, and what it says of itself. */
import type { Page } from "playwright-core";
import { until, type Visit, visitAt } from "./visit.ts";
import { type Hung, prepareWall } from "./wallPage.ts";

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
