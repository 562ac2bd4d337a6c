/** Every refusal and failure as an RFC 9457 document: what was wrong, with which parameter, and what would be right. */

import { Conflict, Forbidden, TooOften, Unauthenticated } from "../ask/caller.ts";
import { Gone, NotFound, TooMany } from "../ask/route.ts";
import { NotReady } from "../ask/standing.ts";
import { maxVertices } from "../contract/draw.ts";
import { ParameterError } from "../contract/parameter.ts";
import type { ProblemDocument } from "../contract/types.ts";
import type { Word } from "../contract/vocabulary.ts";
import { Cancelled, StatementTimeout, Unavailable } from "../db/db.ts";
import { importsAlone } from "../import/hand/worker.ts";
import { NoWorkTime } from "../life/workTime.ts";
import { StoreUnavailable } from "../photos/store.ts";
import { Busy, busyWords } from "./busy.ts";

export interface Refusal {
  readonly document: ProblemDocument;
  readonly headers: Readonly<Record<string, string>>;
}

const refusal = (
  name: string,
  status: number,
  title: string,
  detail: Word,
  more: Partial<ProblemDocument> = {},
  headers = {},
): Refusal => ({
  document: { type: `urn:chuangtu:${name}`, title, status, detail: detail.en, detail_zh: detail.zh, ...more },
  headers,
});

const later = { "retry-after": "5" };
const phrases: Readonly<Record<number, Word>> = {
  400: { zh: "请求无法读懂。", en: "The request could not be read." },
  404: { zh: "没有这个地址。", en: "There is nothing at this address." },
  405: { zh: "这个地址不接受这种方法，见 Allow。", en: "This address does not take this method; see Allow." },
  408: { zh: "请求迟迟没有发完。", en: "The request did not come in time." },
  413: { zh: "请求太大。", en: "The request is too large." },
  414: { zh: "地址太长。", en: "The address is too long." },
  415: { zh: "不接受这种内容。", en: "This kind of content is not taken." },
};

function parameterRefusal({ parameter, value, expected }: ParameterError): Refusal {
  const detail = {
    zh: `参数 ${parameter} 的值不可用：${expected.zh}。`,
    en: `The parameter ${parameter} cannot be used as given: ${expected.en}.`,
  };
  return refusal("parameter", 400, "Parameter refused", detail, { parameter, value, expected });
}

/** A refusal known by its status alone. */
export function byStatus(status: number, headers: Readonly<Record<string, string>> = {}): Refusal {
  const phrase = phrases[status] ?? { zh: "请求被拒绝。", en: "The request was refused." };
  return refusal(`http-${status}`, status, phrase.en.replace(/\.$/, ""), phrase, {}, headers);
}

const tooLarge = (limit: number): Refusal =>
  refusal("http-413", 413, "Too large", {
    zh: `请求太大：这个地址一次至多 ${limit} 字节。`,
    en: `The request is too large: this address takes ${limit} bytes at most.`,
  });

/** Bytes of a request's address and headers together. The longest question a page asks has half of that. */
export const mostHead = 32 * 1024;

/** Too long to be read at all: what makes an address long is drawings and lists. */
export const tooLong = (limit: number): Refusal =>
  refusal("http-431", 431, "Address too long", {
    zh: `地址太长：连同请求头至多 ${limit} 字节。图形最多 ${maxVertices} 个顶点；请简化图形或减少条件。`,
    en: `The address is too long: with its headers it takes ${limit} bytes at most. A drawing has ${maxVertices} vertices at most; simplify it, or ask less at once.`,
  });

/** The document for an error; a status of 500 means that nobody expected it and it must be logged. @param bodyLimit bytes the address takes */
export function refusalOf(error: unknown, bodyLimit?: number): Refusal {
  if (error instanceof ParameterError) return parameterRefusal(error);
  if (error instanceof TooMany) return refusal("too-many", 400, "Too many", error.why);
  if (error instanceof NotFound) return refusal("not-found", 404, "Not found", error.what);
  if (error instanceof Gone) return refusal("gone", 410, "Gone", error.what);
  if (error instanceof Unauthenticated) return refusal("sign-in", 401, "Not signed in", error.why);
  if (error instanceof Forbidden) return refusal("forbidden", 403, "Not yours to do", error.why);
  if (error instanceof Conflict) return refusal("conflict", 409, "Not as it was", error.why, { now: error.now });
  // A calendar without work time: an act says so; what asks elsewhere is told the same.
  if (error instanceof NoWorkTime) return refusal("conflict", 409, "Not as it was", error.why);
  if (error instanceof TooOften)
    return refusal("too-often", 429, "Too often", error.why, {}, { "retry-after": String(Math.ceil(error.after_s)) });
  if (error instanceof Busy) {
    const name = error.closing ? "closing" : "busy";
    const title = error.closing ? "Closing" : "Too much at once";
    return refusal(name, 503, title, busyWords(error), {}, { "retry-after": String(error.after_s) });
  }
  if (error instanceof NotReady) {
    const { status, phase } = error.standing;
    const detail =
      status === "failed"
        ? { zh: "数据库打不开。", en: "The database could not be opened." }
        : { zh: "数据库正在打开，请稍候。", en: "The database is being opened." };
    return refusal(status, 503, "Not ready", detail, { phase }, { "retry-after": "2" });
  }
  if (error instanceof StatementTimeout && importsAlone())
    return refusal(
      "importing",
      503,
      "An import is at work",
      {
        zh: "正在导入一个文件，内置数据库这时不能回答别的问题；请稍候再试。",
        en: "A file is being imported, and the embedded database answers nothing else meanwhile; try again in a moment.",
      },
      {},
      later,
    );
  if (error instanceof StatementTimeout)
    return refusal(
      "timeout",
      503,
      "Took too long",
      { zh: "这个问题用时过长，已停止；请缩小范围后再试。", en: "The question took too long and was stopped; ask about less." },
      {},
      later,
    );
  if (error instanceof Unavailable)
    return refusal(
      "unavailable",
      503,
      "Database unavailable",
      { zh: "数据库暂时连不上，请稍后再试。", en: "The database cannot be reached now; try again." },
      {},
      later,
    );
  if (error instanceof StoreUnavailable)
    return refusal(
      "store",
      503,
      "Photo store unavailable",
      { zh: "照片存储暂时不可用，请稍后再试。", en: "The store of photos cannot be reached now; try again." },
      {},
      later,
    );
  if (error instanceof Cancelled)
    return refusal("cancelled", 499, "Caller went away", { zh: "请求已取消。", en: "The request was cancelled." });
  const status = (error as { statusCode?: unknown }).statusCode;
  if (status === 413 && bodyLimit !== undefined) return tooLarge(bodyLimit);
  if (typeof status === "number" && status >= 400 && status < 500) return byStatus(status);
  return refusal("failure", 500, "Server failure", { zh: "服务器出错，已记录。", en: "The server failed; the failure has been logged." });
}
