/**
 * More problems than the page holds: the map is drawn from the server's tiles, exactly, and goes back to the columns where those hold the
 * answer. The program of this suite lets only the latest 200 problems travel.
 */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { queryOf } from "../../client/state/view.ts";
import { emptyFilter, formatFilter } from "../../server/contract/filter.ts";
import type { CountAnswer, ProblemDetail, ProblemList, ProblemsLayer } from "../../server/contract/types.ts";
import { type Own, ownProgram } from "./own.ts";
import { cameraOf, journey, keepPicture, lookAt, mapReady, totalOf, until, type Visit, visitAt } from "./visit.ts";

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
    const body = { category: "0101", lon: 119.1002, lat: 33.6003, source: "patrol", noPhoto: "现场不便拍照" };
    const answer = await fetch(`${own.address}/api/problems`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(((await answer.json()) as ProblemDetail).id).toBeGreaterThan(0);
    await until(() => mapOf(page), whole(all + 1));
    expect(await page.evaluate(() => "marked" in window)).toBe(true);
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
