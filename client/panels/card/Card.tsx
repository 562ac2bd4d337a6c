/** The card of what is selected: a problem, a site or a zone. */
import { lazy, Suspense } from "react";
import { untilLoaded } from "../../api/chunk.ts";
import { words } from "../../look/words.ts";
import type { AppState, Failure } from "../../state/app.ts";
import type { Stop } from "../../state/shortlist.ts";
import { Icon, type IconName } from "../parts/Icon.tsx";
import { Notice } from "../parts/Notice.tsx";
import { toast } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { ProblemCard } from "./ProblemCard.tsx";
import { SiteCard } from "./SiteCard.tsx";
import { ZoneCard } from "./ZoneCard.tsx";

const ListedButton = lazy(() =>
  untilLoaded(() => import("../shortlist/ListedButton.tsx")).then((file) => ({ default: file.ListedButton })),
);

const selectedOf = (state: AppState) => state.view.selected;

export function Card() {
  const say = useSay();
  const selected = usePart(selectedOf);
  if (!selected) return <Notice kind="empty" title={say.t("card.none")} detail={say.t("card.noneHint")} />;
  if (selected.kind === "problem") return <ProblemCard id={selected.id} />;
  if (selected.kind === "site") return <SiteCard id={selected.id} />;
  return <ZoneCard id={selected.id} />;
}

/** While the card's answer is on its way, or when it did not come. */
export function CardState({ failure, again }: { failure: Failure | null; again: () => void }) {
  const say = useSay();
  if (!failure) return <Notice kind="loading" title={say.t("ledger.loading")} />;
  return <Notice kind="failed" title={say.t("card.failed")} detail={say.of(failure)} act={{ label: say.t("app.retry"), run: again }} />;
}

export function Field({ name, children }: { name: string; children: React.ReactNode }) {
  const say = useSay();
  const empty = children === null || children === undefined || children === "";
  return (
    <div className="field-row">
      <dt>{name}</dt>
      <dd>{empty ? <span className="quiet">{say.t("card.unknown")}</span> : children}</dd>
    </div>
  );
}

interface Act {
  readonly icon: IconName;
  readonly label: string;
  readonly run: () => void;
}

/** What can be done with any card, and a link to just this view. */
export function Acts({ acts, stop }: { acts: readonly Act[] /** What goes on the shortlist. */; stop?: Stop }) {
  const app = useApp();
  const say = useSay();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      toast(app, words["card.copied"]);
    } catch {
      // No secure context or no permission: say what to do instead.
      toast(app, words["card.copyFailed"]);
    }
  };
  return (
    <div className="acts">
      {acts.map((act) => (
        <button key={act.label} type="button" className="button" onClick={act.run}>
          <Icon name={act.icon} />
          {act.label}
        </button>
      ))}
      <Suspense fallback={null}>{stop && <ListedButton stop={stop} />}</Suspense>
      <button type="button" className="button" onClick={() => void copy()}>
        <Icon name="link" />
        {say.t("card.copyLink")}
      </button>
    </div>
  );
}

/** A chain of zones from the widest to the smallest, each with who answers for it. */
export function ZoneChain({ zones }: { zones: readonly { id: number; level: number; name: string; person: string | null }[] }) {
  const say = useSay();
  if (!zones.length) return <span className="quiet">{say.t("card.noZone")}</span>;
  return (
    <ol className="zone-chain">
      {[...zones]
        .sort((a, b) => a.level - b.level)
        .map((zone) => (
          <li key={zone.id}>
            {zone.name}
            {zone.person && <small>{zone.person}</small>}
          </li>
        ))}
    </ol>
  );
}
