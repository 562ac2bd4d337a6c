/**
 * 钉钉自定义机器人: signed by timestamp (ms, an hour's leeway) and secret in the address; 20 messages a minute, beyond that it is closed for 10.
 * open.dingtalk.com/document/robots/custom-robot-access. What a text may have is said of its application robots alone, 15,000 bytes
 * (…/the-robot-sends-a-group-message); of custom ones 20,000 is told, nowhere bindingly: the lesser holds here.
 */
import { createHmac } from "node:crypto";
import { busy, type Form, failed, minute_ms, numberIn, refused, utf8Bytes } from "./form.ts";

/** 130101, 410100: too often. */
const tooMuch = new Set([130101, 410100]);
/**
 * 310000: signature, keyword or address of the sender do not fit. 300001, 300005, 400101: no such token. 400013: the group is no more.
 * 400102, 400106: the robot was stopped, or is gone. 40035, 400105: not a message. 430101–430104: words that it does not let through.
 */
const never = new Set([310000, 300001, 300005, 400101, 400013, 400102, 400106, 40035, 400105, 430101, 430102, 430103, 430104]);

const sign = (secret: string, at: number): string => createHmac("sha256", secret).update(`${at}\n${secret}`).digest("base64");

export const dingtalk: Form = {
  signs: true,
  most_bytes: 15_000,
  size: (text) => utf8Bytes(JSON.stringify(text)),
  post(text, secret, now) {
    const shown = { msgtype: "text", text: { content: text } };
    const query: Record<string, string> = secret === null ? {} : { timestamp: String(now), sign: sign(secret, now) };
    return { query, body: JSON.stringify(shown), shown };
  },
  read(answer) {
    const code = numberIn(answer, "errcode");
    if (code === null) return null;
    if (code === 0) return { kind: "sent" };
    if (tooMuch.has(code)) return busy(10 * minute_ms, code, answer.errmsg);
    return never.has(code)
      ? refused({ zh: "钉钉不接受", en: "DingTalk does not take it" }, code, answer.errmsg)
      : failed(code, answer.errmsg);
  },
};
