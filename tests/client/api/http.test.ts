import { afterEach, describe, expect, it, vi } from "vitest";
import { errorOf, getJson, HttpError, wasLeft, wordsOf } from "../../../client/api/http.ts";
import { askCounts, askNear, askProblems, exportAddress } from "../../../client/api/problems.ts";
import { emptyFilter, type Filter } from "../../../server/contract/filter.ts";

afterEach(() => vi.unstubAllGlobals());
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

describe("the one error", () => {
  it("carries the server's document, in both languages where it gave both", async () => {
    const error = await errorOf(
      json({ type: "about:blank", title: "Bad Request", status: 400, detail: "status=x", detail_zh: "状态有误", parameter: "status" }, 400),
    );
    expect(error.document.parameter).toBe("status");
    expect(error.words).toEqual({ zh: "状态有误", en: "status=x" });
    expect(error.mayPass).toBe(false);
  });

  it("makes a document of a proxy's page and of an empty body", async () => {
    const html = await errorOf(new Response("<html>", { status: 502, statusText: "Bad Gateway" }));
    expect([html.status, html.document.title]).toEqual([502, "Bad Gateway"]);
    expect((await errorOf(new Response(null, { status: 503 }))).mayPass).toBe(true);
  });

  it("tells a server that is away from a request that was left", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(getJson("/api/health")).rejects.toMatchObject({ status: 0, words: { zh: "连不上服务器。" } });
    vi.stubGlobal("fetch", () => Promise.reject(new DOMException("left", "AbortError")));
    const left = await getJson("/api/health").catch((error: unknown) => error);
    expect([wasLeft(left), left instanceof HttpError]).toEqual([true, false]);
    expect(wordsOf(new Error("x")).zh).toContain("x");
  });
});

describe("questions", () => {
  const asked: string[] = [];
  const listen = () => {
    asked.length = 0;
    vi.stubGlobal("fetch", (path: string) => {
      asked.push(path);
      return Promise.resolve(json({}));
    });
  };
  const filter: Filter = { ...emptyFilter, status: ["open"], geo: [{ op: "inside", areas: [{ zone: 12 }] }] };

  it("spell the filter as the page's address does", async () => {
    listen();
    await askProblems(filter, { sort: "-found", limit: 100, ids: true });
    await askNear(filter, { of: [{ type: "market" }, { site: 3 }], within_m: 500 }, { sort: "deadline", limit: 50, cursor: "a=b" });
    await askCounts(emptyFilter, ["status", "state"]);
    expect(asked).toEqual([
      "/api/problems?status=open&geo=inside:zone/12&sort=-found&limit=100&ids=1",
      "/api/problems/near?status=open&geo=inside:zone/12&of=market,site/3&within=500&sort=deadline&limit=50&cursor=a%3Db",
      "/api/problems/count?by=status,state",
    ]);
    expect(exportAddress(filter, "csv")).toBe("/api/problems/export.csv?status=open&geo=inside:zone/12");
    expect(exportAddress(emptyFilter, "geojson")).toBe("/api/problems/export.geojson");
  });
});
