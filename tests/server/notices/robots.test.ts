/** Robots and messages as an administrator has them: what goes in and never out, what is refused, a dry run, a trial. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Messages, Robot, Robots, RobotTry } from "../../../server/contract/noticeSchemas.ts";
import type { Robot as RobotRow, Robots as Rows, RobotTry as Trial } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { body, type Precinct, units } from "../acts/precinct.ts";
import { expectContract } from "../http/contract.ts";
import { openReceiver, type Receiver } from "./receiver.ts";
import { makeRobot, openStreet } from "./street.ts";

const secretKey = "s3cret-key";

describe.each(databases())("robots on $name", ({ fresh }) => {
  let street: Precinct;
  let receiver: Receiver;
  beforeAll(async () => {
    street = await openStreet(await fresh());
    receiver = await openReceiver("dingtalk");
  });
  afterAll(async () => {
    await receiver.close();
    await street.app.close();
    await street.db.close();
  });

  const usual = {
    name: "城管群",
    kind: "dingtalk",
    url: "https://oapi.dingtalk.com/robot/send?access_token=s3cret-key",
    kinds: ["assigned", "overdue"],
  };
  const add = async (said: object = {}) => street.post("administrator", "/api/robots", { ...usual, ...said });
  const made = async (said: object = {}): Promise<RobotRow> => {
    const robot = body<RobotRow>(await add(said));
    expectContract(Robot, robot);
    return robot;
  };
  const change = (id: number, said: object = {}) =>
    street.post("administrator", `/api/robots/${id}`, { name: "群", unit: null, kinds: ["assigned"], paused: false, ...said });
  const refusal = (reply: { json(): { status: number; parameter?: string } }) => [reply.json().status, reply.json().parameter];
  const stored = async (id: number) => (await street.db.query(sql`select url, secret, held_until from robot where id = ${id}::bigint`))[0];

  it("are added, listed and changed; their address and secret are told to nobody", async () => {
    const robot = await made({ secret: "SEC-hidden", unit: units.bureau });
    expect(robot).toEqual({
      ...{ id: robot.id, name: "城管群", kind: "dingtalk", host: "oapi.dingtalk.com", signed: true, unit: units.bureau },
      ...{ kinds: ["assigned", "overdue"], paused: false, waiting: 0, dead: 0, lastSent: null },
    });
    const list = body<Rows>(await street.get("administrator", "/api/robots"));
    expectContract(Robots, list);
    expect(list.rows).toContainEqual(robot);
    await street.db.query(sql`update robot set held_until = now() + interval '1 hour' where id = ${robot.id}::bigint`);
    const kept = body<RobotRow>(await change(robot.id, { paused: true, kinds: ["overdue", "overdue", "pressed"] }));
    expect(kept).toMatchObject({
      name: "群",
      signed: true,
      unit: null,
      paused: true,
      kinds: ["overdue", "pressed"],
      host: "oapi.dingtalk.com",
    });
    expect(await stored(robot.id)).toEqual({ url: usual.url, secret: "SEC-hidden", held_until: null });
    const other = body<RobotRow>(await change(robot.id, { url: "https://other.example.org/s3cret-key", secret: null }));
    expect([other.host, other.signed]).toEqual(["other.example.org", false]);

    const audit = await street.db.query<{ text: string }>(sql`select row_to_json(a)::text as text from audit_entry a`);
    const shown = `${JSON.stringify(list)}${JSON.stringify([robot, kept, other])}${audit.map(({ text }) => text).join()}`;
    expect(shown).not.toMatch(/s3cret-key|SEC-hidden/);
    expect(audit.filter(({ text }) => text.includes('"robot"'))).toHaveLength(3);
    expect(audit.at(-1)?.text).toContain('"addressChanged": true');
  });

  it("are refused with the field's name", async () => {
    const cases: readonly (readonly [object, string])[] = [
      [{ name: "" }, "name"],
      [{ name: undefined }, "name"],
      [{ kind: "slack" }, "kind"],
      [{ kinds: [] }, "kinds"],
      [{ kinds: ["assigned", "closed"] }, "kinds[1]"],
      [{ kinds: "assigned" }, "kinds"],
      [{ unit: 999 }, "unit"],
      [{ unit: -1 }, "unit"],
      [{ secret: 5 }, "secret"],
      [{ kind: "wecom", secret: "SEC" }, "secret"],
      [{ url: "http://oapi.dingtalk.com/s3cret-key" }, ""],
      [{ url: "https://10.0.0.1/s3cret-key" }, "url"],
      [{ url: "https://[::1]/s3cret-key" }, "url"],
      [{ url: "not an address s3cret-key" }, "url"],
      [{ paused: true }, "paused"],
    ];
    for (const [said, field] of cases) {
      const reply = await add(said);
      // By http a name may lie in a network that is allowed: that is seen when it is connected to.
      if (field === "") expect(reply.statusCode).toBe(200);
      else expect([said, ...refusal(reply)]).toEqual([said, 400, field]);
      expect(reply.body).not.toContain(secretKey);
    }
    const { id } = await made();
    for (const [said, field] of [
      [{ kinds: undefined }, "kinds"],
      [{ paused: undefined }, "paused"],
      [{ url: "https://127.0.0.2.nip:x/" }, "url"],
      [{ url: "https://192.168.0.1/" }, "url"],
      [{ kind: "wecom" }, "kind"],
    ] as const)
      expect([said, ...refusal(await change(id, said))]).toEqual([said, 400, field]);
    expect((await change(999_999)).statusCode).toBe(404);
    expect((await street.post("administrator", "/api/robots/999999/try", { send: false })).statusCode).toBe(404);
    for (const who of ["dispatcher", "leader", "security", "auditor"] as const)
      for (const url of ["/api/robots", "/api/messages"]) expect((await street.get(who, url)).statusCode).toBe(403);
  });

  it("where no network was listed are refused by http and on one's own machine", async () => {
    const bare = await openStreet(await fresh(), []);
    for (const url of [receiver.url(), "http://oapi.dingtalk.com/x"])
      expect(refusal(await bare.post("administrator", "/api/robots", { ...usual, url }))).toEqual([400, "url"]);
    const id = await makeRobot(bare.db, { url: receiver.url() });
    const tried = body<Trial>(await bare.post("administrator", `/api/robots/${id}/try`, { send: true }));
    expect([tried.sent, tried.failure?.zh]).toEqual([false, expect.stringContaining("地址不允许")]);
    await bare.app.close();
    await bare.db.close();
  });

  it("a dry run shows what would be posted to the byte, and posts nothing; a trial does, and tells what was answered", async () => {
    const problem = await street.bring("dispatched", { category: "0101" });
    for (const kind of ["wecom", "dingtalk", "feishu"] as const) {
      const secret = kind === "wecom" ? null : "SEC-hidden";
      const { id } = await made({ kind, secret, url: receiver.url(`/${kind}?key=s3cret-key`) });
      const before = receiver.arrivals.length;
      const dry = body<Trial>(await street.post("administrator", `/api/robots/${id}/try`, { send: false }));
      expectContract(RobotTry, dry);
      expect([receiver.arrivals.length, dry.sent, dry.answer, dry.failure]).toEqual([before, false, null, null]);
      expect(JSON.stringify(dry)).not.toMatch(/s3cret-key|SEC-hidden/);
      const live = body<Trial>(await street.post("administrator", `/api/robots/${id}/try`, { send: true }));
      expectContract(RobotTry, live);
      expect([live.sent, live.failure, live.answer]).toEqual([true, null, expect.stringMatching(/^HTTP 200 \{.*0/)]);
      const { body: posted, text } = receiver.arrivals.at(-1) ?? { body: "", text: "" };
      expect(text).toBe(
        `【测试】创图通知机器人“城管群”已接通\n示例：【派单】${problem.code} ${problem.title} · 西街道 westHandler · 截止 2026-03-02 11:00\nhttps://map.example.org/?selected=problem/${problem.id}`,
      );
      expect(dry.bytes).toBe(Buffer.byteLength(posted));
      const undotted = JSON.parse(posted) as { sign?: string; timestamp?: string };
      expect({ ...(dry.payload as object), timestamp: null }).toEqual({
        ...undotted,
        ...(undotted.sign && { sign: "••••" }),
        timestamp: null,
      });
      receiver.next = ["html"];
      const bad = body<Trial>(await street.post("administrator", `/api/robots/${id}/try`, { send: true }));
      expect([bad.sent, bad.answer, bad.failure?.en]).toEqual([
        false,
        expect.stringContaining("Please sign in"),
        "What it answered is not a robot's answer.",
      ]);
    }
  });

  it("a trial takes its room of the minute's twenty", async () => {
    const { id } = await made({ url: receiver.url() });
    await street.db.query(
      sql`update robot set posted_at = array(select now() - i * interval '1 second' from generate_series(1, 19) i) where id = ${id}::bigint`,
    );
    const tryIt = () => street.post("administrator", `/api/robots/${id}/try`, { send: true });
    expect((await tryIt()).statusCode).toBe(200);
    const reply = await tryIt();
    expect(reply.statusCode).toBe(429);
    expect(Number(reply.headers["retry-after"])).toBeGreaterThan(40);
    expect((await street.post("administrator", `/api/robots/${id}/try`, { send: false })).statusCode).toBe(200);
  });

  it("messages are listed by state and robot, page by page, and settled only where that is possible", async () => {
    const robot = await makeRobot(street.db, { url: receiver.url() });
    await street.db.query(sql`insert into message (robot_id, state, text, tries, last_error, taken_until)
      select ${robot}::bigint, (array['dead', 'sent', 'waiting', 'dropped', 'sending'])[1 + i % 5], '第' || i, 8, '连接中断', null from generate_series(0, 24) i`);
    const list = async (query: string) => {
      const answer = body<{ total: number; rows: { id: number; text: string; state: string }[]; next: string | null }>(
        await street.get("administrator", `/api/messages?robot=${robot}&${query}`),
      );
      expectContract(Messages, answer);
      return answer;
    };
    expect((await list("")).total).toBe(25);
    const dead = await list("state=dead");
    expect([dead.total, dead.rows.map(({ text }) => text)]).toEqual([5, ["第20", "第15", "第10", "第5", "第0"]]);
    expect((await list("state=dead,dropped")).total).toBe(10);
    const first = await list("state=dead&limit=2");
    const second = await list(`state=dead&limit=2&cursor=${first.next}`);
    expect([...first.rows, ...second.rows]).toEqual(dead.rows.slice(0, 4));
    for (const query of ["state=lost", "cursor=x", "limit=0", "robot=0"])
      expect((await street.get("administrator", `/api/messages?${query}`)).statusCode, query).toBe(400);

    const [{ id: one = 0 } = {}] = dead.rows;
    const settle = async (id: number, how: string) => street.post("administrator", `/api/messages/${id}/${how}`, {});
    expect((await settle(one, "retry")).json()).toMatchObject({
      id: one,
      state: "waiting",
      tries: 0,
      error: "连接中断",
      robot: { id: robot },
    });
    expect((await settle(one, "drop")).json()).toMatchObject({ state: "dropped", next: null });
    expect((await settle(one, "drop")).statusCode).toBe(409);
    for (const state of ["sent", "sending"]) {
      const [{ id = 0 } = {}] = (await list(`state=${state}`)).rows;
      expect([(await settle(id, "retry")).statusCode, (await settle(id, "drop")).statusCode]).toEqual([409, 409]);
    }
    expect((await settle(999_999, "retry")).statusCode).toBe(404);
    const [audit] = await street.db.query<{ detail: object }>(
      sql`select detail from audit_entry where detail->>'what' = 'message' order by id desc limit 1`,
    );
    expect(audit?.detail).toEqual({ what: "message", message: one, robot, before: "waiting", after: "dropped" });
  });
});
