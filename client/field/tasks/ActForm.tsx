/** One act to a problem, as it is written on the street; into the outbox when done. */
import { useEffect, useState } from "react";
import type { ActOffer, ProblemDetail } from "../../../server/contract/types.ts";
import { problemActs } from "../../../server/contract/vocabulary.ts";
import { newId } from "../../api/newId.ts";
import { goTo, put } from "../page.ts";
import { Text } from "../parts/Parts.tsx";
import { Photos } from "../parts/Photos.tsx";
import { placeNow } from "../position.ts";
import type { FieldState } from "../state.ts";
import { usePage, usePart, useSay } from "../usePage.ts";
import { type ActDraft, actBody, actFaults, actPath, emptyAct, mayTakePhotos, mustShow, type StreetAct } from "./acting.ts";

interface Props {
  readonly detail: ProblemDetail;
  readonly offer: ActOffer & { readonly act: StreetAct };
  readonly leave: () => void;
}
const busyOf = (state: FieldState) => state.entries;

export function ActForm({ detail, offer, leave }: Props) {
  const page = usePage();
  const say = useSay();
  const key = `act/${detail.id}`;
  const [draft, setDraft] = useState<ActDraft>(() => emptyAct(offer.act));
  const [tried, setTried] = useState(false);
  const shown = mustShow(offer.act, detail);
  const waits = usePart(busyOf).some(
    (entry) => entry.problem === detail.id && entry.path === actPath(detail.id, offer.act) && entry.state !== "sent",
  );
  useEffect(() => {
    // What was being written when the page was put away.
    void page.keep.read<ActDraft>(key).then((kept) => kept?.act === offer.act && setDraft(kept));
  }, [page, key, offer.act]);
  const change = (how: (before: ActDraft) => ActDraft) =>
    setDraft((before) => {
      const after = how(before);
      void page.keep.write(key, after);
      return after;
    });
  const faults = tried ? actFaults(draft, offer, shown) : {};
  const send = async () => {
    setTried(true);
    if (Object.keys(actFaults(draft, offer, shown)).length > 0) return;
    const name = problemActs[offer.act];
    const title = { zh: `${name.zh} · ${detail.title}`, en: `${name.en} · ${detail.title}` };
    const body = actBody(draft, detail.version, shown, placeNow(page));
    const kept = { ...draft, photos: [] };
    if (
      !(await put(page, {
        clientId: newId(),
        kind: "act",
        path: actPath(detail.id, offer.act),
        body,
        title,
        problem: detail.id,
        photos: draft.photos,
        draft: kept,
      }))
    )
      return;
    await page.keep.forget(key);
    goTo("outbox");
  };
  if (waits) return <p className="note">{say.t("act.waits")}</p>;
  return (
    <form
      className="act-form"
      noValidate
      aria-label={say.of(problemActs[offer.act])}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {mayTakePhotos(offer.act) && (
        <Photos
          photos={draft.photos}
          set={(photos) => change((before) => ({ ...before, photos: photos(before.photos) }))}
          kind="after"
          label={say.t("shot.takeAfter")}
          fault={faults.photos}
        />
      )}
      {shown && draft.photos.length === 0 && (
        <Text
          label={say.t("shot.why")}
          value={draft.noPhoto}
          set={(noPhoto) => change((before) => ({ ...before, noPhoto }))}
          most={500}
          usual={[say.t("shot.why1"), say.t("shot.why2"), say.t("shot.why3")]}
          fault={faults.photos}
        />
      )}
      <Text
        label={say.t(offer.needsNote ? "act.note" : "act.noteMay")}
        value={draft.note}
        set={(note) => change((before) => ({ ...before, note }))}
        most={1000}
        lines={3}
        fault={faults.note}
      />
      <div className="row">
        <button type="button" className="button" onClick={leave}>
          {say.t("field.cancel")}
        </button>
        <button type="submit" className="button primary">
          {say.of(problemActs[offer.act])}
        </button>
      </div>
    </form>
  );
}
