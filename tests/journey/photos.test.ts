/**
 * Photos as their people live them: an inspector reports with one over a line that breaks, a handler hands back with one, the dispatcher's
 * card has it by itself; two are compared, a face is covered and gone from everybody's copy, one is withdrawn. On a program of its own.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Me, ProblemDetail, Responsibility } from "../../server/contract/types.ts";
import type { Role } from "../../server/contract/vocabulary.ts";
import { barriers } from "./barriers.ts";
import { type Program, startProgram } from "./desk.ts";
import { face, faceColour, streetAfter, streetBefore } from "./scenes.ts";
import { journey, keepPicture, mapReady, until, type Visit, visitAt } from "./visit.ts";

const folder = mkdtempSync(join(tmpdir(), "chuangtu-photos-"));
let program: Program;
let people: Me["demoPeople"];
let problem = 0;

const spot = { lon: 119.1002, lat: 33.6003 } as const;
const standing = (accuracy: number, off = 0): BrowserContextOptions => ({
  permissions: ["geolocation"],
  geolocation: { longitude: spot.lon + off, latitude: spot.lat + off, accuracy },
});
const cardOf = () => `/?status=open,closed&selected=problem/${problem}&panel=card`;
const card = (page: Page) => page.locator("article.card").first();
const viewer = (page: Page) => page.locator("dialog.photo-viewer");

const withRole = (role: Role, i = 0): number => {
  const one = people.filter(({ roles }) => roles.includes(role))[i];
  if (!one) throw new Error(`the demo has no ${role}`);
  return one.id;
};

/** A person at a page of their own. */
async function desk(person: number, path: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const visit = await visitAt(program.address, "/set-up", { bypassCSP: true, ...options });
  const answer = await visit.page.request.post(`${program.address}/api/session/demo`, { data: { person } });
  expect(answer.status(), await answer.text()).toBe(200);
  await visit.page.goto(program.address + path);
  await mapReady(visit.page);
  return visit;
}

/** Asks the program as the page's own person. */
async function told<T>(page: Page, path: string, body?: object): Promise<T> {
  const address = `${program.address}${path}`;
  const answer = await (body ? page.request.post(address, { data: body }) : page.request.get(address));
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}
const detail = (page: Page) => told<ProblemDetail>(page, `/api/problems/${problem}`);

/** Share of a picture's pixels that have the passer-by's face's colour. */
async function faceIn(bytes: Buffer): Promise<number> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let hits = 0;
  for (let i = 0; i < data.length; i += 3) {
    if (faceColour.every((value, channel) => Math.abs((data[i + channel] ?? 0) - value) < 40)) hits++;
  }
  return hits / (info.width * info.height);
}
async function fetched(page: Page, path: string): Promise<Buffer> {
  const answer = await page.request.get(program.address + path);
  expect(answer.status(), path).toBe(200);
  return answer.body();
}

/** Drops a file on the page, or pastes it, as the browser's own events bring it. */
async function bring(page: Page, on: string, how: "drop" | "paste", name: string, bytes: Buffer): Promise<void> {
  await page.locator(".photo-field").waitFor();
  const brought = { on, how, name, text: bytes.toString("base64") };
  await page.evaluate(async ({ on, how, name, text }) => {
    const data = new DataTransfer();
    const blob = await (await fetch(`data:image/jpeg;base64,${text}`)).blob();
    data.items.add(new File([blob], name, { type: "image/jpeg" }));
    const target = document.querySelector(on);
    const also = { bubbles: true, cancelable: true } as const;
    if (how === "paste") return target?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, ...also }));
    target?.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, ...also }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (!document.querySelector(".photo-drop")) throw new Error("it is not said that the file can be dropped");
    return target?.dispatchEvent(new DragEvent("drop", { dataTransfer: data, ...also }));
  }, brought);
}

async function drawBox(page: Page, frame: Locator, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const box = await frame.boundingBox();
  if (!box) throw new Error("no frame");
  await page.mouse.move(box.x + box.width * from[0], box.y + box.height * from[1]);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to[0], box.y + box.height * to[1], { steps: 5 });
  await page.mouse.up();
}

interface Pace {
  /** From the file's being chosen to its being ready to be sent, ms. */
  readonly ready: number;
  /** The longest time between two of the page's turns meanwhile, ms. */
  readonly pause: number;
}
/** Put into the page before a file is chosen; settles when it is ready, of which its picture is the sign. */
const pace = `globalThis.paced = new Promise((resolve) => {
  document.addEventListener("change", () => {
    const began = performance.now();
    let last = began;
    let pause = 0;
    const turn = () => {
      const now = performance.now();
      pause = Math.max(pause, now - last);
      last = now;
      if (document.querySelector(".photo-tile img")) resolve({ ready: Math.round(now - began), pause: Math.round(pause) });
      else setTimeout(turn);
    };
    turn();
  }, { capture: true, once: true });
})`;

journey("photos", () => {
  let before: Buffer;
  let after: Buffer;
  beforeAll(async () => {
    program = await startProgram({ folder });
    [before, after] = await Promise.all([streetBefore(), streetAfter()]);
    await program.ready;
    people = (await ((await fetch(`${program.address}/api/me`)).json() as Promise<Me>)).demoPeople;
  }, 240_000);
  afterAll(async () => {
    await program?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a report with a photo of 12 megapixels, over a line that breaks: sent again it goes on where it was", async () => {
    const { page } = await desk(withRole("inspector"), "/?status=open&panel=report", standing(12));
    const form = page.getByRole("form", { name: "上报问题" });
    await form.getByLabel("位置", { exact: true }).fill(`${spot.lon},${spot.lat}`);
    await form.getByRole("combobox", { name: "类别" }).fill("暴露垃圾");
    await page.keyboard.press("Enter");
    await form.getByRole("button", { name: "现场不便拍照" }).waitFor();
    await form.getByText("附上拍摄位置").click();
    await form.getByText("±12 米").waitFor();

    const offsets: number[] = [];
    let broken = false;
    await page.route("**/part?offset=*", (route) => {
      const offset = Number(new URL(route.request().url()).searchParams.get("offset"));
      offsets.push(offset);
      if (offset === 0 || broken) return route.continue();
      broken = true;
      return route.abort("connectionreset");
    });
    const files = form.locator('input[data-photos="files"]');
    await bring(page, ".report", "paste", "letter.txt", Buffer.from("this is a letter, not a photo"));
    await form.getByText(/letter.txt：这个文件不是照片/).waitFor();
    await form.getByRole("button", { name: "移除 letter.txt" }).click();

    await page.evaluate(`void (${pace})`);
    await files.setInputFiles({ name: "IMG_0001.jpg", mimeType: "image/jpeg", buffer: before });
    const { ready, pause } = await page.evaluate<Pace>("globalThis.paced");
    console.log(`a photo of 12 MP was ready to be sent after ${ready} ms; the page's longest pause meanwhile: ${pause} ms`);
    expect(ready).toBeLessThan(2000);
    await form.getByRole("button", { name: "重新上传" }).waitFor();
    await keepPicture(page, "photos broken line");
    await form.getByRole("button", { name: "重新上传" }).click();
    await form.locator(".photo-tile.ready").waitFor();
    const again = offsets.slice(offsets.findIndex((offset) => offset > 0) + 1);
    expect(again[0]).toBe(256 * 1024);
    expect(await form.getByRole("button", { name: "现场不便拍照" }).count()).toBe(0);

    await form.getByRole("button", { name: "上报", exact: true }).click();
    await card(page).getByRole("button", { name: "看大图：整改前照片 1" }).waitFor();
    problem = Number(/selected=problem(?:\/|%2F)(\d+)/.exec(page.url())?.[1]);
    const { photos } = await detail(page);
    expect(photos).toHaveLength(1);
    expect(photos[0]).toMatchObject({ kind: "before", lon: spot.lon, lat: spot.lat, accuracy_m: 12, width: 2048, height: 1536 });
    const bytes = await fetched(page, `/api/photos/${photos[0]?.id}/picture`);
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    expect(await faceIn(bytes)).toBeGreaterThan(0.005);
  });

  test("a hand-back sent while its photo is on its way waits for it; the dispatcher's card has it by itself", async () => {
    const dispatcher = await desk(withRole("dispatcher"), cardOf());
    let now = await detail(dispatcher.page);
    now = await told<ProblemDetail>(dispatcher.page, `/api/problems/${problem}/file`, { version: now.version });
    const { unit, person, limit } = await told<Responsibility>(dispatcher.page, `/api/problems/${problem}/responsibility`);
    const sent = { version: now.version, unit, person: person?.id, limit };
    now = await told<ProblemDetail>(dispatcher.page, `/api/problems/${problem}/dispatch`, sent);

    const handler = await desk(now.personId ?? 0, cardOf(), standing(6, 0.00005));
    await card(handler.page).locator('[data-act="accept"]').click();
    await card(handler.page).locator("form.act-form button[type=submit]").click();
    await card(handler.page).locator('[data-act="hand_back"]').click();
    const form = card(handler.page).locator("form.act-form");
    await form.getByLabel("说明").fill("已清运");
    await form.getByText("附上拍摄位置").click();
    await bring(handler.page, ".act-form", "drop", "IMG_0002.jpg", after);
    await form.locator("button[type=submit]").click();
    await form.waitFor({ state: "detached" });
    expect((await detail(handler.page)).photos.map(({ kind }) => kind)).toEqual(["before", "after"]);
    expect(handler.watched.errors).toEqual([]);

    const { page, watched } = dispatcher;
    await card(page).getByRole("button", { name: "看大图：整改后照片 1" }).waitFor();
    await card(page).getByRole("button", { name: "看照片（1）" }).first().waitFor();
    await card(page).getByRole("button", { name: "前后对比" }).click();
    const divider = viewer(page).getByRole("slider", { name: "分界线" });
    await divider.press("End");
    const withRubbish = await viewer(page).locator(".compare-frame").screenshot();
    await divider.press("Home");
    await until(async () => divider.getAttribute("aria-valuenow"), "0");
    const swept = await viewer(page).locator(".compare-frame").screenshot();
    expect(swept.equals(withRubbish)).toBe(false);
    await viewer(page).getByRole("slider", { name: "整改前与整改后的分界" }).fill("30");
    await until(async () => divider.getAttribute("aria-valuenow"), "30");
    await viewer(page)
      .getByText(/整改前照片 1 → 整改后照片 1：\d+ 米/)
      .waitFor();
    expect(await barriers(page)).toEqual([]);
    await keepPicture(page, "photos compare");
    await page.keyboard.press("Escape");
    await viewer(page).waitFor({ state: "detached" });
    expect(page.url()).toContain("selected=problem");
    expect(watched.errors).toEqual([]);
  });

  test("a covered face is gone from what every page loads; only who may sees the original, and that is recorded", async () => {
    const other = await desk(withRole("inspector", 1), cardOf());
    const { page, watched } = await desk(withRole("dispatcher"), cardOf());
    const [photo] = (await detail(page)).photos;
    const address = `/api/photos/${photo?.id}`;
    await card(page).getByRole("button", { name: "看大图：整改前照片 1" }).click();
    await viewer(page).getByRole("button", { name: "遮盖人脸车牌" }).click();
    const frame = viewer(page).locator(".cover-frame");
    await frame.locator("img:not(.loading)").waitFor();
    await drawBox(page, frame, [face.x - 0.02, face.y - 0.02], [face.x + face.w + 0.02, face.y + face.h + 0.02]);
    await viewer(page).getByRole("button", { name: "加一处遮盖" }).click();
    await page.keyboard.press("ArrowRight");
    await until(() => viewer(page).getByLabel("左 %").inputValue(), "41");
    expect(await barriers(page)).toEqual([]);
    await keepPicture(page, "photos cover");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await until(() => frame.locator(".cover-box").count(), 1);
    // Leaving asks first.
    await page.keyboard.press("Escape");
    await viewer(page).getByRole("alertdialog", { name: "遮盖还没有保存" }).getByRole("button", { name: "继续遮盖" }).click();
    await viewer(page).getByRole("button", { name: "保存 1 处遮盖" }).click();
    await viewer(page).getByText("已遮盖 1 处").waitFor();
    await viewer(page).locator(".photo-stage img:not(.loading)").waitFor();
    await keepPicture(page, "photos covered");

    // On the other's page, which was open all the time, and in its very pixels.
    const shown = card(other.page).locator(`[data-photo="${photo?.id}"] img`);
    await until(async () => (await shown.getAttribute("src"))?.includes("covers="), true);
    for (const what of ["picture", "thumb"]) expect(await faceIn(await fetched(other.page, `${address}/${what}`)), what).toBe(0);
    expect(await faceIn(await shown.screenshot())).toBe(0);
    expect((await other.page.request.post(`${program.address}${address}/original`, { data: { reason: "看看" } })).status()).toBe(403);

    const keeper = await desk(withRole("evidence"), cardOf());
    await card(keeper.page).getByRole("button", { name: "看大图：整改前照片 1" }).click();
    await viewer(keeper.page).getByRole("button", { name: "查看原图" }).click();
    await viewer(keeper.page)
      .getByLabel(/查看理由/)
      .fill("行政处罚取证");
    await viewer(keeper.page).getByRole("button", { name: "查看原图" }).click();
    await viewer(keeper.page)
      .getByText(/本次查看已记入审计/)
      .waitFor();
    expect(await faceIn(await viewer(keeper.page).locator(".photo-stage").screenshot())).toBeGreaterThan(0.002);
    await viewer(keeper.page).getByRole("button", { name: "收起原图" }).click();
    await viewer(keeper.page).locator(".photo-stage img:not(.loading)").waitFor();
    expect(await faceIn(await viewer(keeper.page).locator(".photo-stage").screenshot())).toBe(0);
    for (const visit of [watched, other.watched, keeper.watched]) expect(visit.errors).toEqual([]);
  });

  test("a withdrawn photo is gone for everybody, and it stays who withdrew it and why", async () => {
    const other = await desk(withRole("inspector", 1), cardOf());
    const { page } = await desk(withRole("dispatcher"), cardOf());
    const [photo] = (await detail(page)).photos;
    await card(page).getByRole("button", { name: "看大图：整改前照片 1" }).click();
    await viewer(page).getByRole("button", { name: "撤回照片" }).click();
    const confirm = viewer(page).getByRole("button", { name: "确认撤回 1 张照片" });
    await confirm.click();
    await viewer(page).getByText("请说明理由").waitFor();
    await viewer(page).getByLabel("撤回理由").fill("拍到住户家中");
    await confirm.click();
    await viewer(page)
      .getByText(/撤回：拍到住户家中/)
      .first()
      .waitFor();
    await keepPicture(page, "photos withdrawn");
    await card(other.page)
      .getByText(/撤回：拍到住户家中/)
      .waitFor();
    expect((await other.page.request.get(`${program.address}/api/photos/${photo?.id}/picture`)).status()).toBe(410);
  });
});
