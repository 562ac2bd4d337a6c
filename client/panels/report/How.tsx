/** How a problem was found, who told of it, and why there is no photo; and a line of text for any part of a report. */
import { type ProblemSource, problemSources, type Word } from "../../../server/contract/vocabulary.ts";
import { fromOutside, isShown, type ReportDraft, type ReportField } from "../../state/report.ts";
import { Frame, NoPhotoField } from "../acts/Fields.tsx";
import { PhotoPart } from "../photos/PhotoPart.tsx";
import { useSay } from "../useApp.ts";

export type Faults = Partial<Record<ReportField, Word>>;
export interface PartProps {
  readonly draft: ReportDraft;
  readonly set: (part: Partial<ReportDraft>) => void;
  readonly faults: Faults;
}

export function How({ draft, set, faults }: PartProps) {
  const say = useSay();
  const flag = (name: "night" | "fixed", word: string) => (
    <label className="choice">
      <input type="checkbox" checked={draft[name]} onChange={(event) => set({ [name]: event.target.checked })} />
      <span>{word}</span>
    </label>
  );
  const sources = Object.entries(problemSources).filter(([source]) => source !== "import");
  return (
    <>
      <Frame label={say.t("card.source")} fault={faults.source}>
        {(id, described) => (
          <select
            id={id}
            className="field"
            value={draft.source}
            aria-describedby={described}
            onChange={(event) => set({ source: event.target.value as ProblemSource })}
          >
            {sources.map(([source, word]) => (
              <option key={source} value={source}>
                {say.of(word)}
              </option>
            ))}
          </select>
        )}
      </Frame>
      {fromOutside.includes(draft.source) && (
        <div className="form-pair">
          <Line
            label={say.t("acts.reporter")}
            value={draft.reporterName}
            set={(reporterName) => set({ reporterName })}
            most={100}
            fault={faults.reporterName}
          />
          <Line
            label={say.t("report.phone")}
            value={draft.reporterPhone}
            set={(reporterPhone) => set({ reporterPhone })}
            most={30}
            fault={faults.reporterPhone}
          />
        </div>
      )}
      <PhotoPart kept="photos" kind="before" value={draft.photos} set={(photos) => set({ photos })} fault={faults.photos} />
      <div className="form-flags">
        {flag("night", say.t("report.night"))}
        {flag("fixed", say.t("report.fixed"))}
      </div>
      {draft.fixed && (
        <PhotoPart
          kept="photosAfter"
          kind="after"
          label={say.t("acts.photosAfter")}
          value={draft.photosAfter}
          set={(photosAfter) => set({ photosAfter })}
          fault={faults.photosAfter}
        />
      )}
      {!isShown(draft) && <NoPhotoField value={draft.noPhoto} set={(noPhoto) => set({ noPhoto })} fault={faults.noPhoto} />}
    </>
  );
}

interface LineProps {
  readonly label: string;
  readonly value: string;
  readonly set: (text: string) => void;
  readonly most: number;
  readonly fault?: Word | undefined;
}

export function Line({ label, value, set, most, fault }: LineProps) {
  return (
    <Frame label={label} optional fault={fault}>
      {(id, described) => (
        <input
          id={id}
          className="field"
          autoComplete="off"
          maxLength={most}
          value={value}
          aria-invalid={fault !== undefined}
          aria-describedby={described}
          onChange={(event) => set(event.target.value)}
        />
      )}
    </Frame>
  );
}
