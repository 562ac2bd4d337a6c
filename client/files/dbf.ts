/** Attributes of a Shapefile, dBASE III, as text: numbers as they are written, so that none becomes another. */
import { fault } from "./table.ts";

interface Field {
  readonly name: string;
  readonly type: string;
  readonly length: number;
}
const broken = () =>
  fault("属性表（.dbf）不完整：请重新导出并完整打包", "The attributes (.dbf) are not whole: export them anew and pack them all");

function fieldsOf(bytes: Uint8Array, headEnd: number, decoder: TextDecoder): Field[] {
  const fields: Field[] = [];
  for (let at = 32; at + 32 <= headEnd && bytes[at] !== 13; at += 32) {
    const raw = bytes.subarray(at, at + 11);
    const end = raw.indexOf(0);
    const name = decoder.decode(end < 0 ? raw : raw.subarray(0, end)).trim();
    const length = bytes[at + 16] as number;
    // A long text of FoxPro has its length's upper half where numbers have their decimals.
    const type = String.fromCharCode(bytes[at + 11] as number);
    fields.push({ name, type, length: type === "C" ? length + 256 * (bytes[at + 17] as number) : length });
  }
  return fields;
}

function valueOfField(text: string, type: string): string {
  const value = text.replaceAll("\0", "").trim();
  if (type === "D") return /^\d{8}$/.test(value) ? `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}` : "";
  // Stars: a number that did not fit.
  return (type === "N" || type === "F") && /^\*+$/.test(value) ? "" : value;
}

/** Rows in the order of the file; those marked deleted are null, so that shapes stay beside their own. @throws FileFault */
export function readDbf(bytes: Uint8Array, encoding: string): (Record<string, string> | null)[] {
  if (bytes.length < 33) throw broken();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [count, headEnd, length] = [view.getUint32(4, true), view.getUint16(8, true), view.getUint16(10, true)];
  const decoder = new TextDecoder(encoding);
  const fields = headEnd <= bytes.length ? fieldsOf(bytes, headEnd, decoder) : [];
  if (length < 1 || fields.length === 0 || headEnd + count * length > bytes.length + 1) throw broken();
  const rows: (Record<string, string> | null)[] = [];
  for (let at = headEnd; rows.length < count; at += length) {
    let from = at + 1;
    const row: Record<string, string> = {};
    for (const field of fields) {
      row[field.name] = valueOfField(decoder.decode(bytes.subarray(from, from + field.length)), field.type);
      from += field.length;
    }
    rows.push(bytes[at] === 0x2a ? null : row);
  }
  return rows;
}
