/** The load: connections that stay open, each sending its next request when its answer is whole. Requests are bytes made before. */
import { connect } from "node:net";
import { answersIn } from "./answers.ts";
import { obey } from "./child.ts";
import { type Rate, rateOf } from "./rate.ts";

export interface Load {
  readonly port: number;
  readonly requests: readonly Uint8Array[];
  readonly connections: number;
  readonly seconds: number;
  readonly warm_s: number;
  /** What is answered; anything else ends the run. */
  readonly status: number;
}
export interface Loaded extends Rate {
  /** Of an answer, head and all, on the average. */
  readonly bytes: number;
  /** Requests, warming and all. */
  readonly sent: number;
}

async function load({ port, requests, connections, seconds, warm_s, status: wanted }: Load): Promise<Loaded> {
  let [next, bytes, stopped] = [0, 0, false];
  const times: number[] = [];
  const begin = performance.now() + warm_s * 1_000;
  const end = begin + seconds * 1_000;
  const line = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      let from = 0;
      const send = (): void => {
        from = performance.now();
        if (from >= end || stopped) return void socket.end(resolve);
        socket.write(requests[next++ % requests.length] as Uint8Array);
      };
      const take = answersIn((status, length) => {
        const now = performance.now();
        if (status !== wanted) return void socket.destroy(new Error(`answered ${status} where ${wanted} was expected`));
        if (from >= begin && now <= end) {
          times.push(now - from);
          bytes += length;
        }
        send();
      });
      socket.on("connect", send);
      socket.on("data", take);
      socket.on("error", reject);
      socket.on("close", () => reject(new Error("The server closed the connection.")));
    });
  try {
    await Promise.all(Array.from({ length: connections }, line));
  } finally {
    stopped = true;
  }
  return { ...rateOf(Float64Array.from(times), seconds), bytes: bytes / Math.max(1, times.length), sent: next };
}

const orders = { load };
export type LoadOrders = typeof orders;
obey(orders);
