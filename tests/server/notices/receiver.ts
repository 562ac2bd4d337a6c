/** A robot of one's own on this machine: takes messages, or does what a bad day does to it. It keeps what it answered "ok" to, and all that came. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { RobotKind } from "../../../server/contract/officeWords.ts";

/** How it answers: well, not at all, or with something else. */
export type Mood =
  | "ok"
  | "stall"
  | "garbage"
  | "html"
  | "wrong"
  | "reset"
  | "halfway"
  | "busy"
  | "down"
  | "gone"
  | "moved"
  | "flood"
  | "slow";

export interface Arrival {
  /** ms since 1970. */
  readonly at: number;
  readonly url: string;
  readonly body: string;
  readonly text: string;
  readonly mood: Mood;
}

export interface Receiver {
  readonly port: number;
  /** All that came, whatever was answered. */
  readonly arrivals: Arrival[];
  /** Moods of the next requests, in turn; then `mood` is asked. */
  next: Mood[];
  mood: (path: string) => Mood;
  url(path?: string): string;
  /** Texts that were answered "ok". */
  accepted(path?: string): string[];
  close(): Promise<void>;
}

const ok: Readonly<Record<RobotKind, object>> = {
  wecom: { errcode: 0, errmsg: "ok" },
  dingtalk: { errcode: 0, errmsg: "ok" },
  feishu: { code: 0, msg: "success", StatusCode: 0 },
};
const busy: Readonly<Record<RobotKind, object>> = {
  wecom: { errcode: 45009, errmsg: "api freq out of limit" },
  dingtalk: { errcode: 130101, errmsg: "send too fast, exceed 20 times per minute" },
  feishu: { code: 11232, msg: "frequency limited psm" },
};

function textIn(body: string): string {
  try {
    const { text, content } = JSON.parse(body) as { text?: { content?: string }; content?: { text?: string } };
    return text?.content ?? content?.text ?? "";
  } catch {
    return "";
  }
}

function answer(kind: RobotKind, mood: Mood, reply: ServerResponse, socket: Socket): void {
  const say = (code: number, text: string, type = "application/json") => reply.writeHead(code, { "content-type": type }).end(text);
  const acts: Readonly<Record<Mood, () => unknown>> = {
    ok: () => say(200, JSON.stringify(ok[kind])),
    stall: () => {},
    garbage: () => say(200, "\u0000\u0001{not json"),
    html: () => say(200, "<html><body>Please sign in to the hall's network</body></html>", "text/html"),
    wrong: () => say(200, JSON.stringify({ errcode: "0", ok: true, code: null })),
    reset: () => socket.resetAndDestroy(),
    halfway: () => {
      reply.writeHead(200, { "content-length": "400" }).write('{"errcode":');
      setTimeout(() => socket.destroy(), 20);
    },
    busy: () => say(200, JSON.stringify(busy[kind])),
    down: () => say(502, "<html>Bad gateway</html>", "text/html"),
    gone: () => say(404, "no such robot", "text/plain"),
    moved: () => reply.writeHead(302, { location: "http://127.0.0.1:1/elsewhere" }).end(),
    flood: () => say(200, "x".repeat(200_000), "text/plain"),
    slow: () => setTimeout(() => say(200, JSON.stringify(ok[kind])), 150),
  };
  acts[mood]();
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
};

/** @param kind whose answers it gives; of a path that begins with another's name, that one's */
export async function openReceiver(kind: RobotKind = "wecom"): Promise<Receiver> {
  const arrivals: Arrival[] = [];
  const server = createServer(async (request, reply) => {
    const body = await bodyOf(request).catch(() => "");
    const url = request.url ?? "";
    const mood = receiver.next.shift() ?? receiver.mood(url);
    arrivals.push({ at: Date.now(), url, body, text: textIn(body), mood });
    const named = (Object.keys(ok) as RobotKind[]).find((one) => url.startsWith(`/${one}`));
    answer(named ?? kind, mood, reply, request.socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    port,
    arrivals,
    next: [],
    mood: () => "ok",
    url: (path = "/robot?key=s3cret-key") => `http://127.0.0.1:${port}${path}`,
    accepted: (path = "/") =>
      arrivals.flatMap(({ url, text, mood }) => ((mood === "ok" || mood === "slow") && url.startsWith(path) ? [text] : [])),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return receiver;
}
