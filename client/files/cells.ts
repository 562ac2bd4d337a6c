/** What stands in a cell, cleaned of what no table needs. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u200B\uFEFF]/;
const controls = new RegExp(control, "g");
const halves = /\p{Cs}/u;
/** ="00123" and '00123: numbers that are to stay text, as exports write them. '=1+1: what would be a formula, escaped. */
const kept = /^="(.*)"$/s;
const escaped = /^'(?=[=+\-@\t＝＋－＠\d])/;

/** Control characters away, halves of signs replaced, blanks around cut. */
export function cleaned(text: string): string {
  const whole = control.test(text) ? text.replace(controls, "") : text;
  const trimmed = whole.trim();
  const first = trimmed.charCodeAt(0);
  // Nearly all cells are done here.
  const plain = first === 61 ? trimmed.replace(kept, "$1") : first === 39 ? trimmed.replace(escaped, "") : trimmed;
  return halves.test(plain) ? plain.replace(/\p{Cs}/gu, "\uFFFD") : plain;
}

/** A number as people read it: no exponent, and none of the digits that come of counting in twos. */
export function numberText(raw: string): string {
  const value = Number(raw);
  if (raw === "" || !Number.isFinite(value)) return raw;
  const text = String(value);
  if (!text.includes("e")) return text;
  return Math.abs(value) >= 1 ? BigInt(value).toString() : value.toFixed(12).replace(/0+$/, "");
}

/** A heading, or nothing but a value: numbers, days and coordinates are none. */
export const isWord = (cell: string): boolean => cell !== "" && !(/\d/.test(cell) && /^[-+]?[\d.,:/°′″'"\s%E-]+$/i.test(cell));
