/** What may be done with a photo by whom: cover parts of it, withdraw it, see it without its covers. */
import { useEffect, useRef, useState } from "react";
import type { Photo } from "../../../server/contract/types.ts";
import { postOriginal, postWithdraw } from "../../api/photos.ts";
import { words } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { ReasonForm } from "../parts/ReasonForm.tsx";
import { usePart, useSay } from "../useApp.ts";

const meOf = (state: AppState) => state.me;

interface Props {
  readonly photo: Photo;
  readonly cover: () => void;
  /** The photo was withdrawn. */
  readonly changed: () => Promise<void>;
  /** An address of the picture without its covers. */
  readonly show: (address: string | null) => void;
}

export function Duties({ photo, cover, changed, show }: Props) {
  const say = useSay();
  const me = usePart(meOf);
  const [asking, setAsking] = useState<"withdraw" | "original" | null>(null);
  const buttons = useRef<HTMLDivElement>(null);
  const leave = () => {
    setAsking(null);
    setTimeout(() => buttons.current?.querySelector("button")?.focus());
  };
  const has = (role: "dispatcher" | "evidence") => me?.roles.includes(role) ?? false;
  const mayWithdraw = photo.mayRedact && (has("dispatcher") || (me?.person?.name ?? null) === photo.by);
  const mayUncover = has("evidence") && photo.boxes.length > 0 && photo.originalUntil !== null && photo.withdrawn === null;
  if (asking === "withdraw") {
    return (
      <ReasonForm
        what={say.t("photos.withdrawWhat")}
        label={say.t("photos.why")}
        needed={words["photos.whyNeeded"]}
        button={say.t("photos.withdrawNow")}
        leave={leave}
        send={async (reason) => {
          await postWithdraw(photo.id, reason);
          await changed();
          leave();
        }}
      />
    );
  }
  if (asking === "original") {
    return (
      <ReasonForm
        label={say.t("photos.originalWhy")}
        needed={words["photos.whyNeeded"]}
        button={say.t("photos.original")}
        leave={leave}
        send={async (reason) => {
          show(URL.createObjectURL(await postOriginal(photo.id, reason)));
          leave();
        }}
      />
    );
  }
  return (
    <div ref={buttons} className="photo-duties">
      {photo.mayRedact && (
        <button type="button" className="button" onClick={cover}>
          {say.t("photos.cover")}
        </button>
      )}
      {mayWithdraw && (
        <button type="button" className="button" onClick={() => setAsking("withdraw")}>
          {say.t("photos.withdraw")}
        </button>
      )}
      {mayUncover && (
        <button type="button" className="button" onClick={() => setAsking("original")}>
          {say.t("photos.original")}
        </button>
      )}
    </div>
  );
}

/** The picture without its covers: an address of this page alone, forgotten as soon as it is put away. */
export function useUncovered(): readonly [string | null, (address: string | null) => void] {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => () => URL.revokeObjectURL(address ?? ""), [address]);
  return [address, setAddress];
}
