/** An empty table with our headings. Made by the page itself. */
import { type ImportTarget, importTargets } from "../../../server/contract/importing/importing.ts";
import type { Lang } from "../../state/view.ts";
import { fieldsOf } from "./draft.ts";

const places = { zh: ["经度", "纬度"], en: ["Longitude", "Latitude"] } as const;

/** The headings as CSV with a byte order mark, so that a spreadsheet reads the Chinese. */
export const templateText = (target: ImportTarget, lang: Lang): string =>
  `\uFEFF${[...fieldsOf(target).map(({ name }) => name[lang]), ...places[lang]].join(",")}\r\n`;

export function saveTemplate(target: ImportTarget, lang: Lang): void {
  const address = URL.createObjectURL(new Blob([templateText(target, lang)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = lang === "zh" ? `${importTargets[target].zh}导入模板.csv` : `${importTargets[target].en} to import.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
