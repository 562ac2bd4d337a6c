/**
 * More problems than the page holds: the map is drawn from the server's tiles, exactly, and goes back to the columns where those hold the
 * answer. The program of this suite lets only the latest 200 problems travel.
 */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { legOffset } from "../../client/map/spider.ts";
import { queryOf } from "../../client/state/view.ts";
import { emptyFilter, formatFilter } from "../../server/contract/filter.ts";
import type { CountAnswer, ProblemDetail, ProblemList, ProblemsLayer } from "../../server/contract/types.ts";
import { type Own, ownProgram } from "./own.ts";
import { cameraOf, journey, keepPicture, lookAt, mapReady, totalOf, until, type Visit, visitAt } from "./visit.ts";
import { hang, saysOf, wallReady } from "./wallVisit.ts";

let own: Own;
const most = 200;

/** What the map says of itself: where it draws from, how many its picture holds, how many the question means. */
const mapOf = (page: Page) =>
  page.evaluate(() => {
    const { ready, from, drawn, total, inView } = document.querySelector<HTMLElement>(".map-root")?.dataset ?? {};
    return ready === "true" ? { from, drawn: Number(drawn), total: Number(total), inView: Number(inView) } : null;
  });
const totalBy = async (query: string) => (await own.ask<CountAnswer>(`/api/problems/count?${query}`)).total;

async function open(path: string, options = {}): Promise<Visit> {
  const visit = await visitAt(own.address, path, options);
  await mapReady(visit.page);
  return visit;
}
/** The whole district is in the picture, and each of its problems is drawn. */
const whole = (n: number) => ({ from: "tiles", drawn: n, total: n, inView: n });

async function filterBy(page: Page, query: string): Promise<void> {
  await page.evaluate((search) => {
    history.pushState(null, "", `/?${search}${location.hash}`);
    dispatchEvent(new PopStateEvent("popstate"));
  }, query);
}

/** Points that the overlay was given. */
const pointsOf = (page: Page) => page.evaluate(() => Number(document.querySelector<HTMLElement>(".map-root")?.dataset.points));

/** Somebody reports a problem. @returns its id */
async function report(lon: number, lat: number): Promise<number> {
  const body = { category: "0101", lon, lat, source: "patrol", noPhoto: "现场不便拍照" };
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${own.address}/api/problems`, { method: "POST", headers, body: JSON.stringify(body) });
  return ((await answer.json()) as ProblemDetail).id;
}

journey("beyond the columns", () => {
  own = ownProgram("beyond", { MAX_COLUMNS: String(most) });

  test("all problems are drawn though few travelled, every figure is of all, and the filter follows", async () => {
    const layer = await own.ask<ProblemsLayer>("/api/layers/problems");
    expect(layer.count).toBe(most);
    expect(layer.working).toBeGreaterThan(most);
    const all = await totalBy("status=open");
    const { page, watched } = await open("/?status=open");
    await until(() => mapOf(page), whole(all));
    await until(() => totalOf(page), all);
    expect(await page.locator(".from-tiles").textContent()).toContain(all.toLocaleString("en"));
    const legend = page.getByRole("complementary", { name: "图层与图例" });
    await until(() => legend.locator(".layer-count").first().textContent(), all.toLocaleString("en"));
    // Ids of them all would be no use, and the camera asks for nothing but tiles.
    expect(watched.asked.filter((path) => path.includes("ids=1"))).toEqual([]);

    for (const query of ["status=overdue", "status=closed", "category=01", "status=open&geo=within:500:market"]) {
      await filterBy(page, query);
      await until(() => mapOf(page), whole(await totalBy(query)));
    }
    expect(watched.errors).toEqual([]);
  });

  test("what the columns hold is drawn from the columns again, and back", async () => {
    const { page } = await open("/?status=open");
    expect((await mapOf(page))?.from).toBe("tiles");
    // A problem that has just been found is among the latest.
    const { rows } = await own.ask<ProblemList>("/api/problems?status=open&sort=-found&limit=3");
    await filterBy(page, queryOf(formatFilter({ ...emptyFilter, problem: rows.map(({ id }) => id).sort((a, b) => a - b) })));
    await until(() => mapOf(page), { from: "columns", drawn: 3, total: 3, inView: 3 });
    expect(await page.locator(".from-tiles").count()).toBe(0);
    await filterBy(page, "status=open");
    await until(() => mapOf(page), whole(await totalBy("status=open")));
  });

  test("near, each problem is a symbol that opens its card", async () => {
    // One of long ago, of which the page's columns know nothing.
    const { rows } = await own.ask<ProblemList>("/api/problems?status=closed&sort=found&limit=1");
    const [one] = rows;
    if (!one) throw new Error("the demo has no closed problem");
    const { page, watched } = await open(`/?status=closed#map=${one.lon},${one.lat},18.6`);
    await until(async () => ((await mapOf(page))?.inView ?? 0) > 0, true);
    const box = await page.locator(".map-root").boundingBox();
    if (!box) throw new Error("the map has no place");
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x + 2, y + 2);
    await page.mouse.move(x, y);
    await page.getByRole("tooltip").waitFor();
    expect(await page.getByRole("tooltip").textContent()).toContain("已销号");
    // Beside the pointer, though its words were asked for first.
    const told = await page.getByRole("tooltip").boundingBox();
    expect(Math.hypot((told?.x ?? 0) - x, (told?.y ?? 0) - y)).toBeLessThan(30);
    // Each place is a spot of its own here: nothing is summed.
    expect(await page.locator(".from-tiles").count()).toBe(0);
    await keepPicture(page, "beyond near");
    await page.mouse.click(x, y);
    await until(async () => new URL(page.url()).searchParams.get("selected"), `problem/${one.id}`);
    await page.getByText(one.code).first().waitFor();
    expect(watched.errors).toEqual([]);
  });

  test("a spot of many goes nearer until it falls apart", async () => {
    const { page } = await open("/?status=closed");
    const before = cameraOf(page)?.zoom ?? 10;
    const box = await page.locator(".map-root").boundingBox();
    const { rows } = await own.ask<ProblemList>("/api/problems?status=closed&limit=1");
    if (!box || !rows[0]) throw new Error("no map, or no problem");
    await lookAt(page, rows[0].lon, rows[0].lat, 12.5);
    await mapReady(page);
    for (const [dx, dy] of [0, 40, -40, 80, -80].flatMap((a) => [0, 40, -40, 80, -80].map((b) => [a, b] as const))) {
      await page.mouse.click(box.x + box.width / 2 + dx, box.y + box.height / 2 + dy);
      await page.waitForTimeout(150);
      if ((cameraOf(page)?.zoom ?? 0) > 13) break;
    }
    expect(cameraOf(page)?.zoom).toBeGreaterThan(Math.max(13, before));
  });

  test("what somebody else does is in the picture within seconds, and nothing was loaded again", async () => {
    const { page } = await open("/?status=open");
    await page.locator(".link-live").waitFor();
    const all = await totalBy("status=open");
    await until(() => mapOf(page), whole(all));
    await page.evaluate(() => Object.assign(window, { marked: true }));
    expect(await report(119.1002, 33.6003)).toBeGreaterThan(0);
    await until(() => mapOf(page), whole(all + 1));
    expect(await page.evaluate(() => "marked" in window)).toBe(true);
  });

  test("those of one place are laid out around it, and each opens its card", async () => {
    const at = [119.1204, 33.6103] as const;
    const ids = [await report(...at), await report(...at)];
    const { page, watched } = await open(`/?status=open#map=${at},18.6`);
    const box = await page.locator(".map-root").boundingBox();
    if (!box) throw new Error("the map has no place");
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.click(x, y);
    const [, up] = legOffset(0, 2);
    await expect
      .poll(
        async () => {
          await page.mouse.click(x, y + up);
          return ids.map((id) => `problem/${id}`).includes(new URL(page.url()).searchParams.get("selected") ?? "");
        },
        { timeout: 20_000, interval: 700 },
      )
      .toBe(true);
    await keepPicture(page, "beyond spider");
    expect(watched.errors).toEqual([]);
  });

  test("as points each problem comes from the server; they follow the question and make room for the symbols", async () => {
    const { page, watched } = await open("/?status=open&layers=everyPoint,district");
    await until(() => pointsOf(page), await totalBy("status=open"));
    expect(watched.asked.some((path) => path.startsWith("/api/layers/points?"))).toBe(true);
    for (const query of ["status=closed", "category=01&status=open", "status=open&geo=within:500:market"]) {
      await filterBy(page, `${query}&layers=everyPoint,district`);
      await until(() => pointsOf(page), await totalBy(query));
      await until(() => page.locator(".from-tiles").count(), 0);
    }
    await keepPicture(page, "beyond points");
    const legend = page.getByRole("complementary", { name: "图层与图例" });
    await legend.getByRole("checkbox", { name: /^问题[\s\d,]*$/ }).check();
    await until(() => mapOf(page), whole(await totalBy("status=open&geo=within:500:market")));
    await until(() => pointsOf(page), 0);
    expect(watched.errors).toEqual([]);
  });

  test("a past moment that the server does not give one by one is drawn from its tiles", async () => {
    const at = new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10);
    const query = `status=open&at=${at}T09:00:00%2B08:00`;
    const { page } = await visitAt(own.address, "/favicon.svg");
    const title = { zh: "更短的时段", en: "a shorter stretch" };
    await page.route("**/api/problems/replay**", (route) =>
      route.fulfill({
        status: 400,
        contentType: "application/problem+json",
        body: JSON.stringify({ status: 400, title: title.en, title_zh: title.zh }),
      }),
    );
    // The sentence goes by itself.
    await Promise.all([page.getByText("图上是该时刻按格网的汇总").first().waitFor(), page.goto(`${own.address}/?${query}`)]);
    await mapReady(page);
    await until(() => mapOf(page), whole(await totalBy(query)));
    await keepPicture(page, "beyond past");
  });

  test("a wall shows the same from tiles, and its own check finds no difference", async () => {
    const { page, watched } = await hang(own.address, { scenes: [{ kind: "view", query: "?status=open" }] });
    await wallReady(page);
    await until(() => mapOf(page), whole(await totalBy("status=open")));
    await until(() => saysOf(page, "differences"), "0");
    await keepPicture(page, "beyond wall");
    expect(watched.errors).toEqual([]);
  });

  test("paper shows what the map shows", async () => {
    const { page } = await open("/?status=closed");
    await page.keyboard.press("e");
    await page.getByRole("dialog").getByRole("tab", { name: "地图" }).click();
    await page.locator(".onpaper-sheet canvas").waitFor({ timeout: 100_000 });
    const legend = await page.locator(".onpaper-legend li").allTextContents();
    expect(legend).toContain("已销号");
    expect(legend).not.toContain("超期");
    await keepPicture(page, "beyond paper");
  });

  test.each([
    ["dark", 1366, 768, "zh"],
    ["light", 1366, 768, "en"],
    ["dark", 1920, 1080, "en"],
    ["light", 1920, 1080, "zh"],
  ] as const)("looks the same from tiles: %s, %i × %i", async (theme, width, height, lang) => {
    const { page, watched } = await open(`/?status=open,closed&theme=${theme}&lang=${lang}`, { viewport: { width, height } });
    await until(() => mapOf(page), whole(await totalBy("status=open,closed")));
    await keepPicture(page, `beyond ${theme} ${width} ${lang}`);
    expect(watched.errors).toEqual([]);
  });
});
