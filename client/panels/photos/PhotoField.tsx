/** Photos of a form: chosen, taken, dropped anywhere or pasted; each sent at once with its progress, and shown. */
import { useEffect, useId, useRef, useState, useSyncExternalStore } from "react";
import type { PhotoKind } from "../../../server/contract/officeWords.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import "../../look/photos.css";
import { photoWords } from "../../look/words/photos.ts";
import { learn } from "../../look/words.ts";
import { useSay } from "../useApp.ts";
import { TrayTile } from "./TrayTile.tsx";
import { most, Tray } from "./tray.ts";
import { type DevicePlace, useDevicePlace } from "./useDevicePlace.ts";
import { useDropAndPaste } from "./useDropAndPaste.ts";
import { type Held, useHeldForm } from "./useHeldForm.ts";

learn(photoWords);

export interface PhotoFieldProps {
  readonly kind: PhotoKind;
  /** What they are called here; "photos" when left out. */
  readonly label?: string;
  /** Photos that have arrived: what the form sends. */
  readonly value: readonly number[];
  readonly set: (photos: number[]) => void;
  readonly fault?: Word | undefined;
  /** Of the report, this part: it may be left and come back to, and so its photos outlive the form. */
  readonly kept?: keyof typeof reportTrays;
}

/** The report's photos, as its draft: kept while one looks around the map. */
const reportTrays = { photos: new Tray(), photosAfter: new Tray() };

export function PhotoField({ kind, label, value, set, fault, kept }: PhotoFieldProps) {
  const say = useSay();
  const id = useId();
  const box = useRef<HTMLFieldSetElement>(null);
  const tray = useTray(kept, value, set);
  const entries = useSyncExternalStore(tray.subscribe, tray.list, tray.list);
  const place = useDevicePlace();
  const [left, setLeft] = useState(0);
  const held = useHeldForm(tray, box);
  const take = (files: readonly File[]) => setLeft(tray.add(files, kind, place.now()));
  const over = useDropAndPaste(box, take);
  useRetry(tray);
  return (
    <fieldset ref={box} className={over ? "photo-field over" : "photo-field"} aria-describedby={fault && `${id}-fault`}>
      <legend>
        {label ?? say.t("photos.label")} <small>{say.t("photos.most", { n: most })}</small>
      </legend>
      {entries.length > 0 && (
        <ul className="photo-tiles">
          {entries.map((entry) => (
            <TrayTile key={entry.key} entry={entry} retry={() => tray.retry(entry.key)} remove={() => tray.remove(entry.key)} />
          ))}
        </ul>
      )}
      <Ways take={take} full={entries.length >= most} invalid={fault !== undefined} />
      <Place place={place} />
      {over && <p className="photo-drop">{say.t("photos.drop")}</p>}
      <Told tray={tray} left={left} held={held} />
      {fault && (
        <p id={`${id}-fault`} className="inline-failure">
          {say.of(fault)}
        </p>
      )}
    </fieldset>
  );
}

/** The form's tray, in step with what the form holds. */
function useTray(kept: PhotoFieldProps["kept"], value: readonly number[], set: (photos: number[]) => void): Tray {
  const [own] = useState(() => new Tray());
  const tray = kept ? reportTrays[kept] : own;
  const latest = useRef({ value, set });
  latest.current = { value, set };
  useEffect(() => {
    const hand = () => {
      const ids = tray.ids();
      if (ids.join() !== latest.current.value.join()) latest.current.set(ids);
    };
    return tray.subscribe(hand);
  }, [tray]);
  useEffect(() => tray.keep(value), [tray, value]);
  // Whoever leaves an act's form leaves its photos.
  useEffect(() => () => own.clear(), [own]);
  return tray;
}

/** The link is back: what it lost is sent again. */
function useRetry(tray: Tray): void {
  useEffect(() => {
    const back = () => tray.retryAll();
    addEventListener("online", back);
    return () => removeEventListener("online", back);
  }, [tray]);
}

function Ways({ take, full, invalid }: { take: (files: readonly File[]) => void; full: boolean; invalid: boolean }) {
  const say = useSay();
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const changed = ({ target }: React.ChangeEvent<HTMLInputElement>) => {
    take([...(target.files ?? [])]);
    // The same file may be chosen again after it was removed.
    target.value = "";
  };
  const input = { type: "file", accept: "image/*", hidden: true, tabIndex: -1, onChange: changed } as const;
  return (
    <div className="photo-ways">
      <input ref={files} {...input} multiple data-photos="files" />
      <input ref={camera} {...input} capture="environment" />
      <button type="button" className="button camera" disabled={full} onClick={() => camera.current?.click()}>
        {say.t("photos.camera")}
      </button>
      <button type="button" className="button" disabled={full} aria-invalid={invalid} onClick={() => files.current?.click()}>
        {say.t("photos.choose")}
      </button>
      <small className="desk-only">{say.t("photos.ways")}</small>
    </div>
  );
}

function Place({ place }: { place: DevicePlace }) {
  const say = useSay();
  if (!place.there) return null;
  const told = {
    idle: null,
    asking: say.t("photos.locating"),
    found: say.t("photos.located", { n: say.n(Math.round(place.accuracy_m ?? 0)) }),
    denied: say.t("photos.locateDenied"),
    failed: say.t("photos.locateFailed"),
  }[place.state];
  return (
    <div className="photo-place">
      <label>
        <input type="checkbox" checked={place.wanted} onChange={(event) => place.want(event.target.checked)} />
        {say.t("photos.locate")}
      </label>
      <small role="status">{told}</small>
    </div>
  );
}

/** What a screen reader is told of it, and everybody of what went wrong. */
function Told({ tray, left, held }: { tray: Tray; left: number; held: Held }) {
  const say = useSay();
  const entries = tray.list();
  const count = (...states: string[]) => entries.filter(({ state }) => states.includes(state)).length;
  const told = { ready: count("ready"), going: count("preparing", "sending"), failed: count("failed") };
  return (
    <div role="status">
      {entries.length > 0 && <span className="sr">{say.t("photos.told", told)}</span>}
      {left > 0 && <p className="inline-failure">{say.t("photos.tooMany", { most, n: left })}</p>}
      {held === "waiting" && <p className="hint">{say.t("photos.held")}</p>}
      {held === "failed" && told.failed > 0 && <p className="inline-failure">{say.t("photos.heldFailed")}</p>}
      {entries.map(
        ({ key, name, why }) =>
          why && (
            <p key={key} className="inline-failure">
              {say.t("photos.failed", { name, why: say.of(why) })}
            </p>
          ),
      )}
    </div>
  );
}
