/** Who plays: the first administrator by the link that the program prints, and a dispatcher whom they let in. Nothing is written past the program. */
import { randomBytes } from "node:crypto";

/** @returns the body and the session's cookie */
async function posted(
  address: string,
  path: string,
  body: object,
  cookie = "",
): Promise<{ body: Record<string, unknown>; cookie: string }> {
  const headers = { "content-type": "application/json", cookie };
  const answer = await fetch(address + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  const [session = ""] = (answer.headers.get("set-cookie") ?? "").split(";");
  return { body: (await answer.json()) as Record<string, unknown>, cookie: session };
}

/** The cookies of those who were let in. */
export interface LetIn {
  readonly administrator: string;
  readonly dispatcher: string;
}

/** @param said what the program printed when it started */
export async function letIn(address: string, said: string): Promise<LetIn> {
  const token = /\/set-up#(\S+)/.exec(said)?.[1];
  if (token === undefined) throw new Error("The program printed no link for the first administrator.");
  const password = randomBytes(18).toString("base64url");
  const first = await posted(address, "/api/setUp", { token, account: "drill-admin", name: "演练管理员", password });
  const person = await posted(address, "/api/people", { name: "演练调度员", account: "drill", roles: ["dispatcher"] }, first.cookie);
  const invited = await posted(address, `/api/people/${person.body.id}/invite`, {}, first.cookie);
  const own = String(invited.body.link).split("#")[1];
  const second = await posted(address, "/api/setUp", { token: own, password });
  return { administrator: first.cookie, dispatcher: second.cookie };
}
