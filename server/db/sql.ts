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
  /** What is older may be in the archive, ms since 1970; null: there is none. */
  readonly edge_ms: number | null;
  /** The text hangs on the edge. */
  reaches: boolean;
}

/** The other half of a piece that says one thing of today's tables and another of the archive's too. */
interface Past {
  readonly piece: Piece;
  readonly since_ms: number;
}

/** Pieces are put together only when the statement is asked: most are spliced into others again and again before. */
class Piece implements Sql {
  readonly #strings: readonly string[];
  readonly #holes: readonly unknown[];
  readonly #past: Past | undefined;

  constructor(strings: readonly string[], holes: readonly unknown[], past?: Past) {
    this.#strings = strings;
    this.#holes = holes;
    this.#past = past;
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

  whole(edge_ms: number | null = null): Sql & Pick<Whole, "reaches"> {
    const to: Whole = { texts: [], last: "", values: [], edge_ms, reaches: false };
    this.#write(to);
    return { texts: [...to.texts, to.last], values: to.values, reaches: to.reaches };
  }

  #write(to: Whole): void {
    if (this.#past) {
      to.reaches = true;
      if (to.edge_ms !== null && this.#past.since_ms < to.edge_ms) {
        this.#past.piece.#write(to);
        return;
      }
    }
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

/**
 * A piece that is chosen when the statement is asked: `today`, unless what it asks for reaches into the archive.
 * @param since_ms nothing older is asked for, ms since 1970 by when it ended or happened; left out: all of it may be
 */
export const reaching = (today: Sql, past: Sql, since_ms = Number.NEGATIVE_INFINITY): Sql =>
  since_ms === Number.POSITIVE_INFINITY ? today : new Piece(["", ""], [today], { piece: past as Piece, since_ms });

/** Pieces with a separator between them; `empty` when there are none. */
export function join(pieces: readonly Sql[], separator: Sql, empty: Sql = sql``): Sql {
  if (pieces.length === 0) return empty;
  const holes = pieces.flatMap((piece, i) => (i === 0 ? [piece] : [separator, piece]));
  return new Piece(["", ...holes.map(() => "")], holes);
}

/** Conditions that must all hold; `true` for none. */
export const and = (conditions: readonly Sql[]): Sql => join(conditions, sql` and `, sql`true`);

/**
 * A statement as the driver takes it: text with $n, and the values. Equal texts get one prepared statement.
 * @param edge_ms what is older may be in the archive; null: there is none
 * @returns `reaches`: with another edge it may be another text
 */
export function toStatement(statement: Sql, edge_ms: number | null = null): { text: string; values: unknown[]; reaches: boolean } {
  const { texts, values, reaches } = statement instanceof Piece ? statement.whole(edge_ms) : { ...statement, reaches: false };
  const text = texts.reduce((all, part, i) => (i === 0 ? part : `${all}$${i}${part}`), "");
  return { text, values: [...values], reaches };
}
