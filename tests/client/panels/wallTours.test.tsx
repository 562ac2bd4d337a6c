/** Tours as they are edited: order and steps back, what cannot be kept, and the question of a scene with the sentence it means. */
import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { wallsWords } from "../../../client/look/words/walls.ts";
import { learn } from "../../../client/look/words.ts";
import { AppContext } from "../../../client/panels/useApp.ts";
import { Meaning, QuestionField } from "../../../client/panels/walls/QuestionField.tsx";
import { partsOf, queryFrom } from "../../../client/panels/walls/sceneQuestion.ts";
import { TourEditor } from "../../../client/panels/walls/TourEditor.tsx";
import { Conflict, TourEnd } from "../../../client/panels/walls/TourEnd.tsx";
import { TourTable } from "../../../client/panels/walls/ToursPage.tsx";
import * as draft from "../../../client/panels/walls/tourDraft.ts";
import type { SavedView, WallTour } from "../../../server/contract/types.ts";
import { mostScenes, type SceneKind, usualTour } from "../../../server/contract/wall.ts";
import { pageAt } from "./state.ts";

learn(wallsWords);
const draw = (panel: React.ReactNode, search = "") => renderToStaticMarkup(<AppContext value={pageAt(search)}>{panel}</AppContext>);
const nothing = () => {};
beforeEach(() => void vi.stubGlobal("location", { origin: "https://map.example", pathname: "/walls/tours", search: "", hash: "" }));
afterEach(() => void vi.unstubAllGlobals());

const scene = (kind: SceneKind, part: Partial<WallTour["scenes"][number]> = {}) => ({ kind, title: null, seconds: 25, query: "", ...part });
const tour = (kinds: readonly SceneKind[] = ["overview", "overdue", "today"]): WallTour => ({
  ...{ id: 4, name: "例会", version: 7, changed: "2026-11-20T00:00:00Z", by: "张三" },
  scenes: kinds.map((kind) => scene(kind)),
});
const kindsOf = ({ scenes }: draft.Draft) => scenes.map(({ kind }) => kind);

describe("the order of scenes", () => {
  const three = draft.draftOf(tour());
  it("is what a row is dragged or moved to, and no further than either end", () => {
    const key = (i: number) => three.scenes[i]?.key ?? -1;
    expect(kindsOf(draft.moveScene(three, key(2), 0))).toEqual(["today", "overview", "overdue"]);
    expect(kindsOf(draft.moveScene(three, key(0), 1))).toEqual(["overdue", "overview", "today"]);
    expect(kindsOf(draft.moveScene(three, key(0), 99))).toEqual(["overdue", "today", "overview"]);
    expect(kindsOf(draft.moveScene(three, key(0), -1))).toEqual(kindsOf(three));
    expect(draft.moveScene(three, 999, 0)).toBe(three);
  });

  it("takes a copy right after its like, with a key of its own, and never more scenes than a tour has", () => {
    const copied = draft.repeatScene(three, three.scenes[0]?.key ?? -1);
    expect(kindsOf(copied)).toEqual(["overview", "overview", "overdue", "today"]);
    expect(new Set(copied.scenes.map(({ key }) => key)).size).toBe(4);
    const full = draft.draftOf(tour(Array.from({ length: mostScenes }, () => "overview" as const)));
    expect(draft.addScene(full, "today")).toBe(full);
    expect(draft.repeatScene(full, 1)).toBe(full);
  });
});

/** One thing that a hand can do in the editor. */
type Act = (now: draft.Draft) => draft.Draft;
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(fc.nat(12), fc.nat(12)).map(
    ([key, to]): Act =>
      (now) =>
        draft.moveScene(now, key, to),
  ),
  fc.nat(12).map(
    (key): Act =>
      (now) =>
        draft.repeatScene(now, key),
  ),
  fc.nat(12).map(
    (key): Act =>
      (now) =>
        draft.removeScene(now, key),
  ),
  fc.constant<Act>((now) => draft.addScene(now, "replay")),
  fc.string().map(
    (name): Act =>
      (now) => ({ ...now, name }),
  ),
);

describe("steps back", () => {
  it("lead through every state there was, and forward again to the last", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let editing = draft.begin(draft.draftOf(tour()), tour(), 1);
        const seen = [editing.now];
        for (const one of acts) {
          editing = draft.change(editing, null, one(editing.now));
          seen.push(editing.now);
          expect(new Set(editing.now.scenes.map(({ key }) => key)).size).toBe(editing.now.scenes.length);
        }
        for (const before of seen.toReversed()) {
          expect(editing.now).toBe(before);
          editing = draft.undo(editing);
        }
        for (const _ of acts) editing = draft.redo(editing);
        expect(editing.now).toBe(seen.at(-1));
      }),
    );
  });

  it("are one for what is typed on in a field, and forward goes once something else is done", () => {
    const typed = (editing: draft.Editing, name: string) => draft.change(editing, "name", { ...editing.now, name });
    const start = draft.begin(draft.draftOf(tour()), tour(), 1);
    const done = typed(typed(typed(start, "周"), "周一"), "周一会");
    const back = draft.undo(done);
    expect(back.now).toBe(start.now);
    expect(draft.redo(back).now.name).toBe("周一会");
    expect(draft.redo(typed(back, "例")).now.name).toBe("例");
  });
});

describe("what is saved", () => {
  const start = draft.begin(draft.draftOf(tour()), tour(), 1);
  it("is nothing when what was changed is as it was; a version goes with a change, none with a new tour", () => {
    expect(draft.isDirty(start)).toBe(false);
    const moved = draft.change(start, null, draft.moveScene(start.now, 1, 2));
    expect(draft.isDirty(moved)).toBe(true);
    expect(draft.isDirty(draft.change(moved, null, draft.moveScene(moved.now, 1, 0)))).toBe(false);
    expect(draft.bodyOf(start.now, start.of)).toMatchObject({ id: 4, version: 7, name: "例会" });
    const fresh = draft.begin(draft.newDraft("usual"), null, 2);
    expect(draft.bodyOf(fresh.now, fresh.of)).toEqual({ name: "", scenes: usualTour });
  });

  it("does not take what was typed while it was on its way", () => {
    const sent = draft.change(start, null, { ...start.now, name: "新名" });
    const typed = draft.change(sent, null, { ...sent.now, name: "新名字" });
    const after = draft.wasSaved(typed, sent.now, { id: 4, version: 8 });
    expect(after.of).toEqual({ id: 4, version: 8 });
    expect(draft.isDirty(after)).toBe(true);
    expect(draft.isDirty(draft.undo(after))).toBe(false);
  });

  it("is refused where it stands: no name, a title too long, seconds that are none, a chosen view without a question", () => {
    const faults = draft.faultsOf({
      name: "  ",
      scenes: [
        { ...scene("overview", { title: "长".repeat(41), seconds: 4 }), key: 1 },
        { ...scene("view", { seconds: 2.5 }), key: 2 },
        { ...scene("view", { query: "#all" }), key: 3 },
      ],
    });
    expect(faults.map(({ key, field }) => `${key} ${field}`)).toEqual(["null name", "1 title", "1 seconds", "2 seconds", "2 query"]);
    expect(draft.faultsOf({ name: "空", scenes: [] })).toEqual([{ key: null, field: "scenes" }]);
    expect(draft.faultsOf(draft.draftOf(tour()))).toEqual([]);
  });

  it("has the server's refusal at the scene that it names", () => {
    const moved = draft.moveScene(draft.draftOf(tour()), 3, 0);
    expect(draft.faultAt("scenes[0].query", moved)).toEqual({ key: 3, field: "query" });
    expect(draft.faultAt("scenes[1]", moved)).toEqual({ key: 1, field: "query" });
    expect(draft.faultAt("scenes[9].query", moved)).toEqual({ key: null, field: "scenes" });
    expect(draft.faultAt("name", moved)).toEqual({ key: null, field: "name" });
    expect(draft.faultAt("version", moved)).toBeNull();
  });
});

describe("a scene's question", () => {
  it("is read from an address of the desk, whole or in part, and from nothing else", () => {
    expect(partsOf(" https://map.example/?status=overdue#map=119.1,33.6,14 ")).toEqual({ query: "?status=overdue#map=119.1,33.6,14" });
    expect(partsOf("https://map.example/desk?status=open")).toEqual({ query: "?status=open" });
    expect(partsOf("?status=open")).toEqual({ query: "?status=open" });
    expect(partsOf("#all")).toEqual({ query: "#all" });
    expect(partsOf("https://map.example/?link=aB3")).toEqual({ code: "aB3" });
    for (const text of ["", "?", "status=open", "https://map.example/admin/units", "javascript:alert(1)", "市场"])
      expect(partsOf(text)).toBeNull();
  });

  it("is kept as the desk spells it, without whose language and theme; a bare address is what the desk opens with", async () => {
    expect(await queryFrom("https://map.example/?lang=en&theme=light&status=overdue&selected=problem/3")).toBe("?status=overdue");
    expect(await queryFrom("https://map.example/")).toBe("?status=open");
    expect(await queryFrom("#all")).toBe("#all");
    expect(await queryFrom("https://map.example/?status=open#map=119.1,33.6,14")).toBe("?status=open#map=119.1,33.6,14");
    // What cannot be read is not dropped in silence.
    expect(await queryFrom("?status=overdu&found=7d")).toBe("?status=overdu&found=7d");
    expect(await queryFrom("nowhere")).toBeNull();
  });

  it("is looked up behind a short link", async () => {
    vi.stubGlobal("fetch", async (path: string) => new Response(JSON.stringify({ query: `?q=${path.split("code=")[1]}` })));
    expect(await queryFrom("https://map.example/?link=aB3")).toBe("?q=aB3");
  });

  it("is said as a sentence, with what of it cannot be read and what is gone", () => {
    expect(draw(<Meaning query="?status=overdue&geo=within:300:market" />)).toContain("含义：超期 · 距农贸市场 300 米内");
    expect(draw(<Meaning query="" />)).toBe("");
    expect(draw(<Meaning query="?status=overdu" />)).toContain("读不懂 status=overdu");
    // Half a question is another question.
    expect(draw(<Meaning query="?status=overdu" />)).not.toContain("含义");
    expect(draw(<Meaning query="?geo=inside:zone/77" />)).toContain("已不存在");
    expect(draw(<Meaning query="?unit=7" />)).not.toContain("已不存在");
    expect(draw(<Meaning query="?status=overdue" />, "lang=en")).toContain("Means: overdue");
  });

  it("shows a saved view by its name, anything else as the address that it is", () => {
    const view: SavedView = { id: 3, name: "市场周边", query: "?status=open", share: "all", owner: null, mine: true };
    const field = (query: string, kind: SceneKind = "view") =>
      draw(<QuestionField scene={{ ...scene(kind, { query }), key: 1 }} views={[view]} wrong={null} change={nothing} />);
    expect(field("?status=open")).toMatch(/<option value="3" selected="">市场周边/);
    expect(field("?status=overdue")).toMatch(/<option value="pasted" selected="">.*value="\?status=overdue"/s);
    expect(field("", "overview")).toContain("这类画面自带的");
    expect(field("")).not.toContain("这类画面自带的");
  });
});

const editor = (editing: draft.Editing) =>
  draw(<TourEditor editing={editing} edit={nothing} usedBy={["大厅"]} newer={async () => null} saved={nothing} close={nothing} />);

describe("the editor", () => {
  it("names its scenes, their moves and what is not saved", () => {
    const start = draft.begin(draft.draftOf(tour()), tour(), 1);
    const shown = editor(start);
    for (const text of ["编辑“例会”", "3 幕，一轮 1 分 15 秒", "上移第 2 幕", "复制第 3 幕", "删除方案"]) expect(shown).toContain(text);
    expect(shown).not.toContain("未保存");
    expect(editor(draft.change(start, null, draft.removeScene(start.now, 1)))).toContain("未保存");
    expect(editor(draft.begin(draft.newDraft("usual"), null, 1))).not.toContain("删除方案");
  });

  it("cannot move the first up, the last down, or remove the only one", () => {
    const only = editor(draft.begin(draft.draftOf(tour(["overview"])), tour(), 1));
    for (const label of ["上移第 1 幕", "下移第 1 幕", "删除第 1 幕"])
      expect(only).toMatch(new RegExp(`disabled=""[^>]*aria-label="${label}"`));
    expect(only).not.toMatch(/disabled=""[^>]*aria-label="复制第 1 幕"/);
  });

  it("whose tour somebody else changed says who, keeps what was done, and offers both ways on", () => {
    const words = { zh: "李四已把这个轮播改到第 8 版", en: "Li Si has changed this tour to version 8" };
    const shown = draw(<Conflict name="例会" conflict={{ words, gone: false }} busy={false} loadNewer={nothing} keepMine={nothing} />);
    for (const text of [words.zh, "没有保存", "把我的存为新方案", "载入新版本"]) expect(shown).toContain(text);
    const gone = draw(<Conflict name="例会" conflict={{ words, gone: true }} busy={false} loadNewer={nothing} keepMine={nothing} />);
    expect(gone).not.toContain("载入新版本");
    const end = { name: "例会", exists: true, faults: 2, refused: null, conflict: null, busy: false, usedBy: [] };
    const acts = { save: nothing, loadNewer: nothing, keepMine: nothing, remove: nothing, close: nothing };
    expect(draw(<TourEnd {...end} {...acts} />)).toContain("有 2 处要改");
  });

  it("lists each tour with its walls and how long a round is", () => {
    const walls = {
      clock: "2026-11-21T10:00:00Z",
      rows: [{ id: 1, name: "大厅", tour: 4, heard: null, silent_s: null, word: null, picture: null, waiting: null }],
    };
    const shown = draw(<TourTable rows={[tour()]} walls={walls} open={null} pick={nothing} />);
    for (const text of ["例会", "1 分 15 秒", "大厅", "张三"]) expect(shown).toContain(text);
    expect(draw(<TourTable rows={[]} walls={walls} open={null} pick={nothing} />)).toContain("常用轮播");
  });
});
