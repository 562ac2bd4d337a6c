/** The problems around the site: those that are open, and those that were. Each row is a link to its card in the desk. */
import { useState } from "react";
import { type Filter, formatFilter } from "../../../server/contract/filter.ts";
import type { ProblemRow } from "../../../server/contract/types.ts";
import { wordsOf } from "../../api/http.ts";
import { askProblems } from "../../api/problems.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { Deadline } from "../ledger/LedgerRow.tsx";
import { bookOf } from "../names.ts";
import { Notice } from "../parts/Notice.tsx";
import { StatusMark } from "../parts/StatusMark.tsx";
import { hover } from "../run/app.ts";
import { stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { aroundFilter } from "./around.ts";
import { useDesk } from "./links.ts";

const turnOf = (state: AppState) => state.live.turn;
const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";
const pageSize = 10;

export function SiteLists({ id, within_m }: { id: number; within_m: number }) {
  const say = useSay();
  const open = aroundFilter(id, within_m, ["open"]);
  const past = aroundFilter(id, within_m, ["closed", "rejected"]);
  return (
    <>
      <List title={say.t("site.openList")} none={say.t("site.noOpen")} filter={open} sort="deadline" />
      <List title={say.t("site.pastList")} none={say.t("site.noPast")} filter={past} sort="-found" />
    </>
  );
}

interface More {
  readonly of: string;
  readonly rows: readonly ProblemRow[];
  readonly next: string | null;
  readonly failure: Failure | null;
  readonly busy: boolean;
}
const noMore: More = { of: "", rows: [], next: null, failure: null, busy: false };

/** The first page, and those asked for after it. */
function usePages(filter: Filter, sort: string) {
  const turn = usePart(turnOf);
  const key = `${turn} ${sort} ${JSON.stringify(formatFilter(filter))}`;
  const first = useQuestion(key, (signal) => askProblems(filter, { sort, limit: pageSize }, signal));
  const [kept, keep] = useState<More>(noMore);
  const more = kept.of === key ? kept : noMore;
  const next = more.rows.length ? more.next : (first.value?.next ?? null);
  const ask = async () => {
    if (!next || more.busy) return;
    keep({ ...more, of: key, next, busy: true, failure: null });
    try {
      const answer = await askProblems(filter, { sort, limit: pageSize * 5, cursor: next });
      keep({ of: key, rows: [...more.rows, ...answer.rows], next: answer.next, failure: null, busy: false });
    } catch (error) {
      keep({ ...more, of: key, next, busy: false, failure: wordsOf(error) });
    }
  };
  return { first, rows: [...(first.value?.rows ?? []), ...more.rows], next, more, ask };
}

interface ListProps {
  readonly title: string;
  readonly none: string;
  readonly filter: Filter;
  readonly sort: string;
}

function List({ title, none, filter, sort }: ListProps) {
  const say = useSay();
  const desk = useDesk();
  const { first, rows, next, more, ask } = usePages(filter, sort);
  const total = first.value?.total;
  return (
    <section className="site-part site-list" aria-label={title}>
      <h2>
        <a href={desk(filter)}>{title}</a> <small>{total === undefined ? "…" : say.n(total)}</small>
      </h2>
      {first.failure && (
        <Notice
          kind="failed"
          title={say.t("site.part")}
          detail={say.of(first.failure)}
          act={{ label: say.t("app.retry"), run: first.again }}
        />
      )}
      {!first.value && !first.failure && <p className="hint">{say.t("ledger.loading")}</p>}
      {total === 0 && <p className="hint">{none}</p>}
      <ul>
        {rows.map((row) => (
          <Row key={row.id} row={row} filter={filter} />
        ))}
      </ul>
      {more.failure && (
        <p className="inline-failure" role="alert">
          {say.of(more.failure)}
        </p>
      )}
      {next && total !== undefined && (
        <button type="button" className="button site-more" disabled={more.busy} onClick={() => void ask()}>
          {say.t("site.more", { n: say.n(Math.min(pageSize * 5, total - rows.length)), total: say.n(total) })}
        </button>
      )}
    </section>
  );
}

function Row({ row, filter }: { row: ProblemRow; filter: Filter }) {
  const app = useApp();
  const say = useSay();
  const desk = useDesk();
  const book = usePart(bookOf);
  const timeZone = usePart(timeZoneOf);
  const thing = { kind: "problem", id: row.id } as const;
  const category = book.category(row.category);
  return (
    <li onMouseEnter={() => hover(app, thing)} onMouseLeave={() => hover(app, null)}>
      <StatusMark status={row.status} />
      <span className="site-row">
        <a href={desk(filter, thing)} onFocus={() => hover(app, thing)} onBlur={() => hover(app, null)}>
          {row.title}
        </a>
        <small>
          {category && `${say.of(category)} · `}
          {row.unit !== null && `${book.unit(row.unit) ?? ""} · `}
          {stamp(row.found, timeZone)} {say.t("site.found")}
        </small>
      </span>
      <span className="site-due">
        <Deadline row={row} timeZone={timeZone} />
      </span>
    </li>
  );
}
