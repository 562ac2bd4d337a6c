/** Books of robots, messages, what is sent in, and keys: what is sent of a form, what is offered, and what is shown. */
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { HttpError } from "../../../client/api/http.ts";
import { adminWords } from "../../../client/look/words/admin.ts";
import { learn } from "../../../client/look/words.ts";
import { exampleCall } from "../../../client/panels/admin/DevicesBook.tsx";
import { Form } from "../../../client/panels/admin/Form.tsx";
import { takeBody, wantingWords } from "../../../client/panels/admin/IntakeBook.tsx";
import { MessageTable, offers } from "../../../client/panels/admin/MessagesBook.tsx";
import { robotBody, Told } from "../../../client/panels/admin/RobotsBook.tsx";
import { AppContext } from "../../../client/panels/useApp.ts";
import { messageStates } from "../../../server/contract/officeWords.ts";
import type { Message, RobotTry } from "../../../server/contract/types.ts";
import { pageAt } from "./state.ts";

learn(adminWords);
const draw = (panel: React.ReactNode, search = "") => renderToStaticMarkup(<AppContext value={pageAt(search)}>{panel}</AppContext>);

describe("a robot", () => {
  const said = { name: "值班群", unit: null, kinds: ["overdue"] };
  it("keeps its address and secret when the fields are empty, and loses the secret only in so many words", () => {
    expect(robotBody({ ...said, url: null, secret: null })).toEqual(said);
    expect(robotBody({ ...said, url: null, secret: null, unsigned: false, paused: true })).toEqual({ ...said, paused: true });
    expect(robotBody({ ...said, url: "https://x", secret: "SEC" })).toEqual({ ...said, url: "https://x", secret: "SEC" });
    expect(robotBody({ ...said, url: null, secret: null, unsigned: true })).toEqual({ ...said, secret: null });
  });

  it("that was tried shows the payload as it is posted, and what came of it", () => {
    const told: RobotTry = { payload: { text: { content: "<b>测试</b>" } }, bytes: 1234, sent: true, answer: "ok", failure: null };
    const shown = draw(<Told told={told} />);
    expect(shown).toContain("1,234 字节");
    expect(shown).toContain("&lt;b&gt;测试&lt;/b&gt;");
    expect(shown).toContain("已送达。回答：ok");
    const failed = draw(<Told told={{ ...told, sent: false, answer: "310000", failure: { zh: "签名不对", en: "wrong" } }} />);
    expect(failed).toContain("没有送达：签名不对");
    expect(failed).toContain("310000");
    expect(draw(<Told told={{ ...told, sent: false, answer: null }} />)).not.toContain("送达");
  });
});

describe("messages", () => {
  it("can be sent again or given up unless they are on their way or there", () => {
    const offered = Object.keys(messageStates).map((state) => [state, offers({ state: state as Message["state"] }).join()]);
    expect(Object.fromEntries(offered)).toEqual({ waiting: "retry,drop", sending: "", sent: "", dead: "retry,drop", dropped: "retry" });
  });

  it("show their first line, the rest when opened, and why they failed", () => {
    const rows: Message[] = [
      {
        ...{ id: 1, robot: { id: 2, name: "西街群" }, state: "dead", text: "【超期】占道\n地点：<东门>", notices: 3, tries: 8 },
        ...{ made: "2026-03-02T01:00:00Z", next: null, sent: null, error: "签名不对" },
      },
      {
        ...{ id: 2, robot: { id: 2, name: "西街群" }, state: "waiting", text: "一行", notices: 1, tries: 1 },
        ...{ made: "2026-03-02T01:00:00Z", next: "2026-03-02T01:05:00Z", sent: null, error: null },
      },
    ];
    const shown = draw(<MessageTable rows={rows} changed={() => {}} />);
    for (const text of ["<summary>【超期】占道</summary>", "地点：&lt;东门&gt;", "未送达", "签名不对", "重发", "放弃", "09:05 再试"])
      expect(shown).toContain(text);
    expect(draw(<MessageTable rows={rows} changed={() => {}} />, "lang=en")).toContain("not delivered");
  });
});

describe("what is sent in", () => {
  it("is taken with the typed position as two numbers, or refused at the position", () => {
    expect(takeBody({ category: "0101", position: "119.01，33.51", title: null })).toEqual({
      category: "0101",
      lon: 119.01,
      lat: 33.51,
      title: null,
    });
    for (const position of [null, "", "33.51", "119.01, 133.51", "here"]) {
      const attempt = () => takeBody({ category: "0101", position });
      expect(attempt).toThrow(HttpError);
      try {
        attempt();
      } catch (error) {
        expect((error as HttpError).document).toMatchObject({ parameter: "position", expected: { zh: expect.stringContaining("经度") } });
      }
    }
  });

  it("says what is wanting in words, longitude and latitude as one", () => {
    expect(wantingWords(["category", "lon", "lat"])).toEqual(["admin.intakeWhat", "admin.intakeWhere"]);
    expect(wantingWords(["lat"])).toEqual(["admin.intakeWhere"]);
    expect(wantingWords([])).toEqual([]);
  });

  it("offers categories by typing, in a form with words of its own", () => {
    const field = {
      name: "category",
      word: "admin.category",
      kind: "pick",
      options: [{ value: "0101", label: { zh: "占道经营", en: "vending" } }],
    } as const;
    const shown = draw(
      <Form
        title="受理"
        head={<p>之前</p>}
        saveWord="admin.intakeTake"
        fields={[field]}
        start={{ category: "0101" }}
        exists
        send={async () => {}}
        done={() => {}}
        leave={() => {}}
      />,
    );
    expect(shown).toMatch(/role="combobox"[^>]*value="占道经营"/);
    expect(shown).toMatch(/之前.*combobox.*>受理<\/button>/s);
  });
});

describe("a key", () => {
  it("comes with a call that works as it stands: a category and a place of this district, the token once", () => {
    const { district } = pageAt("").store.get();
    const call = exampleCall(district, "https://map.example", "abc");
    expect(call).toContain("curl -X POST https://map.example/api/intake");
    expect(call.match(/Bearer abc/g)).toHaveLength(1);
    const body = JSON.parse(/-d '(.*)'$/.exec(call)?.[1] ?? "");
    expect(body).toEqual({ externalId: "TEST-1", category: "0101", lon: 119.1, lat: 33.6, crs: "EPSG:4326" });
    expect(exampleCall(null, "x", "t")).toContain("externalId");
  });
});
