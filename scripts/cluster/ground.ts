/** What a cluster stands on: a port that is free, and the user it runs as. */
import { execFileSync } from "node:child_process";
import { createServer } from "node:net";

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** The server refuses to run as root; then it runs as the user that its package made. */
export function owner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** A TCP port of the loopback address that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
