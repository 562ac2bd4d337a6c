/** Tokens: 32 random bytes that only their holder has. The database keeps their SHA-256; a session's travels in a cookie. */
import { hash, randomBytes } from "node:crypto";

export const newToken = (): string => randomBytes(32).toString("base64url");
/** What of a token the database keeps. */
export const tokenHash = (token: string): Buffer => hash("sha256", token, "buffer");

/** The cookie that holds a session's token. */
export const sessionCookie = "chuangtu_session";

/** The session's token in a Cookie header. */
export function sessionToken(cookies: string | undefined): string | null {
  const start = `${sessionCookie}=`;
  const pair = cookies?.split(";").find((one) => one.trimStart().startsWith(start));
  return pair?.trim().slice(start.length) || null;
}

/** A Set-Cookie header: no script reads it, no other site sends it. @param maxAge_s 0 takes it away */
export const setCookie = (token: string, maxAge_s: number, secure: boolean): string =>
  `${sessionCookie}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAge_s}${secure ? "; Secure" : ""}`;
