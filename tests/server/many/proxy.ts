/** A proxy as an office puts before several processes: each request goes to the next in turn, streams go through as they come. */
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Balancer {
  readonly address: string;
  /** How many requests went to each. */
  readonly passed: readonly number[];
  close(): Promise<void>;
}

/** @param addresses such as http://127.0.0.1:40001 */
export async function openProxy(addresses: readonly string[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  const passed = addresses.map(() => 0);
  let next = 0;
  const pass = (from: IncomingMessage, to: ServerResponse): void => {
    const turn = next++ % addresses.length;
    passed[turn] = (passed[turn] as number) + 1;
    const { method, headers, url } = from;
    const target = new URL(url ?? "/", addresses[turn]);
    const onward = request(target, { method, headers, agent }, (reply) => {
      to.writeHead(reply.statusCode ?? 502, reply.headers);
      // What has come so far goes out now: a stream may have nothing more to say for a while.
      to.flushHeaders();
      reply.pipe(to);
    });
    onward.on("error", () => (to.headersSent ? to.destroy() : to.writeHead(502).end()));
    to.on("close", () => onward.destroy());
    from.pipe(onward);
  };
  const server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
