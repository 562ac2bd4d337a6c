/** Addresses instead of coordinates: looked up without a network, shown before they are taken; what is not sure is said one by one. */
import { useEffect, useRef, useState } from "react";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { wasLeft, wordsOf } from "../../api/http.ts";
import { askLocateMany } from "../../api/locate.ts";
import type { FileTable } from "../../files/table.ts";
import { useSay } from "../useApp.ts";
import { addressesOf, doubtful, type Found, locateAll, withPlaces } from "./addresses.ts";
import type { Draft } from "./draft.ts";
import { metresText } from "./metresText.ts";
import { useBringing } from "./useBring.ts";

const mostListed = 100;

export function AddressPart({ table, draft, disabled }: { table: FileTable; draft: Draft; disabled: boolean }) {
  const say = useSay();
  const addresses = addressesOf(table, draft.text);
  const [found, setFound] = useState<Found | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const [failure, setFailure] = useState<Word | null>(null);
  const leave = useRef<AbortController | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another column, or another file, has other addresses
  useEffect(() => {
    setFound(null);
    setFailure(null);
    return () => leave.current?.abort();
  }, [table, draft.text]);
  if (draft.text === "") return null;
  const look = async () => {
    const control = new AbortController();
    leave.current = control;
    setFailure(null);
    setDone(0);
    try {
      setFound(await locateAll(addresses, (part) => askLocateMany(part, control.signal), setDone));
    } catch (error) {
      if (!wasLeft(error)) setFailure(wordsOf(error));
    }
    setDone(null);
  };
  return (
    <div className="bring-addresses">
      {done !== null ? (
        <p role="status">
          {say.t("bring.locating")} {say.t("bring.progress", { done: say.n(done), total: say.n(addresses.length) })}
        </p>
      ) : (
        !found && (
          <button type="button" className="button" disabled={disabled || addresses.length === 0} onClick={() => void look()}>
            {say.t("bring.locate", { n: say.n(addresses.length) })}
          </button>
        )
      )}
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
      {found && <FoundPart table={table} draft={draft} found={found} disabled={disabled} />}
    </div>
  );
}

interface FoundProps {
  readonly table: FileTable;
  readonly draft: Draft;
  readonly found: Found;
  readonly disabled: boolean;
}
export function FoundPart({ table, draft, found, disabled }: FoundProps) {
  const say = useSay();
  const bringing = useBringing();
  const [unsure, setUnsure] = useState(false);
  const doubts = doubtful(found);
  const missing = doubts.filter(([, { place }]) => place === null).length;
  const sure = found.size - doubts.length;
  const take = () => {
    const names = [say.t("bring.lonColumn"), say.t("bring.latColumn")] as const;
    const placed = withPlaces(table, draft.text, found, unsure, names);
    bringing.widen(placed.table, { place: "xy", x: placed.x, y: placed.y, text: "", crs: "EPSG:4326", placeGuessed: false });
  };
  return (
    <>
      <p role="status">
        {doubts.length > 0
          ? say.t("bring.located", { sure: say.n(sure), unsure: say.n(doubts.length - missing), none: say.n(missing) })
          : say.t("bring.locatedAll", { sure: say.n(sure) })}
      </p>
      {doubts.length > 0 && (
        <ul className="bring-doubts">
          {doubts.slice(0, mostListed).map(([address, { place }]) => (
            <li key={address}>
              <span>{address}</span>
              <small className={place ? "quiet" : "bring-warn"}>
                {place ? `→ ${place.name} · ${say.t("bring.about", { m: metresText(place.accuracy_m) })}` : say.t("bring.notFound")}
              </small>
            </li>
          ))}
        </ul>
      )}
      <div className="bring-line">
        {doubts.length > missing && (
          <label className="labelled">
            <input type="checkbox" checked={unsure} disabled={disabled} onChange={(event) => setUnsure(event.target.checked)} />
            {say.t("bring.takeUnsure")}
          </label>
        )}
        <button type="button" className="button primary" disabled={disabled || (sure === 0 && !unsure)} onClick={take}>
          {say.t("bring.takeFound")}
        </button>
      </div>
    </>
  );
}
