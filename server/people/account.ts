/** Accounts: what a person signs in with. One form, whatever was typed. */
import { type Field, refusedField, textField } from "../ask/body.ts";

const text = textField(1, 64, "Small letters, digits, Han, . _ @ -; two at least. Capitals are read as small.");

/** An account as the database has it. */
export const asAccount = (typed: string): string => typed.trim().normalize("NFKC").toLowerCase();

/** A new account. */
export const accountField: Field<string> = {
  ...text,
  read(name, value) {
    const account = asAccount(text.read(name, value));
    if (/^[a-z0-9\p{Script=Han}._@-]{2,64}$/u.test(account)) return account;
    const expected = { zh: "2 至 64 个小写字母、数字、汉字或 . _ @ -", en: "2 to 64 small letters, digits, Han or . _ @ -" };
    throw refusedField(name, value, expected);
  },
};
