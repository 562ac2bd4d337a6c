/** Every layer of the stack is really drawn: switched on in the legend it changes the picture, switched off it is gone. */
import type { Page } from "playwright-core";
import type { PNG } from "pngjs";
import { beforeAll, expect, test } from "vitest";
import { stack } from "../../client/map/stack.ts";
import { encodeShape } from "../../server/contract/draw.ts";
import type { ProblemList } from "../../server/contract/types.ts";
import { type ProblemStatus, problemStatuses } from "../../server/contract/vocabulary.ts";
import { type ProblemSpot, places, problemSpots } from "./columns.ts";
import { apart, at, changes, looksUntil, mapPicture, type Rgb, standing } from "./eye.ts";
import { ask, journey, keepPicture, lookAt, until, visitMap } from "./visit.ts";

/** What a layer must change at least, of the map's pixels (about 590 × 680), and from which zoom one looks at it. */
const expected: Readonly<Record<string, { readonly zoom: number; readonly least: number } | null>> = {
  baseGround: { zoom: 12, least: 2000 },
  problemHeat: { zoom: 12, least: 5000 },
  // Of an analysis, and of the shortlist: below.
  hotHexagons: null,
  baseRoads: { zoom: 14.6, least: 5000 },
  compounds: { zoom: 14.6, least: 5000 },
  district: { zoom: 11.2, least: 500 },
  streets: { zoom: 14.6, least: 1500 },
  backAlleys: { zoom: 14.6, least: 500 },
  marketRings: { zoom: 13, least: 1000 },
  basePlaces: { zoom: 14.6, least: 200 },
  zones3: { zoom: 14.6, least: 1500 },
  zones2: { zoom: 13, least: 1500 },
  zones1: { zoom: 12, least: 1000 },
  riverSegments: { zoom: 12, least: 2000 },
  evaluatedPoints: { zoom: 14.6, least: 1500 },
  markets: { zoom: 13, least: 1000 },
  hotClusters: null,
  problems: { zoom: 12, least: 3000 },
  everyPoint: { zoom: 13, least: 300 },
  walk: null,
  // Drawn when something happens: see live.test.ts.
  changes: null,
  selection: { zoom: 13, least: 100 },
  rings: { zoom: 13, least: 1500 },
  drawn: { zoom: 12, least: 1000 },
};

const box = (page: Page, title: string) =>
  page.getByRole("complementary", { name: "图层与图例" }).getByRole("checkbox", { name: new RegExp(`^${title}[\\s\\d,]*$`) });

journey("layers", () => {
  let page: Page;
  let centre: readonly [number, number];

  beforeAll(async () => {
    const [market] = await places("market");
    if (!market) throw new Error("the demo has no market");
    centre = market.at;
    const [x, y] = centre;
    const area = encodeShape({
      kind: "area",
      points: [
        [x - 0.03, y - 0.02],
        [x + 0.03, y - 0.02],
        [x, y + 0.025],
      ],
    });
    const question = `status=open&geo=within:500:market&geo=inside:draw/${area}&selected=site/${market.id}`;
    ({ page } = await visitMap(`/?${question}&layers=none#map=${x},${y},13`));
  });

  test("the legend lists what the stack holds, and this test looks at each", async () => {
    expect(Object.keys(expected)).toEqual(stack.map((layer) => layer.id));
    for (const layer of stack) expect(await box(page, layer.title.zh).count(), layer.title.zh).toBe(1);
  });

  test.each(stack.filter(({ id }) => expected[id] !== null).map((layer) => [layer.title.zh, layer.id] as const))(
    "%s (%s) is drawn when it is on and gone when it is off",
    async (title, id) => {
      const { zoom = 13, least = 1 } = expected[id] ?? {};
      await lookAt(page, centre[0], centre[1], zoom);
      const without = await standing(page);
      await box(page, title).check();
      await looksUntil(page, without, { least }, `${title} on`);
      const wth = await standing(page);
      await keepPicture(page, `layer ${id}`);
      const changed = changes(without, wth);
      expect(changed.length).toBeGreaterThanOrEqual(least);
      if (id === "problemHeat") expect(warmer(changed)).toBeGreaterThan(0.6);
      await box(page, title).uncheck();
      await looksUntil(page, without, { most: 30 }, `${title} off`);
    },
  );
});

journey("layers of analysis", () => {
  test.each([
    ["显著热区", "hot=hexagons:300"],
    ["聚集区", "hot=clusters:150:5"],
  ])("%s is drawn when it was asked and the layer is on", async (title, question) => {
    const { page } = await visitMap(`/?status=open&${question}&layers=none`);
    await box(page, title).waitFor();
    const without = await standing(page);
    await box(page, title).check();
    await looksUntil(page, without, { least: 300 }, `${title} on`);
    await keepPicture(page, `layer ${title}`);
    await box(page, title).uncheck();
    await looksUntil(page, without, { most: 30 }, `${title} off`);
  });

  test("清单路线 is drawn for what is on the list", async () => {
    const { page } = await visitMap("/?status=overdue&panel=shortlist&layers=none");
    await page.getByRole("button", { name: /画面/ }).click();
    await page.locator("#tab-body li").first().waitFor();
    // What is said of it lies over the map for a while.
    await until(() => page.locator(".toasts p").count(), 0);
    const without = await standing(page);
    await box(page, "清单路线").check();
    await looksUntil(page, without, { least: 300 }, "the walk on");
    await keepPicture(page, "layer walk");
    await box(page, "清单路线").uncheck();
    await looksUntil(page, without, { most: 30 }, "the walk off");
  });
});

/** The share of changes that turned towards yellow and red. */
const warmer = (changed: readonly { before: Rgb; after: Rgb }[]) =>
  changed.filter(({ before, after }) => after[0] - before[0] > after[2] - before[2] + 10).length / changed.length;

/** Where a place lies in the map's picture, of a camera. */
function pixelOf([lon, lat]: readonly [number, number], map: { lon: number; lat: number; zoom: number }, picture: PNG) {
  const size = 512 * 2 ** map.zoom;
  const up = (degrees: number) => Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360)) / (2 * Math.PI);
  const [x, y] = [picture.width / 2 + ((lon - map.lon) / 360) * size, picture.height / 2 - (up(lat) - up(map.lat)) * size];
  return { x: Math.round(x), y: Math.round(y) };
}

/** The commonest colour of a picture's dots: what is not its ground. */
function inkOf(picture: PNG): Rgb {
  const seen = new Map<string, { n: number; rgb: Rgb }>();
  const ground = at(picture, picture.width >> 1, 20);
  for (let y = 20; y < picture.height - 20; y++)
    for (let x = 80; x < picture.width - 80; x++) {
      const rgb = at(picture, x, y);
      if (apart(rgb, ground) < 60) continue;
      const one = seen.get(rgb.join()) ?? { n: 0, rgb };
      seen.set(rgb.join(), { ...one, n: one.n + 1 });
    }
  return [...seen.values()].reduce((a, b) => (b.n > a.n ? b : a)).rgb;
}

journey("every problem a point", () => {
  const map = { lon: 119.1, lat: 33.6, zoom: 12.5 };
  const hash = `#map=${map.lon},${map.lat},${map.zoom}`;
  const points = "layers=everyPoint";
  let spots: readonly ProblemSpot[];
  beforeAll(async () => {
    ({ spots } = await problemSpots());
  });

  /** Each problem that the question means is a dot, and no other is. */
  async function expectDots(page: Page, query: string): Promise<void> {
    const { ids } = await ask<{ ids: number[] }>(`/api/problems?${query}&ids=1&limit=1`);
    const meant = new Set(ids);
    const wrong = async () => {
      const picture = await mapPicture(page);
      const ground = at(picture, picture.width >> 1, 20);
      // Away from the tools and the scale, which lie over the map.
      const seen = spots.map((spot) => ({ spot, ...pixelOf(spot.at, map, picture) }));
      const inside = seen.filter(({ x, y }) => x > 80 && x < picture.width - 80 && y > 30 && y < picture.height - 90);
      const lit = inside.filter(({ spot }) => meant.has(spot.id));
      const near = seen.filter(({ spot }) => meant.has(spot.id));
      const alone = (one: (typeof inside)[number]) => near.every(({ x, y }) => Math.hypot(x - one.x, y - one.y) > 6);
      const dot = ({ x, y }: { x: number; y: number }) => apart(at(picture, x, y), ground) > 60;
      const idsOf = (some: typeof inside) => some.map(({ spot }) => spot.id);
      const missing = idsOf(lit.filter((one) => !dot(one)));
      const tooMany = idsOf(inside.filter((one) => !meant.has(one.spot.id) && alone(one) && dot(one)));
      return { some: lit.length > 0, missing, tooMany };
    };
    await until(wrong, { some: true, missing: [], tooMany: [] });
  }
  async function filterBy(page: Page, query: string): Promise<void> {
    await page.evaluate((search) => {
      history.pushState(null, "", `/?${search}${location.hash}`);
      dispatchEvent(new PopStateEvent("popstate"));
    }, query);
  }

  test("the points are those of the question, whatever it asks by", async () => {
    const { page, watched } = await visitMap(`/?status=open&${points}${hash}`);
    await expectDots(page, "status=open");
    for (const query of ["status=overdue", "category=01&status=open", "found=14d&status=open", "status=open&geo=within:500:market"]) {
      await filterBy(page, `${query}&${points}`);
      await expectDots(page, query);
    }
    await keepPicture(page, "every point");
    expect(watched.errors).toEqual([]);
  });

  test("they are inked by the theme, and come back after a lost context", async () => {
    const { page } = await visitMap(`/?status=overdue&theme=light&${points}${hash}`);
    await expectDots(page, "status=overdue");
    const light = inkOf(await mapPicture(page));
    await filterBy(page, `status=overdue&theme=dark&${points}`);
    await expectDots(page, "status=overdue");
    expect(apart(inkOf(await mapPicture(page)), light)).toBeGreaterThan(30);
    await page.evaluate(() => {
      const canvas = document.querySelectorAll<HTMLCanvasElement>(".map-root canvas")[1];
      canvas?.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
    });
    await page.waitForTimeout(300);
    await expectDots(page, "status=overdue");
  });

  test("symbols and points take each other's place", async () => {
    const { page } = await visitMap(`/?status=open&layers=problems${hash}`);
    await box(page, "逐点显示（不聚合）").check();
    await until(() => box(page, "问题").isChecked(), false);
    await expectDots(page, "status=open");
    await box(page, "问题").check();
    await until(() => box(page, "逐点显示（不聚合）").isChecked(), false);
    await until(() => page.evaluate(() => document.querySelector<HTMLElement>(".map-root")?.dataset.points), "0");
  });
});

/** A status as drawn: its outline and its ink. */
interface Sign {
  readonly shape: readonly boolean[];
  readonly ink: Rgb;
}
const half = 13;

/** Around the middle of the map: what is not the ground there, and its commonest strong colour. */
async function signAt(page: Page): Promise<Sign> {
  const picture = await standing(page);
  const [cx, cy] = [Math.round(picture.width / 2), Math.round(picture.height / 2)];
  const ground = at(picture, cx - 60, cy - 60);
  const shape: boolean[] = [];
  let ink: Rgb = ground;
  for (let y = -half; y <= half; y++) {
    for (let x = -half; x <= half; x++) {
      const colour = at(picture, cx + x, cy + y);
      shape.push(apart(colour, ground) > 90);
      if (apart(colour, ground) > apart(ink, ground)) ink = colour;
    }
  }
  return { shape, ink };
}

/** A problem of a status with no other of it within 60 m. */
async function alone(status: string): Promise<{ lon: number; lat: number } | null> {
  const { rows } = await ask<ProblemList>(`/api/problems?status=${status}&limit=500`);
  const far = (a: { lon: number; lat: number }, b: typeof a) => Math.hypot((a.lon - b.lon) * 92_000, (a.lat - b.lat) * 111_000) > 60;
  return rows.find((row) => rows.every((other) => other === row || far(row, other))) ?? null;
}

/** Words of the filter that give problems of one look only. */
const onlyOf: Readonly<Partial<Record<ProblemStatus, string>>> = {
  overdue: "overdue",
  nearly_due: "nearly_due",
  recheck: "handed_back,rechecking",
  undispatched: "reported,verifying,filed",
  closed: "closed",
  rejected: "rejected",
};

journey("status signs", () => {
  test("each status that the district has is drawn with its own shape and its own colour", async () => {
    const { page } = await visitMap("/?status=overdue&layers=problems#map=119.1,33.6,19");
    const signs = new Map<string, Sign>();
    for (const [status, words] of Object.entries(onlyOf)) {
      const spot = await alone(words);
      if (!spot) continue;
      await page.goto(`${new URL(page.url()).origin}/?status=${words}&layers=problems#map=${spot.lon},${spot.lat},19`);
      signs.set(status, await signAt(page));
      await keepPicture(page, `status ${status}`);
    }
    expect(signs.size).toBeGreaterThanOrEqual(4);
    for (const [a, one] of signs) {
      expect(one.shape.filter(Boolean).length, `${a} is drawn`).toBeGreaterThan(30);
      for (const [b, other] of signs) {
        if (a >= b) continue;
        const shapes = one.shape.filter((filled, i) => filled !== other.shape[i]).length;
        expect(shapes, `shapes of ${a} and ${b}`).toBeGreaterThan(25);
        expect(apart(one.ink, other.ink), `colours of ${a} and ${b}`).toBeGreaterThan(60);
      }
    }
    expect(Object.values(problemStatuses).map((s) => s.shape)).toHaveLength(
      new Set(Object.values(problemStatuses).map((s) => s.shape)).size,
    );
  });
});
