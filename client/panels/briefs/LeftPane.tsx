/** What can be made: the kinds, of which days, of whom; and what was issued. */
import { type BriefKind, briefKinds } from "../../../server/contract/brief.ts";
import { useSay } from "../useApp.ts";
import { addressOf, type Place } from "./address.ts";
import { DayChooser } from "./DayChooser.tsx";
import { HandoverChooser } from "./HandoverChooser.tsx";
import { IssuedRows } from "./IssuedRows.tsx";
import { PeriodFields } from "./PeriodFields.tsx";
import type { IssuedList } from "./useIssued.ts";

interface Props {
  readonly place: Place;
  readonly go: (next: Place) => void;
  readonly today: string;
  readonly issued: IssuedList;
  readonly administrator: boolean;
}
const kinds = Object.keys(briefKinds) as readonly BriefKind[];

/** Another kind of document: of the whole district, but a notice that is open already. */
const toKind = (place: Place, kind: BriefKind): Place => {
  if (place.page === "brief" && place.kind === kind) return place;
  return { page: "brief", kind, from: null, to: null, query: "" };
};

export function LeftPane({ place, go, today, issued, administrator }: Props) {
  const say = useSay();
  return (
    <div className="briefs-left">
      <nav aria-label={say.t("briefs.kinds")}>
        <a href="/" className="to-map">
          {say.t("app.toMap")}
        </a>
        {kinds.map((kind) => (
          <Way key={kind} to={toKind(place, kind)} go={go} current={place.page === "brief" && place.kind === kind}>
            {say.of(briefKinds[kind])}
          </Way>
        ))}
        {administrator && (
          <Way to={{ page: "templates" }} go={go} current={place.page === "templates"}>
            {say.t("briefs.templates")}
          </Way>
        )}
      </nav>
      {place.page === "brief" && (place.kind === "daily" || place.kind === "weekly") && place.from && (
        <DayChooser key={place.kind} place={place} go={go} today={today} issued={issued} />
      )}
      {place.page === "brief" && place.kind === "notice" && (
        <PeriodFields key={`${place.from} ${place.to}`} place={place} go={go} today={today} />
      )}
      {place.page === "brief" && place.kind === "handover" && <HandoverChooser place={place} go={go} />}
      {place.page !== "templates" && <IssuedRows place={place} go={go} issued={issued} />}
    </div>
  );
}

interface WayProps {
  readonly to: Place;
  readonly go: (next: Place) => void;
  readonly current: boolean;
  readonly children: React.ReactNode;
}

/** A link within these pages; a new window is the browser's business. */
export function Way({ to, go, current, children }: WayProps) {
  const leave = (event: React.MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={addressOf(to)} aria-current={current ? "page" : undefined} onClick={leave}>
      {children}
    </a>
  );
}
