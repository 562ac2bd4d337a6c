import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { and, join, reaching, type Sql, sql, toStatement as stated } from "../../../server/db/sql.ts";

const toStatement = (statement: Sql) => {
  const { text, values } = stated(statement);
  return { text, values };
};

describe("the sql tag", () => {
  it("makes parameters of values", () => {
    expect(toStatement(sql`select ${1} where a = ${"x"}`)).toEqual({ text: "select $1 where a = $2", values: [1, "x"] });
  });

  it("takes no value for SQL, whatever it looks like", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (a, b) => {
        const { text, values } = toStatement(sql`select ${a}, ${b} from t`);
        expect(text).toBe("select $1, $2 from t");
        expect(values[0]).toBe(a);
        expect(values[1]).toBe(b);
      }),
    );
  });

  it("takes an object of the same form as a piece for a value: only the tag makes pieces", () => {
    const forged: Sql = { texts: ["1; drop table problem --"], values: [] };
    expect(toStatement(sql`select ${forged}`)).toEqual({ text: "select $1", values: [forged] });
    expect(toStatement(sql`select ${JSON.parse(JSON.stringify(sql`now()`))}`).text).toBe("select $1");
  });

  it("numbers the parameters of nested pieces in reading order", () => {
    const inner = sql`b = ${2} or ${sql`c = ${3}`}`;
    expect(toStatement(sql`a = ${1} and (${inner}) and d = ${4}`)).toEqual({
      text: "a = $1 and (b = $2 or c = $3) and d = $4",
      values: [1, 2, 3, 4],
    });
  });

  it("is the same statement however it is put together", () => {
    const tree = fc.letrec<{ node: { sql: Sql; flat: string; values: unknown[] } }>((tie) => ({
      node: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.string().map((value) => ({ sql: sql`x = ${value}`, flat: "x = ?", values: [value] as unknown[] })),
        fc.array(tie("node"), { minLength: 1, maxLength: 4 }).map((parts) => ({
          sql: sql`(${join(
            parts.map((part) => part.sql),
            sql` or `,
          )})`,
          flat: `(${parts.map((part) => part.flat).join(" or ")})`,
          values: parts.flatMap((part) => part.values),
        })),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (made) => {
        const { text, values } = toStatement(made.sql);
        let n = 0;
        expect(text).toBe(made.flat.replaceAll("?", () => `$${++n}`));
        expect(values).toEqual(made.values);
      }),
    );
  });

  it("joins nothing into what it is told to, and no condition holds always", () => {
    expect(toStatement(join([], sql`, `, sql`null`)).text).toBe("null");
    expect(toStatement(and([])).text).toBe("true");
    expect(toStatement(and([sql`a`, sql`b = ${1}`])).text).toBe("a and b = $1");
  });

  it("asks the archive only where there is one that the question reaches, with the values of what is asked", () => {
    const from = (since_ms?: number) =>
      sql`select ${1} from ${reaching(sql`today t where ${2}`, sql`past t where ${3} and ${4}`, since_ms)} and ${5}`;
    const today = { text: "select $1 from today t where $2 and $3", values: [1, 2, 5] };
    const past = { text: "select $1 from past t where $2 and $3 and $4", values: [1, 3, 4, 5] };
    expect(stated(from())).toEqual({ ...today, reaches: true });
    expect(stated(from(), 100)).toEqual({ ...past, reaches: true });
    expect(stated(from(99), 100)).toEqual({ ...past, reaches: true });
    expect(stated(from(100), 100)).toEqual({ ...today, reaches: true });
    expect(stated(from(Number.POSITIVE_INFINITY), 100)).toEqual({ ...today, reaches: false });
  });

  it("gives equal texts for equal shapes, so that statements are prepared once", () => {
    const ask = (id: number): string => toStatement(sql`select * from problem where id = ${id}`).text;
    expect(ask(1)).toBe(ask(2));
  });
});
