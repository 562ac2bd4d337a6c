/**
 * 企业微信群机器人: a text of 2,048 bytes at most, 20 messages a minute, no signature: the key in the address is all.
 * developer.work.weixin.qq.com/document/path/91770 (99398 in its newer form); codes: …/path/90313.
 */
import { busy, type Form, failed, minute_ms, numberIn, refused, utf8Bytes } from "./form.ts";

/** 45009: more than 20 a minute. 45033: too many at a time. */
const tooMuch = new Set([45009, 45033]);
/** 93000: no such address. 93004: the robot was stopped. 93008: it is not in the group any more. 40008, 40058: a message that it does not take. */
const never = new Set([93000, 93004, 93008, 40008, 40058]);

export const wecom: Form = {
  signs: false,
  most_bytes: 2_048,
  size: utf8Bytes,
  post(text) {
    const shown = { msgtype: "text", text: { content: text } };
    return { query: {}, body: JSON.stringify(shown), shown };
  },
  read(answer) {
    const code = numberIn(answer, "errcode");
    if (code === null) return null;
    if (code === 0) return { kind: "sent" };
    if (tooMuch.has(code)) return busy(minute_ms, code, answer.errmsg);
    return never.has(code)
      ? refused({ zh: "企业微信不接受", en: "WeCom does not take it" }, code, answer.errmsg)
      : failed(code, answer.errmsg);
  },
};
