/** What a kind of group robot takes and answers. One file each: how a text is posted, how large it may be, and what an answer means. */
import type { Word } from "../../contract/vocabulary.ts";

/** A text as it is posted: parameters added to the robot's address, and the JSON body. `shown`: the body with its signature dotted. */
export interface Posting {
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly shown: object;
}

/**
 * What became of a posting.
 * `sent`: the robot took it. `busy`: it gets too much, nothing is wrong; not before `wait_ms`. `refused`: it never will, so why try again.
 * `failed`: it may, another time.
 */
export type Verdict =
  | { readonly kind: "sent" }
  | { readonly kind: "busy"; readonly wait_ms: number; readonly why: Word }
  | { readonly kind: "refused" | "failed"; readonly why: Word };

export interface Form {
  /** It has a secret to sign with. */
  readonly signs: boolean;
  /** So much of `size` a text may have. */
  readonly most_bytes: number;
  /** Bytes of UTF-8 of a text, as this robot's limit counts them. */
  size(text: string): number;
  /** @param now ms since 1970, of the machine */
  post(text: string, secret: string | null, now: number): Posting;
  /** What a JSON answer says; null when it is not an answer of such a robot. */
  read(answer: Readonly<Record<string, unknown>>): Verdict | null;
}

export const minute_ms = 60_000;
export const dots = "••••";
export const utf8Bytes = (text: string): number => Buffer.byteLength(text, "utf8");

/** Text of others, short enough for a line and such as a database takes. */
export const inShort = (text: string, most: number): string => {
  const line = text.replace(/[\p{Cc}\p{Surrogate}\s]+/gu, " ").trim();
  const characters = [...line];
  return characters.length > most ? `${characters.slice(0, most).join("")}…` : line;
};

const said = (code: number, message: unknown): string => inShort(`${code} ${typeof message === "string" ? message : ""}`, 200);

export const busy = (wait_ms: number, code: number, message: unknown): Verdict => ({
  kind: "busy",
  wait_ms,
  why: { zh: `机器人限流：${said(code, message)}`, en: `The robot gets too much: ${said(code, message)}` },
});
export const refused = (why: Word, code: number, message: unknown): Verdict => ({
  kind: "refused",
  why: { zh: `${why.zh}：${said(code, message)}`, en: `${why.en}: ${said(code, message)}` },
});
export const failed = (code: number, message: unknown): Verdict => ({
  kind: "failed",
  why: { zh: `机器人答复错误：${said(code, message)}`, en: `The robot answered with an error: ${said(code, message)}` },
});

/** A number that a JSON answer holds under a name; null for anything else. */
export const numberIn = (answer: Readonly<Record<string, unknown>>, name: string): number | null => {
  const value = answer[name];
  return typeof value === "number" && Number.isInteger(value) ? value : null;
};
