/** The postman and a robot that has bad days: everything arrives, answered "ok" exactly once, and never more a minute than a robot takes. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Message, Messages } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { deliver } from "../../../server/notices/deliver.ts";
import { databases } from "../../support/databases.ts";
import { body, type Precinct } from "../acts/precinct.ts";
import { type Mood, openReceiver, type Receiver } from "./receiver.ts";
import { codesIn, makeProblems, makeRobot, openStreet, quick, quickly, settled, states, tellOf, until } from "./street.ts";

describe.each(databases())("the postman on $name", ({ fresh }) => {
  let street: Precinct;
  let receiver: Receiver;
  let stops: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    street = await openStreet(await fresh());
  });
  afterEach(async () => {
    await Promise.all(stops.map((stop) => stop()));
    stops = [];
    await receiver?.close();
    await street.db.query(sql`delete from robot`);
    await street.db.query(sql`delete from notice`);
  });
  afterAll(async () => {
    await street.app.close();
    await street.db.close();
  });
  const go = (more: Parameters<typeof quickly>[0] = {}): void => {
    stops.push(deliver(street.db, quickly({ failed: () => {}, ...more })));
  };
  const codes = async (ids: readonly number[]) =>
    (await street.db.query<{ code: string }>(sql`select external_id as code from problem where id = any(${ids}::bigint[])`)).map(
      ({ code }) => code,
    );
  const messages = async (query: string) => body<Messages>(await street.get("administrator", `/api/messages?${query}`));
  /** Every one of these problems is in a text that was answered "ok", and in one alone. */
  const expectOnce = async (ids: readonly number[], texts: readonly string[]) =>
    expect(codesIn(texts).toSorted()).toEqual((await codes(ids)).toSorted());

  it("sends one by one what is little, with its number, and one digest of what is more", async () => {
    receiver = await openReceiver();
    await makeRobot(street.db, { url: receiver.url() });
    go();
    const few = await makeProblems(street.db, 3);
    await tellOf(street.db, few);
    await until(() => receiver.accepted().length === 3, "three messages");
    await expectOnce(few, receiver.accepted());
    for (const text of receiver.accepted())
      expect(text).toMatch(
        /^【派单】B-\S+ 垃圾满溢 · 解放路12号 · 西街道 westHandler · 截止 2026-\d\d-\d\d \d\d:\d\d\nhttps:\/\/map.example.org\/\?selected=problem\/\d+\n〔消息 \d+〕$/,
      );
    const many = await makeProblems(street.db, 9);
    await tellOf(street.db, many);
    await until(() => receiver.accepted().length === 4, "a digest");
    await expectOnce(many, receiver.accepted().slice(3));
    expect(receiver.accepted()[3]).toMatch(/^【通知汇总】共 9 条：派单 9\n/);
    await until(() => settled(street.db), "all settled");
    expect(await states(street.db)).toEqual({ sent: 12 });
    expect((await messages("state=sent")).rows.map(({ notices }) => notices)).toEqual([9, 1, 1, 1]);
  });

  it("loses nothing and doubles nothing, whatever the robot does", { timeout: 60_000 }, async () => {
    const days: readonly Mood[] = [
      "down",
      "stall",
      "garbage",
      "ok",
      "reset",
      "html",
      "wrong",
      "halfway",
      "ok",
      "flood",
      "down",
      "moved",
      "slow",
    ];
    // Whose messages are long enough for all there is to tell.
    receiver = await openReceiver("feishu");
    let day = 0;
    let recovered = false;
    receiver.mood = () => (recovered ? "ok" : (days[day++ % days.length] ?? "ok"));
    await makeRobot(street.db, { kind: "feishu", secret: "SEC", url: receiver.url() });
    go({ patience_ms: 400, limits: { ...quick, backOff_ms: Array.from({ length: 40 }, () => 10) } });
    const all: number[] = [];
    for (const count of [1, 3, 12, 2, 40, 5, 1]) {
      const ids = await makeProblems(street.db, count);
      await tellOf(street.db, ids);
      all.push(...ids);
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    await until(() => receiver.arrivals.length > days.length, "each bad day", 30_000);
    recovered = true;
    await until(() => settled(street.db), "all settled", 30_000);
    const texts = receiver.accepted();
    await expectOnce(all, texts);
    expect(texts.some((text) => text.includes("通知汇总"))).toBe(true);
    expect(await states(street.db)).toEqual({ sent: all.length });
    // Every try of a message says the same, under the same number.
    const byNumber = new Map<string, Set<string>>();
    for (const { text } of receiver.arrivals) {
      const number = /〔消息 (\d+)〕$/.exec(text)?.[1] ?? "none";
      byNumber.set(number, (byNumber.get(number) ?? new Set()).add(text));
    }
    expect([...byNumber].filter(([number, said]) => number === "none" || said.size > 1)).toEqual([]);
    expect(new Set(texts.map((text) => /〔消息 (\d+)〕$/.exec(text)?.[1])).size).toBe(texts.length);
  });

  it("of three at once no two send the same", { timeout: 60_000 }, async () => {
    // Whose digests are long enough for all there is to tell.
    receiver = await openReceiver("feishu");
    receiver.mood = () => "slow";
    for (const path of ["/a", "/b"]) await makeRobot(street.db, { url: receiver.url(path), kind: "feishu" });
    for (let i = 0; i < 3; i++) go({ limits: { ...quick, gap_ms: 0 } });
    const all: number[] = [];
    for (let i = 0; i < 12; i++) {
      const ids = await makeProblems(street.db, 2);
      await tellOf(street.db, ids);
      all.push(...ids);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await until(() => settled(street.db), "all settled", 30_000);
    for (const path of ["/a", "/b"]) {
      await expectOnce(all, receiver.accepted(path));
      expect(receiver.accepted(path).length).toBe(receiver.arrivals.filter(({ url }) => url === path).length);
    }
  });

  it("one robot that does not answer keeps no other waiting", async () => {
    receiver = await openReceiver();
    receiver.mood = (path) => (path === "/stuck" ? "stall" : "ok");
    for (const path of ["/stuck", "/well"]) await makeRobot(street.db, { url: receiver.url(path) });
    go({ patience_ms: 3_000 });
    for (let i = 0; i < 3; i++) {
      await tellOf(street.db, await makeProblems(street.db, 1));
      await until(() => receiver.accepted("/well").length === i + 1, "the one that is well", 2_000);
    }
  });

  it("of a thousand notices at once twenty messages a minute, and what piles up goes into the next digest", {
    timeout: 60_000,
  }, async () => {
    receiver = await openReceiver();
    const robot = await makeRobot(street.db, { url: receiver.url() });
    go({ limits: { gap_ms: 0 } });
    const ids = await makeProblems(street.db, 1_060);
    // As they come: many small transactions, each of which would be a message of its own.
    for (let from = 0; from < 1_000; from += 4) await tellOf(street.db, ids.slice(from, from + 4));
    await until(async () => receiver.arrivals.length === 20 || (await settled(street.db)), "the thousand, or twenty messages", 20_000);
    // However few messages they took: what is left of the minute's twenty.
    for (let next = 1_000; receiver.arrivals.length < 20; next++) {
      await tellOf(street.db, ids.slice(next, next + 1));
      await until(() => settled(street.db), "one more");
    }
    await tellOf(street.db, ids.slice(1_030));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(receiver.arrivals.length).toBe(20);
    const { waiting = 0 } = await states(street.db);
    expect(waiting).toBeGreaterThanOrEqual(30);
    // A minute and some later.
    await street.db.query(
      sql`update robot set posted_at = array(select t - interval '73 seconds' from unnest(posted_at) t) where id = ${robot}::bigint`,
    );
    await until(() => settled(street.db), "all settled");
    expect(receiver.accepted().at(-1)).toContain(`【通知汇总】共 ${waiting} 条：派单 ${waiting}`);
    const counted = receiver.accepted().reduce((sum, text) => sum + Number(/共 (\d+) 条/.exec(text)?.[1] ?? 1), 0);
    const [{ n }] = (await street.db.query<{ n: number }>(sql`select count(*)::int as n from notice`)) as [{ n: number }];
    expect([counted, receiver.arrivals.length]).toEqual([n, 21]);
  });

  it("waits when the robot has too much, and burns no try", async () => {
    receiver = await openReceiver("dingtalk");
    receiver.next = ["busy"];
    const robot = await makeRobot(street.db, { kind: "dingtalk", url: receiver.url() });
    go();
    await tellOf(street.db, await makeProblems(street.db, 2));
    await until(async () => (await messages("state=waiting")).rows.some(({ error }) => error !== null), "its answer");
    const [held] = await street.db.query<{ left: number }>(
      sql`select extract(epoch from held_until - now())::float8 as left from robot where id = ${robot}::bigint`,
    );
    expect(held?.left).toBeGreaterThan(590);
    const { rows } = await messages("state=waiting");
    expect(rows.map(({ tries }) => tries)).toEqual([0, 0]);
    expect(rows.find(({ error }) => error)?.error).toMatch(/限流：130101 send too fast/);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(receiver.arrivals.length).toBe(1);
    await street.db.query(sql`update robot set held_until = now()`);
    await street.db.query(sql`update message set next_at = now()`);
    await until(() => settled(street.db), "all settled");
    expect(receiver.accepted().length).toBe(2);
  });

  it("gives up what is refused at once, and what fails eight times; both are tried again when told so", async () => {
    receiver = await openReceiver();
    receiver.mood = () => "gone";
    await makeRobot(street.db, { url: receiver.url() });
    go();
    const [first = 0] = await makeProblems(street.db, 1);
    await tellOf(street.db, [first]);
    await until(async () => (await messages("state=dead")).total === 1, "a dead letter");
    expect(receiver.arrivals.length).toBe(1);
    const [letter] = (await messages("state=dead")).rows as [Message];
    expect(letter).toMatchObject({ tries: 1, notices: 1, next: null, error: "对方答复 HTTP 404 It answered HTTP 404." });
    expect(await states(street.db)).toEqual({ dead: 1 });

    receiver.mood = () => "down";
    const [second = 0] = await makeProblems(street.db, 1);
    await tellOf(street.db, [second]);
    await until(async () => (await messages("state=dead")).total === 2, "the second");
    expect(receiver.arrivals.length).toBe(1 + 8);
    const [last] = (await messages("state=dead")).rows as [Message];
    expect([last.tries, last.error]).toEqual([8, "对方答复 HTTP 502 It answered HTTP 502."]);

    receiver.mood = () => "ok";
    for (const { id } of [letter, last]) expect((await street.post("administrator", `/api/messages/${id}/retry`, {})).statusCode).toBe(200);
    await until(() => settled(street.db), "all settled");
    await expectOnce([first, second], receiver.accepted());
    expect(receiver.accepted()[0]).toBe(letter.text);
    expect((await messages("state=sent")).rows.map(({ error }) => error)).toEqual([null, null]);
  });

  it("backs off as it says, for the message and, less long, for all of its robot", async () => {
    receiver = await openReceiver();
    receiver.mood = () => "down";
    await makeRobot(street.db, { url: receiver.url() });
    go({ limits: { gap_ms: 0 } });
    await tellOf(street.db, await makeProblems(street.db, 1));
    const expected = [5, 30, 120, 600, 3_600, 10_800, 10_800];
    for (const [i, seconds] of expected.entries()) {
      await until(async () => (await messages("state=waiting")).rows[0]?.tries === i + 1, `try ${i + 1}`);
      const [row] = await street.db.query<{ next: number; held: number }>(sql`select extract(epoch from m.next_at - now())::float8 as next,
        extract(epoch from r.held_until - now())::float8 as held from message m join robot r on r.id = m.robot_id`);
      expect(row?.next).toBeGreaterThan(seconds * 0.75 - 2);
      expect(row?.next).toBeLessThanOrEqual(seconds * 1.25);
      expect(row?.held).toBeLessThanOrEqual(30);
      await street.db.query(sql`update message set next_at = now()`);
      await street.db.query(sql`update robot set held_until = null`);
    }
    await until(async () => (await messages("state=dead")).total === 1, "the end");
    expect(receiver.arrivals.length).toBe(8);
  });

  it("sends nothing to a paused robot; what waits goes on waiting", async () => {
    receiver = await openReceiver();
    const robot = await makeRobot(street.db, { url: receiver.url() });
    await tellOf(street.db, await makeProblems(street.db, 2));
    await street.db.query(sql`update robot set paused = true`);
    go();
    await tellOf(street.db, await makeProblems(street.db, 1));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([receiver.arrivals.length, await states(street.db)]).toEqual([0, { waiting: 2 }]);
    await street.post("administrator", `/api/robots/${robot}`, { name: "群", unit: null, kinds: ["assigned"], paused: false });
    await until(() => receiver.accepted().length === 2, "both");
  });

  it("takes over what a process took and never settled; what it settled late is not sent again", async () => {
    receiver = await openReceiver();
    await makeRobot(street.db, { url: receiver.url() });
    go();
    await tellOf(street.db, await makeProblems(street.db, 1));
    await until(() => settled(street.db), "sent");
    await street.db.query(sql`update message set state = 'sending', taken_until = now() + interval '1 hour'`);
    await street.db.query(sql`update delivery set state = 'sending'`);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(receiver.arrivals.length).toBe(1);
    await street.db.query(sql`update message set taken_until = now()`);
    await until(() => settled(street.db), "sent again");
    expect(receiver.accepted()[1]).toBe(receiver.accepted()[0]);
    expect((await messages("")).rows[0]).toMatchObject({ state: "sent", tries: 2 });
  });

  it("stops when it is told, after what it is sending, and goes on in another process", async () => {
    receiver = await openReceiver();
    receiver.mood = () => "slow";
    await makeRobot(street.db, { url: receiver.url() });
    const ids = await makeProblems(street.db, 4);
    await tellOf(street.db, ids);
    const stop = deliver(street.db, quickly());
    await until(() => receiver.arrivals.length === 1, "one on its way");
    await stop();
    const { sent = 0, waiting = 0, sending = 0 } = await states(street.db);
    expect([sent, waiting + sending]).toEqual([receiver.arrivals.length, 4 - receiver.arrivals.length]);
    expect((await messages("state=sending")).total).toBe(0);
    go();
    await until(() => settled(street.db), "the rest");
    await expectOnce(ids, receiver.accepted());
  });

  it("a problem that is gone takes its notices with it, and no message fails for it", async () => {
    receiver = await openReceiver();
    await makeRobot(street.db, { url: receiver.url() });
    const [gone = 0, left = 0] = await makeProblems(street.db, 2);
    await tellOf(street.db, [gone, left]);
    await street.db.query(sql`delete from problem where id = ${gone}::bigint`);
    go();
    await until(() => settled(street.db), "settled");
    await expectOnce([left], receiver.accepted());
  });
});
