/** What a wall shows, as it last gave it; fetched again when it gives another. */
import { useEffect, useState } from "react";
import type { Wall } from "../../../server/contract/types.ts";
import { askPicture } from "../../api/wall.ts";
import type { AppState } from "../../state/app.ts";
import { stamp } from "../times.ts";
import { usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";

const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

/** The address of a picture in memory; let go with the next, and with the card. */
function useAddress(picture: Blob | null): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!picture) return;
    const made = URL.createObjectURL(picture);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [picture]);
  return address;
}

export function WallPicture({ wall: { id, name, picture }, old }: { wall: Pick<Wall, "id" | "name" | "picture">; old: boolean }) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  // Its time comes with it: while the next one is on its way, the one before stays what it is.
  const answer = useQuestion(picture && `${id} ${picture}`, async (signal) => ({ blob: await askPicture(id, signal), at: picture }));
  const address = useAddress(answer.value?.blob ?? null);
  const time = stamp(answer.value?.at ?? null, timeZone) ?? "";
  const words = picture === null ? say.t("walls.noPicture") : answer.failure ? say.t("walls.pictureFailed") : say.t("boot.loading");
  if (!answer.value || !address)
    return (
      <figure className="wall-picture">
        <p>{words}</p>
      </figure>
    );
  return (
    <figure className={old ? "wall-picture old" : "wall-picture"}>
      <img src={address} alt={say.t("walls.picture", { name, time })} />
      <figcaption>{say.t("walls.pictureAt", { time })}</figcaption>
    </figure>
  );
}
