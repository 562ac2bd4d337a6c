/**
 * The whole, as it is meant: five people at pages of their own live a problem's life, and the leader's map changes by itself. A phone goes
 * without a network and comes back; the server dies and comes back; nothing is lost, and no page is loaded again.
 */
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Notices, ProblemDetail, ProblemList, Responsibility } from "../../server/contract/types.ts";
import type { Role } from "../../server/contract/vocabulary.ts";
import { type Own, ownProgram } from "./own.ts";
import { corner, phone, report, untilKept } from "./phone.ts";
import { streetAfter } from "./scenes.ts";
import { journey, keepPicture, mapReady, totalOf, until, visitAt } from "./visit.ts";

let own: Own;

const ask = <T>(path: string): Promise<T> => own.ask<T>(path);
function withRole(role: Role, i = 0): number {
  const one = own.me.demoPeople.filter(({ roles }) => roles.includes(role))[i];
  if (!one) throw new Error(`the demo has no ${role}`);
  return one.id;
}

/** Somebody at a desk; null = the demo's dispatcher. */
async function desk(person: number | null): Promise<Page> {
  const { page } = await visitAt(own.address, "/set-up");
  if (person !== null) expect((await page.request.post(`${own.address}/api/session/demo`, { data: { person } })).status()).toBe(200);
  await page.goto(`${own.address}/?status=open&panel=ledger`);
  await mapReady(page);
  await page.locator(".link-live").waitFor();
  return page;
}
const mark = (page: Page) => page.evaluate(() => Object.assign(window, { marked: true }));
const marked = (page: Page) => page.evaluate(() => "marked" in window);
const drawn = (page: Page) =>
  page.evaluate(() => {
    const { total, drawn: shown, ready } = document.querySelector<HTMLElement>(".map-root")?.dataset ?? {};
    return ready === "true" && total === shown ? Number(total) : null;
  });
const rowOf = (page: Page, id: number): Locator => page.locator(`#row-${id}`);
const card = (page: Page) => page.locator("article.card").first();
const stateOf = (page: Page) => card(page).locator(".card-marks .tag").first().textContent();

/** Opens a row's card as one does: a double click on it. */
async function openCard(page: Page, id: number): Promise<void> {
  await rowOf(page, id).dblclick();
  await card(page).waitFor();
}

/** Does an act on the open card. @param photo goes with it */
async function act(page: Page, name: string, fields: Readonly<Record<string, string>> = {}, photo?: Buffer): Promise<void> {
  const button = card(page).locator(`[data-act="${name}"]`).first();
  if (!(await button.isVisible().catch(() => false))) await card(page).getByRole("button", { name: "更多" }).click();
  await button.click();
  const form = card(page).locator("form.act-form");
  await form.waitFor();
  if (photo) {
    const file = { name: "photo.jpg", mimeType: "image/jpeg", buffer: photo };
    await form.locator("input[type=file]").first().setInputFiles(file);
    await form.locator(".photo-tile img").waitFor();
  }
  for (const [label, text] of Object.entries(fields)) await form.getByLabel(label, { exact: false }).first().fill(text);
  await form.locator("button[type=submit]").click();
  await form.waitFor({ state: "detached", timeout: 60_000 });
}

journey("the city linked", () => {
  own = ownProgram("city");

  test("five people, one problem: found on the street, mended and passed, and the leader sees it as it happens", async () => {
    const after = await streetAfter();
    const garbage = (await ask<{ categories: { code: string; name: { zh: string } }[] }>("/api/district")).categories.find(
      ({ name }) => name.zh === "暴露垃圾",
    );
    const at = `lon=${corner.longitude}&lat=${corner.latitude}&category=${garbage?.code}`;
    const whose = await ask<Responsibility>(`/api/responsibility?${at}`);
    const { page: street } = await phone(own.address, withRole("inspector"));
    await untilKept(street);
    const leader = await desk(withRole("leader"));
    const office = await desk(null);
    const unit = await desk(whose.person?.id ?? 0);
    const check = await desk(withRole("inspector", 1));
    const pages = [street, leader, office, unit, check];
    for (const page of pages) await mark(page);
    const before = (await totalOf(leader)) as number;

    // Found on the street: on the leader's map and the dispatcher's desk before the finder has put the phone away.
    await report(street, "南门外五人行");
    await street.getByText("全部已送达").waitFor();
    const id = (await ask<ProblemList>(`/api/problems?q=${encodeURIComponent("南门外五人行")}`)).rows[0]?.id ?? 0;
    await rowOf(leader, id).waitFor();
    await until(() => totalOf(leader), before + 1);
    await until(() => drawn(leader), before + 1);
    await keepPicture(leader, "city leader found");

    // Filed and sent; who is to mend it is told.
    await openCard(office, id);
    await card(office).locator(".photo-strip img, .photo-tile img, img").first().waitFor();
    await act(office, "file");
    await card(office).locator('[data-act="dispatch"]').click();
    await card(office)
      .locator("form.act-form")
      .getByText(/派单后截止时间/)
      .waitFor();
    await card(office).locator("form.act-form button[type=submit]").click();
    await rowOf(unit, id).waitFor();
    await until(() => unit.locator(".top-bar .badge").count(), 1);
    await unit.getByRole("button", { name: /条未读消息/ }).click();
    await unit.locator(".notice-row").first().waitFor();
    // It is moved into the window with the next picture.
    const right = async () => {
      const list = await unit.locator(".notices").boundingBox();
      return list !== null && list.x + list.width <= 1366;
    };
    await until(right, true);
    await keepPicture(unit, "city handler told");
    await unit.locator(".notice-row", { hasText: "派单" }).first().click();
    await until(() => stateOf(unit), "已派单");
    await card(unit).locator(".photo-strip img, .photo-tile img, img").first().waitFor();

    // The server dies in the middle of it all, and comes back.
    await own.kill();
    await leader.locator(".link-lost").waitFor({ timeout: 30_000 });
    await own.comeBack();
    for (const page of [leader, office, unit, check]) await page.locator(".link-live").waitFor({ timeout: 60_000 });

    // Mended, with a photo; the leader's row says so.
    await act(unit, "accept");
    await act(unit, "hand_back", { 说明: "已清理完毕" }, after);
    await rowOf(leader, id).getByText("待复核").waitFor();

    // Rechecked and passed by somebody else; it leaves the map by itself.
    await rowOf(check, id).getByText("待复核").waitFor();
    await openCard(check, id);
    await act(check, "recheck");
    await act(check, "close", {}, after);
    await rowOf(leader, id).waitFor({ state: "detached" });
    await until(() => totalOf(leader), before);
    await until(() => drawn(leader), before);
    const told = await ask<ProblemDetail>(`/api/problems/${id}`);
    expect(told.history.map((event) => event.act)).toEqual(["report", "file", "dispatch", "accept", "hand_back", "recheck", "close"]);
    expect(told.photos.map(({ kind }) => kind)).toEqual(["before", "after", "after"]);
    for (const page of pages) expect(await marked(page)).toBe(true);
    const notices = (await (await unit.request.get(`${own.address}/api/notices?limit=50`)).json()) as Notices;
    expect(notices.rows.filter(({ problem, kind }) => problem.id === id && kind === "assigned")).toHaveLength(1);
  }, 300_000);

  test("a phone without a network reports twice and comes back: two problems, once each, on the leader's map by themselves", async () => {
    const { page: street } = await phone(own.address, withRole("inspector"));
    await street.locator(".where-words strong").waitFor();
    await street.getByRole("group", { name: "大类" }).waitFor();
    await untilKept(street);
    const leader = await desk(withRole("leader"));
    await mark(leader);
    const before = (await totalOf(leader)) as number;
    await street.context().setOffline(true);
    await report(street, "断网丙处", "#aa3322");
    await report(street, "断网丁处", "#33aa22");
    expect(await totalOf(leader)).toBe(before);
    // The server dies while they wait; the phone does not know, and need not.
    await own.kill();
    await own.comeBack();
    await street.context().setOffline(false);
    await street.getByText("全部已送达").waitFor({ timeout: 60_000 });
    await until(() => totalOf(leader), before + 2);
    await until(() => drawn(leader), before + 2);
    for (const words of ["断网丙处", "断网丁处"])
      expect((await ask<ProblemList>(`/api/problems?q=${encodeURIComponent(words)}`)).total, words).toBe(1);
    expect(await marked(leader)).toBe(true);
  }, 240_000);
});
