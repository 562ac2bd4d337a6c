/** CSV that office programs open: UTF-8 with its mark, what the file is on the first line, Chinese headings on the second, nothing that a sheet would run. */
import { type Cell, type Column, type MakeEncoder, plainText, shownIn } from "./table.ts";
import { ZoneTime } from "./zoneTime.ts";

/** What a sheet would run as a formula, and digits whose zeros or end it would lose. */
const mistaken = /^(?:[=+\-@\t\r\n＝＋－＠]|0\d+$|\d{12,}$)/;

/** A cell of text; a leading quote mark keeps it text. */
export function cell(value: string): string {
  const text = mistaken.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const line = (cells: readonly string[]): string => `${cells.join(",")}\r\n`;

function written(value: Cell, { kind, digits = 0 }: Column, zone: ZoneTime): string {
  if (value === null) return "";
  // Numbers are not escaped, negative ones neither.
  if (typeof value === "number") return kind === "time" ? zone.text(value) : value.toFixed(digits);
  return cell(plainText(value));
}

export const csv: MakeEncoder = (table) => {
  const { line: head, timeZone } = table;
  const shown = shownIn("sheet", table);
  const zone = new ZoneTime(timeZone);
  const text = new TextEncoder();
  let begun = false;
  const heading = (): string => {
    if (begun) return "";
    begun = true;
    return `\uFEFF${line([cell(plainText(head))])}${line(shown.map(({ column }) => cell(column.name.zh)))}`;
  };
  return {
    rows(page) {
      const lines = page.map(({ cells }) => line(shown.map(({ column, i }) => written(cells[i] ?? null, column, zone))));
      return [text.encode(heading() + lines.join(""))];
    },
    end: () => [text.encode(heading())],
  };
};
