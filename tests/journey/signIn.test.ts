/** Where nothing is a demo: the first start prints a link, the link makes the first administrator, and nobody sees anything unsigned. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ProblemList } from "../../server/contract/types.ts";
import { type Program, startProgram } from "./desk.ts";
import { journey, keepPicture, mapReady, totalOf, visitAt } from "./visit.ts";

let program: Program;
const password = "长风破浪会有时2026";

async function signIn(page: Page, secret: string): Promise<void> {
  const sheet = page.getByRole("dialog", { name: "登录创图" });
  await sheet.getByLabel("账号").fill("wang.guanli");
  await sheet.getByLabel("密码").fill(secret);
  await page.keyboard.press("Enter");
}

journey("signing in", () => {
  beforeAll(async () => {
    // Behind a proxy nothing is a demo, whatever the district.
    program = await startProgram({ settings: { TRUST_PROXY: "loopback" } });
    await program.ready;
  }, 240_000);
  afterAll(() => program?.close());

  test("the printed link makes the first administrator, once; then one signs in, and what was asked is answered", async () => {
    const link = /http:\S+set-up#\S+/.exec(program.said())?.[0] ?? "";
    const { page } = await visitAt(program.address, link.slice(program.address.length));
    await page.getByLabel("账号").fill("wang.guanli");
    await page.getByLabel("姓名").fill("王管理");
    await page.getByLabel(/新密码/).fill("wang.guanli");
    await page.getByRole("button", { name: "启用并登录" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel(/新密码/).fill(password);
    await page.getByRole("button", { name: "启用并登录" }).click();
    await page.waitForURL(/\/admin$/);
    await page.getByRole("link", { name: "人员" }).waitFor();
    await page.goto(link);
    await page.reload();
    await page.getByLabel("账号").fill("somebody");
    await page.getByLabel(/新密码/).fill(password);
    await page.getByRole("button", { name: "启用并登录" }).click();
    await page.getByRole("alert").waitFor();

    const other = await visitAt(program.address, "/?status=overdue");
    const sheet = other.page.getByRole("dialog", { name: "登录创图" });
    await sheet.waitFor();
    await expect.poll(() => other.page.evaluate(() => document.activeElement?.getAttribute("autocomplete"))).toBe("username");
    await keepPicture(other.page, "sign in");
    await signIn(other.page, "错误的密码错误的密码");
    await sheet.getByText("账号或密码不对").waitFor();
    await signIn(other.page, password);
    await sheet.waitFor({ state: "detached" });
    await mapReady(other.page);
    const answer = await other.page.request.get(`${program.address}/api/problems?status=overdue&limit=0`);
    await expect.poll(() => totalOf(other.page)).toBe(((await answer.json()) as ProblemList).total);
    await other.page.locator(".grid .row").first().waitFor();

    // Signed out elsewhere, the page knows by itself, asks again, and goes on where it was.
    await other.page.locator(".link-live").waitFor();
    await other.page.request.post(`${program.address}/api/session/end`, { data: {} });
    await sheet.waitFor();
    await signIn(other.page, password);
    await sheet.waitFor({ state: "detached" });
    expect(other.page.url()).toContain("status=overdue");
  }, 240_000);
});
