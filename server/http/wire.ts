/** Where a stream's text goes: the socket of an answer that goes on. */
import type { ServerResponse } from "node:http";
import type { Wire } from "../ask/route.ts";

/** For a reader who takes nothing any more to take what an ended stream still had to say. */
const patience_ms = 2_000;

export function wireOf(raw: ServerResponse): Wire {
  const calls = new Set<() => void>();
  let open = !raw.destroyed;
  raw.once("close", () => {
    open = false;
    for (const call of calls) call();
  });
  return {
    write(text) {
      if (open && !raw.writableEnded) raw.write(text);
    },
    waiting: () => raw.writableLength,
    end() {
      if (!open || raw.writableEnded) return;
      raw.end();
      const cut = setTimeout(() => raw.destroy(), patience_ms);
      raw.once("close", () => clearTimeout(cut));
    },
    closed: (call) => void (open ? calls.add(call) : call()),
  };
}
