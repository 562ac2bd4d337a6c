/** One of the administrator's books: a table of things, found by words, and the form of the one that is open. */
import { useState } from "react";
import type { WordKey } from "../../look/words.ts";
import { words } from "../../look/words.ts";
import { Notice } from "../parts/Notice.tsx";
import { toast } from "../run/app.ts";
import { useApp, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { Form } from "./Form.tsx";
import { type FieldOf, valuesOf } from "./fields.ts";

export interface Column<R> {
  readonly word: WordKey;
  readonly show: (row: R) => React.ReactNode;
  /** Right-aligned figures. */
  readonly figure?: true;
}

interface Props<R> {
  readonly title: string;
  readonly note: string;
  /** Names the question; a new one asks anew. */
  readonly asks: string;
  readonly load: () => Promise<readonly R[]>;
  readonly keyOf: (row: R) => string;
  /** What the search looks through. */
  readonly text: (row: R) => string;
  readonly columns: readonly Column<R>[];
  /** Of a new thing, or of the one that is open. */
  readonly fields: readonly FieldOf[] | ((row: R | null) => readonly FieldOf[]);
  /** What the form begins with; null = a new thing. */
  readonly thing: (row: R | null) => Readonly<Record<string, unknown>>;
  /** Left out: it is only read. */
  readonly save?: ((row: R | null, body: Record<string, unknown>) => Promise<unknown>) | undefined;
  readonly addWord?: WordKey;
  /** Instead of "change" and "save". */
  readonly saveWord?: WordKey;
  /** What is said when it was saved. */
  readonly savedWord?: WordKey;
  /** Beside the search: which of them are listed. */
  readonly tools?: React.ReactNode;
  /** The one that is open, to be read before the fields. */
  readonly head?: (row: R) => React.ReactNode;
  /** More that can be done with the one that is open. */
  readonly more?: (row: R, again: () => void) => React.ReactNode;
  readonly faded?: (row: R) => boolean;
}

const most = 300;

export function Book<R>(props: Props<R>) {
  const app = useApp();
  const say = useSay();
  const answer = useQuestion(props.asks, props.load);
  const [wanted, setWanted] = useState("");
  const [open, setOpen] = useState<string | "new" | null>(null);
  const rows = answer.value ?? [];
  const word = wanted.trim().toLowerCase();
  const found = word ? rows.filter((row) => props.text(row).toLowerCase().includes(word)) : rows;
  const row = open === null || open === "new" ? null : (rows.find((one) => props.keyOf(one) === open) ?? null);
  const fieldsOf = (one: R | null) => (typeof props.fields === "function" ? props.fields(one) : props.fields);
  const send = async (one: R | null, body: Record<string, unknown>) => props.save?.(one, body);
  const done = () => {
    toast(app, words[props.savedWord ?? "admin.saved"]);
    setOpen(null);
    answer.again();
  };
  return (
    <section className="book" aria-label={props.title}>
      <header className="book-head">
        <h2>{props.title}</h2>
        <p className="quiet">{props.note}</p>
        <div className="book-tools">
          <input
            className="field"
            type="search"
            placeholder={say.t("admin.find")}
            aria-label={say.t("admin.find")}
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
          {props.tools}
          <span className="quiet">{say.t("admin.rows", { n: say.n(found.length) })}</span>
          {props.addWord && (
            <button type="button" className="button primary" onClick={() => setOpen("new")}>
              {say.t(props.addWord)}
            </button>
          )}
        </div>
      </header>
      {answer.failure && (
        <Notice
          kind="failed"
          title={say.t("admin.failed")}
          detail={say.of(answer.failure)}
          act={{ label: say.t("app.retry"), run: answer.again }}
        />
      )}
      {!answer.value && !answer.failure && <Notice kind="loading" title={say.t("boot.loading")} />}
      <div className={row || open === "new" ? "book-body two" : "book-body"}>
        {answer.value && <Table props={props} rows={found.slice(0, most)} open={open} pick={setOpen} />}
        {row && !props.save && (
          <section className="admin-form" aria-label={say.t("admin.detail")}>
            {props.head?.(row)}
          </section>
        )}
        {(row || open === "new") && props.save && (
          <Form
            key={open}
            title={say.t(row ? (props.saveWord ?? "admin.change") : "admin.add")}
            head={row && props.head?.(row)}
            saveWord={props.saveWord}
            fields={fieldsOf(row)}
            start={valuesOf(fieldsOf(row), props.thing(row))}
            exists={row !== null}
            send={(body) => send(row, body)}
            done={done}
            leave={() => setOpen(null)}
          >
            {row && props.more?.(row, answer.again)}
          </Form>
        )}
      </div>
      {found.length > most && <p className="hint">{say.t("admin.moreRows", { n: say.n(found.length - most) })}</p>}
    </section>
  );
}

interface TableProps<R> {
  readonly props: Props<R>;
  readonly rows: readonly R[];
  readonly open: string | null;
  readonly pick: (key: string) => void;
}

function Table<R>({ props, rows, open, pick }: TableProps<R>) {
  const say = useSay();
  if (rows.length === 0) return <Notice kind="empty" title={say.t("admin.none")} />;
  return (
    <div className="table-box">
      <table>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th key={column.word} scope="col" className={column.figure ? "amount" : undefined}>
                {say.t(column.word)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = props.keyOf(row);
            return (
              <tr key={key} className={key === open ? "chosen" : props.faded?.(row) ? "faded" : undefined}>
                {props.columns.map((column, i) => (
                  <td key={column.word} className={column.figure ? "amount" : undefined}>
                    {i === 0 ? (
                      <button type="button" className="link" onClick={() => pick(key)}>
                        {column.show(row)}
                      </button>
                    ) : (
                      column.show(row)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
