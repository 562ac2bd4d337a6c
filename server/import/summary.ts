/** A report as a person reads it: counts for each layer, then the first rows of each reason. */
import type { Word } from "../contract/vocabulary.ts";
import type { LayerReport, NoteKind, Report, RowNote } from "./report.ts";

const shownPerReason = 10;
const kinds: Readonly<Record<NoteKind, Word>> = {
  refused: { zh: "拒收", en: "refused" },
  mended: { zh: "修正", en: "mended" },
  noted: { zh: "提示", en: "noted" },
};
const both = (word: Word) => `${word.zh} / ${word.en}`;

export function summary(report: Report): string {
  const head = `${report.name.zh} ${report.name.en} (${report.bundle})${report.dryRun ? " · 试运行，未写入 / dry run, nothing kept" : ""}`;
  const foot = report.ok ? `完成 / done, ${seconds(report.ms)}` : "有图层未载入 / some layers were not loaded";
  return [head, ...report.notes.map((note) => `  ${both(note)}`), ...report.layers.flatMap(layerLines), foot].join("\n");
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function layerLines(layer: LayerReport): string[] {
  const skipped = layer.skipped.reduce((sum, s) => sum + s.rows, 0);
  const counts = [
    ["读入 read", layer.read],
    ["新增 added", layer.added],
    ["更新 changed", layer.changed],
    ["未变 unchanged", layer.unchanged],
    ["删除 removed", layer.removed],
    ["不取 left out", skipped],
    ["拒收 refused", layer.refusedRows],
    ["修正 mended", layer.mendedRows],
    ["提示 noted", layer.notedRows],
  ] as const;
  const told = counts.filter(([name, count]) => count > 0 || name === "读入 read").map(([name, count]) => `${name} ${count}`);
  const lines = [`${layer.layer} → ${layer.into}: ${told.join(", ")} (${seconds(layer.ms)})`];
  if (layer.failed) lines.push(`  未载入，保持原样 / not loaded, left as it was: ${both(layer.failed)}`);
  lines.push(...layer.notes.map((note) => `  ${both(note)}`));
  lines.push(...layer.skipped.map((s) => `  不取 left out ${s.rows}: ${both(s.reason)}`));
  return [...lines, ...noteLines("refused", layer.refused), ...noteLines("mended", layer.mended), ...noteLines("noted", layer.noted)];
}

function noteLines(kind: NoteKind, notes: readonly RowNote[]): string[] {
  const groups = new Map<string, RowNote[]>();
  for (const note of notes) {
    // Numbers differ from row to row; the reason is the same.
    const key = `${note.field} ${note.reason.en.replace(/[\d.:TZ-]+/g, "#")}`;
    const group = groups.get(key);
    if (group) group.push(note);
    else groups.set(key, [note]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group as [RowNote];
    const rows = group.slice(0, shownPerReason).map((note) => {
      const line = note.line === undefined ? "" : ` (行 line ${note.line})`;
      const own = note.reason.en === first.reason.en ? "" : ` ${note.reason.en}`;
      return `    ${note.row}${line} ${note.value === "" ? "" : `“${note.value}”`}${own}`.trimEnd();
    });
    const more = group.length > shownPerReason ? [`    … ${group.length - shownPerReason}`] : [];
    return [`  ${both(kinds[kind])} ${group.length}: ${first.field}: ${both(first.reason)}`, ...rows, ...more];
  });
}
