/** Covering faces and plates: boxes on the photo, each also as four numbers; saved, they are gone from everybody's copy. */
import { useEffect, useId, useState } from "react";
import type { Box, Photo } from "../../../server/contract/types.ts";
import { wordsOf } from "../../api/http.ts";
import { postCover } from "../../api/photos.ts";
import type { Failure } from "../../state/app.ts";
import { Icon } from "../parts/Icon.tsx";
import { useSay } from "../useApp.ts";
import { inside } from "./boxes.ts";
import { CoverFrame, coverText } from "./CoverFrame.tsx";
import { type Covers, mostCovers, useCovers } from "./useCovers.ts";

interface Props {
  readonly photo: Photo;
  readonly alt: string;
  /** Told when there is something to lose. */
  readonly onChanged: (changed: boolean) => void;
  readonly leave: () => void;
  readonly saved: (covers: number) => Promise<void>;
}

export function CoverEditor({ photo, alt, onChanged, leave, saved }: Props) {
  const say = useSay();
  const covers = useCovers(photo);
  const { busy, failure, save } = useSaving(photo, covers, saved);
  const { boxes, chosen, changed } = covers;
  useEffect(() => onChanged(changed), [changed, onChanged]);
  const press = (event: React.KeyboardEvent) => {
    // A number being typed has an undo of its own.
    if (!(event.ctrlKey || event.metaKey) || event.target instanceof HTMLInputElement) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) covers.undo();
    else if (key === "y" || key === "z") covers.redo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const box = chosen === null ? undefined : boxes[chosen];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: undo and redo for all that stands in it
    <div className="cover-editor" onKeyDown={press}>
      <CoverFrame photo={photo} covers={covers} alt={alt} />
      <aside className="cover-side">
        <p className="hint">{say.t("photos.coverHint")}</p>
        <Tools covers={covers} />
        <List covers={covers} />
        {box && chosen !== null && (
          <Numbers key={chosen} box={box} set={(next) => covers.change(chosen, next)} fixed={chosen < covers.fixed} />
        )}
        <p className="caution">{say.t("photos.coverWhat")}</p>
        {failure && (
          <p className="inline-failure" role="alert">
            {say.of(failure)}
          </p>
        )}
        <div className="form-end">
          <button type="button" className="button primary" disabled={busy || !changed} onClick={() => void save()}>
            {busy && <span className="spinner small" aria-hidden="true" />}
            {busy ? say.t("photos.saving") : say.t("photos.saveCovers", { n: boxes.length })}
          </button>
          <button type="button" className="button" onClick={leave}>
            {say.t("photos.leaveCover")}
          </button>
        </div>
      </aside>
    </div>
  );
}

function useSaving(photo: Photo, { boxes }: Covers, saved: Props["saved"]) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  async function save(): Promise<void> {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await postCover(photo.id, boxes);
      await saved(boxes.length);
    } catch (error) {
      setFailure(wordsOf(error));
      setBusy(false);
    }
  }
  return { busy, failure, save };
}

function Tools({ covers }: { covers: Covers }) {
  const say = useSay();
  return (
    <div className="photo-buttons">
      <button type="button" className="button" disabled={covers.full} onClick={() => covers.add()}>
        {say.t("photos.addCover")}
      </button>
      <button
        type="button"
        className="button"
        disabled={!covers.canUndo}
        aria-label={say.t("photos.undo")}
        title="Ctrl+Z"
        onClick={covers.undo}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        className="button"
        disabled={!covers.canRedo}
        aria-label={say.t("photos.redo")}
        title="Ctrl+Y"
        onClick={covers.redo}
      >
        <Icon name="redo" />
      </button>
      {covers.full && <small>{say.t("photos.tooManyCovers", { n: mostCovers })}</small>}
    </div>
  );
}

/** The covers as a list beside the picture: to be chosen and removed without a pointer on it. */
function List({ covers }: { covers: Covers }) {
  const say = useSay();
  const { boxes, chosen, fixed } = covers;
  const at = chosen === null ? undefined : boxes[chosen];
  return (
    <>
      {boxes.length === 0 && <p className="quiet">{say.t("photos.noCovers")}</p>}
      <ol className="cover-list">
        {boxes.map((_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place in the list
          <li key={i}>
            <button
              type="button"
              className={chosen === i ? "pill chosen" : "pill"}
              aria-pressed={chosen === i}
              onClick={() => covers.choose(i)}
            >
              {say.t("photos.aCover", { i: i + 1 })}
            </button>
            {i >= fixed && (
              <button
                type="button"
                className="icon-button"
                aria-label={`${say.t("photos.deleteCover")} ${say.t("photos.aCover", { i: i + 1 })}`}
                title={say.t("photos.deleteCover")}
                onClick={() => covers.remove(i)}
              >
                <Icon name="close" />
              </button>
            )}
          </li>
        ))}
      </ol>
      <span className="sr" role="status">
        {at && chosen !== null ? coverText(at, chosen, say) : say.t("photos.coverGone", { n: boxes.length })}
      </span>
    </>
  );
}

const sides = [
  ["x", "photos.left"],
  ["y", "photos.top"],
  ["w", "photos.width"],
  ["h", "photos.height"],
] as const;

/** A cover's four numbers, in hundredths of the picture: what dragging does, typed. */
function Numbers({ box, set, fixed }: { box: Box; set: (box: Box) => void; fixed: boolean }) {
  const say = useSay();
  const id = useId();
  return (
    <div className="cover-numbers">
      {sides.map(([side, word]) => (
        <label key={side} htmlFor={`${id}-${side}`}>
          {say.t(word)}
          <input
            id={`${id}-${side}`}
            className="field"
            type="number"
            min={0}
            max={100}
            step={0.5}
            disabled={fixed}
            value={Math.round(box[side] * 1000) / 10}
            onChange={(event) => {
              const value = event.target.valueAsNumber;
              if (Number.isFinite(value)) set(inside({ ...box, [side]: value / 100 }));
            }}
          />
        </label>
      ))}
    </div>
  );
}
