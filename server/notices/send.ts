/** A text to a robot, and what became of it: the form's posting, the wire, and the answer read by the form. */
import type { RobotKind } from "../contract/officeWords.ts";
import type { Word } from "../contract/vocabulary.ts";
import { inShort, minute_ms, type Posting, type Verdict } from "./forms/form.ts";
import { forms } from "./forms/forms.ts";
import { type Answer, PostFailure, type PostOptions, post } from "./post.ts";

export interface Addressee {
  readonly kind: RobotKind;
  readonly url: string;
  readonly secret: string | null;
}

export type Sent = Verdict & {
  /** What came back, in short; null = nothing that could be read. */
  readonly answer: string | null;
};

/** @param now ms since 1970, of the machine */
export const postingOf = ({ kind, secret }: Addressee, text: string, now: number): Posting => forms[kind].post(text, secret, now);

function withQuery(address: string, query: Posting["query"]): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

function json(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const status = (code: number): Word => ({ zh: `对方答复 HTTP ${code}`, en: `It answered HTTP ${code}.` });
const unread: Word = { zh: "答复不是机器人的答复", en: "What it answered is not a robot's answer." };

/** The wire's status comes first: what stands between may answer, too. */
function read(kind: RobotKind, { status: code, text }: Answer): Verdict {
  if (code === 429) return { kind: "busy", wait_ms: minute_ms, why: status(code) };
  const answer = json(text);
  const verdict = answer && forms[kind].read(answer);
  if (code >= 200 && code < 300) return verdict ?? { kind: "failed", why: unread };
  // A robot's own words say more than a number, but not that it took what it answers an error to.
  if (verdict && verdict.kind !== "sent") return verdict;
  const never = code >= 400 && code < 500 && code !== 408 && code !== 425;
  return { kind: never ? "refused" : "failed", why: status(code) };
}

/** Never throws for what the other side does. */
export async function send(to: Addressee, text: string, options: PostOptions): Promise<Sent> {
  const { query, body } = postingOf(to, text, Date.now());
  try {
    const answer = await post(withQuery(to.url, query), body, options);
    return { ...read(to.kind, answer), answer: inShort(`HTTP ${answer.status} ${answer.text}`, 300) };
  } catch (error) {
    if (!(error instanceof PostFailure)) throw error;
    return { kind: error.refused ? "refused" : "failed", why: error.why, answer: null };
  }
}
