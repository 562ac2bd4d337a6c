/** A photo as the server gives it: on its way, there, or failed with a way to ask again. */
import { useState } from "react";
import type { Photo } from "../../../server/contract/types.ts";
import { pictureAddress } from "../../api/photos.ts";
import { useSay } from "../useApp.ts";

interface Props {
  readonly photo: Photo;
  readonly what: "thumb" | "picture";
  readonly alt: string;
}

export function Picture({ photo, what, alt }: Props) {
  const say = useSay();
  const [state, setState] = useState<"loading" | "there" | "failed">("loading");
  const [turn, setTurn] = useState(0);
  if (state === "failed") {
    return (
      <span className="photo-blank" role="alert">
        <small>{say.t("photos.notShown")}</small>
        {what === "picture" && (
          <button
            type="button"
            className="button"
            onClick={() => {
              setTurn(turn + 1);
              setState("loading");
            }}
          >
            {say.t("app.retry")}
          </button>
        )}
      </span>
    );
  }
  return (
    <img
      key={turn}
      className={state === "loading" ? "loading" : undefined}
      src={pictureAddress(photo, what)}
      alt={alt}
      width={photo.width}
      height={photo.height}
      draggable={false}
      decoding="async"
      onLoad={() => setState("there")}
      onError={() => setState("failed")}
    />
  );
}
