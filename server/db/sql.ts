/**
 * The only way text becomes SQL. Values travel as parameters; what is spliced is another piece made here,
 * so no value of a request can pass for SQL.
 */

/** A piece of SQL: texts and the values between them. Only `sql` makes one. */
export interface Sql {
  readonly texts: readonly string[];
  readonly values: readonly unknown[];
}

/** What is being put together. */
interface Whole {
  readonly texts: string[];
  /** The text that nothing has ended yet. */
  last: string;
  readonly values: unknown[];
}

/** Pieces are put together only when the statement is asked: most are spliced into others again and again before. */
class Piece implements Sql {
  readonly #strings: readonly string[];
  readonly #holes: readonly unknown[];

  constructor(strings: readonly string[], holes: readonly unknown[]) {
    this.#strings = strings;
    this.#holes = holes;
  }

  /** Nothing else has these fields: no value of a request can pass for a piece. */
  static is(value: unknown): value is Piece {
    return typeof value === "object" && value !== null && #holes in value;
  }

  get texts(): readonly string[] {
    return this.whole().texts;
  }
  get values(): readonly unknown[] {
    return this.whole().values;
  }

  whole(): Sql {
    const to: Whole = { texts: [], last: "", values: [] };
    this.#write(to);
    return { texts: [...to.texts, to.last], values: to.values };
  }

  #write(to: Whole): void {
    const strings = this.#strings;
    to.last += strings[0] ?? "";
    for (const [i, hole] of this.#holes.entries()) {
      if (Piece.is(hole)) hole.#write(to);
      else {
        to.values.push(hole);
        to.texts.push(to.last);
        to.last = "";
      }
      to.last += strings[i + 1] ?? "";
    }
  }
}

/** Tag: sql`select ${value} from problem where ${another`piece`}`. Values become parameters, pieces are spliced. */
export const sql = (strings: TemplateStringsArray, ...holes: readonly unknown[]): Sql => new Piece(strings, holes);

/** Pieces with a separator between them; `empty` when there are none. */
export function join(pieces: readonly Sql[], separator: Sql, empty: Sql = sql``): Sql {
  if (pieces.length === 0) return empty;
  const holes = pieces.flatMap((piece, i) => (i === 0 ? [piece] : [separator, piece]));
  return new Piece(["", ...holes.map(() => "")], holes);
}

/** Conditions that must all hold; `true` for none. */
export const and = (conditions: readonly Sql[]): Sql => join(conditions, sql` and `, sql`true`);

/** A statement as the driver takes it: text with $n, and the values. Equal texts get one prepared statement. */
export function toStatement(statement: Sql): { text: string; values: unknown[] } {
  const { texts, values } = statement instanceof Piece ? statement.whole() : statement;
  const text = texts.reduce((all, part, i) => (i === 0 ? part : `${all}$${i}${part}`), "");
  return { text, values: [...values] };
}
