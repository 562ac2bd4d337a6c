/** A new user brings an office's workbook: 300 sites in GCJ-02, two rows bad; from the drop to the map, the mended rows after it, and all of it back. */
import { text } from "node:stream/consumers";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { metres } from "../../server/contract/importing/shift.ts";
import type { ImportBatches, Me, SitesLayer } from "../../server/contract/types.ts";
import { type Program, startProgram } from "./desk.ts";
import { drop, gcj, type Office, type OfficeSite, officeWorkbook } from "./office.ts";
import { journey, keepPicture, mapReady, until, visitAt } from "./visit.ts";

let program: Program;
let office: Office;

async function as(role: Me["roles"][number], path: string): Promise<Page> {
  const { page } = await visitAt(program.address, "/favicon.svg");
  const me = (await (await page.request.get(`${program.address}/api/me`)).json()) as Me;
  const person = me.demoPeople.find(({ roles }) => roles.includes(role))?.id;
  expect((await page.request.post(`${program.address}/api/session/demo`, { data: { person } })).ok()).toBe(true);
  await page.goto(program.address + path);
  return page;
}

const layerOf = async (page: Page) => (await (await page.request.get(`${program.address}/api/layers/sites`)).json()) as SitesLayer;
const importsOf = async (page: Page) => ((await (await page.request.get(`${program.address}/api/imports`)).json()) as ImportBatches).rows;
const placeOf = (layer: SitesLayer, name: string): readonly [number, number] | null => {
  const row = layer.name.indexOf(name);
  return row < 0 ? null : [(layer.lon[row] as number) / 1e6, (layer.lat[row] as number) / 1e6];
};
const at = (i: number): OfficeSite => {
  const site = office.sites[i];
  if (!site) throw new Error(`there is no row ${i}`);
  return site;
};
const sheet = (page: Page) => page.getByRole("dialog", { name: "导入文件" });
const press = (page: Page, name: string | RegExp) => sheet(page).getByRole("button", { name, exact: true }).click();
const figure = async (page: Page, name: string): Promise<string> =>
  (await sheet(page).locator(".bring-figures > div", { hasText: name }).locator("dd").textContent()) ?? "";

/** It came in where it is meant to be: to a metre. */
async function stands(page: Page, site: OfficeSite): Promise<void> {
  const place = placeOf(await layerOf(page), site.name);
  if (!place) throw new Error(`${site.name} is not there`);
  expect(metres(place, [site.lon, site.lat])).toBeLessThan(1);
}

journey("bringing a file in", () => {
  let before = 0;
  beforeAll(async () => {
    program = await startProgram();
    await program.ready;
    const layer = (await (await fetch(`${program.address}/api/layers/sites`)).json()) as SitesLayer;
    before = layer.count;
    office = await officeWorkbook(layer);
  }, 240_000);
  afterAll(() => program?.close());

  test("from drop to map: ghost pins, dry run, 298 imported, two mended, nothing doubled, all undone", async () => {
    const page = await as("planner", "/");
    await mapReady(page);
    expect(await drop(page, "迎检点位.xlsx", office.bytes)).toBe("松开以导入");
    await sheet(page).getByText("300 行 × 7 列").waitFor();
    await sheet(page).getByText("还要说明：坐标系").waitFor();
    // Nothing is chosen for anybody; the pins of each system are drawn where they would lie.
    expect(await sheet(page).locator("input[name=bring-crs]:checked").count()).toBe(0);
    const pins = (crs: string) => sheet(page).locator(`.ghost-map [data-crs="${crs}"]`).getAttribute("d");
    const [wgs, gcjPins, bd] = await Promise.all([pins("EPSG:4326"), pins("GCJ-02"), pins("BD-09")]);
    for (const drawn of [wgs, gcjPins, bd]) expect(drawn?.match(/M/g)?.length ?? 0).toBeGreaterThan(20);
    expect(new Set([wgs, gcjPins, bd]).size).toBe(3);
    await sheet(page)
      .getByRole("radio", { name: /GCJ-02/ })
      .check();
    const away = await sheet(page).locator("label", { hasText: "WGS 84" }).textContent();
    const shift = Number(/与 GCJ-02 相差 (\d+) m/.exec(away ?? "")?.[1]);
    // Reckoned anew: what each row is written as, against where it is.
    const shifts = office.sites.map((site) => metres([...gcj(site)], [site.lon, site.lat])).sort((one, other) => one - other);
    expect(Math.abs(shift - (shifts[150] as number))).toBeLessThan(2);
    await sheet(page).getByText("1 种认不出（1 行）").waitFor();
    await keepPicture(page, "bring-ghosts");

    await press(page, "试算");
    await sheet(page).getByText("4 试算结果（还没有写入）").waitFor();
    expect([await figure(page, "将新增"), await figure(page, "拒绝")]).toEqual(["298", "2"]);
    expect((await layerOf(page)).count).toBe(before);
    await keepPicture(page, "bring-tried");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      sheet(page).getByRole("link", { name: "下载错误行（CSV）" }).click(),
    ]);
    const refused = await text(await download.createReadStream());
    expect(refused.trim().split(/\r?\n/)).toHaveLength(3);
    expect(refused).toContain("没有坐标");

    await press(page, "导入 298 条");
    await sheet(page)
      .getByText(/2 行有错，不导入/)
      .waitFor();
    await press(page, "导入 298 条");
    await sheet(page).getByText("已新增 298 条，更新 0 条").waitFor({ timeout: 60_000 });
    await keepPicture(page, "bring-done");
    await press(page, "在地图上看");
    await sheet(page).waitFor({ state: "detached" });
    expect((await layerOf(page)).count).toBe(before + 298);
    for (const i of [0, 151, 299]) await stands(page, at(i));
    // Search finds one.
    await page.keyboard.press("/");
    await page.getByRole("combobox", { name: "搜索" }).fill(at(7).name);
    const hits = page.getByRole("listbox", { name: "搜索" }).getByRole("option");
    await hits
      .filter({ has: page.getByText(at(7).name, { exact: true }) })
      .first()
      .click();
    await until(() => page.locator("article.card h2").textContent(), at(7).name);
    await keepPicture(page, "bring-map");

    // The refused rows, mended in their file, come back as a file like any other; how it was read last time is remembered.
    const [x, y] = gcj(at(office.unplaced));
    const mended = refused.replace("神秘场所", "学校").replace(",城东街道,,,", `,城东街道,${x.toFixed(7)},${y.toFixed(7)},`);
    await drop(page, "错误行.csv", Buffer.from(mended));
    await sheet(page)
      .getByText(/沿用上次的对应和坐标系/)
      .waitFor();
    await press(page, "试算");
    await sheet(page).getByText("4 试算结果（还没有写入）").waitFor();
    expect([await figure(page, "将新增"), await figure(page, "拒绝")]).toEqual(["2", "0"]);
    await press(page, "导入 2 条");
    await sheet(page).getByText("已新增 2 条，更新 0 条").waitFor({ timeout: 60_000 });
    await stands(page, at(office.unplaced));

    // The very same workbook again: told by whom and when, and nothing of it is new.
    await drop(page, "迎检点位.xlsx", office.bytes);
    await sheet(page)
      .getByText(/沿用上次的对应和坐标系/)
      .waitFor();
    await press(page, "试算");
    await sheet(page)
      .getByText(/同样内容的文件已由 .+ 在 .+ 导入过/)
      .waitFor();
    await press(page, "仍然试算");
    await sheet(page).getByText("4 试算结果（还没有写入）").waitFor();
    expect([await figure(page, "将新增"), await figure(page, "已有，不变")]).toEqual(["0", "298"]);
    expect(await sheet(page).getByRole("button", { name: "导入", exact: true }).isDisabled()).toBe(true);
    // Leaving is asked about first: something was sent.
    await page.keyboard.press("Escape");
    await sheet(page).getByText("还没有导入：离开会丢掉已选好的对应和上传的行。").waitFor();
    await press(page, "离开");
    await sheet(page).waitFor({ state: "detached" });
    expect((await layerOf(page)).count).toBe(before + 300);

    // The whole of the first import is taken back.
    await page.goto(`${program.address}/import`);
    const first = page.locator(".bring-table tbody tr", { hasText: "新增 298" }).filter({ hasText: "迎检点位.xlsx" });
    await keepPicture(page, "bring-list");
    await first.getByRole("button", { name: "撤销" }).click();
    const asks = page.getByRole("dialog", { name: /删除新增的 298 条/ });
    await asks.getByRole("button", { name: "撤销" }).click();
    await first.getByText("已撤销").waitFor();
    expect((await layerOf(page)).count).toBe(before + 2);
    const ours = (await importsOf(page)).filter(({ name }) => name === "迎检点位.xlsx" || name === "错误行.csv");
    expect(ours.map(({ name, state }) => `${name} ${state}`)).toEqual(["错误行.csv done", "迎检点位.xlsx undone"]);
  });

  test("who may not import is told whose duty it is; rows that are pasted are a file too", async () => {
    const leader = await as("leader", "/");
    await mapReady(leader);
    expect(await drop(leader, "迎检点位.xlsx", office.bytes)).toContain("导入点位由规划员");
    expect(await sheet(leader).count()).toBe(0);

    const page = await as("administrator", "/import");
    await page.getByLabel(/粘贴到这里/).fill("点位名称\t点位类型\t坐标\n粘贴点位\t学校\t33.59°N 119.10°E");
    await page.getByRole("button", { name: "读取粘贴的内容" }).click();
    await sheet(page).getByText("1 行 × 3 列").waitFor();
    await sheet(page)
      .getByRole("radio", { name: /WGS 84/ })
      .check();
    await press(page, "试算");
    await sheet(page).getByText("4 试算结果（还没有写入）").waitFor();
    expect(await figure(page, "将新增")).toBe("1");
  });
});
