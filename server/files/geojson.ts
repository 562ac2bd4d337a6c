/** GeoJSON (RFC 7946): what was asked, when, and in which coordinates stands in `metadata`, with the titles of the fields. */
import { type Cell, type Column, type MakeEncoder, plainText, type Row, shownIn } from "./table.ts";

function value(cell: Cell, { kind, digits = 0 }: Column): Cell {
  if (typeof cell === "string") return plainText(cell);
  if (cell === null) return null;
  return kind === "time" ? new Date(cell).toISOString() : Number(cell.toFixed(digits));
}

export const geojson: MakeEncoder = (table) => {
  const { name, metadata } = table;
  const text = new TextEncoder();
  const shown = shownIn("geodata", table);
  const fields = Object.fromEntries(shown.map(({ column }) => [column.key, column.name]));
  let before = `{"type":"FeatureCollection","name":${JSON.stringify(name)},"metadata":${JSON.stringify({ ...metadata, fields })},"features":[\n`;
  const feature = ({ cells, geometry }: Row): string => {
    const properties = Object.fromEntries(shown.map(({ column, i }) => [column.key, value(cells[i] ?? null, column)]));
    return `{"type":"Feature","geometry":${geometry ?? "null"},"properties":${JSON.stringify(properties)}}`;
  };
  return {
    rows(page) {
      if (page.length === 0) return [];
      const part = before + page.map(feature).join(",\n");
      before = ",\n";
      return [text.encode(part)];
    },
    end: () => [text.encode(before === ",\n" ? "\n]}" : `${before}]}`)],
  };
};
