/** The views that are kept, by who sees them; the present one is kept here too, and shared. */
import { useState } from "react";
import { type Share, shares } from "../../../server/contract/officeWords.ts";
import type { SavedView } from "../../../server/contract/types.ts";
import { askViews } from "../../api/desk.ts";
import type { AppState } from "../../state/app.ts";
import { askedBy } from "../../state/keptView.ts";
import { Icon } from "../parts/Icon.tsx";
import { Notice } from "../parts/Notice.tsx";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { keepView, type Opened, openedOf } from "./acts.ts";
import { SharePart } from "./SharePart.tsx";
import { ViewForm } from "./ViewForm.tsx";
import { ViewRow } from "./ViewRow.tsx";

const turnOf = (state: AppState) => `${state.live.turn} ${state.me?.person?.id ?? ""}`;
const viewOf = (state: AppState) => state.view;
const groups = Object.keys(shares) as Share[];

interface Props {
  readonly opened: Opened | null;
  readonly open: (view: Opened | null) => void;
  readonly close: () => void;
}

export function ViewsPanel({ opened, open, close }: Props) {
  const app = useApp();
  const say = useSay();
  const turn = usePart(turnOf);
  const present = usePart(viewOf);
  const [keeping, keep] = useState(false);
  const answer = useQuestion(turn, askViews);
  const rows = answer.value?.rows;
  const asked = askedBy(present);
  // What asks the same as a view is that view, however one came to it.
  const same = rows?.find((row) => openedOf(row).asked === asked);
  const current = rows?.find(({ id }) => id === opened?.id && (!same || same.id === id || opened.asked === asked)) ?? same;
  const state = (row: SavedView) =>
    row.id !== current?.id ? null : openedOf(row).asked === asked ? ("open" as const) : ("changed" as const);
  const took = (view: SavedView | null) => {
    open(view && openedOf(view));
    keep(false);
    answer.again();
  };
  return (
    <div className="views">
      {keeping ? (
        <ViewForm
          first={{ name: "", share: "mine", camera: false }}
          leave={() => keep(false)}
          send={async (form) => took(await keepView(app, form))}
        />
      ) : (
        <div className="views-acts">
          <button type="button" className="button primary" onClick={() => keep(true)}>
            {say.t("views.keepNow")}
          </button>
          <SharePart />
        </div>
      )}
      <Rows rows={rows} answer={answer}>
        {(row) => (
          <ViewRow
            key={row.id}
            view={row}
            state={state(row)}
            opened={(one) => {
              open(one);
              close();
            }}
            took={(view) => took(view ?? (row.id === opened?.id ? null : (rows?.find(({ id }) => id === opened?.id) ?? null)))}
          />
        )}
      </Rows>
    </div>
  );
}

interface RowsProps {
  readonly rows: readonly SavedView[] | undefined;
  readonly answer: ReturnType<typeof useQuestion>;
  readonly children: (row: SavedView) => React.ReactNode;
}

function Rows({ rows, answer, children }: RowsProps) {
  const say = useSay();
  if (answer.state === "failed") {
    const act = { label: say.t("app.retry"), run: answer.again };
    return <Notice kind="failed" title={say.t("views.failed")} detail={answer.failure ? say.of(answer.failure) : undefined} act={act} />;
  }
  if (!rows) return <Notice kind="loading" title={say.t("views.loading")} />;
  if (!rows.length) return <Notice kind="empty" title={say.t("views.none")} detail={say.t("views.noneHint")} />;
  const order = new Intl.Collator(say.lang === "zh" ? "zh-CN" : "en-GB", { numeric: true });
  return groups.map((share) => {
    const list = rows.filter((row) => row.share === share).toSorted((a, b) => order.compare(a.name, b.name));
    return (
      list.length > 0 && (
        <section key={share} aria-label={say.of(shares[share])}>
          <h3>
            <Icon name={share === "mine" ? "point" : share === "office" ? "home" : "view"} />
            {say.of(shares[share])}
          </h3>
          <ul>{list.map(children)}</ul>
        </section>
      )
    );
  });
}
