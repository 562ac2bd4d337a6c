/**
 * What the picture of every problem as a point needs: the filter as ranges over the columns, or, where those do not hold all, the server's
 * points. Says calmly when those are still coming, did not come, or are not all.
 */
import { useEffect, useMemo } from "react";
import { formatFilter } from "../../../server/contract/filter.ts";
import type { ProblemPoints } from "../../../server/contract/types.ts";
import { askPoints } from "../../api/points.ts";
import type { AppState } from "../../state/app.ts";
import { beyond } from "../../state/beyond.ts";
import { type Ranges, rangesOf } from "../../state/ranges.ts";
import { shownClock, shownFilter, shownProblems } from "../../state/shown.ts";
import { effectiveFilter, queryOf } from "../../state/view.ts";
import { usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";

export interface PointPart {
  readonly points: ProblemPoints | null;
  readonly ranges: Ranges | null;
}

const noPoints: PointPart = { points: null, ranges: null };

const part = {
  view: (s: AppState) => s.view,
  preview: (s: AppState) => s.preview,
  stood: (s: AppState) => s.stood,
  district: (s: AppState) => s.district,
  /** The server's points stand for a minute: a million of them are not sent for each change. */
  minute: (s: AppState) => Math.floor(s.clock / 60),
};

export function EveryPoint({ tell }: { readonly tell: (part: PointPart) => void }) {
  const say = useSay();
  const view = usePart(part.view);
  const preview = usePart(part.preview);
  const stood = usePart(part.stood);
  const district = usePart(part.district);
  const [problems, clock, far, minute] = [usePart(shownProblems), usePart(shownClock), usePart(beyond), usePart(part.minute)];
  const filter = useMemo(() => effectiveFilter(preview ? { ...view, filter: preview } : view), [view, preview]);
  const asked = useMemo(() => effectiveFilter(view), [view]);
  const query = queryOf(formatFilter(asked));
  const { value, failure, key } = useQuestion(far ? `${minute} ${query}` : null, (signal) => askPoints(asked, signal));
  const ranges = useMemo(() => {
    if (far || !problems || !district) return null;
    const { timeZone, categories, zones } = district;
    return rangesOf(shownFilter(stood, filter), problems, { clock, timeZone, categories, zones });
  }, [far, problems, district, stood, filter, clock]);
  const points = far ? value : null;
  useEffect(() => tell({ points, ranges }), [tell, points, ranges]);
  useEffect(() => () => tell(noPoints), [tell]);
  if (!far) return null;
  // Those of the minute before stand; those of another question stand until the new ones come.
  const text = failure
    ? say.t("map.pointsFailed", { reason: say.of(failure) })
    : !value || !key?.endsWith(` ${query}`)
      ? say.t("map.pointsComing")
      : value.count < value.total && say.t("map.pointsPart", { n: say.n(value.count), all: say.n(value.total) });
  return text ? (
    <p className="from-tiles" role="status">
      {text}
    </p>
  ) : null;
}
