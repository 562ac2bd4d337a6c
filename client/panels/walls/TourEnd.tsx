/** The foot of the editor: kept, closed, taken away; and what to do when somebody else was first. */
import { useState } from "react";
import type { Failure } from "../../state/app.ts";
import { useSay } from "../useApp.ts";
import { Ask } from "./Ask.tsx";
import { longestName } from "./tourDraft.ts";

/** Somebody else was first; `gone`: the tour is not there any more. */
export interface Clash {
  readonly words: Failure;
  readonly gone: boolean;
}

interface Props {
  readonly name: string;
  /** It is on the server. */
  readonly exists: boolean;
  /** How many places are marked. */
  readonly faults: number;
  /** What the server said, where it is of no single place. */
  readonly refused: Failure | null;
  readonly conflict: Clash | null;
  readonly busy: boolean;
  readonly usedBy: readonly string[];
  readonly save: () => void;
  readonly loadNewer: () => void;
  readonly keepMine: (name: string) => void;
  readonly remove: () => void;
  readonly close: () => void;
}

export function TourEnd(props: Props) {
  const { name, exists, faults, refused, conflict, busy } = props;
  const say = useSay();
  const [removing, setRemoving] = useState(false);
  return (
    <footer className="tour-end">
      {faults > 0 && (
        <p className="inline-failure" role="alert">
          {say.t("walls.faultsAbove", { n: faults })}
        </p>
      )}
      {refused && (
        <p className="inline-failure" role="alert">
          {say.of(refused)}
        </p>
      )}
      {conflict && <Conflict {...props} conflict={conflict} />}
      <div className="form-end" hidden={conflict !== null || removing}>
        <button type="button" className="button primary" onClick={props.save}>
          {say.t(busy ? "walls.saving" : "walls.save")}
        </button>
        <button type="button" className="button" onClick={props.close}>
          {say.t("walls.close")}
        </button>
        {exists && (
          <button type="button" className="button" onClick={() => setRemoving(true)}>
            {say.t("walls.removeTour")}
          </button>
        )}
      </div>
      {!conflict && removing && (
        <Ask
          acts={
            <>
              <button type="button" className="button" disabled={busy} onClick={props.remove}>
                {say.t("walls.removeTour")}
              </button>
              <button type="button" className="button primary" onClick={() => setRemoving(false)}>
                {say.t("walls.leave")}
              </button>
            </>
          }
        >
          <p>{say.t("walls.removeAsk", { name, n: props.usedBy.length })}</p>
        </Ask>
      )}
    </footer>
  );
}

interface ConflictProps extends Pick<Props, "name" | "busy" | "loadNewer" | "keepMine"> {
  readonly conflict: Clash;
}

/** Nothing is lost: theirs is loaded, or one's own becomes a tour beside it. */
export function Conflict({ name, conflict, busy, loadNewer, keepMine }: ConflictProps) {
  const say = useSay();
  // Names are each there once; the longest still leaves room for the word.
  const mine = say.t("walls.mine", { name: name.trim().slice(0, longestName - 10) });
  return (
    <Ask
      acts={
        <>
          <button type="button" className="button" disabled={busy} onClick={loadNewer}>
            {say.t(conflict.gone ? "walls.discard" : "walls.loadNewer")}
          </button>
          <button type="button" className="button primary" disabled={busy} onClick={() => keepMine(mine)}>
            {say.t("walls.keepMine")}
          </button>
        </>
      }
    >
      <p>{say.of(conflict.words)}</p>
      <p>{say.t("walls.conflict")}</p>
    </Ask>
  );
}
