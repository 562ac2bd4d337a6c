/** A planner's afternoon: the demo's zones are split along a road, merged, moved, painted, evened out, held against what is in force, and published; once with the mouse, once without. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultsOf, uncovered_m2 } from "../../server/contract/partition/check.ts";
import type { Partition } from "../../server/contract/partition/partition.ts";
import { faceShapes } from "../../server/contract/partition/shapes.ts";
import { readPartition } from "../../server/contract/partition/text.ts";
import type { Me, ZonePlan, ZonePlanSteps, ZonePlans } from "../../server/contract/types.ts";
import { type Program, startProgram } from "./desk.ts";
import { journey, keepPicture, until, visitAt } from "./visit.ts";

let program: Program;
/** Yesterday's report as it was before anything was drawn. */
let report = "";

async function asPlanner(path: string): Promise<Page> {
  const { page } = await visitAt(program.address, "/favicon.svg");
  const me = (await (await page.request.get(`${program.address}/api/me`)).json()) as Me;
  const person = me.demoPeople.find(({ roles }) => roles.includes("planner"))?.id;
  expect((await page.request.post(`${program.address}/api/session/demo`, { data: { person } })).ok()).toBe(true);
  await page.goto(program.address + path);
  return page;
}

const planOf = async (page: Page): Promise<ZonePlan> => {
  const id = /planner\/(\d+)/.exec(page.url())?.[1];
  return (await (await page.request.get(`${program.address}/api/zonePlans/${id}`)).json()) as ZonePlan;
};
/** What the server holds: proven anew each time. */
async function partitionOf(page: Page): Promise<Partition> {
  const partition = readPartition((await planOf(page)).partition);
  expect(faultsOf(partition)).toEqual([]);
  expect(Math.abs(uncovered_m2(partition))).toBeLessThan(0.1);
  return partition;
}
const countOf = async (page: Page, level: number) =>
  [...(await partitionOf(page)).zones.values()].filter((zone) => zone.level === level).length;
const saved = (page: Page) => page.locator(".planner").getByText("已保存", { exact: true }).waitFor();
const named = async (page: Page, name: string) => [...(await partitionOf(page)).zones.values()].find((zone) => zone.name === name);

/** The community 政通社区 between 牡丹大街 and the rivers fills the map of a window of 1366 × 768. */
const camera = "map=119.135,33.585,13.6";
async function lookAt(page: Page, level: number): Promise<void> {
  const address = new URL(page.url());
  await page.goto(`${program.address}${address.pathname}?level=${level}&${camera}`);
  await page.locator('.map-root[data-ready="true"]').waitFor({ timeout: 60_000 });
  // The sheet's own sources are drawn after the ground.
  await page.waitForTimeout(1500);
}

async function newPlan(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "新建方案" }).click();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/planner\/\d+/);
  await saved(page);
}

async function yesterdaysReport(page: Page): Promise<string> {
  const { clock } = (await (await page.request.get(`${program.address}/api/zonePlans`)).json()) as ZonePlans;
  const at = new Date(Date.parse(clock) - 24 * 3_600_000).toISOString().slice(0, 10);
  const day = `at=${at}T18:00%2B08:00&found=2026-01-01..${at}`;
  const parts = ["zone1", "zone2", "zone3"].map(async (by) =>
    (await page.request.get(`${program.address}/api/problems/count?by=${by},status&${day}`)).text(),
  );
  return (await Promise.all(parts)).join("\n");
}

const stepsOf = async (page: Page) => {
  const { id } = await planOf(page);
  const { rows } = (await (await page.request.get(`${program.address}/api/zonePlans/${id}/steps?after=0`)).json()) as ZonePlanSteps;
  return rows.map(({ step }) => step);
};
const areasOf = (partition: Partition) => [...faceShapes(partition).values()].map(({ area_m2 }) => area_m2);

/** The proof is read, reasons are given where it asks for any, and it is published. */
async function publish(page: Page): Promise<void> {
  await page.getByText("几何空隙 0 m²").waitFor({ timeout: 60_000 });
  await page.getByText("重叠 0 m²").waitFor();
  await page.getByText(/个责任区、.*个点位、.*个未销号问题有变/).waitFor({ timeout: 60_000 });
  for (const reason of await page.getByPlaceholder("为什么可以这样发布").all()) await reason.fill("月底前补齐");
  await page.getByLabel(/确认自/).check();
  await keepPicture(page, "planner-publish");
  await page.locator(".publish-form").getByRole("button", { name: "发布" }).click();
}

const drag = async (page: Page, [x, y]: readonly [number, number], [toX, toY]: readonly [number, number]) => {
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move((x + toX) / 2, (y + toY) / 2, { steps: 5 });
  await page.mouse.move(toX, toY, { steps: 5 });
  await page.mouse.up();
};

journey("the planner's table", () => {
  beforeAll(async () => {
    program = await startProgram();
    await program.ready;
  }, 240_000);
  afterAll(() => program?.close());

  test("with the mouse: split along a road, merge, move a border, paint, even out, compare, publish for next Monday", async () => {
    const page = await asPlanner("/planner");
    report = await yesterdaysReport(page);
    expect(report.length).toBeGreaterThan(5_000);
    await newPlan(page, "一号方案");
    const first = (await planOf(page)).partition;
    expect([await countOf(page, 1), await countOf(page, 2), await countOf(page, 3)]).toEqual([12, 78, 500]);

    // Split 政通社区 along 牡丹大街, which the line follows between two clicks.
    await lookAt(page, 2);
    await page.getByRole("button", { name: /切分/ }).click();
    await page.mouse.click(415, 281);
    await page.mouse.click(766, 291);
    await page.keyboard.press("Enter");
    await until(() => countOf(page, 2), 79);
    expect(await named(page, "政通社区（二）")).toMatchObject({ level: 2 });
    expect(Math.min(...areasOf(await partitionOf(page)))).toBeGreaterThan(100);
    await keepPicture(page, "planner-split");

    // Merge two cells of the part that was split off.
    await page.getByRole("button", { name: "网格", exact: true }).click();
    const cells = await countOf(page, 3);
    await page.keyboard.press("1");
    await page.mouse.click(470, 325);
    await page.keyboard.down("Shift");
    await page.mouse.click(605, 365);
    await page.keyboard.up("Shift");
    await page.keyboard.press("c");
    await until(() => countOf(page, 3), cells - 1);

    // Move a vertex of a shared border: both sides move.
    const before = await planOf(page);
    await page.keyboard.press("v");
    await drag(page, [601, 216], [606, 212]);
    await until(async () => (await planOf(page)).version, before.version + 1);
    expect((await stepsOf(page)).at(-1)).toMatchObject({ kind: "moveVertices" });
    await partitionOf(page);

    // Paint a cell into the neighbouring community.
    await page.getByRole("button", { name: "社区", exact: true }).click();
    await page.keyboard.press("1");
    await page.mouse.click(900, 250);
    await page.keyboard.press("b");
    await drag(page, [735, 160], [737, 165]);
    await until(async () => (await planOf(page)).version, before.version + 2);
    expect((await stepsOf(page)).at(-1)).toMatchObject({ kind: "assign", level: 2 });

    // Even out the sub-district.
    await page.keyboard.press("1");
    await page.getByRole("button", { name: "均衡建议" }).click();
    await page.getByRole("button", { name: "开始计算" }).click();
    await page.getByRole("button", { name: "接受" }).click({ timeout: 120_000 });
    await until(async () => (await planOf(page)).version, before.version + 3);
    await keepPicture(page, "planner-even");

    // All of it can be taken back, to the first byte, and done again.
    const done = (await planOf(page)).partition;
    await partitionOf(page);
    for (let i = 0; i < 5; i++) await page.keyboard.press("Control+z");
    await until(async () => (await planOf(page)).partition === first, true);
    for (let i = 0; i < 5; i++) await page.keyboard.press("Control+Shift+z");
    await until(async () => (await planOf(page)).partition === done, true);

    // What changes, beside what is in force.
    await page.getByText("对比", { exact: true }).click();
    await page.getByText("政通社区（二）").first().waitFor();
    await keepPicture(page, "planner-compare");
    await page.goBack();

    await page.getByRole("button", { name: "发布", exact: true }).click();
    await publish(page);
    await page
      .getByText(/已发布，自 .* 起施行/)
      .first()
      .waitFor({ timeout: 60_000 });
    const plan = await planOf(page);
    expect(plan).toMatchObject({ status: "published", inForce: false, partition: done });
    expect(new Date(`${plan.effectiveFrom}T00:00Z`).getUTCDay()).toBe(1);
    expect(await yesterdaysReport(page)).toBe(report);
    // Nothing in it can be changed any more.
    const refused = await page.request.post(`${program.address}/api/zonePlans/${plan.id}/steps`, {
      data: { version: plan.version, undo: 1, steps: [] },
    });
    expect(refused.status()).toBe(409);
    // Its day has not come: it can still be withdrawn, and makes room for another.
    const withdrawn = await page.request.post(`${program.address}/api/zonePlans/${plan.id}/withdraw`, { data: {} });
    expect(withdrawn.ok(), await withdrawn.text()).toBe(true);
  });

  test("without a mouse: the same, by keys alone", async () => {
    const page = await asPlanner("/planner");
    const keys = async (...names: string[]) => {
      for (const name of names) await page.keyboard.press(name);
    };
    const times = (n: number, name: string) => Array.from({ length: n }, () => name);
    /** Tab to what has a name, as whoever has no mouse does. */
    const tabTo = async (name: RegExp, key = "Tab") => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press(key);
        const said = await page.evaluate(() => {
          const at = document.activeElement as HTMLInputElement | null;
          return at?.ariaLabel ?? (at?.textContent || at?.labels?.[0]?.textContent || "");
        });
        if (name.test(said.trim())) return;
      }
      throw new Error(`no ${key} leads to ${name}`);
    };
    await page.getByRole("button", { name: "新建方案" }).waitFor();
    await tabTo(/^新建方案/);
    await keys("Enter");
    await page.keyboard.type("二号方案");
    await keys("Enter");
    await page.waitForURL(/\/planner\/\d+/);
    await saved(page);
    await lookAt(page, 2);

    // From the middle of the map to two places of the border by arrows.
    await keys("x", "ArrowLeft", ...times(3, "Shift+ArrowLeft"), ...times(2, "Shift+ArrowUp"), ...times(3, "ArrowUp"), "Enter");
    await keys(...times(7, "Shift+ArrowRight"), "ArrowDown", "Shift+Enter");
    await until(() => countOf(page, 2), 79);

    // Two cells, the crosshair on the one and then on the other.
    await keys("]");
    const cells = await countOf(page, 3);
    await keys(
      "Escape",
      "Escape",
      "1",
      "ArrowLeft",
      ...times(2, "Shift+ArrowLeft"),
      ...times(1, "Shift+ArrowUp"),
      ...times(3, "ArrowUp"),
      "Enter",
    );
    await keys(...times(3, "Shift+ArrowRight"), ...times(4, "ArrowDown"), "Control+Enter", "c");
    await until(() => countOf(page, 3), cells - 1);

    // A vertex of a shared border, taken hold of and let go with Space: from the middle of the map to where four cells meet.
    const { version } = await planOf(page);
    await keys("Escape", "Escape", "v", "ArrowRight", ...times(3, "ArrowRight"), ...times(4, "Shift+ArrowUp"), ...times(1, "ArrowDown"));
    await keys("Space", ...times(5, "Control+ArrowRight"), ...times(4, "Control+ArrowUp"), "Space");
    await keepPicture(page, "planner-keys");
    await until(async () => (await planOf(page)).version, version + 1);
    expect((await stepsOf(page)).at(-1)).toMatchObject({ kind: "moveVertices" });

    // Paint a cell of the one community into the other.
    await keys("[", "Escape", "Escape", "1", "ArrowUp", "Enter", "b", ...times(5, "Shift+ArrowUp"), "Space", "Space");
    await until(async () => (await planOf(page)).version, version + 2);
    expect((await stepsOf(page)).at(-1)).toMatchObject({ kind: "assign", level: 2 });
    await keys("Control+z");
    await until(async () => (await stepsOf(page)).length, 3);
    await keys("Control+Shift+z");
    await until(async () => (await stepsOf(page)).length, 4);

    // Even out.
    await tabTo(/^均衡建议/);
    await keys("Enter");
    await page.getByRole("button", { name: "开始计算" }).waitFor();
    await tabTo(/^开始计算/);
    await keys("Enter");
    await page.getByRole("button", { name: "接受" }).waitFor({ timeout: 120_000 });
    await tabTo(/^接受/);
    await keys("Enter");
    await until(async () => (await stepsOf(page)).length, 5);
    await partitionOf(page);

    // Publish.
    await tabTo(/^发布$/, "Shift+Tab");
    await keys("Enter");
    await page.getByText("几何空隙 0 m²").waitFor({ timeout: 60_000 });
    await page.getByText(/未销号问题有变/).waitFor({ timeout: 60_000 });
    await keepPicture(page, "planner-keys-publish");
    await tabTo(/^确认自/);
    await keys("Space");
    await tabTo(/^发布$/);
    await keys("Enter");
    await page
      .getByText(/已发布，自 .* 起施行/)
      .first()
      .waitFor({ timeout: 60_000 });
    expect(await planOf(page)).toMatchObject({ status: "published", inForce: false });
    expect(await yesterdaysReport(page)).toBe(report);
  });

  test("two planners on one draft: each sees the other's steps at once, and neither loses any", async () => {
    const one = await asPlanner("/planner");
    await newPlan(one, "两人同改");
    await lookAt(one, 2);
    const two = await asPlanner(new URL(one.url()).pathname);
    await lookAt(two, 2);
    const split = async (page: Page, from: readonly [number, number], to: readonly [number, number]) => {
      await page.keyboard.press("x");
      await page.mouse.click(...from);
      await page.mouse.click(...to);
      await page.keyboard.press("Enter");
    };
    await split(one, [415, 281], [766, 291]);
    await two.getByText(/刚改了这个方案（1 步：切分）/).waitFor();
    await two.getByText("社区 79").waitFor();
    await two.getByRole("button", { name: "知道了" }).click();
    // Both at once: whoever comes second is put behind the first.
    await Promise.all([split(one, [573, 414], [565, 567]), split(two, [597, 118], [603, 286])]);
    await until(async () => (await stepsOf(one)).length, 3);
    for (const page of [one, two]) await page.getByText("社区 81").waitFor();
    await partitionOf(one);
    await keepPicture(two, "planner-two");
  });
});
