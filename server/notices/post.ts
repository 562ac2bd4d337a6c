/**
 * One POST to a robot: to addresses that may be reached alone, looked at as they are connected to; no redirect is followed, no more than
 * 64 KiB are read, and ten seconds are all it gets. A robot's address is a secret: nothing said of a failure holds it.
 */
import { type LookupAddress, lookup as lookUp } from "node:dns";
import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import type { LookupFunction } from "node:net";
import type { Word } from "../contract/vocabulary.ts";
import { addressRefusal, literalOf, mayReach } from "./address.ts";

const patience_ms = 10_000;
const most_bytes = 64 * 1024;

/** All addresses of a name. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;
export interface PostOptions {
  /** Networks of one's own that may be reached. */
  readonly networks: readonly string[];
  /** How names are resolved; the machine's own way when left out. */
  readonly resolve?: Resolve | undefined;
  readonly patience_ms?: number | undefined;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Nothing came back that could be read. `refused`: it is not to be tried again as it is. */
export class PostFailure extends Error {
  override readonly name = "PostFailure";
  readonly why: Word;
  readonly refused: boolean;
  constructor(why: Word, refused = false) {
    super(why.en);
    this.why = why;
    this.refused = refused;
  }
}

const byMachine: Resolve = (name) =>
  new Promise((resolve, reject) => {
    lookUp(name, { all: true, verbatim: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });

const notAllowed = (address: string): PostFailure =>
  new PostFailure(
    {
      zh: `地址不允许：${address} 不是公网地址，也不在 WEBHOOK_NETWORKS 内`,
      en: `Not allowed: ${address} is neither public nor in WEBHOOK_NETWORKS.`,
    },
    true,
  );

/** Names are resolved, all addresses looked at, and only then connected to: between a look and a connection there is no second question. */
function guarded({ networks, resolve = byMachine }: PostOptions, plain: boolean): LookupFunction {
  return (name, options, done) => {
    resolve(name).then(
      (found) => {
        const wrong = found.find(({ address }) => !mayReach(address, networks, plain));
        const [first] = found;
        if (wrong) return done(notAllowed(wrong.address), "", 0);
        if (!first) return done(Object.assign(new Error("no address"), { code: "ENOTFOUND" }), "", 0);
        return options.all ? done(null, [...found]) : done(null, first.address, first.family);
      },
      (error: Error) => done(error, "", 0),
    );
  };
}

const words: Readonly<Record<string, Word>> = {
  ENOTFOUND: { zh: "找不到这个域名", en: "There is no such name." },
  EAI_AGAIN: { zh: "域名解析失败", en: "The name could not be resolved." },
  ECONNREFUSED: { zh: "对方拒绝连接", en: "The connection was refused." },
  ECONNRESET: { zh: "连接中断", en: "The connection broke." },
  EPIPE: { zh: "连接中断", en: "The connection broke." },
  ETIMEDOUT: { zh: "连接超时", en: "The connection timed out." },
  EHOSTUNREACH: { zh: "网络不通", en: "There is no way to it." },
  ENETUNREACH: { zh: "网络不通", en: "There is no way to it." },
};

/** What went wrong, in words; the code alone where there are none. Connecting to several addresses fails with an error of several. */
function inWords(error: unknown): PostFailure {
  if (error instanceof PostFailure) return error;
  if (error instanceof AggregateError && error.errors.length) return inWords(error.errors[0]);
  const code = typeof (error as { code?: unknown })?.code === "string" ? (error as { code: string }).code : "";
  return new PostFailure(words[code] ?? { zh: `连接失败${code && `：${code}`}`, en: `The connection failed${code && `: ${code}`}.` });
}

const tooSlow = (ms: number): PostFailure =>
  new PostFailure({ zh: `${ms / 1000} 秒内没有答复`, en: `No answer within ${ms / 1000} seconds.` });

/**
 * @param body JSON
 * @throws PostFailure
 */
export async function post(address: string, body: string, options: PostOptions): Promise<Answer> {
  const wrong = addressRefusal(address, options.networks);
  if (wrong) throw new PostFailure({ zh: `地址不允许：应为${wrong.zh}`, en: `Not allowed: expected ${wrong.en}.` }, true);
  const url = new URL(address);
  const plain = url.protocol === "http:";
  const literal = literalOf(url);
  if (literal !== null && !mayReach(literal, options.networks, plain)) throw notAllowed(literal);
  return new Promise((resolve, reject) => {
    const request = (plain ? plainRequest : secureRequest)(url, {
      method: "POST",
      // A connection of its own each time: one that was kept would have been looked at by nobody.
      agent: false,
      lookup: guarded(options, plain),
      headers: { "content-type": "application/json; charset=utf-8", "content-length": Buffer.byteLength(body), "user-agent": "Chuangtu" },
    });
    const limit_ms = options.patience_ms ?? patience_ms;
    const timer = setTimeout(() => request.destroy(tooSlow(limit_ms)), limit_ms);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      act();
    };
    request.on("error", (error) => settle(() => reject(inWords(error))));
    request.on("response", (response) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      response.on("data", (part: Buffer) => {
        bytes += part.length;
        parts.push(part);
        if (bytes > most_bytes) request.destroy(new PostFailure({ zh: "答复超过 64 KiB", en: "It answered more than 64 KiB." }));
      });
      response.on("error", (error) => settle(() => reject(inWords(request.errored ?? error))));
      response.on("end", () => settle(() => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString("utf8") })));
    });
    request.end(body);
  });
}
