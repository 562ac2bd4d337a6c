/** Whether a caller may come this far at all: signed in, of a role that may, and from our own page when something is to change. */
import type { FastifyRequest } from "fastify";
import { type Caller, Forbidden, Unauthenticated } from "../ask/caller.ts";
import type { Route } from "../ask/route.ts";
import { personRoles, roles, type Word } from "../contract/vocabulary.ts";
import { isKeyed } from "./callers.ts";

/** @throws Unauthenticated, Forbidden */
export function permit(route: Pick<Route, "may" | "method">, caller: Caller, request: Pick<FastifyRequest, "headers" | "host">): void {
  if (route.method !== "GET") fromOurPage(request);
  const { who } = route.may;
  if (who === "everybody") return;
  if (caller.kind === "nobody") throw isKeyed(route.may) ? new Unauthenticated(keyNeeded) : new Unauthenticated();
  if (who === "signed in") {
    // A key is for the routes that name it, and signs nobody in.
    if (caller.roles.has("intake")) throw new Forbidden(dutyNeeded(personRoles.map((role) => roles[role])));
    return;
  }
  if (who.some((role) => caller.roles.has(role))) return;
  throw new Forbidden(dutyNeeded(who.map((role) => roles[role])));
}

const keyNeeded: Word = {
  zh: "须带外部系统的密钥（Authorization: Bearer），且未被吊销。",
  en: "A key of another system is needed, one that has not been revoked: Authorization: Bearer.",
};

const dutyNeeded = (duties: readonly Word[]): Word => ({
  zh: `此操作限${duties.map((d) => d.zh).join("、")}`,
  en: `This is for: ${duties.map((d) => d.en).join(", ")}.`,
});

/** What changes something comes from a page of this very server: browsers say where a request comes from. */
function fromOurPage({ headers, host }: Pick<FastifyRequest, "headers" | "host">): void {
  const elsewhere: Word = { zh: "请求来自别的网站", en: "The request comes from another site." };
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") throw new Forbidden(elsewhere);
  if (headers.origin !== undefined && hostOf(headers.origin) !== host) throw new Forbidden(elsewhere);
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
