/** Places of a type, those with the most problems first, and how many of these are overdue. */
import "../../look/wallScenes.css";
import type { SceneKind } from "../../../server/contract/wall.ts";
import { Answered, BarRow, fitting, Head, Instead, Lines, More, StatusShape, useAsked } from "../lists.tsx";
import { useSay } from "../useWall.ts";
import type { Around, AroundRow } from "./around.ts";

interface Props {
  readonly kind: SceneKind;
  readonly rows: number;
  readonly title: string;
  readonly unit: string;
  /** "within so many metres" */
  readonly within: (n: string) => string;
  /** "n overdue" */
  readonly overdue: (n: string) => string;
  /** What is said when none of them has a problem. */
  readonly nothing: string;
}

export function AroundBox({ kind, rows, title, unit, ...words }: Props) {
  const say = useSay();
  const asked = useAsked<Around>(kind);
  const value = asked.state === "there" || asked.state === "old" ? asked.value : null;
  return (
    <Lines rows={rows} label={title}>
      <Head title={title} sum={value && say.n(value.total)} unit={unit} />
      <Answered<Around> kind={kind} rows={rows - 2}>
        {(around, left) => <Ranked around={around} rows={left} words={words} />}
      </Answered>
    </Lines>
  );
}

function Ranked({ around, rows, words }: { around: Around; rows: number; words: Pick<Props, "within" | "overdue" | "nothing"> }) {
  const say = useSay();
  if (!around.rows.length) return <Instead kind="none" lines={Math.min(3, rows)} />;
  const troubled = around.rows.filter(({ count }) => count > 0);
  const { shown, rest } = fitting(troubled, rows - 1);
  const most = Math.max(1, ...troubled.map(({ count }) => count));
  return (
    <>
      <p className="around-of">
        {around.overdue !== null && (
          <span className="around-late">
            <StatusShape status="overdue" />
            {words.overdue(say.n(around.overdue))}
          </span>
        )}
        <span className="quiet">{words.within(say.n(around.within_m))}</span>
      </p>
      {!troubled.length && <p className="around-nothing">{words.nothing}</p>}
      {shown.map((row) => (
        <BarRow key={row.id} name={row.name} value={say.n(row.count)} aside={<Late row={row} />} share={row.count / most} />
      ))}
      <More rest={rest} />
    </>
  );
}

/** How many are overdue; nothing where none is, so that the eye finds those that are. */
function Late({ row }: { row: AroundRow }) {
  const say = useSay();
  if (!row.overdue) return null;
  return (
    <span className="around-late">
      <StatusShape status="overdue" />
      {say.n(row.overdue)}
    </span>
  );
}
