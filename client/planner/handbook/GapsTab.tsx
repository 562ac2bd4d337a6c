/** Where nobody is: by role, then one by one, each a way to its page. */
import { useCallback, useEffect, useState } from "react";
import type { HandbookGaps, HandbookPages } from "../../../server/contract/types.ts";
import { askGaps } from "../../api/handbook.ts";
import { wasLeft, wordsOf } from "../../api/http.ts";
import type { Say } from "../../look/say.ts";
import { NoBook } from "./HandbookBook.tsx";
import { className } from "./sheet/units.ts";
import { useAnswer } from "./useAnswer.ts";

interface Props {
  readonly say: Say;
  readonly pages: HandbookPages;
  open(key: string): void;
}

function Roles({ say, gaps }: { say: Say; gaps: HandbookGaps }) {
  return (
    <ul className="hb-gap-roles">
      {gaps.roles.map(({ role, name, zones, sites }) => (
        <li key={role}>
          <b>{say.of(name)}</b>
          <span>{say.n(zones + sites)}</span>
          <small>{say.t("handbook.gapBy", { zones: say.n(zones), sites: say.n(sites) })}</small>
        </li>
      ))}
    </ul>
  );
}

function Rows({
  say,
  rows,
  names,
  open,
}: {
  say: Say;
  rows: HandbookGaps["rows"];
  names: ReadonlyMap<string, string>;
  open: (key: string) => void;
}) {
  return (
    <table className="hb-list">
      <thead>
        <tr>
          <th scope="col">{say.t("handbook.where")}</th>
          <th scope="col">{say.t("handbook.kind")}</th>
          <th scope="col">{say.t("handbook.role")}</th>
          <th scope="col">{say.t("handbook.above")}</th>
          <th scope="col">
            <span className="sr">{say.t("handbook.gapGo")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.key} ${row.role}`}>
            <td>{row.name}</td>
            <td>{say.of(className(row))}</td>
            <td>{names.get(row.role) ?? row.role}</td>
            <td>{row.zone && `zone/${row.zone.id}` !== row.key ? row.zone.name : ""}</td>
            <td>
              <button type="button" className="link" onClick={() => open(row.key)}>
                {say.t("handbook.gapGo")}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Rows beyond the first answer's; dropped when that is another. */
function useMore(say: Say, zone: number | null, first: HandbookGaps | null) {
  const [more, setMore] = useState<{ rows: HandbookGaps["rows"]; next: string | null } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another first answer, other rows behind it
  useEffect(() => setMore(null), [first]);
  const next = more ? more.next : (first?.next ?? null);
  const ask = () =>
    askGaps(zone, next).then(
      (answer) => {
        setFailure(null);
        setMore((was) => ({ rows: [...(was?.rows ?? []), ...answer.rows], next: answer.next }));
      },
      (error: unknown) => !wasLeft(error) && setFailure(say.of(wordsOf(error))),
    );
  return { rows: [...(first?.rows ?? []), ...(more?.rows ?? [])], next, failure, ask };
}

export function GapsTab({ say, pages, open }: Props) {
  const [zone, setZone] = useState<number | null>(null);
  const ask = useCallback((signal: AbortSignal) => askGaps(zone, null, signal), [zone]);
  const gaps = useAnswer(ask);
  const more = useMore(say, zone, gaps.value);
  if (!gaps.value) return <NoBook say={say} failure={gaps.failure && say.of(gaps.failure)} again={gaps.again} />;
  const names = new Map(gaps.value.roles.map(({ role, name }) => [role, say.of(name)]));
  return (
    <section className="hb-wide">
      <label className="labelled">
        <span>{say.t("handbook.gapZone")}</span>
        <select className="field" value={zone ?? ""} onChange={(event) => setZone(event.target.value ? Number(event.target.value) : null)}>
          <option value="">{say.t("handbook.gapWhole")}</option>
          {pages.rows
            .filter((row) => row.class === "zone1" || row.class === "zone2")
            .map((row) => (
              <option key={row.key} value={row.key.slice(5)}>
                {row.class === "zone2" ? `　${row.name}` : row.name}
              </option>
            ))}
        </select>
      </label>
      <h2>{gaps.value.total ? say.t("handbook.gapTotal", { n: say.n(gaps.value.total) }) : say.t("handbook.gapNone")}</h2>
      {gaps.value.total > 0 && <p className="hint">{say.t("handbook.gapHint")}</p>}
      <Roles say={say} gaps={gaps.value} />
      {more.rows.length > 0 && <Rows say={say} rows={more.rows} names={names} open={open} />}
      {more.failure && <p className="inline-failure">{more.failure}</p>}
      {more.next !== null && (
        <button type="button" className="button" onClick={more.ask}>
          {say.t("handbook.gapMore", { n: say.n(gaps.value.total - more.rows.length) })}
        </button>
      )}
    </section>
  );
}
