/** The sites behind a figure of the summary, nearest first: go there, or open their pages. */
import { useEffect, useRef } from "react";
import { emptyFilter } from "../../../server/contract/filter.ts";
import { type Anchor, formatAnchor } from "../../../server/contract/geo.ts";
import type { SiteType } from "../../../server/contract/vocabulary.ts";
import { askNearest, mostNearest } from "../../api/places.ts";
import { Icon } from "../parts/Icon.tsx";
import { useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { NearestList } from "./NearestList.tsx";
import { type Figure, figureText } from "./nearText.ts";

interface Props {
  readonly of: readonly Anchor[];
  readonly within_m: number;
  readonly figure: Figure & { readonly key: SiteType };
  /** Whose they are; null = of all places together. */
  readonly title: string | null;
  readonly close: () => void;
}

export function SiteRows({ of, within_m, figure, title, close }: Props) {
  const say = useSay();
  const head = useRef<HTMLHeadingElement>(null);
  const limit = Math.min(mostNearest, figure.count + of.length);
  const key = JSON.stringify([of.map(formatAnchor), within_m, figure.key, limit]);
  const answer = useQuestion(key, (signal) => askNearest(emptyFilter, of, [figure.key], limit, signal));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list is looked at from its head
  useEffect(() => head.current?.focus(), [key]);
  const what = figureText(figure, emptyFilter, say);
  const own = new Set(of.flatMap((anchor) => ("site" in anchor && of.length === 1 ? [anchor.site] : [])));
  const rows = answer.value?.rows.filter(({ id, distance_m }) => distance_m <= within_m && !own.has(id)) ?? [];
  return (
    <section className="near-sites" aria-label={title ? say.t("near.listOf", { place: title, what }) : what}>
      <header>
        <h3 ref={head} tabIndex={-1}>
          {title ? say.t("near.listOf", { place: title, what }) : what}
        </h3>
        <button type="button" className="icon-button" aria-label={say.t("near.close")} title={say.t("near.close")} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {answer.failure && (
        <p className="inline-failure" role="alert">
          {say.of(answer.failure)}
          <button type="button" className="link" onClick={answer.again}>
            {say.t("app.retry")}
          </button>
        </p>
      )}
      {!answer.value && !answer.failure && <p className="hint">{say.t("ledger.loading")}</p>}
      {answer.value && <NearestList rows={rows} />}
      {answer.value && rows.length < figure.count && <p className="hint">{say.t("near.sitesCut", { n: say.n(rows.length) })}</p>}
    </section>
  );
}
