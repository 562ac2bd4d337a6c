/** Rows as COPY writes them in text: a line a row, tabs between fields, \\N for null. */

const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };
const named = new Map(Object.entries(escapes).map(([letter, character]) => [character, `\\${letter}`]));

export const nothing = "\\N";

/** What a field says. As PostgreSQL writes it: no octal or hexadecimal escapes. */
export const fieldText = (field: string): string =>
  field.includes("\\") ? field.replace(/\\(.)/gs, (_, one: string) => escapes[one] ?? one) : field;

export const textField = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
  text.replace(/[\\\u0008\u000c\n\r\t\u000b]/g, (one) => named.get(one) ?? `\\${one}`);

/** Each row's fields, as they stand. @param text of whole rows */
export function* rowsOfText(text: string): Generator<string[]> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    yield text.slice(at, end < 0 ? text.length : end).split("\t");
    at = end < 0 ? text.length : end + 1;
  }
}
