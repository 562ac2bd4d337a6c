/** Values as lines of COPY's text format. */
import { Readable } from "node:stream";

export type CopyValue = string | number | boolean | null;

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const special = /[\\\t\n\r]/;
const specials = /[\\\t\n\r]/g;

function cell(value: CopyValue): string {
  if (value === null) return "\\N";
  if (typeof value !== "string") return String(value);
  return special.test(value) ? value.replace(specials, (c) => escapes[c] as string) : value;
}

export function copyText(values: readonly CopyValue[]): string {
  let line = "";
  for (const [i, value] of values.entries()) line += i === 0 ? cell(value) : `\t${cell(value)}`;
  return `${line}\n`;
}

const chunk_chars = 65_536;

function* chunks(lines: Iterable<string>): Generator<string> {
  let chunk = "";
  for (const line of lines) {
    chunk += line;
    if (chunk.length < chunk_chars) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk) yield chunk;
}

/** Lines as COPY is given them: many to a message, for a message costs more than its line. */
export const copySource = (lines: Iterable<string>): Readable => Readable.from(chunks(lines));

/** A moment as COPY takes it. A problem's events repeat its deadlines: the last few thousand are remembered. */
export function copyTime(ms: number | null): string | null {
  if (ms === null) return null;
  const known = times.get(ms);
  if (known !== undefined) return known;
  if (times.size >= 4_096) times.clear();
  const text = new Date(ms).toISOString();
  times.set(ms, text);
  return text;
}
const times = new Map<number, string>();
