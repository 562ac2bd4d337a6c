/**
 * A proxy as in front of a province's servers: in turn to those that say they are ready, streams passed on as they come. A question whose
 * server died is asked of another one; what does something is not, unless it cannot have arrived: its doer decides.
 */
import { Agent, request as ask, createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isReady } from "./ready.ts";

/** How often each server is asked whether it is ready. */
const look_ms = 200;

interface Backend {
  readonly address: string;
  ready: boolean;
}

export interface FrontProxy {
  readonly address: string;
  /** Servers that requests go to now. */
  ready(): readonly string[];
  close(): Promise<void>;
}

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
}

class RoundRobin {
  readonly #backends: readonly Backend[];
  readonly #agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  readonly #timer: NodeJS.Timeout;
  #turn = 0;

  constructor(addresses: readonly string[]) {
    this.#backends = addresses.map((address) => ({ address, ready: false }));
    this.#timer = setInterval(() => this.look(), look_ms).unref();
  }

  get ready(): string[] {
    return this.#backends.filter(({ ready }) => ready).map(({ address }) => address);
  }

  look(): void {
    for (const backend of this.#backends) {
      isReady(backend.address).then(
        (ready) => {
          backend.ready = ready;
        },
        () => {
          backend.ready = false;
        },
      );
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#agent.destroy();
  }

  /** @param tried who has failed already */
  send(asked: Asked, tried: readonly Backend[] = []): void {
    const left = this.#backends.filter((one) => one.ready && !tried.includes(one));
    const backend = left[this.#turn++ % Math.max(left.length, 1)];
    if (backend === undefined) {
      refuse(asked.response, tried.length > 0 ? 502 : 503);
      return;
    }
    const { request, response, body } = asked;
    const headers = { ...request.headers, "x-forwarded-for": request.socket.remoteAddress ?? "" };
    const onward = ask(backend.address + request.url, { method: request.method, headers, agent: this.#agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
      // A stream whose server died ends as it died: without an end.
      answer.on("close", () => answer.complete || response.destroy());
    });
    response.on("close", () => onward.destroy());
    onward.on("error", (error: NodeJS.ErrnoException) => {
      if (response.headersSent || response.destroyed) {
        response.destroy();
        return;
      }
      const unsent = error.code === "ECONNREFUSED";
      if (unsent) backend.ready = false;
      if (unsent || request.method === "GET") this.send(asked, [...tried, backend]);
      else refuse(response, 502);
    });
    onward.end(body);
  }
}

function refuse(response: ServerResponse, status: number): void {
  if (!response.headersSent && !response.destroyed) response.writeHead(status, { "retry-after": "1" }).end();
}

/** @param backends addresses, `http://host:port`; they need not answer yet */
export async function startProxy(backends: readonly string[]): Promise<FrontProxy> {
  const turns = new RoundRobin(backends);
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => turns.send({ request, response, body: Buffer.concat(parts) }));
  });
  await new Promise<void>((listens) => server.listen(0, "127.0.0.1", listens));
  turns.look();
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready: () => turns.ready,
    async close() {
      turns.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
