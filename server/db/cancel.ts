/** Stops what a session runs, by the protocol's own request: over a line of its own, without signing in; a pooler passes it on. */
import pg from "pg";

const patience_ms = 3_000;

/** What the driver's client knows of its session. */
interface Session {
  readonly processID: number;
  readonly secretKey: number;
  readonly host: string;
  readonly port: number;
  readonly ssl: boolean | object;
}

/** What the driver's types leave out. */
interface Line {
  readonly stream: { destroy(): void };
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: number): void;
  on(event: "connect" | "sslconnect" | "end", call: () => void): void;
  on(event: "error", call: (error: Error) => void): void;
}

/** Done once the server has taken the request: it says nothing, and closes. @throws when it cannot be reached in time */
export async function cancel(client: pg.ClientBase): Promise<void> {
  const { processID, secretKey, host, port, ssl } = client as unknown as Session;
  const line = new pg.Connection({ ssl } as pg.ConnectionConfig) as unknown as Line;
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error("The server did not take the request to stop a statement.")), patience_ms);
      const say = (): void => line.cancel(processID, secretKey);
      line.on("error", reject);
      line.on("end", resolve);
      line.on("connect", () => (ssl ? line.requestSsl() : say()));
      line.on("sslconnect", say);
      if (host.startsWith("/")) line.connect(`${host}/.s.PGSQL.${port}`);
      else line.connect(port, host);
    });
  } finally {
    clearTimeout(timer);
    line.stream.destroy();
  }
}
