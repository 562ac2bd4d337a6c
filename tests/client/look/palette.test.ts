/** The stylesheet's status colours are the palette's: a colour has one spelling that counts. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { statusColour, statusText, type Theme } from "../../../client/look/palette.ts";
import { statusOrder } from "../../../server/contract/vocabulary.ts";

const css = readFileSync(new URL("../../../client/look/tokens.css", import.meta.url), "utf8");
/** Values of a variable in the order of the file: dark first, then light. */
const values = (name: string) => [...css.matchAll(new RegExp(`--${name}:\\s*(#[0-9a-f]{6})`, "g"))].map((m) => m[1]);

/** WCAG's contrast of two colours. */
function contrast(a: string, b: string): number {
  const light = (hex: string) => {
    const parts = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255);
    const [r = 0, g = 0, blue = 0] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [high = 0, low = 0] = [light(a), light(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

describe.each([
  ["dark", 0],
  ["light", 1],
] as const)("status colours, %s", (theme: Theme, index) => {
  test.each([...statusOrder])("%s is the same in the stylesheet and on the map", (status) => {
    expect(values(status)[index]).toBe(statusColour(theme, status));
    expect(values(`${status}-text`)[index]).toBe(statusText(theme, status));
  });
  test.each([...statusOrder])("the word of %s can be read on the panel", (status) => {
    expect(contrast(statusText(theme, status), values("surface")[index] as string)).toBeGreaterThanOrEqual(4.5);
  });
});
