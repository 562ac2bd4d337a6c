/** The forms of robots: what is posted, its signature, its size, and what is understood of an answer. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type NoticeKind, noticeKinds, type RobotKind } from "../../../server/contract/officeWords.ts";
import { forms } from "../../../server/notices/forms/forms.ts";
import { cutToFit, digest, lineOf, single, type Told, testing } from "../../../server/notices/say.ts";

const kinds = Object.keys(forms) as RobotKind[];
const tone = { language: "zh", publicUrl: "https://map.example.org" } as const;
const told: Told = {
  kind: "assigned",
  problem: 7,
  code: "20260302-0007",
  title: "占道经营",
  place: "解放路12号",
  unit: "城管局",
  person: "李四",
  deadline: "2026-03-02 11:00",
};
/** What each platform's limit counts, of a body as it is posted. */
const limits: Readonly<Record<RobotKind, (body: string) => boolean>> = {
  wecom: (body) => Buffer.byteLength((JSON.parse(body) as { text: { content: string } }).text.content) <= 2_048,
  dingtalk: (body) => Buffer.byteLength(body) <= 20_000,
  feishu: (body) => Buffer.byteLength(body) <= 20_000,
};

/** HMAC as RFC 2104 spells it, from the bare hash. */
function hmac(key: Buffer, message: Buffer): string {
  const sha = (...parts: Buffer[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
  const padded = Buffer.concat([key.length > 64 ? sha(key) : key], 64);
  const pad = (byte: number) => Buffer.from(padded.map((one) => one ^ byte));
  return sha(pad(0x5c), sha(pad(0x36), message)).toString("base64");
}

describe("signatures", () => {
  const secret = "SEC8f2a-创图";
  const now = 1_767_225_600_000;

  it("are those that openssl computes", () => {
    expect(forms.dingtalk.post("x", secret, now).query).toEqual({
      timestamp: "1767225600000",
      sign: "R2kCw2gk6oWQhed+J+UseK4Zg9z7bGIRoiREYC7/kkw=",
    });
    expect(JSON.parse(forms.feishu.post("x", secret, now + 999).body)).toEqual({
      timestamp: "1767225600",
      sign: "SQJ4nB0ks8UMRglWz1c37ej9Dckkgx5VdgiePO2JEJQ=",
      msg_type: "text",
      content: { text: "x" },
    });
  });

  it("of any secret are HMAC as its standard spells it", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200, unit: "grapheme" }), fc.integer({ min: 0, max: 4e12 }), (key, at) => {
        expect(forms.dingtalk.post("x", key, at).query.sign).toBe(hmac(Buffer.from(key), Buffer.from(`${at}\n${key}`)));
        const { sign } = JSON.parse(forms.feishu.post("x", key, at).body) as { sign: string };
        expect(sign).toBe(hmac(Buffer.from(`${Math.floor(at / 1000)}\n${key}`), Buffer.alloc(0)));
      }),
      { numRuns: 50 },
    );
  });

  it("are dotted where a posting is shown, and nowhere without a secret", () => {
    for (const kind of kinds) {
      const { shown, body } = forms[kind].post("x", secret, now);
      expect(JSON.stringify(shown)).not.toMatch(/SEC8f2a|SQJ4n|R2kCw/);
      expect(JSON.stringify(shown).replace("••••", "SQJ4nB0ks8UMRglWz1c37ej9Dckkgx5VdgiePO2JEJQ=")).toBe(body);
      const bare = forms[kind].post("x", null, now);
      expect([bare.query, bare.body.includes("sign")]).toEqual([{}, false]);
    }
  });
});

describe("texts", () => {
  it("say a notice in the words of the trade", () => {
    expect(lineOf(told, tone)).toBe("【派单】20260302-0007 占道经营 · 解放路12号 · 城管局 李四 · 截止 2026-03-02 11:00");
    expect(single(forms.wecom, told, 123, tone)).toBe(
      "【派单】20260302-0007 占道经营 · 解放路12号 · 城管局 李四 · 截止 2026-03-02 11:00\nhttps://map.example.org/?selected=problem/7\n〔消息 123〕",
    );
    expect(single(forms.wecom, told, 123, { language: "en", publicUrl: undefined })).toBe(
      "[assigned] 20260302-0007 占道经营 · 解放路12号 · 城管局 李四 · due 2026-03-02 11:00\n(message 123)",
    );
    const bare = { ...told, place: null, unit: null, person: null, deadline: null };
    expect(lineOf(bare, tone)).toBe("【派单】20260302-0007 占道经营");
  });

  it("call no whole group and begin no new line, whatever a title says", () => {
    const line = lineOf({ ...told, title: '<at user_id="all">所有人</at>\n【督办】假', place: " \t\u0007" }, tone);
    expect(line).not.toContain("<");
    expect(line).not.toMatch(/\p{Cc}/u);
  });

  it("a digest counts by kind first, then tells what fits, and how many it does not", () => {
    const counts = new Map<NoticeKind, number>([
      ["assigned", 300],
      ["overdue", 200],
    ]);
    const text = digest(
      forms.wecom,
      counts,
      Array.from({ length: 400 }, () => told),
      9,
      tone,
    );
    const lines = text.split("\n");
    expect(lines[0]).toBe("【通知汇总】共 500 条：派单 300 · 超期 200");
    const shown = lines.filter((line) => line.startsWith("【派单】")).length;
    expect(shown).toBeGreaterThan(10);
    expect(lines.slice(-3)).toEqual([`另有 ${500 - shown} 条未列出`, "https://map.example.org/", "〔消息 9〕"]);
    const all = digest(
      forms.feishu,
      new Map([["assigned", 6]]),
      Array.from({ length: 6 }, () => told),
      9,
      tone,
    );
    expect(all.split("\n")).toHaveLength(9);
    expect(all).not.toContain("未列出");
  });

  const anyText = fc.string({
    unit: fc.oneof(
      fc.constantFrom("占", "道", "😀", "é", '"', "\\", "𠮷", "👨‍👩‍👧", "a", "\n"),
      fc.string({ minLength: 1, maxLength: 1, unit: "binary" }),
    ),
    maxLength: 6_000,
  });
  const anyTold = fc.record({
    kind: fc.constantFrom(...(Object.keys(noticeKinds) as NoticeKind[])),
    problem: fc.integer({ min: 1, max: 2 ** 31 }),
    code: fc.string({ maxLength: 40 }),
    title: anyText,
    place: fc.option(anyText),
    unit: fc.option(fc.string({ maxLength: 40 })),
    person: fc.option(fc.string({ maxLength: 40 })),
    deadline: fc.option(fc.constant("2026-03-02 11:00")),
  });

  /** No half of a character, of two or of four bytes, is left over. */
  const whole = (text: string) => Buffer.from(text, "utf8").toString("utf8") === text && !/\ufffd/.test(text);

  it.each(kinds)("of %s never pass its limit, keep their number, and never cut a character", (kind) => {
    const form = forms[kind];
    fc.assert(
      fc.property(fc.array(anyTold, { minLength: 1, maxLength: 12 }), fc.constantFrom("zh" as const, "en" as const), (list, language) => {
        const said = { language, publicUrl: "https://map.example.org" };
        const first = list[0] as Told;
        const counts = new Map<NoticeKind, number>([[first.kind, list.length + 3]]);
        const texts = [single(form, first, 77, said), digest(form, counts, list, 77, said), testing(form, "群", first, said)];
        for (const text of texts) {
          const { body } = form.post(text, form.signs ? "SEC".repeat(60) : null, Date.now());
          expect(limits[kind](body)).toBe(true);
          const clean = (list as Told[]).every((one) => whole(`${one.title}${one.place}${one.unit}${one.person}${one.code}`));
          if (clean) expect(whole(text)).toBe(true);
        }
        for (const text of texts.slice(0, 2)) expect(text.endsWith(language === "zh" ? "\n〔消息 77〕" : "\n(message 77)")).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("what is cut says how many characters are not shown, exactly", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("占", "😀", "a", '"'), { minLength: 700, maxLength: 9_000 }), (characters) => {
        const text = cutToFit(forms.wecom, characters.join(""), "\n尾", tone);
        const [, shown = "", left] = /^(.*?)(?:…（余 (\d+) 字未显示）)?\n尾$/su.exec(text) ?? [];
        expect(characters.join("").startsWith(shown)).toBe(true);
        expect([...shown].length + Number(left ?? 0)).toBe(characters.length);
        // As much as can be: one character more would not have fitted.
        if (left) expect(Buffer.byteLength(text)).toBeGreaterThan(2_048 - 8);
      }),
      { numRuns: 60 },
    );
  });
});

describe("answers", () => {
  const read = (kind: RobotKind, answer: object) => forms[kind].read(answer as Record<string, unknown>);
  it.each([
    ["wecom", { errcode: 0, errmsg: "ok" }, "sent"],
    ["wecom", { errcode: 45009 }, "busy"],
    ["wecom", { errcode: 93000, errmsg: "invalid webhook url" }, "refused"],
    ["wecom", { errcode: -1 }, "failed"],
    ["dingtalk", { errcode: 0, errmsg: "ok" }, "sent"],
    ["dingtalk", { errcode: 130101, errmsg: "send too fast" }, "busy"],
    ["dingtalk", { errcode: 310000, errmsg: "sign not match" }, "refused"],
    ["dingtalk", { errcode: -1, errmsg: "系统繁忙" }, "failed"],
    ["feishu", { code: 0, msg: "success" }, "sent"],
    ["feishu", { StatusCode: 0, StatusMessage: "success" }, "sent"],
    ["feishu", { code: 11232, msg: "frequency limited psm" }, "busy"],
    ["feishu", { code: 9499, msg: "too many request" }, "busy"],
    ["feishu", { code: 9499, msg: "Bad Request" }, "refused"],
    ["feishu", { code: 19021, msg: "sign match fail or timestamp is not within one hour" }, "refused"],
    ["feishu", { code: 19024, msg: "Key Words Not Found" }, "refused"],
    ["feishu", { code: 2200, msg: "internal" }, "failed"],
  ] as const)("of %s: %j is %s", (kind, answer, verdict) => {
    expect(read(kind, answer)?.kind).toBe(verdict);
  });

  it("that are no robot's are nothing; DingTalk's closed gate stays closed for ten minutes", () => {
    for (const kind of kinds)
      for (const answer of [{}, { errcode: "0" }, { code: "0" }, { errcode: 0.5, code: null }, { ok: true }])
        expect(read(kind, answer)).toBeNull();
    expect(read("dingtalk", { errcode: 130101 })).toMatchObject({ wait_ms: 600_000 });
    expect(read("wecom", { errcode: 45009 })).toMatchObject({ wait_ms: 60_000 });
  });

  it("of others are cut and cleaned before they are kept", () => {
    const verdict = read("wecom", { errcode: 93000, errmsg: `a\u0000b\ud800${"长".repeat(900)}` });
    const why = verdict?.kind === "refused" ? verdict.why.zh : "";
    expect(why).toMatch(/^企业微信不接受：93000 a b 长+…$/);
    expect([...why].length).toBeLessThan(230);
  });
});
