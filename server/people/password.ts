/** Passwords: argon2id over their NFKC form, hashed in the library's own threads; and what the office asks of a new one. */
import { readFileSync } from "node:fs";
import { hash, verify } from "@node-rs/argon2";
import { Type } from "typebox";
import type { Field } from "../ask/body.ts";
import { ParameterError } from "../contract/parameter.ts";
import type { Word } from "../contract/vocabulary.ts";

/** OWASP's least: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Of a password that nobody knows: verified where there is no account, so that an answer's time says nothing. */
const nobodys = "$argon2id$v=19$m=19456,t=2,p=1$Wvj6NUNb3qpt6pnemeMgbA$+hoCpMtpcEpaytIXcbZf8D9mtbrayo3HiPiJy4O6lFw";
const longest = 256;

/** The library's two doors; every password goes through them, and tests count at them. */
export const argon = { hash, verify };

const normal = (text: string): string => text.normalize("NFKC");

export const hashPassword = (text: string): Promise<string> => argon.hash(normal(text), cost);

/** Is it the password? Takes as long where there is none. @param kept what the database keeps of it */
export async function matches(kept: string | null, text: string): Promise<boolean> {
  const right = await argon.verify(kept ?? nobodys, normal(text));
  return right && kept !== null;
}

const commonFile = new URL("../../data/reference/commonPasswords.txt", import.meta.url);
const common = new Set(readFileSync(commonFile, "utf8").split(/\r?\n/).filter(Boolean));

export interface PasswordRules {
  readonly leastLength: number;
  readonly mixed: boolean;
}

/** What the new password of a person lacks; null when it may be used. */
export function passwordFault(text: string, { leastLength, mixed }: PasswordRules, names: readonly (string | null)[]): Word | null {
  const password = normal(text);
  const small = password.toLowerCase();
  if ([...password].length < leastLength) return { zh: `至少 ${leastLength} 个字符`, en: `at least ${leastLength} characters` };
  if (mixed && !(/\p{Lu}/u.test(password) && /\p{Ll}/u.test(password) && /\p{Nd}/u.test(password)))
    return { zh: "须含大写字母、小写字母和数字", en: "capital letters, small letters and digits" };
  const named = names.some((name) => name !== null && name.length > 1 && small.includes(normal(name).toLowerCase()));
  if (named) return { zh: "不得包含账号或姓名", en: "nothing with the account or the name in it" };
  if (common.has(small)) return { zh: "这个密码太常见，请换一个", en: "a less common one" };
  return null;
}

/** @throws ParameterError that names the field and never holds the password */
export function checkPassword(field: string, text: string, rules: PasswordRules, names: readonly (string | null)[]): void {
  const fault = passwordFault(text, rules, names);
  if (fault) throw new ParameterError(field, "", fault);
}

/** A password or a token as it was given: not trimmed, and not repeated when refused. */
export const secretField = (description: string): Field<string> => ({
  schema: Type.String({ minLength: 1, maxLength: longest, description }),
  read(name, value) {
    if (typeof value === "string" && value.length > 0 && value.length <= longest) return value;
    throw new ParameterError(name, "", { zh: `1 至 ${longest} 个字符的文字`, en: `text of 1 to ${longest} characters` });
  },
});
