/** What every answer says of itself to a browser: made once, for they are the same on all. The page may load itself alone. */
import type { FastifyInstance } from "fastify";

/** The map's worker is our own file, or a blob of it; pictures are drawn on canvases. */
const self = ["'self'"];

export const contentSecurityPolicy = {
  directives: {
    defaultSrc: self,
    // A GeoPackage is read in the page's own worker by SQLite, which is WebAssembly: that may be compiled, text as code still may not.
    scriptSrc: [...self, "'wasm-unsafe-eval'"],
    workerSrc: [...self, "blob:"],
    childSrc: [...self, "blob:"],
    // The map reads pictures it made itself through blob addresses.
    connectSrc: [...self, "blob:"],
    imgSrc: [...self, "data:", "blob:"],
    styleSrc: self,
    fontSrc: [...self, "data:"],
    objectSrc: ["'none'"],
    baseUri: self,
    formAction: self,
    frameAncestors: self,
  },
};

const policyText = Object.entries(contentSecurityPolicy.directives)
  .map(([name, sources]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${sources.join(" ")}`)
  .join(";");

export const securityHeaders: readonly (readonly [name: string, value: string])[] = Object.entries({
  "content-security-policy": policyText,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "origin-agent-cluster": "?1",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "x-dns-prefetch-control": "off",
  "x-download-options": "noopen",
  "x-frame-options": "SAMEORIGIN",
  "x-permitted-cross-domain-policies": "none",
  "x-xss-protection": "0",
});

/** Puts them on every answer: refusals and files, too. */
export function guardAnswers(app: FastifyInstance): void {
  app.addHook("onRequest", (_request, { raw }, done) => {
    for (const [name, value] of securityHeaders) raw.setHeader(name, value);
    done();
  });
}
