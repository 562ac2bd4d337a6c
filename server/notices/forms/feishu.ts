/**
 * 飞书自定义机器人: signed by timestamp (seconds) and secret in the body, which has 20 KB at most; 100 messages a minute, 5 a second.
 * open.feishu.cn/document/client-docs/bot-v3/add-custom-bot. It answers {code, msg}, an older one {StatusCode, StatusMessage}.
 */
import { createHmac } from "node:crypto";
import { busy, dots, type Form, failed, minute_ms, numberIn, refused, utf8Bytes } from "./form.ts";

/** The secret is the key's second half, and nothing is signed: so they have it. */
const sign = (secret: string, at_s: number): string => createHmac("sha256", `${at_s}\n${secret}`).update("").digest("base64");

/** 11232, 11233: too often. 9499 too, or a body that is not as it should be: its words say which. */
const tooMuch = (code: number, message: unknown): boolean =>
  code === 11232 || code === 11233 || (code === 9499 && /too many|frequency|limit/i.test(String(message)));
/** 19001: no such address. 19021: signature or time do not fit. 19022: the sender's address is not on its list. 19024: a keyword is missing. 19036: not a message. */
const never = new Set([9499, 19001, 19021, 19022, 19024, 19036]);

export const feishu: Form = {
  signs: true,
  // What surrounds the text in the body, signature and all, is less than 200 bytes.
  most_bytes: 20_000 - 400,
  size: (text) => utf8Bytes(JSON.stringify(text)),
  post(text, secret, now) {
    const body = { msg_type: "text", content: { text } };
    if (secret === null) return { query: {}, body: JSON.stringify(body), shown: body };
    const at_s = Math.floor(now / 1000);
    const timestamp = String(at_s);
    return {
      query: {},
      body: JSON.stringify({ timestamp, sign: sign(secret, at_s), ...body }),
      shown: { timestamp, sign: dots, ...body },
    };
  },
  read(answer) {
    const code = numberIn(answer, "code") ?? numberIn(answer, "StatusCode");
    const message = answer.msg ?? answer.StatusMessage;
    if (code === null) return null;
    if (code === 0) return { kind: "sent" };
    if (tooMuch(code, message)) return busy(minute_ms, code, message);
    return never.has(code) ? refused({ zh: "飞书不接受", en: "Feishu does not take it" }, code, message) : failed(code, message);
  },
};
