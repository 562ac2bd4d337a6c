/** Server-sent events as text. */

/**
 * One event.
 * @param data an object, or its JSON where that is at hand
 * @param id the revision a reader has come to with it; none: it stands where it stood
 */
export function event(name: "hello" | "change" | "layer" | "beat" | "away" | "end", data: object | string, id?: number): string {
  const text = typeof data === "string" ? data : JSON.stringify(data);
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${text}\n\n`;
}
