/**
 * The only way text becomes SQL. Values travel as parameters; what is spliced is another piece made here,
 * so no value of a request can pass for SQL.
 */

const made = new WeakSet<object>();

/** A piece of SQL: texts and the values between them. Only `sql` makes one. */
export interface Sql {
  readonly texts: readonly string[];
  readonly values: readonly unknown[];
}

function piece(texts: readonly string[], values: readonly unknown[]): Sql {
  const sql = Object.freeze({ texts, values });
  made.add(sql);
  return sql;
}

const isSql = (value: unknown): value is Sql => typeof value === "object" && value !== null && made.has(value);

/** Tag: sql`select ${value} from problem where ${another`piece`}`. Values become parameters, pieces are spliced. */
export function sql(strings: TemplateStringsArray, ...holes: readonly unknown[]): Sql {
  const texts: string[] = [];
  const values: unknown[] = [];
  let last = strings[0] ?? "";
  holes.forEach((hole, i) => {
    const inner = isSql(hole) ? hole : { texts: ["", ""], values: [hole] };
    last += inner.texts[0] ?? "";
    inner.values.forEach((value, k) => {
      values.push(value);
      texts.push(last);
      last = inner.texts[k + 1] ?? "";
    });
    last += strings[i + 1] ?? "";
  });
  return piece([...texts, last], values);
}

/** Pieces with a separator between them; `empty` when there are none. */
export function join(pieces: readonly Sql[], separator: Sql, empty: Sql = sql``): Sql {
  return pieces.length === 0 ? empty : pieces.reduce((all, one) => sql`${all}${separator}${one}`);
}

/** Conditions that must all hold; `true` for none. */
export const and = (conditions: readonly Sql[]): Sql => join(conditions, sql` and `, sql`true`);

/** A statement as the driver takes it: text with $n, and the values. Equal texts get one prepared statement. */
export function toStatement(statement: Sql): { text: string; values: unknown[] } {
  const text = statement.texts.reduce((all, part, i) => (i === 0 ? part : `${all}$${i}${part}`), "");
  return { text, values: [...statement.values] };
}
