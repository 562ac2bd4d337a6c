/**
 * What a page's worker does so that the page starts when the network is gone or slow: it keeps the page's own files of one version,
 * nothing of /api, and nothing of the other pages.
 */

interface Waitable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Waitable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface OpenPage {
  readonly url: string;
}
/** The part of a worker's global scope that is used here. */
export interface WorkerScope {
  skipWaiting(): Promise<void>;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window"; includeUncontrolled?: boolean }): Promise<readonly OpenPage[]>;
  };
  addEventListener(name: "install" | "activate", call: (event: Waitable) => void): void;
  addEventListener(name: "fetch", call: (event: Fetching) => void): void;
  addEventListener(name: "message", call: (event: MessageEvent & Waitable) => void): void;
}
const scope = globalThis as unknown as WorkerScope;

/** So long the network may take for the page itself. */
const patience_ms = 3000;

export interface Kept {
  /** The page's address, such as /field. */
  readonly page: string;
  /** Addresses of its files, itself among them. */
  readonly files: readonly string[];
  /** A name for this set of files. */
  readonly version: string;
}

async function install(name: string, files: readonly string[]): Promise<void> {
  const cache = await caches.open(name);
  // Past the browser's own cache: what is kept must be of this version.
  await cache.addAll(files.map((path) => new Request(path, { cache: "reload" })));
}

async function activate(prefix: string, name: string): Promise<void> {
  const old = (await caches.keys()).filter((one) => one.startsWith(prefix) && one !== name);
  await Promise.all(old.map((one) => caches.delete(one)));
  await scope.clients.claim();
}

/** A newer one takes over when a page has just started and no other is open: nobody loses what they write. */
async function takeOver(page: string): Promise<void> {
  const pages = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.filter(({ url }) => new URL(url).pathname === page).length <= 1) await scope.skipWaiting();
}

type Find = (path: string) => Promise<Response | undefined>;

/** The page: from the server when it answers soon and well, else as it was kept. */
async function pageOf(request: Request, page: string, kept: Find): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patience_ms);
  try {
    // By its address: a navigation's own request cannot be given a signal.
    const fresh = await fetch(request.url, { signal: late.signal, cache: "no-cache" });
    if (fresh.ok) return fresh;
    return (await kept(page)) ?? fresh;
  } catch (error) {
    const instead = await kept(page);
    if (instead) return instead;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Keeps a page's files and answers with them; to be called once, as the worker starts. */
export function keepPage({ page, files, version }: Kept): void {
  const prefix = `chuangtu-${page.slice(1)}-`;
  const name = prefix + version;
  const held: ReadonlySet<string> = new Set(files);
  const kept: Find = async (path) => (await caches.open(name)).match(path);
  scope.addEventListener("install", (event) => event.waitUntil(install(name, files)));
  scope.addEventListener("activate", (event) => event.waitUntil(activate(prefix, name)));
  scope.addEventListener("message", (event) => {
    if (event.data === "take over") event.waitUntil(takeOver(page));
  });
  scope.addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== location.origin) return;
    if (request.mode === "navigate") {
      if (pathname === page) event.respondWith(pageOf(request, page, kept));
    } else if (held.has(pathname) && pathname !== page) event.respondWith(kept(pathname).then((file) => file ?? fetch(request)));
  });
}

/** Puts a page's worker in place. A newer one takes over at a start only, when no other page of this one is open. */
export async function installWorker(script: string, page: string): Promise<void> {
  // While developing, what is served changes under the page; and only pages that are served securely have workers.
  if (!("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(script, { scope: page });
    registration.waiting?.postMessage("take over");
  } catch (error) {
    console.warn("The page will not start without a network:", error);
  }
}
