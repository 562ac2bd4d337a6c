/** What happened, as a table in both languages. */
import { type Promised, seconds } from "./play.ts";
import type { Scene, Words } from "./stage.ts";

type Lang = keyof Words;

const heads: Readonly<Record<Lang, readonly string[]>> = {
  zh: ["场次", "秒", "读", "失败", "中位毫秒", "99% 毫秒", "办理", "重发", "最长无确认（秒）"],
  en: ["scene", "s", "reads", "failed", "median ms", "99% ms", "acts", "sent again", "longest without an acknowledgement, s"],
};

/** Han characters take two columns of a terminal. */
const width = (text: string): number => [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 2 : 1), 0);

function lines(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => width(row[i] ?? ""))));
  const pad = (text: string, i: number): string => {
    const space = " ".repeat((widths[i] ?? 0) - width(text));
    return i === 0 ? text + space : space + text;
  };
  return rows.map((row) => row.map(pad).join("  "));
}

const figures = ({ took_ms, reads, writes }: Scene): string[] => [
  seconds(took_ms),
  String(reads.count),
  String(reads.failed),
  reads.median_ms.toFixed(0),
  reads.p99_ms.toFixed(0),
  String(writes.acts),
  String(writes.again),
  seconds(writes.gap_ms),
];

/** @returns lines for a terminal */
export function report(scenes: readonly Scene[], promises: readonly Promised[]): string[] {
  return (["zh", "en"] as const).flatMap((lang) => [
    ...lines([heads[lang], ...scenes.map((scene) => [scene.name[lang], ...figures(scene)])]),
    "",
    ...scenes.flatMap(({ name, notes }) => (notes.length > 0 ? [`${name[lang]}: ${notes.map((note) => note[lang]).join("; ")}`] : [])),
    "",
    ...promises.map(({ what, kept, found }) => `${kept ? "✓" : "✗"} ${what[lang]}: ${found[lang]}`),
    "",
  ]);
}
