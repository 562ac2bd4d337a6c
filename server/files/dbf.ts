/** A dBASE III table, its text in UTF-8: what stands beside the shapes of a Shapefile. */
import { Growing } from "./growing.ts";

export interface DbfField {
  /** Ten ASCII characters at most. */
  readonly name: string;
  /** Text, a number, a day (yyyyMMdd). */
  readonly kind: "C" | "N" | "D";
  /** Decimals of a number. */
  readonly digits?: number;
}

const mostText_bytes = 254;
const text = new TextEncoder();

/** As many whole characters as fit. */
function fitting(bytes: Uint8Array): Uint8Array {
  let end = Math.min(bytes.length, mostText_bytes);
  while (end < bytes.length && end > 0 && ((bytes[end] as number) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}

export class Dbf {
  readonly #fields: readonly DbfField[];
  /** All cells one after the other, and how long each is: a width is known when all are there. */
  readonly #cells = new Growing();
  readonly #lengths = new Growing();
  readonly #widths: number[];
  #rows = 0;
  /** How many texts of a field were too long for it. */
  readonly cut = new Map<string, number>();

  constructor(fields: readonly DbfField[]) {
    this.#fields = fields;
    this.#widths = fields.map(({ kind }) => (kind === "D" ? 8 : 1));
  }

  /** @param values one for each field */
  add(values: readonly (string | number | null)[]): void {
    const lengths = this.#fields.map((field, i) => {
      const bytes = this.#bytes(values[i] ?? null, field);
      this.#cells.push(bytes);
      this.#widths[i] = Math.max(this.#widths[i] as number, bytes.length);
      return bytes.length;
    });
    this.#lengths.push(Uint8Array.from(lengths));
    this.#rows++;
  }

  #bytes(value: string | number | null, { name, kind, digits = 0 }: DbfField): Uint8Array {
    const whole = text.encode(kind === "N" && typeof value === "number" ? value.toFixed(digits) : String(value ?? ""));
    const bytes = fitting(whole);
    if (bytes.length < whole.length) this.cut.set(name, (this.cut.get(name) ?? 0) + 1);
    return bytes;
  }

  /** @param changed the table's date */
  file(changed: Date): Uint8Array {
    const head = 32 + 32 * this.#fields.length + 1;
    const width = this.#widths.reduce((sum, one) => sum + one, 1);
    const file = new Uint8Array(head + width * this.#rows + 1).fill(0x20, head);
    const view = new DataView(file.buffer);
    file.set([3, Math.max(changed.getUTCFullYear() - 1900, 0), changed.getUTCMonth() + 1, changed.getUTCDate()]);
    view.setUint32(4, this.#rows, true);
    view.setUint16(8, head, true);
    view.setUint16(10, width, true);
    for (const [i, { name, kind, digits = 0 }] of this.#fields.entries()) {
      const at = 32 + 32 * i;
      file.set(text.encode(name).subarray(0, 10), at);
      file[at + 11] = kind.charCodeAt(0);
      file[at + 16] = this.#widths[i] as number;
      file[at + 17] = digits;
    }
    file[head - 1] = 0x0d;
    this.#fill(file, head, width);
    file[file.length - 1] = 0x1a;
    return file;
  }

  #fill(file: Uint8Array, head: number, width: number): void {
    const [cells, lengths] = [this.#cells.bytes, this.#lengths.bytes];
    let [from, n] = [0, 0];
    for (let row = 0; row < this.#rows; row++) {
      let at = head + row * width + 1;
      for (const [i, { kind }] of this.#fields.entries()) {
        const [wide, length] = [this.#widths[i] as number, lengths[n++] as number];
        // Numbers stand to the right.
        file.set(cells.subarray(from, from + length), at + (kind === "N" ? wide - length : 0));
        from += length;
        at += wide;
      }
    }
  }
}
