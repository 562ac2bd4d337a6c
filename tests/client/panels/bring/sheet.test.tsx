/** What the import's sheet and list say: of a file, of its columns, of where it lies, of what came of it; in both languages. */
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bringWords } from "../../../../client/look/words/bring.ts";
import { learn } from "../../../../client/look/words.ts";
import { FoundPart } from "../../../../client/panels/bring/AddressPart.tsx";
import { addressesOf, doubtful, type Found, locateAll, withPlaces } from "../../../../client/panels/bring/addresses.ts";
import { type Bring, Bringing } from "../../../../client/panels/bring/bringing.ts";
import { ColumnsPart } from "../../../../client/panels/bring/ColumnsPart.tsx";
import type { Draft } from "../../../../client/panels/bring/draft.ts";
import { specOf } from "../../../../client/panels/bring/draft.ts";
import { FilePart } from "../../../../client/panels/bring/FilePart.tsx";
import { Foot } from "../../../../client/panels/bring/Foot.tsx";
import { guessDraft } from "../../../../client/panels/bring/guessing.ts";
import { ImportTable } from "../../../../client/panels/bring/ImportList.tsx";
import { ReportPart, Same } from "../../../../client/panels/bring/ReportPart.tsx";
import { BringContext, targetsOf } from "../../../../client/panels/bring/useBring.ts";
import { WherePart } from "../../../../client/panels/bring/WherePart.tsx";
import { AccountPanel } from "../../../../client/panels/session/AccountPanel.tsx";
import { AppContext } from "../../../../client/panels/useApp.ts";
import type { ImportBatch, ImportReport, LocatedMany, Me } from "../../../../server/contract/types.ts";
import type { Role } from "../../../../server/contract/vocabulary.ts";
import { pageAt } from "../state.ts";
import { officeTable, tableOf } from "./table.ts";

learn(bringWords);
beforeEach(() => void vi.stubGlobal("location", { origin: "https://map.example", pathname: "/import", search: "", hash: "" }));
afterEach(() => void vi.unstubAllGlobals());

const nothing = () => {};
const never = () => Promise.reject(new Error("not asked"));
const { district } = pageAt("").store.get();
const office = (part: Partial<Draft> = {}): Draft => ({ ...guessDraft(officeTable, "sites", district), ...part });
function draw(panel: React.ReactNode, state: Partial<Bring> = {}, search = "", who: Me | null = null): string {
  const bringing = new Bringing({ read: never, begin: never });
  bringing.store.set({ table: officeTable, draft: office(), ...state });
  return renderToStaticMarkup(
    <AppContext value={pageAt(search, { me: who })}>
      <BringContext value={bringing}>{panel}</BringContext>
    </AppContext>,
  );
}

const me = (role: Role, name = "张三"): Me =>
  ({
    ...{ kind: "person", roles: [role], unit: null, zone: null, demo: false, demoPeople: [], device: null },
    person: { id: 1, name, account: null },
  }) as unknown as Me;

const report: ImportReport = {
  ...{ read: 300, added: 297, changed: 1, unchanged: 0, refusedRows: 2, mendedRows: 1, notedRows: 0, outside: 4 },
  refused: [{ row: 51, field: "place", value: "", reason: { zh: "没有坐标", en: "no coordinates" } }],
  mended: [{ row: 3, field: "foundAt", value: "45000", reason: { zh: "日期序号", en: "serial number" } }],
  ...{ noted: [], shift: null, bounds: [119, 33, 120, 34] },
};
const batch = (part: Partial<ImportBatch> = {}): ImportBatch => ({
  ...{
    id: 5,
    name: "迎检点位.xlsx",
    into: "sites",
    state: "tried",
    columns: [],
    rows: 300,
    staged: 300,
    progress: null,
    spec: null,
    report,
  },
  ...{ failure: null, by: "张三", made: "2026-11-21T02:00:00Z", ended: null, same: null },
  ...part,
});

describe("the file", () => {
  it("is shown with its first rows, what each column is taken for, and what was noticed", () => {
    const shown = draw(<FilePart table={{ ...officeTable, notes: [{ zh: "略去标题行", en: "title left out" }] }} />);
    for (const text of ["3 行 × 7 列", "→ 名称", "→ 经度 / 东", "不导入", "东门公厕", "略去标题行", "第 2 行"])
      expect(shown).toContain(text);
    expect(shown).not.toContain("文字编码");
  });
  it("offers encodings of text, sheets where there are several, and is cut where a cell is long", () => {
    const long = "长".repeat(500);
    const csv = tableOf(["名称"], [[long]], {
      kind: "csv",
      encoding: "gb18030",
      parts: [
        { name: "a", rows: 1 },
        { name: "b", rows: 2 },
      ],
    });
    const shown = draw(<FilePart table={csv} />);
    for (const text of ["GBK / GB18030", "图层", "b (2)"]) expect(shown).toContain(text);
    expect(shown).toContain(`${"长".repeat(60)}…`);
  });
});

describe("its columns", () => {
  it("say which were guessed, which words nobody knows with their rows, and what may be brought", () => {
    const shown = draw(<ColumnsPart table={officeTable} draft={office()} targets={["sites"]} />);
    for (const text of [">猜<", "1 种认不出（1 行）", "神秘场所", "认出的 2 种", "— 留空 —"]) expect(shown).toContain(text);
    expect(shown).not.toContain(">问题<");
    expect(shown).not.toContain("沿用上次");
    expect(draw(<ColumnsPart table={officeTable} draft={office({ kept: "2026-11-01T00:00:00Z" })} targets={["sites"]} />)).toContain(
      "沿用上次的对应和坐标系（2026-11-01 08:00 保存）",
    );
  });
  it("ask for the order of dates only where a date can be read in two ways", () => {
    const table = tableOf(["发现时间", "类别"], [["03/04/2026", "占道经营"]]);
    const part = <ColumnsPart table={table} draft={guessDraft(table, "problems", district)} targets={["problems"]} />;
    expect(draw(part)).toContain("像“03/04/2026”这样的日期");
    expect(draw(part, {}, "lang=en")).toContain("In dates such as “03/04/2026” first comes");
    const clear = tableOf(["发现时间", "类别"], [["2026-04-03", "占道经营"]]);
    expect(draw(<ColumnsPart table={clear} draft={guessDraft(clear, "problems", district)} targets={["problems"]} />)).not.toContain(
      "这样的日期",
    );
  });
});

describe("where it lies", () => {
  it("is asked with no answer given, each system with its shift from the chosen one; rows without a place are counted", () => {
    const open = draw(<WherePart table={officeTable} draft={office()} />);
    for (const text of ["1 行（共 3 行）没有能读懂的坐标", "GCJ-02（高德、腾讯）", "BD-09（百度）"]) expect(open).toContain(text);
    expect(open).not.toMatch(/name="bring-crs"[^>]* checked/);
    expect(open).not.toContain("相差");
    const chosen = draw(<WherePart table={officeTable} draft={office({ crs: "GCJ-02" })} />);
    expect(chosen).toMatch(/与 GCJ-02 相差 5\d\d m/);
    expect(chosen).toContain('data-chosen="true"');
  });
  it("offers to swap columns that stand the wrong way round", () => {
    const shown = draw(<WherePart table={officeTable} draft={office({ x: "纬度", y: "经度" })} />);
    expect(shown).toContain("看起来写反了");
    expect(draw(<WherePart table={officeTable} draft={office()} />)).not.toContain("看起来写反了");
  });
  it("of addresses is looked up first; sure ones and doubtful ones are told apart", () => {
    const table = tableOf(
      ["名称", "地址"],
      [
        ["甲", "人民路1号"],
        ["乙", "某处"],
        ["丙", "哪里"],
        ["丁", ""],
      ],
    );
    const draft = guessDraft(table, "sites", district);
    expect([draft.place, draft.text]).toEqual(["address", "地址"]);
    expect(draw(<WherePart table={table} draft={draft} />)).toContain("查找 3 个地址");
    expect(draw(<Foot leave={nothing} toMap={nothing} />, { table, draft })).toContain("先按地址查找位置");
    const place = { how: "road", name: "人民路", lon: 119.1, lat: 33.6, accuracy_m: 120, kind: null, thing: null, score: 1 } as const;
    const found: Found = new Map([
      ["人民路1号", { place, sure: true }],
      ["某处", { place: { ...place, lon: 119.2 }, sure: false }],
      ["哪里", { place: null, sure: false }],
    ]);
    expect(doubtful(found).map(([address]) => address)).toEqual(["某处", "哪里"]);
    const shown = draw(<FoundPart table={table} draft={draft} found={found} disabled={false} />);
    for (const text of ["找到 1 个；1 个拿不准，1 个找不到", "约 ±120 m", "找不到"]) expect(shown).toContain(text);
    const lons = (unsure: boolean) => withPlaces(table, "地址", found, unsure, ["经度", "纬度"]).table.rows.map((row) => row[2]);
    expect(lons(false)).toEqual(["119.1000000", "", "", ""]);
    expect(lons(true)).toEqual(["119.1000000", "119.2000000", "", ""]);
    const again = withPlaces(withPlaces(table, "地址", found, true, ["经度", "纬度"]).table, "地址", found, true, ["经度", "纬度"]);
    expect(new Set(again.table.columns).size).toBe(again.table.columns.length);
  });
  it("says that columns were taken the other way round than their headings say, as long as nobody has chosen", () => {
    const table = tableOf(
      ["名称", "经度", "纬度"],
      [
        ["甲", "33.599", "119.105"],
        ["乙", "33.609", "119.115"],
      ],
    );
    const draft = guessDraft(table, "sites", district);
    expect([draft.x, draft.y]).toEqual(["纬度", "经度"]);
    expect(draw(<WherePart table={table} draft={draft} />)).toContain("已对调，请核对");
    expect(draw(<WherePart table={table} draft={{ ...draft, placeGuessed: false }} />)).not.toContain("已对调");
  });
  it("asks each different address once, 500 at a time", async () => {
    const table = tableOf(
      ["地址"],
      Array.from({ length: 2400 }, (_, i) => [`路 ${i % 1200} 号`]),
    );
    const asked: number[] = [];
    const ask = async (part: readonly string[]): Promise<LocatedMany> => {
      asked.push(part.length);
      return { rows: part.map(() => ({ place: null, sure: false })) };
    };
    const found = await locateAll(addressesOf(table, "地址"), ask, nothing);
    expect([asked, found.size]).toEqual([[500, 500, 200], 1200]);
  });
});

describe("what comes of it", () => {
  it("is counted and told row by row, with the line in the file, and the refused rows as a file", () => {
    const shown = draw(<ReportPart batch={batch()} report={report} />);
    for (const text of ["还没有写入", "将新增", "297", "拒绝 2 行", "修整 1 行", "文件第 53 行", "没有坐标", "4 行在本区范围之外"])
      expect(shown).toContain(text);
    expect(shown).toContain('href="/api/imports/5/refused.csv"');
    expect(shown).not.toContain("提示 0 行");
    expect(draw(<ReportPart batch={batch({ state: "done" })} report={report} />)).toContain("已新增");
    const undone = { removed: 297, restored: 1, kept: [{ row: 9, name: "东门", reason: { zh: "改过", en: "changed" } }], batch: batch() };
    const told = draw(<ReportPart batch={batch({ state: "undone" })} report={report} />, { undone });
    for (const text of ["删除 297 条，恢复 1 条", "1 条之后有人处理过", "东门"]) expect(told).toContain(text);
  });
  it("of the same rows as before is told with who and when, until it is done", () => {
    const same = { id: 2, made: "2026-11-20T02:00:00Z", by: "李四" };
    expect(draw(<Same batch={batch({ same, state: "staged" })} />)).toContain("已由 李四 在 2026-11-20 10:00 导入过");
    expect(draw(<Same batch={batch({ same, state: "done" })} />)).toBe("");
    expect(draw(<Same batch={batch()} />)).toBe("");
  });
});

describe("what can be done next", () => {
  const foot = (state: Partial<Bring>, search = "") => draw(<Foot leave={nothing} toMap={nothing} />, state, search);
  const spec = JSON.stringify(specOf(office({ crs: "GCJ-02" })));
  it("is said: what is lacking, then to try, then to import so many; a change since asks for another try", () => {
    expect(foot({})).toContain("还要说明：坐标系");
    expect(foot({}, "lang=en")).toContain("Still to be said: the coordinate system");
    const draft = office({ crs: "GCJ-02" });
    expect(foot({ draft })).toContain("先试算：什么也不会写入");
    expect(foot({ draft, batch: batch(), tried: spec })).toContain("导入 298 条");
    const changed = foot({ draft: office({ crs: "BD-09" }), batch: batch(), tried: spec });
    expect(changed).toContain("试算之后改过");
    expect(changed).not.toContain("导入 298 条");
    expect(foot({ draft, batch: batch({ report: { ...report, added: 0, changed: 0 } }), tried: spec })).toContain("没有可以导入的行");
  });
  it("shows how far what goes on is, and can be stopped; an undo cannot", () => {
    const going = foot({ busy: "trying", done: 2 });
    for (const text of ["正在试算", "2 / 3 行", "停止"]) expect(going).toContain(text);
    expect(foot({ busy: "undoing" })).not.toContain("停止");
  });
  it("at the end is the map, or to take it back; what placed nothing has no map", () => {
    const done = foot({ batch: batch({ state: "done" }) });
    for (const text of ["在地图上看", "撤销", "再导入一个", "已新增 297 条，更新 1 条"]) expect(done).toContain(text);
    expect(foot({ batch: batch({ state: "done", report: { ...report, bounds: null } }) })).not.toContain("在地图上看");
  });
});

it("counts in English read right of one as of many", () => {
  const counted = /\{\w+\} (rows?|columns?|addresses|shapes|files|lines|namesakes|that (?:is|are)|were|are)\b/;
  const many = new Set(["bring.onlyOne", "bring.firstOf"]);
  const wrong = Object.entries(bringWords).flatMap(([key, { en }]) => (counted.test(en) && !many.has(key) ? [`${key}: ${en}`] : []));
  expect(wrong).toEqual([]);
});

describe("imports", () => {
  const list = (rows: ImportBatch[], search = "", who = me("administrator")) =>
    draw(<ImportTable rows={rows} timeZone="Asia/Shanghai" again={nothing} />, {}, search, who);
  it("are listed with who, when, how many and how they stand; each with what can be done with it", () => {
    const done = list([batch({ state: "done" })]);
    for (const text of [
      "迎检点位.xlsx",
      "张三",
      "2026-11-21 10:00",
      "300 行：新增 297，更新 1，拒绝 2",
      "已导入",
      "撤销",
      "在地图上看",
      "错误行",
    ])
      expect(done).toContain(text);
    const tried = list([batch()]);
    expect(tried).toContain("删除");
    expect(tried).not.toContain("撤销");
    // Nothing came of it yet: what it would add is not told as added.
    expect(tried).toContain("300 行");
    expect(tried).not.toContain("新增");
    const undone = list([batch({ state: "undone" })]);
    for (const text of ["删除", "在地图上看", "refused.csv"]) expect(undone).not.toContain(text);
    expect(list([batch({ state: "failed", report: null, failure: { zh: "磁盘满", en: "disk full" } })])).toContain("磁盘满");
    expect(list([batch({ state: "done" })], "lang=en")).toContain("300 in all: 297 added, 1 changed, 2 refused");
  });
  it("offer to each only what is theirs: rows and the way back to the duty, what is not loaded to its bringer", () => {
    const done = [batch({ state: "done" })];
    for (const text of ["撤销", "refused.csv"]) {
      expect(list(done, "", me("planner", "李四"))).toContain(text);
      expect(list(done, "", me("dispatcher"))).not.toContain(text);
    }
    expect(list(done, "", me("dispatcher"))).toContain("在地图上看");
    const drops = (who: Me) => list([batch()], "", who).includes("删除");
    expect([drops(me("planner")), drops(me("planner", "李四")), drops(me("administrator", "李四")), drops(me("dispatcher"))]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

it("sites are planners' to bring, problems dispatchers', both administrators'; the others have no way there", () => {
  expect([
    targetsOf(me("planner")),
    targetsOf(me("dispatcher")),
    targetsOf(me("administrator")),
    targetsOf(me("leader")),
    targetsOf(null),
  ]).toEqual([["sites"], ["problems"], ["sites", "problems"], [], []]);
  const way = (role: Role) => draw(<AccountPanel me={me(role)} close={nothing} />).includes('href="/import"');
  expect([way("planner"), way("dispatcher"), way("administrator"), way("leader"), way("handler")]).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
