/**
 * The life of a problem as its people live it, each in a browser of their own: reported, dispatched, returned, sent again, mended late,
 * rejected, passed. At each step the card, the log, the arithmetic and the figures are looked at. On a program of its own: it changes things.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Handlers, Me, Performance, ProblemDetail, Responsibility } from "../../server/contract/types.ts";
import { openDatabase } from "../../server/db/open.ts";
import { sql } from "../../server/db/sql.ts";
import { type Program, startProgram } from "./desk.ts";
import { journey, keepPicture, mapReady, type Visit, visitAt } from "./visit.ts";

const folder = mkdtempSync(join(tmpdir(), "chuangtu-life-"));
let program: Program;
let me: Me;

const at = <T>(list: readonly T[], i: number): T => {
  const one = list[i];
  if (one === undefined) throw new Error(`there is no ${i}`);
  return one;
};
const ask = async <T>(path: string): Promise<T> => {
  const answer = await fetch(program.address + path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
};

/** A person at a desk of their own. */
async function desk(person: number | null, path: string): Promise<Visit> {
  const visit = await visitAt(program.address, "/set-up");
  if (person !== null) await become(visit.page, person);
  await visit.page.goto(program.address + path);
  await mapReady(visit.page);
  return visit;
}

async function become(page: Page, person: number): Promise<void> {
  const answer = await page.request.post(`${program.address}/api/session/demo`, { data: { person } });
  expect(answer.status(), await answer.text()).toBe(200);
}

const card = (page: Page) => page.locator("article.card").first();
const cardOf = (id: number) => `/?status=open,closed&selected=problem/${id}&panel=card`;

/** Does an act as a person does: its button, its fields, its form's own button. @param fields by their labels */
async function act(page: Page, name: string, fields: Readonly<Record<string, string>> = {}): Promise<void> {
  const button = card(page).locator(`[data-act="${name}"]`).first();
  if (!(await button.isVisible().catch(() => false))) await card(page).getByRole("button", { name: "更多" }).click();
  await button.click();
  const form = card(page).locator("form.act-form");
  for (const [label, text] of Object.entries(fields)) await form.getByLabel(label, { exact: false }).first().fill(text);
  await form.locator("button[type=submit]").click();
  await form.waitFor({ state: "detached" });
}

const stateOf = (page: Page) => card(page).locator(".card-marks .tag").first().textContent();
const logOf = (page: Page) => card(page).locator(".history .event-head strong").allTextContents();
const detail = (id: number) => ask<ProblemDetail>(`/api/problems/${id}`);

/** A day's work passes: the program is stopped, its clock's start moved, and started again at the same address. */
async function timePasses(hours: number): Promise<void> {
  const port = Number(new URL(program.address).port);
  await program.close();
  const db = await openDatabase({ dataFolder: join(folder, "district") });
  await db.query(sql`update district set data_as_of = clock() + make_interval(secs => ${hours * 3600}::float8), clock_set_at = now()`);
  await db.close();
  program = await startProgram({ folder, port });
  await program.ready;
}

journey("the life of a problem", () => {
  beforeAll(async () => {
    program = await startProgram({ folder });
    await program.ready;
    me = await ask<Me>("/api/me");
  }, 240_000);
  afterAll(async () => {
    await program?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("from the street to the book: reported, dispatched, returned, sent again, mended late, rejected, passed", async () => {
    expect(me).toMatchObject({ kind: "demo", roles: ["dispatcher"] });
    const inspectors = me.demoPeople.filter((one) => one.roles.includes("inspector"));
    const [first, second] = [at(inspectors, 0), at(inspectors, 1)];

    // An inspector reports; the page says whose it will be before it is sent.
    const street = await desk(first.id, "/?status=open&panel=ledger");
    await street.page
      .getByRole("button", { name: /巡查员/ })
      .or(street.page.getByText(first.name))
      .first()
      .waitFor();
    await street.page.getByRole("button", { name: "上报问题" }).click();
    const report = street.page.getByRole("form", { name: "上报问题" });
    await report.getByLabel("位置", { exact: true }).fill("119.1002,33.6003");
    await report.getByRole("combobox", { name: "类别" }).click();
    await report.getByRole("combobox", { name: "类别" }).fill("暴露垃圾");
    await street.page.keyboard.press("Enter");
    await report.getByRole("region", { name: "责任单位将是" }).waitFor();
    await report.getByRole("button", { name: "上报", exact: true }).click();
    await report.getByText("请说明为何没有照片").waitFor();
    await report.getByRole("button", { name: "现场不便拍照" }).click();
    await keepPicture(street.page, "life report");
    await report.getByRole("button", { name: "上报", exact: true }).click();
    await card(street.page).getByText("待受理").first().waitFor();
    const id = Number(/selected=problem(?:\/|%2F)(\d+)/.exec(street.page.url())?.[1]);
    expect(id).toBeGreaterThan(20_000);
    expect(await logOf(street.page)).toEqual(["上报"]);
    // She may verify, and is told why she may not dispatch: the act is not hers, so it is not offered.
    expect(await card(street.page).locator('[data-act="dispatch"]').count()).toBe(0);

    // The dispatcher files it and sends it to the unit found responsible, by the category's own limit.
    const office = await desk(null, cardOf(id));
    await act(office.page, "file");
    expect(await stateOf(office.page)).toBe("已立案");
    const found = await ask<Responsibility>(`/api/problems/${id}/responsibility`);
    expect(found.faults).toEqual([]);
    await card(office.page).locator('[data-act="dispatch"]').click();
    const form = card(office.page).locator("form.act-form");
    await form.getByText(/派单后截止时间/).waitFor();
    await keepPicture(office.page, "life dispatch");
    await form.locator("button[type=submit]").click();
    await form.waitFor({ state: "detached" });
    expect(await stateOf(office.page)).toBe("已派单");
    const dispatched = await detail(id);
    expect(dispatched).toMatchObject({ unit: found.unit, limit: found.limit, personId: found.person?.id });
    expect(Date.parse(dispatched.deadline ?? "")).toBeGreaterThan(Date.parse(dispatched.dispatched ?? ""));

    // The handler says that it is not theirs; without a reason it is not taken.
    const handlers = (await ask<Handlers>(`/api/people/handlers?unit=${found.unit}`)).rows;
    const handler = at(handlers, 0);
    const unit = await desk(handler.id, cardOf(id));
    await card(unit.page).locator('[data-act="return"]').first().click();
    const refusal = card(unit.page).locator("form.act-form");
    await refusal.locator("button[type=submit]").click();
    await refusal.getByText("请说明理由").waitFor();
    await refusal.getByLabel("说明").fill("不属本单位职责");
    await refusal.locator("button[type=submit]").click();
    await refusal.waitFor({ state: "detached" });
    expect(await stateOf(unit.page)).toBe("已回退");

    // The dispatcher's page is of before: it says what happened since, and goes on from there.
    await card(office.page).getByRole("button", { name: "更多" }).click();
    await act(office.page, "press").catch(() => {});
    await card(office.page)
      .getByText(/您打开之后|回退/)
      .first()
      .waitFor();
    await office.page.goto(program.address + cardOf(id));
    await mapReady(office.page);
    await card(office.page).locator('[data-act="dispatch"]').click();
    await card(office.page)
      .locator("form.act-form")
      .getByText(/派单后截止时间/)
      .waitFor();
    await card(office.page).locator("form.act-form button[type=submit]").click();
    await card(office.page).locator("form.act-form").waitFor({ state: "detached" });
    const again = await detail(id);
    expect(again).toMatchObject({ state: "dispatched", returns: 1 });
    await keepPicture(office.page, "life timeline");

    // Its arithmetic is on the card: what counts adds up to the limit.
    await card(office.page).getByText("怎么算的").click();
    await card(office.page).locator(".arithmetic-sum").waitFor();
    expect(again.arithmetic).toMatchObject({ total_min: again.arithmetic?.needed_min, setByHand: false });

    expect(street.watched.errors).toEqual([]);

    // Time passes: the deadline with it.
    const late_h = (Date.parse(again.deadline ?? "") - Date.parse(again.clock)) / 3_600_000 + 5;
    await timePasses(late_h);
    await unit.page.goto(program.address + cardOf(id));
    await mapReady(unit.page);
    await card(unit.page).locator(".card-marks").getByText("超期").first().waitFor();
    const figures = () => ask<Performance>(`/api/problems/performance?by=unit&unit=${found.unit}&found=2d`);
    const before = (await figures()).all;
    await act(unit.page, "accept");
    await act(unit.page, "hand_back", { 说明: "已清理完毕", 无照片原因: "照片另行存档" });
    expect(await stateOf(unit.page)).toBe("已反馈");
    expect(await detail(id)).toMatchObject({ late: true });

    // Whoever handled it is not offered the recheck; another inspector rejects it, and it is mended again.
    expect(await card(unit.page).locator('[data-act="close"]').count()).toBe(0);
    const check = await desk(second.id, cardOf(id));
    await act(check.page, "recheck");
    await act(check.page, "rework", { 说明: "仍有残留垃圾" });
    expect(await stateOf(check.page)).toBe("返工");
    await unit.page.goto(program.address + cardOf(id));
    await mapReady(unit.page);
    await act(unit.page, "hand_back", { 说明: "已重新清理", 无照片原因: "照片另行存档" });
    await check.page.goto(program.address + cardOf(id));
    await mapReady(check.page);
    await act(check.page, "close", { 无照片原因: "照片另行存档" });
    expect(await stateOf(check.page)).toBe("已销号");
    await keepPicture(check.page, "life closed");

    // The log tells all of it, and the figures have moved by this one problem: closed, counted, late, reworked.
    const told = ["上报", "立案", "派单", "回退", "派单", "接单处置", "反馈", "核查", "返工", "反馈", "销号"];
    expect(await logOf(check.page)).toEqual(told);
    const after = (await figures()).all;
    expect({
      open: after.open - before.open,
      overdue: after.overdue - before.overdue,
      closed: after.closed - before.closed,
      counted: after.counted - before.counted,
      onTime: after.onTime - before.onTime,
      reworked: after.reworked - before.reworked,
    }).toEqual({ open: -1, overdue: -1, closed: 1, counted: 1, onTime: 0, reworked: 1 });
    expect(check.watched.errors).toEqual([]);
  }, 300_000);

  test("an act can be taken back at once, by the one who did it", async () => {
    const { page } = await desk(null, "/?status=filed&panel=ledger");
    await page.locator(".row").first().dblclick();
    await act(page, "reject", { 说明: "重复上报" });
    expect(await stateOf(page)).toBe("不予立案");
    await page.locator(".toasts").getByRole("button", { name: "撤回" }).click();
    await expect.poll(() => stateOf(page), { timeout: 10_000 }).toBe("已立案");
    await expect.poll(() => card(page).locator(".history li.undone").count()).toBe(1);
  }, 120_000);

  test("many at once: previewed, done row by row with its result, and the map and the queue follow", async () => {
    const { page, watched } = await desk(null, "/?status=filed&panel=ledger");
    await page.locator(".row").nth(5).waitFor();
    for (const i of [0, 1, 2]) await page.locator(".row").nth(i).getByRole("checkbox").click();
    await page.getByText("已选 3 个").waitFor();
    const bar = page.getByRole("region", { name: "批量办理" });
    await bar.getByRole("button", { name: "派单" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("button", { name: "预览" }).click();
    await sheet.getByText(/可办理 \d+ 个，不可办理 \d+ 个/).waitFor();
    await keepPicture(page, "life bulk");
    const [, can] = /可办理 (\d+) 个/.exec((await sheet.textContent()) ?? "") ?? [];
    const before = (await ask<{ total: number }>("/api/problems?status=dispatched&limit=0")).total;
    await sheet.getByRole("button", { name: /^执行/ }).click();
    await sheet.getByText(/已办理 \d+ 个/).waitFor();
    await expect
      .poll(async () => (await ask<{ total: number }>("/api/problems?status=dispatched&limit=0")).total)
      .toBe(before + Number(can));
    expect(watched.errors).toEqual([]);
  }, 120_000);

  test("each sees their own: a handler the unit's problems, and no administrator's page without the duty", async () => {
    const handler = at(
      me.demoPeople.filter((one) => one.roles.includes("handler")),
      0,
    );
    const { page } = await desk(handler.id, "/?status=open&panel=ledger");
    const mine = (await (await page.request.get(`${program.address}/api/problems?status=open&limit=0`)).json()) as { total: number };
    const all = (await ask<{ total: number }>("/api/problems?status=open&limit=0")).total;
    expect(mine.total).toBeGreaterThan(0);
    expect(mine.total).toBeLessThan(all / 3);
    await page.goto(`${program.address}/admin/units`);
    await page.getByText("您没有管理职责").waitFor();
    expect((await page.request.get(`${program.address}/api/people`)).status()).toBe(403);
    const auditor = at(
      me.demoPeople.filter((one) => one.roles.includes("auditor")),
      0,
    );
    await become(page, auditor.id);
    await page.goto(`${program.address}/admin/audit`);
    await page.getByRole("cell", { name: "越权被拒" }).first().waitFor();
    await keepPicture(page, "life audit");
  }, 120_000);
});
