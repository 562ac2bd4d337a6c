/** What an officer writes on a document; it stands on the sheet as it is typed. */
import { useId } from "react";
import { type BriefWordField, type BriefWords, briefWordFields } from "../../../server/contract/brief.ts";
import type { WordKey } from "../../look/words.ts";
import { useSay } from "../useApp.ts";
import { wordFields } from "./draft.ts";

const hints: Partial<Record<BriefWordField, WordKey>> = {
  number: "briefs.hintNumber",
  issuer: "briefs.hintIssuer",
  to: "briefs.hintTo",
  copies: "briefs.hintCopies",
};
const long: readonly BriefWordField[] = ["opening", "demands"];

/** As the server takes them. */
const longest: Readonly<Record<BriefWordField, number>> = { number: 60, issuer: 100, to: 300, opening: 4000, demands: 8000, copies: 300 };

interface Props {
  readonly words: BriefWords;
  readonly write: (field: BriefWordField, text: string) => void;
  readonly drafted: boolean;
  readonly kept: boolean;
  readonly discard: () => void;
  /** A slip is addressed to the unit that it is of. */
  readonly slip: boolean;
}

export function WordFields({ words, write, drafted, kept, discard, slip }: Props) {
  const say = useSay();
  const id = useId();
  return (
    <form className="brief-words" aria-label={say.t("briefs.words")} onSubmit={(event) => event.preventDefault()}>
      <h3>{say.t("briefs.words")}</h3>
      {wordFields
        .filter((field) => !slip || field !== "to")
        .map((field) => {
          const hint = hints[field];
          const common = {
            id: id + field,
            className: "field",
            value: words[field],
            maxLength: longest[field],
            placeholder: hint && say.t(hint),
            onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => write(field, event.target.value),
          };
          return (
            <div key={field} className="labelled column">
              <label htmlFor={id + field}>{say.of(briefWordFields[field])}</label>
              {long.includes(field) ? <textarea rows={4} {...common} /> : <input {...common} />}
            </div>
          );
        })}
      <p className="quiet">{say.t(kept ? "briefs.draftKept" : "briefs.draftNotKept")}</p>
      {drafted && (
        <button type="button" className="link" onClick={discard}>
          {say.t("briefs.discard")}
        </button>
      )}
    </form>
  );
}
