/** Being sent away because too much is asked at once: what is said, and how it is said cheaply. */
import type { IncomingMessage } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Word } from "../contract/vocabulary.ts";
import type { Weight } from "./weights.ts";

/** There is no room now. */
export class Busy extends Error {
  override readonly name = "Busy";
  readonly weight: Weight;
  /** Seconds after which there may be room. */
  readonly after_s: number;
  /** The program is about to end. */
  readonly closing: boolean;
  constructor(weight: Weight, after_s: number, closing = false) {
    super(`No room for another ${weight}; try again in ${after_s} s.`);
    this.weight = weight;
    this.after_s = after_s;
    this.closing = closing;
  }
}

const full: Readonly<Record<Weight, Word>> = {
  cheap: { zh: "同时打开的页面请求已满", en: "Too many requests are open at once" },
  tile: { zh: "等待绘制的地图图块已满", en: "Too many pieces of the map are being waited for" },
  act: { zh: "等待办理的操作已满", en: "Too many changes are being waited for" },
  question: { zh: "等待回答的查询已满", en: "Too many questions are being waited for" },
  heavy: { zh: "等待统计、导入导出的任务已满", en: "Too many long questions, imports and exports are being waited for" },
};

/** What is full, and when to try again. */
export function busyWords({ weight, after_s, closing }: Busy): Word {
  if (closing) return { zh: "服务器正在关闭或重启，请稍后再试。", en: "The server is closing or starting anew; try again in a moment." };
  const { zh, en } = full[weight];
  const when = `${after_s} second${after_s === 1 ? "" : "s"}`;
  return {
    zh: `${zh}，请 ${after_s} 秒后再试；内容没有丢失，也没有改动。`,
    en: `${en}; try again in ${when}. Nothing was lost or changed.`,
  };
}

/** So long is an answer held back that sends away: who comes back at once, whatever Retry-After says, comes as often as that at most. */
const hold_ms = 250;
/** So many at a time; beyond it an answer goes out at once, for those who are held cost memory. */
const mostHeld = 512;
/** A body up to here is let go by unread; the line of a longer one is closed. Bytes. */
const mostUnread = 256 * 1024;

const isLong = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > mostUnread;

type Held = () => void;

/** Sends away at the door: nothing of the body is read, nothing looked up, and the framework makes no answer. */
export class Door {
  readonly #held = new Map<Held, NodeJS.Timeout>();
  readonly #bodies = new Map<string, string>();
  readonly #document: (busy: Busy) => object;
  #closing = false;

  /** @param document the problem document of a refusal */
  constructor(document: (busy: Busy) => object) {
    this.#document = document;
  }

  /** Answers that are held back. */
  get held(): number {
    return this.#held.size;
  }

  sendAway(busy: Busy, { raw: asked }: FastifyRequest, reply: FastifyReply): void {
    reply.hijack();
    const body = this.#bodyOf(busy);
    const ends = busy.closing || isLong(asked);
    const headers = {
      "content-type": "application/problem+json",
      "content-length": String(Buffer.byteLength(body)),
      "cache-control": "no-store",
      "retry-after": String(busy.after_s),
      ...(ends && { connection: "close" }),
    };
    const say = (): void => {
      if (!reply.raw.destroyed) reply.raw.writeHead(503, headers).end(body);
    };
    if (this.#closing || this.#held.size >= mostHeld) say();
    else this.#hold(say);
  }

  /** There are as many as there are weights and seconds. */
  #bodyOf(busy: Busy): string {
    const key = `${busy.weight} ${busy.after_s} ${busy.closing}`;
    const body = this.#bodies.get(key) ?? JSON.stringify(this.#document(busy));
    this.#bodies.set(key, body);
    return body;
  }

  /** Holds nobody any more. */
  close(): void {
    this.#closing = true;
    for (const [say, timer] of this.#held) {
      clearTimeout(timer);
      say();
    }
    this.#held.clear();
  }

  #hold(say: Held): void {
    const later = (): void => {
      this.#held.delete(say);
      say();
    };
    this.#held.set(say, setTimeout(later, hold_ms));
  }
}
