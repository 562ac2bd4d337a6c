/** Somebody on the street: a phone of 390 × 844 with a position, a camera and the field page. */
import type { BrowserContextOptions, Page } from "playwright-core";
import sharp from "sharp";
import { expect } from "vitest";
import { visitAt, type Watched } from "./visit.ts";

/** A place in the made-up district. */
export const corner = { longitude: 119.1002, latitude: 33.6003, accuracy: 12 };

export interface Phone {
  readonly page: Page;
  readonly watched: Watched;
}

const usual: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  geolocation: corner,
  permissions: ["geolocation"],
  // So that axe can be put into the page.
  bypassCSP: true,
};

/** Signs somebody of the demo in, in this page's context. */
export async function become(page: Page, address: string, person: number): Promise<void> {
  const answer = await page.request.post(`${address}/api/session/demo`, { data: { person } });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Opens the field page as a person of the demo. */
export async function phone(address: string, person: number, options: BrowserContextOptions = {}, tab = "report"): Promise<Phone> {
  const visit = await visitAt(address, `/field#${tab}`, { ...usual, ...options });
  await become(visit.page, address, person);
  await visit.page.reload();
  await visit.page.locator(".tabs").waitFor();
  return visit;
}

/** Until the worker has taken its copy: from then on the page starts without a network. */
export async function untilKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await expect
    .poll(() => page.evaluate(async () => (await (await caches.open((await caches.keys())[0] ?? "none")).keys()).length), {
      timeout: 30_000,
    })
    .toBeGreaterThan(10);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), { timeout: 30_000 }).toBe(true);
}

export const tab = async (page: Page, name: "report" | "tasks" | "checkIn" | "outbox" | "me"): Promise<void> => {
  await page.locator(`[data-tab="${name}"]`).click();
};

/** A picture as a camera takes it. */
export const picture = (colour = "#446688"): Promise<Buffer> =>
  sharp({ create: { width: 1600, height: 1200, channels: 3, background: colour } })
    .jpeg({ quality: 90 })
    .toBuffer();

/** Takes a photo: what the camera gives. */
export async function take(page: Page, colour?: string): Promise<void> {
  const before = await page.locator(".report .thumbnail img, .act-form .thumbnail img").count();
  await page
    .locator("input[type=file][capture]")
    .first()
    .setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: await picture(colour) });
  await expect.poll(() => page.locator(".report .thumbnail img, .act-form .thumbnail img").count(), { timeout: 30_000 }).toBe(before + 1);
}

/** Chooses a category by typing. */
export async function choose(page: Page, typed: string, name: string): Promise<void> {
  await page.getByRole("searchbox").fill(typed);
  await page.getByRole("button", { name, exact: true }).click();
  await page.locator(".chosen-category").getByText(name).waitFor();
}

/** Fills a report in and puts it into the outbox. @param place words that find it again */
export async function report(page: Page, place: string, colour?: string): Promise<void> {
  await tab(page, "report");
  await page.locator("form.report").waitFor();
  await take(page, colour);
  await page.locator(".where-words strong").waitFor();
  await choose(page, "暴露垃圾", "暴露垃圾");
  await page.getByLabel("位置描述").fill(place);
  await page.locator("form.report button[type=submit]").click();
  await page.locator(".outbox-state").waitFor();
}

/** What stands in the outbox: each entry's title and state. */
export const outbox = (page: Page): Promise<string[]> =>
  page
    .locator("li.entry")
    .evaluateAll((list) => list.map((it) => `${it.querySelector("strong")?.textContent} ${(it as HTMLElement).dataset.state}`));
