/** A brief of three weeks ago: its figures are the desk's totals behind their links, it comes out as A4, and what is issued stays as it is. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { BriefPage, District, IssuedBriefPage, Me } from "../../server/contract/types.ts";
import { barriers } from "./barriers.ts";
import { ask, journey, keepPicture, totalOf, until, visit } from "./visit.ts";

const day_ms = 86_400_000;
/** A day of the district's calendar, so many days before its today. */
async function dayBefore(days: number): Promise<string> {
  const { clock, timeZone } = await ask<District>("/api/district");
  const today = new Intl.DateTimeFormat("en-CA", { timeZone }).format(new Date(clock));
  return new Date(Date.parse(`${today}T00:00:00Z`) - days * day_ms).toISOString().slice(0, 10);
}

const sheet = (page: Page) => page.locator(".paper-room:not(.stale) .paper");
async function open(path: string) {
  const visited = await visit(path);
  await sheet(visited.page).first().waitFor({ timeout: 60_000 });
  return visited;
}

/** Each figure of the sheet that is a link: what it says, and the question it opens. */
const figuresOf = (page: Page): Promise<{ value: number; query: string }[]> =>
  page
    .locator(".paper a.brief-figure[data-figure]")
    .evaluateAll((all) =>
      all.map((one) => ({ value: Number(one.textContent), query: (one.getAttribute("href") ?? "").replace(/^\/\?/, "") })),
    );

/** Waits for the map's picture to be loaded. */
async function mapThere(page: Page): Promise<void> {
  await page.locator(".paper-map > img").waitFor({ timeout: 60_000 });
  const wide = () => page.locator(".paper-map > img").evaluate((img) => (img as HTMLImageElement).naturalWidth);
  await until(wide, 1600);
}

/** Sizes of a PDF's pages, in points. */
const boxesOf = (pdf: Buffer) =>
  [...pdf.toString("latin1").matchAll(/\/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(([, w, h]) => [
    Math.round(Number(w)),
    Math.round(Number(h)),
  ]);

/** Poppler's, where the machine has it. */
const reader = "pdftotext";
/** The PDF's text; null where no program reads it. */
function textOf(pdf: Buffer): string | null {
  try {
    return execFileSync(reader, ["-layout", "-", "-"], { input: pdf, encoding: "utf8", stdio: ["pipe", "pipe", "ignore"] });
  } catch {
    return null;
  }
}

journey("official documents", () => {
  test("the figures of a brief are the desk's totals behind their links", async () => {
    const day = await dayBefore(21);
    const { page, watched } = await open(`/briefs/daily/${day}`);
    const figures = await figuresOf(page);
    const asked = new Map(figures.map(({ query, value }) => [query, value]));
    expect(figures.length).toBeGreaterThan(100);
    // The same question is the same number wherever it stands.
    for (const { query, value } of figures) expect([query, value]).toEqual([query, asked.get(query)]);
    const wrong: string[] = [];
    // All of them are held against the ledger in tests/server/briefs; here those of every table, so that a slow machine is done in time.
    const step = Math.ceil(asked.size / 80);
    const queries = [...asked].filter((_, i) => i % step === 0);
    expect(queries.length).toBeGreaterThan(40);
    const one = async () => {
      for (let next = queries.pop(); next; next = queries.pop()) {
        const { total } = await ask<{ total: number }>(`/api/problems?${next[0]}&limit=0`);
        if (total !== next[1]) wrong.push(`${next[0]}: ${next[1]}, the desk says ${total}`);
      }
    };
    await Promise.all([one(), one()]);
    expect(wrong).toEqual([]);
    // And a click on it is that question on the desk.
    const first = page.locator(".paper-overview a.brief-figure").first();
    const [desk] = await Promise.all([page.context().waitForEvent("page"), first.click()]);
    await until(() => totalOf(desk), Number(await first.textContent()));
    await keepPicture(page, "brief");
    expect(watched).toMatchObject({ outside: [], errors: [] });
  }, 300_000);

  test("its sums stand at the foot of its tables, and the paragraph's figures are links but for differences", async () => {
    const day = await dayBefore(21);
    const { page } = await open(`/briefs/daily/${day}`);
    const { facts, overview } = await ask<BriefPage>(`/api/briefs/page?kind=daily&day=${day}`);
    const area = page.locator(".paper-table", { has: page.getByText("镇（街道）", { exact: true }) });
    const rows = await area.locator("tbody tr td:nth-child(2)").allTextContents();
    const foot = Number(await area.locator("tfoot td").first().textContent());
    expect(rows.reduce((sum, text) => sum + Number(text), 0)).toBe(foot);
    expect(foot).toBe(facts.found.value);
    const numbers = overview.match(/\d+(?=件)/g)?.length ?? 0;
    const differences = overview.match(/(增加|减少)\d+件/g)?.length ?? 0;
    expect(await page.locator(".paper-overview a.brief-figure").count()).toBe(numbers - differences);
    expect(await page.locator(".brief-side .inline-failure").count()).toBe(0);
  });

  test("it comes out on A4, the sheet alone, with its title and figures", async () => {
    const day = await dayBefore(21);
    const { page } = await open(`/briefs/daily/${day}?theme=dark`);
    const title = await page.locator(".paper h2").textContent();
    await mapThere(page);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const boxes = boxesOf(pdf);
    expect(boxes.length).toBeGreaterThan(1);
    for (const box of boxes) expect(box).toEqual([595, 842]);
    const text = textOf(pdf)?.replaceAll(/\s/g, "");
    if (text === undefined) return;
    expect(text).toContain(title);
    expect(text).toContain(`共发现问题${await page.locator(".paper-overview a.brief-figure").first().textContent()}件`);
    expect(text).toContain("—1—");
    for (const chrome of ["下载DOCX", "月历", "文号未填"]) expect(text).not.toContain(chrome);
  });

  test("what is issued is the same to the byte each time, and says so", async () => {
    const day = await dayBefore(20);
    const { page } = await open(`/briefs/daily/${day}`);
    await page.getByLabel("文号").fill("创建办〔2026〕21号");
    await page.getByLabel("工作要求").fill("请各责任单位按期整改。");
    await until(() => page.locator(".paper-number").textContent(), "创建办〔2026〕21号");
    await page.reload();
    await sheet(page).waitFor();
    expect(await page.getByLabel("文号").inputValue()).toBe("创建办〔2026〕21号");
    await page.getByRole("button", { name: "印发…" }).click();
    await page.getByRole("dialog").getByText("不能再改").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "印发", exact: true }).click();
    await page.waitForURL(/\/briefs\/issued\/\d+/);
    const id = Number(/issued\/(\d+)/.exec(page.url())?.[1]);
    await page.getByRole("button", { name: "重新生成核对" }).click();
    await page.locator('[data-same="true"]').waitFor();
    const { issued, page: kept } = await ask<IssuedBriefPage>(`/api/briefs/${id}`);
    expect(kept.words.demands).toBe("请各责任单位按期整改。");
    const host = new URL(page.url()).origin;
    const load = async () => (await page.request.get(`${host}/api/briefs/${id}/document.docx`)).body();
    const [once, again] = [await load(), await load()];
    expect(once.equals(again)).toBe(true);
    expect(createHash("sha256").update(once).digest("hex")).toBe(issued.sum);
    expect(await page.locator(".brief-sum").first().textContent()).toBe(issued.sum);
    // The calendar marks it, and the list names it; the way back leads to the day.
    await page.goBack();
    await page.getByRole("button", { name: `${day}，已印发` }).waitFor();
    await keepPicture(page, "brief-issued");
  }, 120_000);

  test("a period that is not over can be looked at, not issued", async () => {
    const today = await dayBefore(0);
    const { page } = await open(`/briefs/daily/${today}`);
    await page.getByText(`期间到 ${today} 才结束，结束后才能印发。`).waitFor();
    expect(await page.getByRole("button", { name: "印发…" }).isDisabled()).toBe(true);
    const host = new URL(page.url()).origin;
    const refused = await page.request.post(`${host}/api/briefs`, { data: { kind: "daily", day: today } });
    expect(refused.ok()).toBe(false);
    // From here the day before by its button, and by the calendar's keys the one before that.
    const [before, earlier] = [await dayBefore(1), await dayBefore(2)];
    await page.getByRole("button", { name: "前一天" }).click();
    await page.waitForURL(`**/briefs/daily/${before}`);
    await page.locator(`[data-day="${before}"]`).focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/briefs/daily/${earlier}`);
    await page.goBack();
    await page.waitForURL(`**/briefs/daily/${before}`);
  });

  test("a day without anything is a sheet that says so", async () => {
    const { page } = await open("/briefs/daily/2020-01-01");
    await sheet(page).getByText("没有发现问题").first().waitFor();
    await sheet(page).getByText("本期未发现问题。").waitFor();
    expect(await page.locator(".paper").count()).toBe(1);
  });

  test("an office's own template is taken, used, and given up; what is none is told why", async () => {
    const { page } = await visit("/favicon.svg");
    const host = new URL(page.url()).origin;
    const me = (await (await page.request.get(`${host}/api/me`)).json()) as Me;
    const person = me.demoPeople.find(({ roles }) => roles.includes("administrator"))?.id;
    expect((await page.request.post(`${host}/api/session/demo`, { data: { person } })).ok()).toBe(true);
    await page.goto(`${host}/briefs/templates`);
    const part = page.getByRole("region", { name: "日报" });
    const file = part.getByLabel("选择日报的模板文件");
    await file.setInputFiles({ name: "坏的.docx", mimeType: "", buffer: Buffer.from("no document") });
    await part.getByRole("alert").waitFor();
    const ours = await (await page.request.get(`${host}/api/briefTemplates/file.docx?kind=daily`)).body();
    await file.setInputFiles({ name: "区办日报.docx", mimeType: "", buffer: ours });
    await part.getByRole("button", { name: "启用“区办日报”" }).click();
    await part.getByRole("row", { name: /区办日报.*在用/ }).waitFor();
    const named = async () => ((await (await page.request.get(`${host}/api/briefs/page?kind=daily`)).json()) as BriefPage).template.name;
    expect(await named()).toBe("区办日报");
    await part.getByRole("button", { name: "改回自带模板" }).click();
    await part.getByRole("row", { name: /自带模板.*在用/ }).waitFor();
    await part.getByRole("button", { name: "移除“区办日报”" }).click();
    await part.getByRole("button", { name: "移除", exact: true }).click();
    await until(() => part.getByRole("row").count(), 1);
    expect(await named()).not.toBe("区办日报");
  }, 120_000);

  test.each(["dark", "light"])(
    "axe finds no barrier, %s",
    async (theme) => {
      const day = await dayBefore(21);
      const { page } = await visit(`/briefs/daily/${day}?theme=${theme}`, { bypassCSP: true });
      await mapThere(page);
      expect(await barriers(page)).toEqual([]);
      await page.getByRole("button", { name: "印发…" }).click();
      expect(await barriers(page)).toEqual([]);
      await page.goto(`${new URL(page.url()).origin}/briefs/handover?theme=${theme}`);
      await page.getByText("先选责任单位").waitFor();
      expect(await barriers(page)).toEqual([]);
    },
    120_000,
  );

  test("a slip is of what was chosen, one a unit", async () => {
    const { rows } = await ask<{ rows: { id: number; unit: number | null }[] }>("/api/problems?status=dispatched&limit=12");
    const ids = rows.map(({ id }) => id).sort((a, b) => a - b);
    const steps = ids.map((id, i) => id - (ids[i - 1] ?? 0)).join(".");
    const { page } = await open(`/briefs/handover?problem=${steps}`);
    expect(await page.locator(".paper").count()).toBe(new Set(rows.map(({ unit }) => unit)).size);
    expect(await page.locator(".slip-table tbody tr").count()).toBe(ids.length);
    const counts = (await figuresOf(page)).filter(({ query }) => query.startsWith("problem="));
    expect(counts.reduce((sum, { value }) => sum + value, 0)).toBe(ids.length);
    for (const { query, value } of counts) expect((await ask<{ total: number }>(`/api/problems?${query}&limit=1`)).total).toBe(value);
    await keepPicture(page, "brief-slips");
  });
});
