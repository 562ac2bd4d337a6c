/** A file on its way in, against a server of a few lines: sent in parts, tried, loaded, stopped, forgotten; what goes wrong is said. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fault } from "../../../../client/files/table.ts";
import { Bringing, partsOf, type Source } from "../../../../client/panels/bring/bringing.ts";
import { guessDraft } from "../../../../client/panels/bring/guessing.ts";
import { mostPartRows } from "../../../../server/contract/importing/importing.ts";
import type { ImportBatch, ImportReport } from "../../../../server/contract/types.ts";
import { officeTable } from "./table.ts";

const source: Source = { kind: "pasted", text: "x" };
const report: ImportReport = {
  ...{ read: 3, added: 2, changed: 0, unchanged: 0, refusedRows: 1, mendedRows: 0, notedRows: 0 },
  ...{ refused: [], mended: [], noted: [], shift: null, bounds: [119, 33, 120, 34], outside: 0 },
};
let batch: ImportBatch;
let asked: string[];
let bodies: unknown[];
/** What the server says to a path, beside what it does by itself. */
let says: Record<string, () => Response | undefined>;

const answer = (body: unknown, status = 200) => Response.json(body, { status });
/** A batch that is at work is through with it when it is asked for next. */
function serve(path: string): Response {
  const own = Object.entries(says).find(([name]) => path.endsWith(name))?.[1]();
  if (own) return own;
  if (path.endsWith("/try")) batch = { ...batch, state: "trying" };
  else if (path.endsWith("/load")) batch = { ...batch, state: "loading" };
  else if (path.endsWith("/stop")) batch = { ...batch, state: "staged" };
  else if (path.endsWith("/undo")) {
    batch = { ...batch, state: "undone" };
    return answer({ removed: 2, restored: 0, kept: [], batch });
  } else if (path.endsWith("/drop")) return answer({ done: true });
  else if (path.endsWith("/1")) {
    if (batch.state === "trying") batch = { ...batch, state: "tried", report };
    if (batch.state === "loading") batch = { ...batch, state: "done", report };
  }
  return answer(batch);
}

beforeEach(() => {
  vi.useFakeTimers();
  batch = {
    ...{
      id: 1,
      name: "一览表.xlsx",
      into: "sites",
      state: "staged",
      columns: [...officeTable.columns],
      rows: 3,
      staged: 0,
      progress: null,
    },
    ...{ spec: null, report: null, failure: null, by: "张三", made: "2026-11-21T00:00:00Z", ended: null, same: null },
  };
  [asked, bodies, says] = [[], [], {}];
  vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
    asked.push(`${init?.method ?? "GET"} ${path}`);
    if (typeof init?.body === "string") bodies.push(JSON.parse(init.body));
    init?.signal?.throwIfAborted();
    return serve(path);
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const made = (read = async () => officeTable) =>
  new Bringing({ read, begin: async (table, into) => ({ ...guessDraft(table, into ?? "sites", null), crs: "GCJ-02" }) });
const through = async (work: Promise<void>) => {
  await vi.runAllTimersAsync();
  await work;
};

describe("a file on its way in", () => {
  it("is read, sent, tried, loaded and undone; the rows that are refused stay out, and it says so to the server", async () => {
    const bringing = made();
    const now = () => bringing.store.get();
    await through(bringing.open(source));
    expect(now().draft?.into).toBe("sites");
    await through(bringing.tryOut());
    expect(asked).toEqual(["POST /api/imports", "POST /api/imports/1/part", "POST /api/imports/1/try", "GET /api/imports/1"]);
    expect(bodies[1]).toEqual({ part: 0, rows: officeTable.rows });
    expect(now().batch?.state).toBe("tried");
    expect(now().tried).toContain('"crs":"GCJ-02"');
    // Tried again with another system: nothing is sent anew.
    asked = [];
    bringing.change({ crs: "EPSG:4326" });
    await through(bringing.tryOut());
    expect(asked[0]).toBe("POST /api/imports/1/try");
    await through(bringing.load());
    expect(bodies.at(-1)).toEqual({ partly: true });
    expect([now().batch?.state, now().busy]).toEqual(["done", null]);
    // What is done is not described any more.
    bringing.change({ crs: "BD-09" });
    expect(now().draft?.crs).toBe("EPSG:4326");
    await through(bringing.undo());
    expect(now().undone?.removed).toBe(2);
    asked = [];
    bringing.close();
    expect(asked).toEqual([]);
  });

  it("that stands already is told before it is tried, and tried when it is wanted all the same", async () => {
    batch = { ...batch, same: { id: 7, made: "2026-11-20T00:00:00Z", by: "李四" } };
    const bringing = made();
    await through(bringing.open(source));
    await through(bringing.tryOut());
    expect(asked).not.toContain("POST /api/imports/1/try");
    await through(bringing.tryOut());
    expect(asked).toContain("POST /api/imports/1/try");
    expect(asked.filter((one) => one === "POST /api/imports")).toHaveLength(1);
  });

  it("that cannot be read says why, and nothing is sent", async () => {
    const bringing = made(async () => {
      throw fault("不是表格", "is no table");
    });
    await through(bringing.open(source));
    expect(bringing.store.get()).toMatchObject({ failure: { zh: "不是表格", en: "is no table" }, busy: null, table: null });
    await through(bringing.tryOut());
    expect(asked).toEqual([]);
  });

  it("is followed on while the server is too busy with it to say how far it is; what it refuses is told at once", async () => {
    const bringing = made();
    await through(bringing.open(source));
    const busy = () => answer({ title: "x", status: 503, detail: "busy", detail_zh: "忙" }, 503);
    let times = 0;
    says = { "/1": () => (times++ < 20 ? busy() : undefined) };
    await through(bringing.tryOut());
    expect(bringing.store.get()).toMatchObject({ failure: null, busy: null, batch: { state: "tried" } });
    expect(times).toBe(21);
    says = { "/1": busy };
    await through(bringing.load());
    expect(bringing.store.get()).toMatchObject({ failure: { zh: "忙", en: "busy" }, busy: null, batch: { state: "loading" } });
    says = { "/1": () => answer({ title: "x", status: 403, detail: "no", detail_zh: "不行" }, 403) };
    asked = [];
    await through(bringing.load());
    expect(bringing.store.get().failure?.zh).toBe("不行");
    expect(asked).toHaveLength(2);
  });

  it("of which a part does not arrive is forgotten by the server, and can be tried again", async () => {
    const bringing = made();
    await through(bringing.open(source));
    says = { "/part": () => answer({ title: "x", status: 503, detail: "busy", detail_zh: "忙" }, 503) };
    await through(bringing.tryOut());
    expect(bringing.store.get()).toMatchObject({ failure: { zh: "忙", en: "busy" }, batch: null, busy: null });
    expect(asked.at(-1)).toBe("POST /api/imports/1/drop");
    says = {};
    await through(bringing.tryOut());
    expect(bringing.store.get()).toMatchObject({ failure: null, batch: { state: "tried" } });
  });

  it("is stopped at the server while that works, and its own failure is said", async () => {
    const bringing = made();
    await through(bringing.open(source));
    const trying = bringing.tryOut();
    says = { "/imports/1": () => answer(batch) };
    await vi.advanceTimersByTimeAsync(1500);
    expect(bringing.store.get().busy).toBe("trying");
    await bringing.stop();
    says = {};
    batch = { ...batch, state: "failed", failure: { zh: "停了", en: "stopped" } };
    await through(trying);
    expect(asked).toContain("POST /api/imports/1/stop");
    expect(bringing.store.get()).toMatchObject({ busy: null, failure: { zh: "停了", en: "stopped" } });
  });

  it("that is left or exchanged is forgotten by the server, unless it was loaded", async () => {
    const bringing = made();
    await through(bringing.open(source));
    await through(bringing.tryOut());
    asked = [];
    await through(bringing.become("problems"));
    expect(asked).toEqual(["POST /api/imports/1/drop"]);
    expect(bringing.store.get()).toMatchObject({ batch: null, draft: { into: "problems" } });
    asked = [];
    bringing.close();
    expect(asked).toEqual([]);
  });
});

describe("parts", () => {
  it("hold every row once, in order, and are no larger than the server takes", () => {
    const rows = Array.from({ length: 12_345 }, (_, i) => [String(i), i % 1000 === 0 ? "长".repeat(900_000) : "短"]);
    const parts = partsOf(rows);
    expect(parts.flat()).toEqual(rows);
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(mostPartRows);
      expect(part.length === 1 || part.reduce((sum, row) => sum + row.join("").length, 0) <= 2_000_000).toBe(true);
    }
    expect(partsOf([])).toEqual([]);
  });
});
