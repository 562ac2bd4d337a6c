/** Rows turned into columns: one array per field. */

/** JSON members "name":[…] of a few thousand rows. */
export function members<Row extends object>(rows: readonly Row[], fields: Readonly<Record<string, (row: Row) => unknown>>): string {
  return Object.entries(fields)
    .map(([name, read]) => `${JSON.stringify(name)}:${JSON.stringify(rows.map(read))}`)
    .join(",");
}

/** Degrees as whole millionths. */
export const micro = (degrees: number): number => Math.round(degrees * 1e6);

/** A numbering of a closed or found list: index of each word in it. */
export function numbering(words: readonly string[]): (word: string) => number {
  const index = new Map(words.map((word, i) => [word, i]));
  return (word) => index.get(word) ?? -1;
}
