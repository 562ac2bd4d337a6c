/** Rows of text parted by a sign, as they come: RFC 4180, and what offices' programs make of it. */

export const delimiters = [",", "\t", ";", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

/** A file may begin by saying it: Excel's "sep=;". */
const saidFirst = /^sep=(.)\r?\n/i;

/** Numbers of cells in the first lines, parted by one sign. */
function widths(head: string, delimiter: Delimiter): number[] {
  const found: number[] = [];
  const rows = new Delimited(delimiter, (cells) => found.length < 50 && cells.some(Boolean) && found.push(cells.length));
  rows.push(head);
  rows.end();
  return found;
}

/** Which share of the lines has the width that most have, if that is more than one cell; the wider the better where shares are equal. */
function score(head: string, delimiter: Delimiter): number {
  const all = widths(head, delimiter);
  const counts = new Map<number, number>();
  for (const width of all) if (width > 1) counts.set(width, (counts.get(width) ?? 0) + 1);
  return Math.max(0, ...[...counts].map(([width, lines]) => lines / all.length + width / 100_000));
}

/** What parts the cells of a text, by its first lines; a comma where nothing tells. */
export function delimiterOf(head: string): Delimiter {
  const said = saidFirst.exec(head)?.[1];
  const known = delimiters.find((one) => one === said);
  if (known) return known;
  const scores = delimiters.map((one) => score(head, one));
  return delimiters[scores.indexOf(Math.max(...scores))] ?? ",";
}
/** The text without the line that says its sign. */
export const withoutSaid = (head: string): string => head.replace(saidFirst, "");

/** A file whose quotes never close is one cell: no row is longer. */
const mostRow = 4_000_000;

/** Takes text piece by piece; hands on rows with the line they begin in. */
export class Delimited {
  private readonly delimiter: string;
  private readonly take: (cells: string[], line: number) => void;
  private cells: string[] = [];
  private cell = "";
  private quoted = false;
  /** A quote was read that may end the cell, or be the first of two. */
  private closing = false;
  private line = 1;
  private begun = 1;
  private held = 0;
  private carriage = false;
  private opened = 1;

  constructor(delimiter: Delimiter, take: (cells: string[], line: number) => void) {
    this.delimiter = delimiter;
    this.take = take;
  }

  /** Line of a quote that opens a cell, while it is open. */
  get openSince(): number | null {
    return this.quoted && !this.closing ? this.opened : null;
  }

  /** True once a row has become so long that it cannot be one. */
  get overlong(): boolean {
    return this.held > mostRow;
  }

  push(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const sign = text[at] as string;
      if (this.quoted && sign !== '"' && !this.closing) {
        if (sign === "\n") this.line++;
        continue;
      }
      if (sign === '"' || sign === this.delimiter || sign === "\n" || sign === "\r" || this.closing || this.carriage) {
        this.cell += text.slice(from, at);
        this.sign(sign);
        from = at + 1;
      }
    }
    this.cell += text.slice(from);
    this.held += text.length - from;
  }

  end(): void {
    if (this.cell !== "" || this.cells.length > 0) this.row();
  }

  private sign(sign: string): void {
    const afterCarriage = this.carriage;
    this.carriage = false;
    if (afterCarriage && sign === "\n") {
      this.begun = this.line;
      return;
    }
    if (sign === '"') this.quote();
    else {
      if (this.closing) this.open(false);
      if (sign === this.delimiter) this.field();
      else if (sign === "\n" || sign === "\r") this.newline(sign);
      else this.cell += sign;
    }
  }

  private quote(): void {
    if (this.closing) {
      this.cell += '"';
      this.closing = false;
    } else if (this.quoted) this.closing = true;
    else if (this.cell.trim() === "") this.open(true);
    else this.cell += '"';
  }

  private open(now: boolean): void {
    if (now) this.cell = "";
    this.quoted = now;
    this.closing = false;
    this.opened = this.line;
  }

  private field(): void {
    this.cells.push(this.cell);
    this.held += this.cell.length;
    this.cell = "";
  }

  private newline(sign: string): void {
    this.carriage = sign === "\r";
    this.row();
    this.line++;
    this.begun = this.line;
  }

  private row(): void {
    this.field();
    this.take(this.cells, this.begun);
    this.cells = [];
    this.held = 0;
  }
}
