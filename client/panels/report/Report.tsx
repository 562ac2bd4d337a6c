/** A new problem: where, what, how it was found; whose it will be is shown before it is sent. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { words } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { isShown, type ReportDraft, reportFieldOf } from "../../state/report.ts";
import { Frame, PlaceField, TextField } from "../acts/Fields.tsx";
import { bookOf } from "../names.ts";
import { type Option, Picker } from "../parts/Picker.tsx";
import { changeView } from "../run/app.ts";
import { recentCategories, sendReport, write } from "../run/reporting.ts";
import { readPosition } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { type Faults, How, Line, type PartProps } from "./How.tsx";
import { Beyond, isBeyond, useWhose, Whose } from "./Whose.tsx";

const draftOf = (state: AppState) => state.report;
const districtOf = (state: AppState) => state.district;
const selectedOf = (state: AppState) => state.view.selected;
const sitesOf = (state: AppState) => state.data.sites;

/** What must be put right before it is sent. @param outside its place is known to lie outside the district */
export function reportFaults(draft: ReportDraft, outside: boolean): Faults {
  return {
    ...(outside && draft.outsideOk !== draft.at ? { at: words["report.beyondNeeded"] } : {}),
    ...(readPosition(draft.at) ? {} : { at: words["report.atNeeded"] }),
    ...(draft.category ? {} : { category: words["report.categoryNeeded"] }),
    ...(isShown(draft) || draft.noPhoto.trim() ? {} : { noPhoto: words["acts.noPhotoNeeded"] }),
  };
}

export function Report() {
  const app = useApp();
  const say = useSay();
  const draft = usePart(draftOf);
  const whose = useWhose(draft);
  const outside = isBeyond(whose);
  const [faults, setFaults] = useState<Faults>({});
  const [refused, setRefused] = useState<Word | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const set = (part: Partial<ReportDraft>) => write(app, part);
  const leave = () => changeView(app, { panel: "ledger" });
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("input")?.focus();
  }, []);
  const send = async () => {
    if (busy) return;
    const found = reportFaults(draft, outside);
    setFaults(found);
    setRefused(null);
    const at = readPosition(draft.at);
    if (Object.keys(found).length || !at) return focusFault(form.current);
    setBusy(true);
    const outcome = await sendReport(app, draft, at);
    if (outcome.kind === "done") return;
    setBusy(false);
    const field = outcome.kind === "refused" ? reportFieldOf(outcome.parameter) : null;
    if (field) setFaults({ [field]: outcome.why });
    else setRefused(outcome.why);
    focusFault(form.current);
  };
  return (
    <form
      ref={form}
      className="report act-form"
      aria-label={say.t("report.title")}
      aria-busy={busy}
      noValidate
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented && !app.store.get().drawing) leave();
        else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2>{say.t("report.title")}</h2>
      <Where draft={draft} set={set} faults={faults} />
      {outside && <Beyond draft={draft} set={set} />}
      <What draft={draft} set={set} faults={faults} />
      <Whose asked={whose} />
      <How draft={draft} set={set} faults={faults} />
      {refused && (
        <p className="inline-failure" role="alert">
          {say.of(refused)}
        </p>
      )}
      <div className="form-end">
        <button type="submit" className="button primary" disabled={busy}>
          {busy && <span className="spinner small" aria-hidden="true" />}
          {say.t(busy ? "acts.sending" : draft.fixed ? "report.sendFixed" : "report.send")}
        </button>
        <button type="button" className="button" onClick={leave}>
          {say.t("acts.leave")}
        </button>
      </div>
    </form>
  );
}

/** After the next picture, where the faults are drawn. */
const focusFault = (form: HTMLFormElement | null) => setTimeout(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());

function Where({ draft, set, faults }: PartProps) {
  const say = useSay();
  const selected = usePart(selectedOf);
  const sites = usePart(sitesOf);
  const book = usePart(bookOf);
  const row = selected?.kind === "site" ? book.siteRow(selected.id) : undefined;
  const offered = selected?.kind === "site" && sites && row !== undefined && selected.id !== draft.site ? selected.id : null;
  const take = (id: number) => {
    const at = book.siteRow(id);
    if (!sites || at === undefined) return;
    const [lon, lat] = [(sites.lon[at] ?? 0) / 1e6, (sites.lat[at] ?? 0) / 1e6];
    set({ site: id, at: `${lon},${lat}`, place: draft.place || (sites.name[at] ?? "") });
  };
  return (
    <>
      <PlaceField label={say.t("report.at")} value={draft.at} set={(at) => set({ at })} fault={faults.at} />
      {offered !== null && (
        <button type="button" className="button" onClick={() => take(offered)}>
          {say.t("report.atSite", { name: book.site(offered) ?? "" })}
        </button>
      )}
      {draft.site !== null && (
        <p className="taken">
          {say.t("report.site", { name: book.site(draft.site) ?? `#${draft.site}` })}{" "}
          <button type="button" className="link" onClick={() => set({ site: null })}>
            {say.t("report.noSite")}
          </button>
        </p>
      )}
      {!offered && draft.site === null && <p className="hint">{say.t("report.siteHint")}</p>}
      <Line label={say.t("card.place")} value={draft.place} set={(place) => set({ place })} most={200} fault={faults.place} />
    </>
  );
}

function What({ draft, set, faults }: PartProps) {
  const say = useSay();
  const categories = usePart(districtOf)?.categories;
  const book = usePart(bookOf);
  const { lang } = say;
  const options = useMemo((): readonly Option[] => {
    const majors = new Set(categories?.map((c) => c.major));
    const minor = (categories ?? []).filter((c) => !c.retired && !(majors.has(c.code) && c.code === c.major));
    const recent = recentCategories();
    const rank = (code: string) => (recent.includes(code) ? recent.indexOf(code) : recent.length);
    return minor
      .toSorted((a, b) => rank(a.code) - rank(b.code))
      .map((c) => ({
        key: c.code,
        name: c.name[lang],
        note: recent.includes(c.code) ? say.t("report.recent") : book.category(c.major)?.[lang],
        also: `${c.name.zh} ${c.name.en}`,
      }));
  }, [categories, book, lang, say]);
  return (
    <>
      <Frame label={say.t("card.category")} fault={faults.category}>
        {(id, described) => (
          <Picker
            id={id}
            label={say.t("card.category")}
            options={options}
            value={draft.category}
            onPick={(category) => set({ category })}
            invalid={faults.category !== undefined}
            describedBy={described}
          />
        )}
      </Frame>
      <Line label={say.t("report.name")} value={draft.title} set={(title) => set({ title })} most={200} fault={faults.title} />
      <TextField
        label={say.t("report.description")}
        value={draft.description}
        set={(description) => set({ description })}
        fault={faults.description}
        most={4000}
        optional
      />
    </>
  );
}
