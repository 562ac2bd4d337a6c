import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Timeline } from "../../../client/panels/acts/Timeline.tsx";
import { Compare } from "../../../client/panels/photos/Compare.tsx";
import { CoverEditor } from "../../../client/panels/photos/CoverEditor.tsx";
import { Duties } from "../../../client/panels/photos/Duties.tsx";
import { Facts } from "../../../client/panels/photos/Facts.tsx";
import { pairOf } from "../../../client/panels/photos/naming.ts";
import { PhotoField } from "../../../client/panels/photos/PhotoField.tsx";
import { Photos } from "../../../client/panels/photos/Photos.tsx";
import { SketchMap } from "../../../client/panels/photos/SketchMap.tsx";
import { TrayTile } from "../../../client/panels/photos/TrayTile.tsx";
import type { Entry } from "../../../client/panels/photos/tray.ts";
import { AppContext } from "../../../client/panels/useApp.ts";
import type { Me, Photo } from "../../../server/contract/types.ts";
import type { Role } from "../../../server/contract/vocabulary.ts";
import { detail, event } from "./acts/detail.ts";
import { pageAt } from "./state.ts";

const photo = (part: Partial<Photo> = {}): Photo => ({
  id: 41,
  kind: "before",
  taken: "2026-11-20T01:00:00Z",
  by: "李巡查",
  lon: 119.1001,
  lat: 33.6,
  accuracy_m: 12,
  distance_m: 9.3,
  width: 2048,
  height: 1536,
  sha256: "ab".repeat(32),
  boxes: [],
  originalUntil: null,
  mayRedact: true,
  withdrawn: null,
  ...part,
});
const before = photo();
const after = photo({ id: 42, kind: "after", by: "赵处置", lon: 119.1, lat: 33.6001, distance_m: 11.1, taken: "2026-11-21T03:00:00Z" });
const gone = photo({ id: 43, kind: "after", withdrawn: { at: "2026-11-21T04:00:00Z", by: "石调度", why: "拍到住户" } });
const problem = detail({ photos: [before, after, gone] });
const me = (name: string, ...roles: Role[]): Me => ({
  kind: "person",
  person: { id: 5, name, account: "a" },
  device: null,
  roles,
  zone: null,
  unit: null,
  demo: false,
  demoPeople: [],
  setUp: true,
  mustChange: false,
  leastLength: 10,
  undo_min: 10,
});
const draw = (panel: React.ReactNode, who: Me | null = null, search = "") =>
  renderToStaticMarkup(<AppContext value={pageAt(search, { me: who })}>{panel}</AppContext>);

describe("a problem's photos", () => {
  it("stand in groups, each with who, when, how far and how sure as text", () => {
    const html = draw(<Photos problem={problem} />);
    expect(html).toMatch(/整改前<\/h4>.*整改后<\/h4>/s);
    expect(html).toContain("李巡查");
    expect(html).toContain("2026-11-20 09:00");
    expect(html).toContain("距问题 9 米 ±12 米");
    expect(html).toContain('src="/api/photos/41/thumb"');
    expect(html).toContain("前后对比");
  });

  it("withdrawn are a grey tile that says who, when and why, and no picture is asked for", () => {
    const html = draw(<Photos problem={problem} />);
    expect(html).toContain("石调度 于 2026-11-21 12:00 撤回：拍到住户");
    expect(html).not.toContain("/api/photos/43/");
    expect(pairOf(problem.photos)).toEqual([41, 42]);
    expect(pairOf([before, gone])).toBeNull();
    expect(draw(<Photos problem={detail({ photos: [before, gone] })} />)).not.toContain("前后对比");
  });

  it("are linked from what they were said with", () => {
    const html = draw(<Timeline problem={{ ...problem, history: [event({ photos: [41] })] }} timeZone="Asia/Shanghai" />);
    expect(html).toContain("看照片（1）");
  });

  it("speak English too", () => {
    expect(draw(<Photos problem={problem} />, null, "?lang=en")).toContain("9 m from the problem ±12 m");
  });
});

describe("looking at photos", () => {
  it("has a divider for the keys and a slider beside it", () => {
    const html = draw(<Compare problem={problem} pair={[before, after]} choose={() => {}} />);
    expect(html).toMatch(/role="slider"[^>]*tabindex="0"[^>]*aria-valuenow="50"/);
    expect(html).toMatch(/type="range"[^>]*aria-valuetext="整改前占 50%"/);
    expect(html).toContain("并排");
  });

  it("draws both places to scale, names the distances and the coordinate system", () => {
    const html = draw(<SketchMap problem={problem} photos={[before, after]} close={() => {}} />);
    expect(html.match(/<circle class="around/g)).toHaveLength(2);
    expect(html).toContain("整改前照片 1 → 问题：9 米");
    expect(html).toContain("整改前照片 1 → 整改后照片 1：14 米");
    expect(html).toContain("WGS84");
    expect(draw(<SketchMap problem={problem} photos={[photo({ lon: null, lat: null })]} close={() => {}} />)).toContain("照片没有带位置");
  });

  it("says what is known, and how long the original is kept", () => {
    const boxes = [{ x: 0, y: 0, w: 0.1, h: 0.1 }];
    const html = draw(<Facts photo={photo({ boxes, originalUntil: "2027-05-20T01:00:00Z" })} />);
    expect(html).toContain("精度 ±12 米");
    expect(html).toContain("ab".repeat(32));
    expect(html).toContain("原图保留到 2027-05-20 09:00");
  });
});

const nothing = () => {};
const duties = (part: Partial<Photo>, who: Me) =>
  draw(<Duties photo={photo(part)} cover={nothing} changed={async () => {}} show={nothing} />, who);

describe("what may be done with a photo", () => {
  it("is offered to whose duty it is", () => {
    const boxes = [{ x: 0, y: 0, w: 0.1, h: 0.1 }];
    const kept = { boxes, originalUntil: "2027-05-20T01:00:00Z" };
    expect(duties({}, me("石调度", "dispatcher"))).toMatch(/遮盖人脸车牌.*撤回照片/s);
    expect(duties({}, me("李巡查", "inspector"))).toContain("撤回照片");
    expect(duties({}, me("王巡查", "inspector"))).not.toContain("撤回照片");
    expect(duties({ mayRedact: false }, me("领导", "leader"))).not.toContain("button");
    expect(duties({ ...kept, mayRedact: false }, me("吕", "evidence"))).toContain("查看原图");
    expect(duties({ ...kept, originalUntil: null }, me("吕", "evidence"))).not.toContain("查看原图");
    expect(duties(kept, me("石调度", "dispatcher"))).not.toContain("查看原图");
  });

  it("covers: each a button with its place in words, for keys; those whose original is gone stay", () => {
    const boxes = [{ x: 0.1, y: 0.2, w: 0.3, h: 0.05 }];
    const editor = (originalUntil: string | null) =>
      draw(<CoverEditor photo={photo({ boxes, originalUntil })} alt="" onChanged={nothing} leave={nothing} saved={async () => {}} />);
    expect(editor("2027-05-20T01:00:00Z")).toMatch(/<button[^>]*data-box="0"[^>]*aria-label="遮盖 1：左 10%，上 20%，宽 30%，高 5%"/);
    expect(editor("2027-05-20T01:00:00Z")).toContain("删除 遮盖 1");
    expect(editor(null)).not.toContain("删除 遮盖 1");
    expect(editor(null)).toContain("加一处遮盖");
  });
});

const entry = (part: Partial<Entry>): Entry => ({
  key: "k",
  name: "IMG_1.jpg",
  state: "sending",
  share: 0.4,
  preview: "blob:x",
  photo: null,
  place: null,
  why: null,
  again: false,
  ...part,
});
const tile = (part: Partial<Entry>) => draw(<TrayTile entry={entry(part)} retry={nothing} remove={nothing} />);

describe("giving photos", () => {
  it("offers to choose and to take them, up to nine, and says what is wrong", () => {
    const html = draw(<PhotoField kind="after" label="整改后照片" value={[]} set={nothing} fault={{ zh: "已用于别处", en: "used" }} />);
    expect(html).toMatch(/<legend>整改后照片 <small>最多 9 张/);
    expect(html).toMatch(/accept="image\/\*"[^>]*multiple/);
    expect(html).toContain('capture="environment"');
    expect(html).toContain("已用于别处");
  });

  it("shows each with how far it is, to be stopped, sent again or taken away", () => {
    expect(tile({})).toMatch(/<progress aria-label="IMG_1.jpg 已上传 40%"[^>]*value="0.4"/);
    expect(tile({})).toContain("取消上传 IMG_1.jpg");
    expect(tile({ state: "failed", again: true })).toContain("重新上传");
    expect(tile({ state: "failed" })).not.toContain("重新上传");
    expect(tile({ state: "ready", place: { lon: 1, lat: 2, accuracy_m: 8.4 } })).toMatch(/移除 IMG_1.jpg.*±8 米/s);
  });
});
