/**
 * A process of its own that holds many streams of the change feed, and notes when each heard of each revision. Spoken to over IPC;
 * its clock is the machine's, in milliseconds.
 */
import { Agent, get, type IncomingMessage } from "node:http";

export type Order =
  | { readonly kind: "open"; readonly base: string; readonly cookies: readonly string[]; readonly count: number }
  | { readonly kind: "report" }
  | { readonly kind: "quit" };
export type Report =
  | { readonly kind: "opened" }
  /** When each stream heard of a revision; when each that was cut off said hello again, and the statuses it was given. */
  | {
      readonly kind: "report";
      readonly heard: readonly (readonly [number, readonly number[]])[];
      readonly back: readonly number[];
      readonly statuses: readonly number[];
    };

const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
const heard = new Map<number, number[]>();
const back: number[] = [];
const statuses: number[] = [];
/** The pause of a page that was cut off. */
const jitter_ms = (): number => 200 + Math.random() * 2_800;
/** Streams that open at a time at first: it is not the opening that is measured then. */
const lanes = 20;

function note(revision: number): void {
  const times = heard.get(revision);
  if (times) times.push(Date.now());
  else heard.set(revision, [Date.now()]);
}

/** Follows one stream, and comes back whenever it ends. */
function follow(base: string, cookie: string, since: number | null, hello: () => void): void {
  let position = since;
  const again = (): void => {
    setTimeout(() => follow(base, cookie, position, () => back.push(Date.now())), jitter_ms());
  };
  const take = (reply: IncomingMessage): void => {
    statuses.push(reply.statusCode ?? 0);
    let rest = "";
    reply.setEncoding("utf8");
    reply.on("data", (text: string) => {
      const parts = (rest + text).split("\n\n");
      rest = parts.pop() ?? "";
      for (const part of parts) {
        const id = /^id: (\d+)$/m.exec(part)?.[1];
        if (id !== undefined) position = Number(id);
        if (/^event: hello$/m.test(part)) hello();
        else if (id !== undefined && /^event: change$/m.test(part)) note(Number(id));
      }
    });
    reply.on("error", () => {});
    reply.on("close", again);
  };
  get(`${base}/api/changes${position === null ? "" : `?since=${position}`}`, { agent, headers: { cookie } }, take).on("error", again);
}

async function open({ base, cookies, count }: Extract<Order, { kind: "open" }>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < count; i = next++)
      await new Promise<void>((resolve) => follow(base, cookies[i % cookies.length] as string, null, resolve));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

const say = (report: Report): void => void process.send?.(report);

process.on("message", (order: Order) => {
  if (order.kind === "open") void open(order).then(() => say({ kind: "opened" }));
  else if (order.kind === "report") {
    say({ kind: "report", heard: [...heard], back: [...back], statuses: [...statuses] });
    heard.clear();
    back.length = 0;
    statuses.length = 0;
  } else process.exit(0);
});
