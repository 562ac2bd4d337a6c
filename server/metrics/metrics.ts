/** "How is this process doing?" For a monitoring system: figures in Prometheus' text format, and nothing of anybody. */
import { createHash, timingSafeEqual } from "node:crypto";
import { Type } from "typebox";
import { Unauthenticated } from "../ask/caller.ts";
import { type Ask, NotFound, Reply, type Route, route } from "../ask/route.ts";
import type { Backups } from "../contract/types.ts";
import { backupFamilies } from "./backups.ts";
import { databaseFamilies } from "./database.ts";
import { exposition, expositionMedia, type Family } from "./exposition.ts";
import { processFamilies } from "./process.ts";
import { workFamilies } from "./work.ts";

export interface MetricsMeans {
  /** Who may ask shows it: `Authorization: Bearer`. None: this machine alone may ask. */
  readonly token: string | undefined;
  readonly version: string;
  /** Of what answers requests. */
  readonly families: () => readonly Family[];
  readonly backups: () => Backups;
}

const loopback = /^(::ffff:)?127\.|^::1$/;
/** What a proxy says of whom it asks for: then it is not this machine that asks. */
const forwarding = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

const sum = (text: string): Buffer => createHash("sha256").update(text).digest();

/** @throws Unauthenticated; NotFound where no token would do */
function mayAsk({ caller, header }: Ask, token: string | undefined): void {
  if (token === undefined) {
    if (loopback.test(caller.address ?? "") && forwarding.every((name) => header(name) === undefined)) return;
    throw new NotFound({ zh: "没有这个地址。", en: "There is nothing at this address." });
  }
  const shown = /^Bearer +(\S+)$/i.exec(header("authorization") ?? "")?.[1] ?? "";
  // Sums are of one length, and take as long to compare whatever was shown.
  if (!timingSafeEqual(sum(shown), sum(token)))
    throw new Unauthenticated({
      zh: "须带 METRICS_TOKEN（Authorization: Bearer）。",
      en: "METRICS_TOKEN is needed: Authorization: Bearer.",
    });
}

export const metrics = ({ token, version, families, backups }: MetricsMeans): Route =>
  route({
    path: "/metrics",
    question: "How is this process doing, for a monitoring system? For this machine, or with METRICS_TOKEN.",
    may: { who: "everybody", area: "none" },
    unasked: true,
    answer: Type.String(),
    media: "text/plain",
    async handle(ask) {
      mayAsk(ask, token);
      const standing = ask.standing();
      const work = await workFamilies(standing);
      const all = [...processFamilies(version), ...families(), ...databaseFamilies(standing), ...work, ...backupFamilies(backups())];
      return new Reply(200, { "content-type": expositionMedia, "cache-control": "no-store" }, exposition(all));
    },
  });
