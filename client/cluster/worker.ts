/** The worker: one desk and a door. */
import { Desk } from "./desk.ts";
import type { Request } from "./protocol.ts";

/** The part of a worker's global scope used here; the DOM's types, which this project has, describe a window. */
interface Scope {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
}
const scope = self as unknown as Scope;
const desk = new Desk((reply, transfer = []) => scope.postMessage(reply, transfer));

scope.onmessage = ({ data }) => {
  try {
    desk.take(data);
  } catch (error) {
    // An error that only reached the console would leave yesterday's picture standing.
    scope.postMessage({ kind: "failed", reason: error instanceof Error ? error.message : String(error) }, []);
  }
};
