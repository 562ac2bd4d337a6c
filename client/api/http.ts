/** The one way to the server: a GET that can be left, and one error type that says what was refused and why. */
import { staleSince } from "../../server/contract/stale.ts";
import type { ProblemDocument } from "../../server/contract/types.ts";

/** What went wrong: the server's own document (RFC 9457), or ours when there was no server to write one. */
export class HttpError extends Error {
  readonly status: number;
  readonly document: ProblemDocument;
  constructor(document: ProblemDocument) {
    super(document.detail || document.title);
    this.status = document.status;
    this.document = document;
  }
  /** True when asking again later may succeed. */
  get mayPass(): boolean {
    return this.status === 0 || this.status === 503 || this.status === 429;
  }
  /** The reason in both languages. */
  get words(): { zh: string; en: string } {
    const { detail, detail_zh, title } = this.document;
    return { zh: detail_zh || detail || title, en: detail || title };
  }
}

const isDocument = (body: unknown): body is ProblemDocument =>
  typeof body === "object" && body !== null && "title" in body && typeof body.title === "string" && "status" in body;

/** Makes the one error out of an answer that is not 2xx, whatever its body holds. */
export async function errorOf(response: Response): Promise<HttpError> {
  const text = await response.text().catch(() => "");
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // A proxy's HTML page or nothing at all: the status says what there is to say.
  }
  if (isDocument(body)) return new HttpError({ ...body, status: response.status, detail: body.detail ?? "" });
  const title = response.statusText || `HTTP ${response.status}`;
  const detail_zh = `服务器回答 ${response.status}`;
  return new HttpError({
    type: "about:blank",
    title,
    status: response.status,
    detail: `The server answered ${response.status}.`,
    detail_zh,
  });
}

const unreachable = () =>
  new HttpError({
    type: "about:blank",
    title: "unreachable",
    status: 0,
    detail: "The server cannot be reached.",
    detail_zh: "连不上服务器。",
  });

/** True for a request that was left on purpose: no failure, nothing to show. */
export const wasLeft = (error: unknown) => error instanceof DOMException && error.name === "AbortError";

/** Asks a path under /api for an answer that the caller reads. @param accept kinds of content @throws HttpError */
export const getResponse = (path: string, accept: string, signal?: AbortSignal): Promise<Response> =>
  sent(path, { headers: { accept }, ...(signal && { signal }) });

/** Asks a path under /api. ETags and 304 are the browser's cache's business; the server marks answers "no-cache". */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await (await getResponse(path, "application/json", signal)).json()) as T;
}

/** Asks a path under /api whose answer is a file; what the browser has of it is asked for again first. @throws HttpError */
export async function getFile(path: string, signal?: AbortSignal): Promise<Blob> {
  return (await sent(path, { cache: "no-cache", ...(signal && { signal }) })).blob();
}

/** The time by the clock of the server's own machine, unix seconds, whatever the district's is; null = it did not say. @throws HttpError */
export async function serverTime(signal?: AbortSignal): Promise<number | null> {
  const { headers } = await sent("/api/health", { cache: "no-store", ...(signal && { signal }) });
  const unix = Date.parse(headers.get("date") ?? "") / 1000;
  return Number.isFinite(unix) ? unix : null;
}

/** Called when the server says that nobody is signed in: the page then asks for it. */
let whenSignedOut: () => void = () => {};
export const onSignedOut = (call: () => void): void => {
  whenSignedOut = call;
};

/** Does something: a POST under /api with a JSON body. @throws HttpError */
export async function postJson<T>(path: string, body: object, signal?: AbortSignal): Promise<T> {
  return (await (await post(path, body, signal)).json()) as T;
}

/** The same, its answer line by line as it comes (NDJSON). */
export async function postLines<T>(path: string, body: object, line: (value: T) => void, signal?: AbortSignal): Promise<void> {
  const response = await post(path, body, signal);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) if (text) line(JSON.parse(text) as T);
  }
  if (rest) line(JSON.parse(rest) as T);
}

/** Sends bytes as they are. @throws HttpError */
export async function postBytes<T>(path: string, body: Blob, signal?: AbortSignal): Promise<T> {
  const headers = { accept: "application/json", "content-type": "application/octet-stream" };
  return (await (await sent(path, { method: "POST", headers, body, ...(signal && { signal }) })).json()) as T;
}

/** Does something whose answer is a file. @throws HttpError */
export async function postForFile(path: string, body: object, signal?: AbortSignal): Promise<Blob> {
  return (await post(path, body, signal)).blob();
}

async function post(path: string, body: object, signal?: AbortSignal): Promise<Response> {
  const headers = { accept: "application/json", "content-type": "application/json" };
  return sent(path, { method: "POST", headers, body: JSON.stringify(body), ...(signal && { signal }) });
}

/** Called while a busy server keeps refusing what the page goes on asking: the page says that it waits. */
let whenBusy: (words: { zh: string; en: string }) => void = () => {};
export const onBusy = (call: typeof whenBusy): void => {
  whenBusy = call;
};
const waiting = { zh: "服务器正忙，页面会自动再问，请稍候。", en: "The server is busy. The page asks again by itself." };

/** Called with each answer that a copy gave while the database that is written to is away. @param since RFC 3339; it may lack what came after */
let whenStale: (since: string) => void = () => {};
export const onStale = (call: typeof whenStale): void => {
  whenStale = call;
};

/** Refused so often, a question is given up; a wait that is named longer than this is not waited for. */
const mostRefusals = 5;
const longestWait_s = 30;

/** When a question that a busy server refused may be asked again, ms from now; up to half as long again, so that those refused together come back one by one. */
function busyFor({ status, document }: HttpError, headers: Headers): number | null {
  const named_s = Number(headers.get("retry-after") ?? Number.NaN);
  if (status !== 503 || document.type !== "urn:chuangtu:busy" || !(named_s <= longestWait_s)) return null;
  return Math.max(1, named_s) * (1 + Math.random() / 2) * 1000;
}

const pause = (ms: number, signal: AbortSignal | null = null) =>
  new Promise<void>((done, fail) => {
    const leave = () => {
      clearTimeout(timer);
      fail(new DOMException("left", "AbortError"));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", leave);
      done();
    }, ms);
    if (signal?.aborted) leave();
    else signal?.addEventListener("abort", leave, { once: true });
  });

/** A busy server is asked again when it says; not for what does something, whose doer decides. */
async function sent(path: string, init: RequestInit): Promise<Response> {
  for (let refusals = 1; ; refusals++) {
    const response = await fetched(path, init);
    if (response.ok) return response;
    const error = await errorOf(response);
    const wait = init.method === undefined && refusals < mostRefusals ? busyFor(error, response.headers) : null;
    if (wait === null) throw error;
    // The first time it is hardly felt.
    if (refusals > 1) whenBusy(waiting);
    await pause(wait, init.signal);
  }
}

async function fetched(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    throw wasLeft(error) ? error : unreachable();
  }
  if (response.status === 401) whenSignedOut();
  const since = response.headers.get(staleSince);
  if (since) whenStale(since);
  return response;
}

const isSaid = (error: unknown): error is Error & { words: { zh: string; en: string } } =>
  error instanceof Error && typeof (error as { words?: unknown }).words === "object";

/** Any error as words for the screen: its own, when it has any. */
export function wordsOf(error: unknown): { zh: string; en: string } {
  if (isSaid(error)) return error.words;
  const text = error instanceof Error ? error.message : String(error);
  return { zh: `页面出错：${text}`, en: `The page failed: ${text}` };
}
