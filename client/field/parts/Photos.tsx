/** Taking photos: made small on the phone, kept at once, shown as they are. */
import { useEffect, useState } from "react";
import type { PhotoKind } from "../../../server/contract/officeWords.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { wordsOf } from "../../api/http.ts";
import { newId } from "../../api/newId.ts";
import { t } from "../../look/words.ts";
import { prepare } from "../../photo/prepare.ts";
import type { KeptPhoto } from "../entry.ts";
import { placeNow } from "../position.ts";
import { usePage, useSay } from "../usePage.ts";
import { Icon } from "./Icon.tsx";
import { Fault } from "./Parts.tsx";

/** Photos that one report or act may carry. */
export const mostPhotos = 9;
const lately_ms = 30 * 86_400_000;

/** When a file's picture was taken, by this phone's own clock: cameras write it on the file. */
const takenAt = (file: File): number => {
  const now = Date.now();
  return file.lastModified > now - lately_ms && file.lastModified < now ? file.lastModified : now;
};

interface Props {
  readonly photos: readonly KeptPhoto[];
  readonly set: (change: (photos: readonly KeptPhoto[]) => readonly KeptPhoto[]) => void;
  readonly kind: PhotoKind;
  readonly label: string;
  readonly fault?: Word | null | undefined;
}

/** Pictures being made small: the page asks before it is left. */
let busy = 0;
addEventListener("beforeunload", (event) => {
  if (busy > 0) event.preventDefault();
});

export function Photos({ photos, set, kind, label, fault }: Props) {
  const page = usePage();
  const say = useSay();
  const [making, setMaking] = useState(0);
  const [failures, setFailures] = useState<readonly Word[]>([]);
  const mine = photos.filter((photo) => photo.kind === kind);

  const take = async (files: readonly File[]) => {
    setFailures([]);
    const room = mostPhotos - mine.length;
    if (files.length > room) setFailures([{ zh: t("zh", "shot.most", { n: mostPhotos }), en: t("en", "shot.most", { n: mostPhotos }) }]);
    for (const file of files.slice(0, room)) {
      busy += 1;
      setMaking((n) => n + 1);
      try {
        const at = takenAt(file);
        const place = Date.now() - at < 120_000 ? placeNow(page) : null;
        const { blob, width, height, sha256 } = await prepare(file);
        const photo: KeptPhoto = { clientId: newId(), kind, blob, width, height, sha256, takenAt: at, place, id: null };
        set((before) => [...before, photo]);
      } catch (error) {
        setFailures((before) => [...before, wordsOf(error)]);
      } finally {
        busy -= 1;
        setMaking((n) => n - 1);
      }
    }
  };
  return (
    <fieldset className="photos" aria-label={label}>
      <div className="photo-row">
        {mine.map((photo, i) => (
          <Thumbnail
            key={photo.clientId}
            photo={photo}
            n={i + 1}
            remove={() => set((before) => before.filter((one) => one.clientId !== photo.clientId))}
          />
        ))}
        {making > 0 && (
          <output className="thumbnail making">
            <span className="spinner" aria-hidden="true" />
            <span className="sr">{say.t("shot.making")}</span>
          </output>
        )}
        <label className={mine.length + making > 0 ? "take more" : "take"}>
          <Icon name="report" />
          <span>{mine.length + making > 0 ? say.t("shot.another") : label}</span>
          <input
            type="file"
            accept="image/*"
            capture="environment"
            multiple
            aria-invalid={Boolean(fault)}
            onChange={(event) => {
              const files = [...(event.target.files ?? [])];
              // The same picture may be chosen again.
              event.target.value = "";
              void take(files);
            }}
          />
        </label>
        <label className="take more">
          <Icon name="outbox" />
          <span>{say.t("shot.album")}</span>
          <input
            type="file"
            accept="image/*"
            multiple
            onChange={(event) => {
              const files = [...(event.target.files ?? [])];
              event.target.value = "";
              void take(files);
            }}
          />
        </label>
      </div>
      {failures.map((why, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: words only, in the order they came
        <Fault key={i} why={why} />
      ))}
      <Fault why={fault} />
    </fieldset>
  );
}

/** Address of a picture that is still on the phone; given back when it is no longer shown. */
export function useBlobAddress(blob: Blob): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return address;
}

function Thumbnail({ photo, n, remove }: { photo: KeptPhoto; n: number; remove: () => void }) {
  const say = useSay();
  const address = useBlobAddress(photo.blob);
  return (
    <span className="thumbnail">
      {address && <img src={address} alt={say.t("shot.one", { n })} />}
      <button type="button" className="remove" aria-label={say.t("shot.remove", { n })} onClick={remove}>
        <Icon name="close" />
      </button>
    </span>
  );
}
