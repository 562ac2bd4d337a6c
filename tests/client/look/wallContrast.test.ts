/** Every colour in which a wall says something, on every ground it says it on, in both themes: 7 to 1 at the least. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** Without what it brings in: each sheet is read by its name. */
const read = (name: string) =>
  readFileSync(new URL(`../../../client/look/${name}.css`, import.meta.url), "utf8").replaceAll(/@import [^;]*;/g, "");
type Theme = "dark" | "light";

/** The custom properties of the rules with this selector, the last one said counts. */
function properties(css: string, selector: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, selectors = "", body = ""] of css.replaceAll(/\/\*[\s\S]*?\*\//g, "").matchAll(/([^{}]+)\{([^{}]*)\}/g))
    if (selectors.split(",").some((one) => one.trim() === selector))
      for (const [, name = "", value = ""] of body.matchAll(/(--[\w-]+):\s*([^;]+);/g)) found[name] = value.trim();
  return found;
}

/** What a wall's page sees: the general rules first, then those of a theme, then those of a wall. */
function tokens(theme: Theme): Record<string, string> {
  const sheets = [read("tokens"), read("wallBoxes"), read("wall")];
  const selectors = [":root", `:root[data-theme="${theme}"]`, `:root.wall-page[data-theme="${theme}"]`];
  return Object.assign({}, ...selectors.flatMap((selector) => sheets.map((css) => properties(css, selector))));
}

function light(hex: string): number {
  const parts = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [light(a), light(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** A value, through the names that stand for others. */
const resolved = (all: Readonly<Record<string, string>>, name: string): string => {
  const value = all[name] ?? "";
  const other = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  return other ? resolved(all, other) : value;
};

const statuses = ["overdue", "nearly_due", "handling", "recheck", "undispatched", "closed", "rejected"];
const grounds = ["--ground", "--surface", "--raised", "--wall-panel"];
/** What is said on a ground of its own, and on no other. */
const own: readonly (readonly [string, string])[] = [
  ["--text", "--wall-alarm"],
  ["--wall-alarm-text", "--wall-alarm"],
  ["--wall-quiet", "--wall-alarm"],
  ["--wall-old", "--wall-alarm"],
  ["--bad", "--bad-ground"],
  ["--text", "--bad-ground"],
  ["--on-accent", "--accent-ground"],
];
/** Every token in which one of the wall's sheets writes, but for a status's fill: that is for its shape. */
const words = [
  ...new Set([
    ...["wall", "wallBoxes", "wallScenes", "wallSetting"].flatMap((name) =>
      [...read(name).matchAll(/[\s;{]color:\s*var\((--[\w-]+)\)/g)].map(([, token = ""]) => token),
    ),
    ...statuses.map((status) => `--${status}-text`),
  ]),
].filter(
  (token) =>
    !statuses.includes(token.slice(2)) &&
    !own.slice(1).some(([word]) => word === token && !["--bad", "--wall-quiet", "--wall-old"].includes(token)),
);
const pairs = [...words.flatMap((word) => grounds.map((ground) => [word, ground] as const)), ...own];

describe.each(["dark", "light"] as const)("a wall's words, %s", (theme) => {
  const all = tokens(theme);
  test.each(pairs)("%s on %s", (word, ground) => {
    const [ink, under] = [resolved(all, word), resolved(all, ground)];
    expect(
      [ink, under].every((hex) => /^#[0-9a-f]{6}$/.test(hex)),
      `${word} ${ink}, ${ground} ${under}`,
    ).toBe(true);
    expect(contrast(ink, under)).toBeGreaterThanOrEqual(7);
  });
  test("no pure white, no pure black", () => {
    for (const name of [...words, ...grounds]) expect(["#ffffff", "#000000"], name).not.toContain(resolved(all, name));
  });
});

test("sizes under a character are never under 24 pixels", () => {
  for (const name of ["wall", "wallBoxes", "wallScenes"])
    for (const [said, rem = ""] of read(name).matchAll(/font-size:\s*(0?\.\d+)rem/g))
      expect(Number(rem), `${name}: ${said}`).toBeGreaterThanOrEqual(1);
});
