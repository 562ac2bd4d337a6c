/** Editions: what each changed, and the making of the next. */
import { useState } from "react";
import type { HandbookEdition, HandbookPages } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { askEditions, makeEdition } from "../../api/handbook.ts";
import { wordsOf } from "../../api/http.ts";
import type { Say } from "../../look/say.ts";
import { printAddress } from "./address.ts";
import { NoBook } from "./HandbookBook.tsx";
import { changedSince } from "./tree.ts";
import { useAnswer } from "./useAnswer.ts";

function MakeEdition({ say, next, made }: { say: Say; next: number; made: () => void }) {
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Word | null>(null);
  const make = () => {
    setBusy(true);
    setFailure(null);
    void makeEdition(note.trim() || null)
      .then(
        () => {
          setNote("");
          made();
        },
        (error: unknown) => setFailure(wordsOf(error)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <form
      className="hb-make"
      onSubmit={(event) => {
        event.preventDefault();
        make();
      }}
    >
      <input
        className="field"
        value={note}
        maxLength={500}
        placeholder={say.t("handbook.editionNote")}
        aria-label={say.t("handbook.editionNote")}
        onChange={(event) => setNote(event.target.value)}
      />
      <button type="submit" className="button primary" disabled={busy}>
        {say.t("handbook.makeEdition", { n: next })}
      </button>
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
    </form>
  );
}

function Edition({ say, edition, pages }: { say: Say; edition: HandbookEdition; pages: HandbookPages }) {
  const { number, day, by, note, gone } = edition;
  const since = changedSince(pages.rows, number).length;
  return (
    <li>
      <b>{say.t("handbook.editionRow", { n: number })}</b>
      <span>{[day, by].filter(Boolean).join(" · ")}</span>
      <span>{say.t("handbook.editionFigures", { pages: say.n(edition.pages), changed: say.n(edition.changed), gone: say.n(gone) })}</span>
      {note && <q>{note}</q>}
      {since > 0 && (
        <a href={printAddress({ what: "changed", since: number })} target="_blank" rel="noreferrer">
          {`${say.t("handbook.printSince", { n: number })} (${say.n(since)})`}
        </a>
      )}
    </li>
  );
}

export function EditionsTab({ say, may, pages, changed }: { say: Say; may: boolean; pages: HandbookPages; changed: () => void }) {
  const editions = useAnswer(askEditions);
  if (!editions.value) return <NoBook say={say} failure={editions.failure && say.of(editions.failure)} again={editions.again} />;
  const { rows } = editions.value;
  const made = () => {
    editions.again();
    changed();
  };
  return (
    <section className="hb-wide">
      <p className="hint">{say.t("handbook.editionHint")}</p>
      {may && <MakeEdition say={say} next={(rows[0]?.number ?? 0) + 1} made={made} />}
      {rows.length === 0 && <p>{say.t("handbook.editionNone")}</p>}
      <ol className="hb-editions">
        {rows.map((edition) => (
          <Edition key={edition.number} say={say} edition={edition} pages={pages} />
        ))}
      </ol>
    </section>
  );
}
