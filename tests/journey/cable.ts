/** A cable between a page and the program that can be pulled: nothing gets through, and nobody is told, as when a switch loses power. */
import { connect, createServer, type Server, type Socket } from "node:net";

export class Cable {
  readonly #server: Server;
  readonly #ends = new Set<Socket>();
  #cut = false;
  address = "";

  /** @param to the program's address */
  constructor(to: string) {
    const { hostname, port } = new URL(to);
    this.#server = createServer((near) => {
      this.#hold(near);
      // What is connected while it is cut waits for an answer that does not come.
      if (this.#cut) return;
      const far = this.#hold(connect(Number(port), hostname));
      near.on("data", (bytes) => this.#cut || far.write(bytes));
      far.on("data", (bytes) => this.#cut || near.write(bytes));
      near.on("close", () => far.destroy());
      far.on("close", () => this.#cut || near.destroy());
    });
  }

  #hold(socket: Socket): Socket {
    this.#ends.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#ends.delete(socket));
    return socket;
  }

  async plug(): Promise<void> {
    await new Promise<void>((listens) => this.#server.listen(0, "127.0.0.1", listens));
    const at = this.#server.address();
    this.address = `http://127.0.0.1:${typeof at === "object" && at ? at.port : 0}`;
  }
  pull(): void {
    this.#cut = true;
  }
  /** New connections get through; those of before stay dead, as they do. */
  mend(): void {
    this.#cut = false;
  }
  close(): void {
    for (const socket of this.#ends) socket.destroy();
    this.#server.close();
  }
}
