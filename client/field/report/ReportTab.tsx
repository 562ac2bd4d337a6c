/** 上报: a photo, a place, a category; whose it will be and what it may be a double of; then into the outbox. */
import { useRef, useState } from "react";
import type { Similar } from "../../../server/contract/types.ts";
import { problemSources, type Word } from "../../../server/contract/vocabulary.ts";
import { newId } from "../../api/newId.ts";
import { askResponsibleAt } from "../../api/responsibility.ts";
import { askSimilar } from "../../api/street.ts";
import { words } from "../../look/words.ts";
import { withRecent } from "../categories.ts";
import { clearDraft, goTo, type Page, put, toast, write } from "../page.ts";
import { Choice, Confirm, Text } from "../parts/Parts.tsx";
import { Photos } from "../parts/Photos.tsx";
import { categoriesOf, type Draft, draftPlace, type FieldState } from "../state.ts";
import { usePage, usePart, usePosition, useQuestion, useSay } from "../usePage.ts";
import { beyond, placeText } from "./place.ts";
import { bodyOf, type Faults, faultsOf, isBegun, streetSources, titleOf } from "./reporting.ts";
import { SimilarFinds } from "./SimilarFinds.tsx";
import { What } from "./What.tsx";
import { Where } from "./Where.tsx";
import { OutsideQuestion, Whose } from "./Whose.tsx";

const draftOf = (state: FieldState) => state.draft;
const meOf = (state: FieldState) => state.me;
const districtOf = (state: FieldState) => state.district;

async function remember(page: Page, code: string): Promise<void> {
  const recent = withRecent(page.store.get().recent, code);
  page.store.set({ recent });
  await page.keep.write("recent", recent);
}

/** Puts the report into the outbox, and begins a new one. */
async function queue(page: Page, draft: Draft): Promise<void> {
  const { clientId, photos } = draft;
  const title = titleOf(draft, categoriesOf(page.store.get()));
  if (
    !(await put(page, {
      clientId,
      kind: "report",
      path: "/api/problems",
      body: bodyOf(draft),
      title,
      problem: null,
      photos,
      draft: { ...draft, photos: [] },
    }))
  )
    return;
  if (draft.category) await remember(page, draft.category);
  clearDraft(page);
  goTo("outbox");
}

/** Says "me too" of another's find, with the photos of this draft; the draft is done with. */
async function sayMeToo(page: Page, draft: Draft, row: Similar["rows"][number]): Promise<void> {
  const title: Word = { zh: `${row.title} · ${row.code}`, en: `${row.title} · ${row.code}` };
  const place = draftPlace(draft);
  const body = place ? { place: { lon: place.lon, lat: place.lat } } : {};
  const photos = draft.photos.filter(({ kind }) => kind === "before");
  if (
    !(await put(page, {
      clientId: newId(),
      kind: "meToo",
      path: `/api/problems/${row.id}/meToo`,
      body,
      title,
      problem: row.id,
      photos,
      draft: null,
    }))
  )
    return;
  clearDraft(page);
  goTo("outbox");
}

export function ReportTab() {
  usePosition();
  const page = usePage();
  const say = useSay();
  const draft = usePart(draftOf);
  const me = usePart(meOf);
  const district = usePart(districtOf);
  const [faults, setFaults] = useState<Faults>({});
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const set = (part: Partial<Draft>) => write(page, part);
  const setPhotos = (change: (photos: Draft["photos"]) => Draft["photos"]) => set({ photos: change(page.store.get().draft.photos) });
  const place = draftPlace(draft);
  const { category } = draft;
  const key = place && category ? `${placeText(place)} ${category}` : null;
  const responsible = useQuestion(key, (signal) => askResponsibleAt(place?.lon ?? 0, place?.lat ?? 0, category ?? "", null, signal));
  const similar = useQuestion(key, (signal) => askSimilar(category ?? "", place?.lon ?? 0, place?.lat ?? 0, signal));
  const answer = responsible.key === key ? responsible : { value: null, failure: null };
  const outside = place !== null && (answer.value?.outside ?? beyond(district, place));
  const may = !me || me.kind === "nobody" || me.roles.some((role) => role === "inspector" || role === "dispatcher" || role === "leader");
  const send = async () => {
    const found = faultsOf(draft, outside);
    setFaults(found);
    if (busy) return;
    if (Object.keys(found).length > 0) {
      toast(page, words["find.lacking"]);
      setTimeout(() =>
        form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .inline-failure')?.scrollIntoView({ block: "center" }),
      );
      return;
    }
    setBusy(true);
    await queue(page, draft);
    setBusy(false);
  };
  if (!may) return <p className="notice">{say.t("find.notYours")}</p>;
  return (
    <form
      ref={form}
      className="tab report"
      noValidate
      aria-label={say.t("tab.report")}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Photos photos={draft.photos} set={setPhotos} kind="before" label={say.t("shot.take")} fault={faults.photos} />
      <Where draft={draft} set={set} fault={faults.place} />
      {outside && place && <OutsideQuestion draft={draft} place={place} set={set} fault={faults.outside} />}
      <What value={category} set={(code) => set({ category: code })} fault={faults.category} />
      {similar.key === key && similar.value && <SimilarFinds similar={similar.value} meToo={(row) => void sayMeToo(page, draft, row)} />}
      <Whose answer={answer} asked={key !== null} />
      <More draft={draft} set={set} setPhotos={setPhotos} faults={faults} spot={me?.roles.includes("inspector") ?? false} />
      <div className="send-row">
        {isBegun(draft) && (
          <Confirm
            label={say.t("find.clear")}
            question={say.t("find.clearAsk")}
            yes={say.t("find.clearYes")}
            onYes={() => clearDraft(page)}
          />
        )}
        <button type="submit" className="button primary wide" disabled={busy}>
          {say.t(draft.fixed ? "find.sendFixed" : "find.send")}
        </button>
      </div>
    </form>
  );
}

interface MoreProps {
  readonly draft: Draft;
  readonly set: (part: Partial<Draft>) => void;
  readonly setPhotos: (change: (photos: Draft["photos"]) => Draft["photos"]) => void;
  readonly faults: Faults;
  /** May write off what was mended on the spot. */
  readonly spot: boolean;
}

function More({ draft, set, setPhotos, faults, spot }: MoreProps) {
  const say = useSay();
  const before = draft.photos.some(({ kind }) => kind === "before");
  const after = draft.photos.some(({ kind }) => kind === "after");
  const usual = [say.t("shot.why1"), say.t("shot.why2"), say.t("shot.why3")];
  return (
    <section className="card" aria-labelledby="more">
      <h2 id="more">{say.t("find.more")}</h2>
      {(!before || (draft.fixed && !after)) && (
        <Text
          label={say.t("shot.why")}
          value={draft.noPhoto}
          set={(noPhoto) => set({ noPhoto })}
          most={500}
          usual={usual}
          fault={faults.photos}
        />
      )}
      <Text label={say.t("find.place")} value={draft.place} set={(place) => set({ place })} most={200} />
      <Text label={say.t("find.description")} value={draft.description} set={(description) => set({ description })} most={4000} lines={3} />
      <label className="form-field">
        <span>{say.t("find.source")}</span>
        <select className="field" value={draft.source} onChange={(event) => set({ source: event.target.value })}>
          {streetSources.map((source) => (
            <option key={source} value={source}>
              {say.of(problemSources[source])}
            </option>
          ))}
        </select>
      </label>
      <Choice label={say.t("find.night")} on={draft.night} set={(night) => set({ night })} />
      {spot && <Choice label={say.t("find.fixed")} on={draft.fixed} set={(fixed) => set({ fixed })} />}
      {draft.fixed && (
        <Photos photos={draft.photos} set={setPhotos} kind="after" label={say.t("shot.takeAfter")} fault={faults.photosAfter} />
      )}
    </section>
  );
}
