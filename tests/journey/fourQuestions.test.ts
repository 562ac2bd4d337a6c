/**
 * Four real questions of the trade, each in six actions at most: typed, clicked or pressed. Map, list, figures, address and export
 * tell the same number, and an independent count of the layers' columns finds it.
 */
import { parse } from "csv-parse/sync";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { District, Surroundings } from "../../server/contract/types.ts";
import { distance, inRing } from "../server/questions/oracle.ts";
import { countWithin, type Place, type ProblemSpot, places, problemSpots, zoneRings } from "./columns.ts";
import { ask, journey, keepPicture, totalOf, until, visitMap } from "./visit.ts";

/** A person's hand: counts what it does. */
class Hand {
  actions = 0;
  private readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  async press(key: string): Promise<void> {
    this.actions++;
    await this.page.keyboard.press(key);
  }
  async type(text: string): Promise<void> {
    this.actions++;
    await this.page.keyboard.insertText(text);
  }
  async click(selector: ReturnType<Page["locator"]>): Promise<void> {
    this.actions++;
    await selector.click();
  }
  /** Types a question into the search and asks it. */
  async ask(question: string): Promise<void> {
    await this.press("/");
    await this.page.locator(".palette input").waitFor();
    await this.type(question);
    await this.page.locator('.hit[aria-selected="true"] .tag', { hasText: "筛选" }).waitFor();
    await this.press("Enter");
  }
}

/** The same number everywhere: the bar, the map, the figures, the address opened anew, and the exported file. */
async function agreesEverywhere(page: Page, total: number): Promise<void> {
  await until(() => totalOf(page), total);
  await until(() => page.locator(".map-root").getAttribute("data-total"), String(total));
  await page.getByRole("tab", { name: "台账" }).click();
  const file = await page.getByRole("link", { name: "CSV" }).getAttribute("href");
  const answer = await fetch(new URL(file ?? "", page.url()));
  const rows = parse(await answer.text(), { bom: true, relax_column_count: true, skip_empty_lines: true }) as string[][];
  const head = rows.findIndex((row) => row.length > 3 && row.includes("编号"));
  expect(rows.length - head - 1).toBe(total);
  const address = page.url();
  const { page: again } = await visitMap(address.slice(new URL(address).origin.length));
  await until(() => totalOf(again), total);
  await page.getByRole("tab", { name: "图表" }).click();
  await until(async () => Number((await page.locator("[data-figures-total]").getAttribute("data-figures-total")) ?? Number.NaN), total);
}

const within = (count: { least: number; most: number }, total: number) => {
  expect(total).toBeGreaterThanOrEqual(count.least);
  expect(total).toBeLessThanOrEqual(count.most);
};

journey("four questions of the trade", () => {
  test("what lies within 500 m of the markets: problems, compounds, alleys with their metres, river segments", async () => {
    const { page } = await visitMap("/");
    const hand = new Hand(page);
    await hand.click(page.getByRole("tab", { name: "周边" }));
    await page.locator("[data-near-total]").waitFor();
    expect(hand.actions).toBeLessThanOrEqual(6);
    const { spots } = await problemSpots();
    const markets = await places("market");
    const shapes = markets.flatMap((market) => market.shapes);
    const total = Number(await page.locator("[data-near-total]").getAttribute("data-near-total"));
    within(
      countWithin(
        spots.filter((spot) => spot.open),
        shapes,
        500,
      ),
      total,
    );
    const told = await ask<Surroundings>("/api/surroundings?of=market&within=500&status=open");
    expect(told.all.problems).toBe(total);
    for (const type of ["compound", "back_alley", "river"]) {
      const near = (place: Place) => place.shapes.some((shape) => shapes.some((market) => gap(shape, market) <= 500));
      const count = (await places(type)).filter(near).length;
      const row = told.all.sites.find((one) => one.type === type);
      expect([type, row?.count ?? 0]).toEqual([type, count]);
      if (count > 0) expect(await page.locator(`[data-near-type="${type}"]`).getAttribute("data-count")).toBe(String(count));
    }
    await keepPicture(page, "four questions 1 surroundings");
    await agreesEverywhere(page, total);
  });

  test("yesterday's overdue street vending in two sub-districts", async () => {
    const { page } = await visitMap("/");
    const { clock, spots } = await problemSpots();
    const { timeZone, categories } = await ask<District>("/api/district");
    const dayOf = (unix: number) => new Intl.DateTimeFormat("sv-SE", { timeZone }).format(unix * 1000);
    const vending = categories.find((one) => one.name.zh === "占道经营")?.code;
    const zones = await zoneRings(1);
    const found = spots.filter(
      (spot) => spot.category === vending && dayOf(spot.found) === dayOf(clock - 86_400) && isOverdue(spot, clock),
    );
    const perZone = zones.map((zone) => ({
      zone,
      count: found.filter((spot) => zone.rings.some((ring) => inRing(spot.at, [...ring]))).length,
    }));
    const two = perZone.sort((a, b) => b.count - a.count).slice(0, 2);
    const hand = new Hand(page);
    await hand.ask(`昨天 超期 占道经营 ${two.map(({ zone }) => zone.name).join(" ")}`);
    expect(hand.actions).toBeLessThanOrEqual(6);
    const total = two.reduce((sum, { count }) => sum + count, 0);
    expect(total).toBeGreaterThan(0);
    await keepPicture(page, "four questions 2 vending");
    await agreesEverywhere(page, total);
  });

  test("what is within 50 m of the river's third reach", async () => {
    const { page } = await visitMap("/");
    const reaches = await places("river");
    const { spots } = await problemSpots();
    const open = spots.filter((spot) => spot.open);
    const counted = reaches.map((reach) => ({ reach, count: countWithin(open, reach.shapes, 50) }));
    const third = counted.find(({ reach }) => /三|3/.test(reach.name)) ?? counted[2];
    if (!third) throw new Error("no third reach");
    const hand = new Hand(page);
    await hand.ask(`距${third.reach.name} 50 米内 未销号`);
    expect(hand.actions).toBeLessThanOrEqual(6);
    await page.locator(".chip-text", { hasText: `距${third.reach.name} 50 米内` }).waitFor();
    await until(async () => (await totalOf(page)) !== null, true);
    const total = (await totalOf(page)) ?? -1;
    within(third.count, total);
    expect(total).toBeGreaterThan(0);
    await keepPicture(page, "four questions 3 reach");
    await agreesEverywhere(page, total);
  });

  test("repeats near schools this month", async () => {
    const { page } = await visitMap("/");
    const { clock, spots } = await problemSpots();
    const { timeZone } = await ask<District>("/api/district");
    const month = new Intl.DateTimeFormat("sv-SE", { timeZone }).format(clock * 1000).slice(0, 7);
    const inMonth = spots.filter((spot) => new Intl.DateTimeFormat("sv-SE", { timeZone }).format(spot.found * 1000).startsWith(month));
    const again = inMonth.filter((spot) => spots.some((before) => repeats(spot, before)));
    const schools = (await places("school")).flatMap((school) => school.shapes);
    const hand = new Hand(page);
    await hand.ask("反弹 学校周边500米 本月");
    expect(hand.actions).toBeLessThanOrEqual(6);
    await page.locator(".chip-text", { hasText: "反弹" }).waitFor();
    await until(async () => (await totalOf(page)) !== null, true);
    const total = (await totalOf(page)) ?? -1;
    within(countWithin(again, schools, 500), total);
    expect(total).toBeGreaterThan(0);
    await keepPicture(page, "four questions 4 repeats");
    await agreesEverywhere(page, total);
  });
});

const isOverdue = (spot: ProblemSpot, clock: number) =>
  ["dispatched", "handling", "rework"].includes(spot.state) && spot.due > 0 && spot.due < clock;

/** The same category, 50 m, 30 days after it was closed. */
const repeats = (spot: ProblemSpot, before: ProblemSpot) =>
  before.state === "closed" &&
  before.category === spot.category &&
  before.closed < spot.found &&
  before.closed >= spot.found - 30 * 86_400 &&
  distance(spot.at, { kind: "point", at: before.at }) <= 50;

type Shape = Place["shapes"][number];
const corners = (shape: Shape) => (shape.kind === "point" ? [shape.at] : shape.kind === "line" ? shape.points : shape.ring);
/** Metres between two shapes: from the corners of each to the other; nothing of the made-up district crosses without a corner near. */
function gap(a: Shape, b: Shape): number {
  return Math.min(...corners(a).map((corner) => distance(corner, b)), ...corners(b).map((corner) => distance(corner, a)));
}
