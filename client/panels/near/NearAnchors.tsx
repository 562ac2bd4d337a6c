/** Each place that was asked about with its own count; a click goes there and lists its rows under it. */
import { useState } from "react";
import { type Filter, formatFilter } from "../../../server/contract/filter.ts";
import type { NearAnswer } from "../../../server/contract/types.ts";
import { askProblems } from "../../api/problems.ts";
import type { AppState } from "../../state/app.ts";
import type { NearQuestion } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { Icon } from "../parts/Icon.tsx";
import { StatusMark } from "../parts/StatusMark.tsx";
import { changeView, goToPlace, hover, openNear, select } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { anchorOf, placeText } from "./nearText.ts";

type One = NearAnswer["anchors"][number];
const listingOf = (state: AppState) => state.listing;
const filterOf = (state: AppState) => state.view.filter;
const pageSize = 50;

export function NearAnchors({ near }: { near: NearQuestion }) {
  const say = useSay();
  const { anchors } = usePart(listingOf);
  const [opened, setOpened] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const most = Math.max(1, ...anchors.map((anchor) => anchor.count));
  const some = anchors.filter((anchor) => anchor.count > 0);
  const shown = all ? anchors : some;
  return (
    <>
      <ol className="anchors">
        {shown.map((one) => {
          const key = `${one.kind}/${one.id}`;
          return (
            <AnchorItem
              key={key}
              one={one}
              near={near}
              most={most}
              open={opened === key}
              toggle={() => setOpened(opened === key ? null : key)}
            />
          );
        })}
      </ol>
      {!all && anchors.length > some.length && (
        <button type="button" className="link anchors-rest" onClick={() => setAll(true)}>
          {say.t("near.moreAnchors", { n: say.n(anchors.length - some.length) })}
        </button>
      )}
    </>
  );
}

interface ItemProps {
  readonly one: One;
  readonly near: NearQuestion;
  readonly most: number;
  readonly open: boolean;
  readonly toggle: () => void;
}

function AnchorItem({ one, near, most, open, toggle }: ItemProps) {
  const app = useApp();
  const say = useSay();
  const thing = one.kind === "draw" ? null : { kind: one.kind, id: one.id };
  const book = usePart(bookOf);
  const name = placeText(one, near, book, say);
  return (
    <li>
      <button
        type="button"
        className="anchor"
        aria-expanded={open}
        onMouseEnter={() => hover(app, thing)}
        onMouseLeave={() => hover(app, null)}
        onClick={() => {
          if (!open) goToPlace(app, one.lon, one.lat);
          toggle();
        }}
      >
        <Icon name={open ? "down" : "right"} />
        <span className="anchor-name">{name}</span>
        <span className="anchor-bar" aria-hidden="true">
          <span style={{ width: `${(one.count / most) * 100}%` }} />
        </span>
        <span className="anchor-count">{say.n(one.count)}</span>
      </button>
      {open && one.count > 0 && <AnchorRows one={one} near={near} />}
    </li>
  );
}

/** The anchor's own problems under the present filter. */
function AnchorRows({ one, near }: { one: One; near: NearQuestion }) {
  const app = useApp();
  const say = useSay();
  const filter = usePart(filterOf);
  const anchor = anchorOf(one, near);
  const asked: Filter = anchor ? { ...filter, geo: [...filter.geo, { op: "within", distance_m: near.within_m, of: [anchor] }] } : filter;
  const answer = useQuestion(JSON.stringify(formatFilter(asked)), (signal) =>
    askProblems(asked, { sort: "-found", limit: pageSize }, signal),
  );
  if (answer.failure) {
    return (
      <p className="inline-failure" role="alert">
        {say.of(answer.failure)}
        <button type="button" className="link" onClick={answer.again}>
          {say.t("app.retry")}
        </button>
      </p>
    );
  }
  if (!answer.value) return <p className="hint">{say.t("ledger.loading")}</p>;
  const { rows, total } = answer.value;
  return (
    <ul className="anchor-rows">
      {rows.map((row) => (
        <li key={row.id}>
          <button
            type="button"
            onMouseEnter={() => hover(app, { kind: "problem", id: row.id })}
            onMouseLeave={() => hover(app, null)}
            onClick={() => select(app, { kind: "problem", id: row.id }, false)}
            onDoubleClick={() => goToPlace(app, row.lon, row.lat)}
          >
            <StatusMark status={row.status} />
            <span className="clip">{row.title}</span>
          </button>
        </li>
      ))}
      {anchor && total > rows.length && (
        <li>
          <button
            type="button"
            className="link"
            onClick={() => {
              openNear(app, { of: [anchor], within_m: near.within_m });
              changeView(app, { panel: "ledger" }, "replace");
            }}
          >
            {say.t("near.rowsMore", { n: say.n(total) })}
          </button>
        </li>
      )}
    </ul>
  );
}
