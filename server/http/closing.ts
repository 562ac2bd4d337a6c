/** An end that comes soon: connections that browsers keep open are not waited for until they tire. */
import type { FastifyInstance } from "fastify";

/** Whatever is being asked when the program is told to stop has so long to be answered. */
const patience_ms = 10_000;
/** A connection still at its answer when the closing begins is idle a moment later, and then nobody looks: so it is looked at again and again. */
const look_ms = 50;

export function closesSoon(app: FastifyInstance): void {
  let looking: NodeJS.Timeout | undefined;
  let patience: NodeJS.Timeout | undefined;
  app.addHook("preClose", async () => {
    looking = setInterval(() => app.server.closeIdleConnections(), look_ms);
    patience = setTimeout(() => app.server.closeAllConnections(), patience_ms);
  });
  app.addHook("onClose", async () => {
    clearInterval(looking);
    clearTimeout(patience);
  });
}
