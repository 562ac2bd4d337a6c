/** One request of the crowd's, and what came of it; nothing is thrown. */
const patience_ms = 15_000;

export interface Answer {
  /** When it was asked, of performance.now(). */
  readonly at_ms: number;
  readonly took_ms: number;
  /** 0: no answer, or not a whole one. */
  readonly status: number;
  /** Since when the answer stands, when the server says that it may be old. */
  readonly staleSince: string | null;
  /** Its JSON; null: none. */
  readonly body: unknown;
}

/** @param cookie who asks @param body does something when given */
export async function asked(url: string, cookie: string, body?: object): Promise<Answer> {
  const at_ms = performance.now();
  const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const headers = { cookie, ...(body !== undefined && { "content-type": "application/json" }) };
  try {
    const answer = await fetch(url, { ...sent, headers, signal: AbortSignal.timeout(patience_ms) });
    const text = await answer.text();
    return {
      at_ms,
      took_ms: performance.now() - at_ms,
      status: answer.status,
      staleSince: answer.headers.get("chuangtu-stale-since"),
      body: answer.headers.get("content-type")?.includes("json") ? JSON.parse(text) : null,
    };
  } catch {
    return { at_ms, took_ms: performance.now() - at_ms, status: 0, staleSince: null, body: null };
  }
}
