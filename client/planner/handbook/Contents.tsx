/** The book's contents: sub-districts, communities, cells, sites, each under its own; or what a search finds. */
import { useEffect, useMemo, useState } from "react";
import type { HandbookPages } from "../../../server/contract/types.ts";
import type { Say } from "../../look/say.ts";
import { className } from "./sheet/units.ts";
import { aboveOf, childrenOf, found, type PageRow } from "./tree.ts";

const mostFound = 200;

interface Props {
  readonly say: Say;
  readonly pages: HandbookPages;
  readonly byKey: ReadonlyMap<string, PageRow>;
  readonly chosen: string;
  open(key: string): void;
}

function Entry({
  say,
  row,
  chosen,
  marked,
  open,
}: {
  say: Say;
  row: PageRow;
  chosen: boolean;
  marked: boolean;
  open: (key: string) => void;
}) {
  return (
    <button
      type="button"
      className={chosen ? "hb-entry chosen" : "hb-entry"}
      aria-current={chosen ? "page" : undefined}
      onClick={() => open(row.key)}
    >
      <span className="clip">{row.name}</span>
      <small>{say.of(className(row))}</small>
      {marked && row.since === null && <i className="hb-dot" title={say.t("handbook.changed")} />}
      {row.gaps > 0 && <small className="tag warn">{say.t("handbook.gapsHere", { n: row.gaps })}</small>}
    </button>
  );
}

interface BranchProps extends Props {
  readonly parent: string | null;
  readonly under: ReadonlyMap<string | null, readonly PageRow[]>;
  readonly opened: ReadonlySet<string>;
  toggle(key: string): void;
}

function Branch(props: BranchProps) {
  const { say, pages, parent, under, opened, toggle, chosen, open } = props;
  return (
    <ul>
      {(under.get(parent) ?? []).map((row) => {
        const isOpen = opened.has(row.key);
        return (
          <li key={row.key}>
            <div className="hb-node">
              {under.has(row.key) ? (
                <button
                  type="button"
                  className="hb-fold"
                  aria-expanded={isOpen}
                  aria-label={say.t(isOpen ? "handbook.close" : "handbook.open", { name: row.name })}
                  onClick={() => toggle(row.key)}
                >
                  {isOpen ? "▾" : "▸"}
                </button>
              ) : (
                <span className="hb-fold" />
              )}
              <Entry say={say} row={row} chosen={row.key === chosen} marked={pages.edition !== null} open={open} />
            </div>
            {isOpen && <Branch {...props} parent={row.key} />}
          </li>
        );
      })}
    </ul>
  );
}

function Found({
  say,
  pages,
  q,
  chosen,
  open,
}: {
  say: Say;
  pages: HandbookPages;
  q: string;
  chosen: string;
  open: (key: string) => void;
}) {
  const rows = useMemo(() => found(pages.rows, q), [pages, q]);
  if (rows.length === 0) return <p className="hint">{say.t("handbook.notFound", { q })}</p>;
  return (
    <>
      <p className="hint">{say.t("handbook.found", { n: say.n(rows.length), shown: say.n(Math.min(rows.length, mostFound)) })}</p>
      <ul>
        {rows.slice(0, mostFound).map((row) => (
          <li key={row.key}>
            <Entry say={say} row={row} chosen={row.key === chosen} marked={pages.edition !== null} open={open} />
          </li>
        ))}
      </ul>
    </>
  );
}

export function Contents(props: Props) {
  const { say, pages, byKey, chosen, open } = props;
  const [q, setQ] = useState("");
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const under = useMemo(() => childrenOf(pages.rows), [pages]);
  // The page that is open is seen in its place.
  useEffect(() => setOpened((was) => new Set([...was, ...aboveOf(byKey, chosen)])), [byKey, chosen]);
  const toggle = (key: string) =>
    setOpened((was) => (was.has(key) ? new Set([...was].filter((one) => one !== key)) : new Set([...was, key])));
  return (
    <nav className="hb-contents" aria-label={say.t("handbook.tree")}>
      <input
        className="field"
        type="search"
        value={q}
        placeholder={say.t("handbook.search")}
        aria-label={say.t("handbook.search")}
        onChange={(event) => setQ(event.target.value)}
      />
      <div className="hb-tree">
        {q.trim() ? (
          <Found {...{ say, pages, chosen, open }} q={q.trim()} />
        ) : (
          <Branch {...props} parent={null} under={under} opened={opened} toggle={toggle} />
        )}
      </div>
    </nav>
  );
}
