/**
 * The field page's worker: the page starts from what it kept when the network is gone or slow, and what waits is sent when the browser
 * wakes it. It keeps the page's own files of one version, nothing of /api, and nothing of the other pages.
 */
import { deliver } from "./deliver.ts";
import { openKeep } from "./keep.ts";

/** Put in by the build: addresses of the page's files, and a name for this set of them. */
declare const __files__: readonly string[];
declare const __version__: string;

interface Waitable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Waitable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Syncing extends Waitable {
  readonly tag: string;
}
interface OpenPage {
  readonly url: string;
}
interface Scope {
  skipWaiting(): Promise<void>;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window"; includeUncontrolled?: boolean }): Promise<readonly OpenPage[]>;
  };
  addEventListener(name: "install" | "activate", call: (event: Waitable) => void): void;
  addEventListener(name: "fetch", call: (event: Fetching) => void): void;
  addEventListener(name: "sync", call: (event: Syncing) => void): void;
  addEventListener(name: "message", call: (event: MessageEvent & Waitable) => void): void;
}
const scope = globalThis as unknown as Scope;

const prefix = "chuangtu-field-";
const cacheName = prefix + __version__;
const files: ReadonlySet<string> = new Set(__files__);
/** So long the network may take for the page itself. */
const patience_ms = 3000;

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Past the browser's own cache: what is kept must be of this version.
  await cache.addAll([...files].map((path) => new Request(path, { cache: "reload" })));
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await scope.clients.claim();
}

/** A newer one takes over when a page has just started and no other is open: nobody loses what they write. */
async function takeOver(): Promise<void> {
  const pages = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.filter(({ url }) => new URL(url).pathname === "/field").length <= 1) await scope.skipWaiting();
}

const kept = async (path: string): Promise<Response | undefined> => (await caches.open(cacheName)).match(path);

/** The page: from the server when it answers soon and well, else as it was kept. */
async function page(request: Request): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patience_ms);
  try {
    // By its address: a navigation's own request cannot be given a signal.
    const fresh = await fetch(request.url, { signal: late.signal, cache: "no-cache" });
    if (fresh.ok) return fresh;
    return (await kept("/field")) ?? fresh;
  } catch (error) {
    const instead = await kept("/field");
    if (instead) return instead;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

const file = async (request: Request, path: string): Promise<Response> => (await kept(path)) ?? fetch(request);

async function send(): Promise<void> {
  const next = await deliver(await openKeep(), true, () => {});
  // The browser tries again later when this fails.
  if (next !== null) throw new Error("something still waits");
}

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(activate()));
scope.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(takeOver());
});
scope.addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(send());
});
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (pathname === "/field") event.respondWith(page(request));
  } else if (files.has(pathname) && pathname !== "/field") event.respondWith(file(request, pathname));
});
