/** Values as a line of COPY's text format. */

export type CopyValue = string | number | boolean | null;

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

export function copyText(values: readonly CopyValue[]): string {
  const cells = values.map((value) => {
    if (value === null) return "\\N";
    return typeof value === "string" ? value.replace(/[\\\t\n\r]/g, (c) => escapes[c] as string) : String(value);
  });
  return `${cells.join("\t")}\n`;
}

/** A moment as COPY takes it. */
export const copyTime = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
